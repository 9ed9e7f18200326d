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
