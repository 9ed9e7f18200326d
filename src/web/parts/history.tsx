// What happened, who did it and when, the latest first.
import type { Campaign } from '../../core/campaign.ts';
import { actorName, eventSentence } from '../../core/history.ts';
import type { ShownEvent } from '../../store/dossier-history.ts';
import { dayTime } from './time.ts';
import { UndoButton } from './undo.tsx';

interface HistoryProps {
  events: ShownEvent[];
  campaign: Campaign | null;
  /** The decision that can be undone, in the history of which dossier. */
  undo?: { id: number; dossier: string } | null;
}

export function History({ events, campaign, undo }: HistoryProps) {
  return (
    <ol class="app-history">
      {events.map((event) => (
        <li>
          <span class="text-secondary">
            {dayTime(event.at, campaign?.timeZone)} · {actorName(event.actor)}
          </span>
          <div class="app-break">{eventSentence(event, campaign)}</div>
          {undo && event.detail.undo === undo.id && event.what !== 'undo' && <UndoButton {...undo} />}
        </li>
      ))}
    </ol>
  );
}
