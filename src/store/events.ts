// The history: who did what, and when. It is only ever added to.
import type { Queryable } from './database.ts';
import { storableJson } from './text.ts';
import { together } from './together.ts';

export interface NewEvent {
  what: string;
  messageId?: number | null;
  dossierId?: number | null;
  detail?: Record<string, unknown>;
}

export function saveEvent(tx: Queryable, event: NewEvent, now: Date, actor = 'machine'): Promise<void> {
  return saveThose(tx, { ...event, detail: event.detail ?? {}, at: now, actor });
}

const saveThose = together<NewEvent & { at: Date; actor: string }, void>(async (tx, events) => {
  await tx.query(
    `insert into events (at, actor, what, message_id, dossier_id, detail)
     select e.at, e.actor, e.what, e."messageId", e."dossierId", e.detail
     from jsonb_to_recordset($1) as e(at timestamptz, actor text, what text, "messageId" bigint, "dossierId" bigint,
       detail jsonb)`,
    [storableJson(events)],
  );
  return events.map(() => undefined);
});

/** Many at once: what was done to all the letters of a list. */
export async function saveEvents(tx: Queryable, events: NewEvent[], now: Date, actor: string): Promise<void> {
  await Promise.all(events.map((event) => saveEvent(tx, event, now, actor)));
}
