// The history: who did what, and when. It is only ever added to.
import type { Queryable } from './database.ts';

export interface NewEvent {
  what: string;
  messageId?: number | null;
  dossierId?: number | null;
  detail?: Record<string, unknown>;
}

export async function saveEvent(tx: Queryable, event: NewEvent, now: Date, actor = 'machine'): Promise<void> {
  await tx.query(
    'insert into events (at, actor, what, message_id, dossier_id, detail) values ($1, $2, $3, $4, $5, $6)',
    [now, actor, event.what, event.messageId, event.dossierId, JSON.stringify(event.detail ?? {})],
  );
}

/** Many at once: what was done to all the letters of a list. */
export async function saveEvents(tx: Queryable, events: NewEvent[], now: Date, actor: string): Promise<void> {
  await tx.query(
    `insert into events (at, actor, what, message_id, dossier_id, detail)
     select $1, $2, e.what, e."messageId", e."dossierId", e.detail
     from jsonb_to_recordset($3) as e(what text, "messageId" bigint, "dossierId" bigint, detail jsonb)`,
    [now, actor, JSON.stringify(events)],
  );
}
