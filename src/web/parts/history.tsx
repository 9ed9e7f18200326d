// What happened, who did it and when, the latest first.
import type { ComponentChildren } from 'preact';
import { actorName, eventSentence } from '../../core/history.ts';
import type { ShownEvent } from '../../store/dossier-history.ts';
import { dayTime } from './time.ts';

interface HistoryProps {
  events: ShownEvent[];
  /** Stands beside the latest. */
  children?: ComponentChildren;
}

export function History({ events, children }: HistoryProps) {
  return (
    <ol class="app-history">
      {events.map((event, at) => (
        <li>
          <span class="text-secondary">
            {dayTime(event.at)} · {actorName(event.actor)}
          </span>
          <div class="app-break">{eventSentence(event)}</div>
          {at === 0 && children}
        </li>
      ))}
    </ol>
  );
}
