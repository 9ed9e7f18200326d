// Copies of sent letters that are owed to the Sent folder.
import type { OutgoingLetter } from '../core/letter.ts';
import type { Queryable } from './database.ts';
import { saveEvent } from './events.ts';
import { ANSWERED, MAILBOX } from './letters-to-send.ts';

export interface LetterToCopy extends OutgoingLetter {
  id: number;
  /** Name of the mailbox it went out from. */
  mailbox: string;
  /** Attempts to copy it, this one among them. */
  attempts: number;
}

/** Takes a due copy into hand and counts the attempt. Null: nothing to do. */
export async function beginCopy(db: Queryable, id: number, now: Date): Promise<LetterToCopy | null> {
  const { rows } = await db.query<LetterToCopy>(
    `update letters l set copy_attempts = l.copy_attempts + 1
     where l.id = $1 and l.copy_due_at <= $2
     returning l.id, l.copy_attempts as attempts, l.recipient, l.subject, l.body as text, l.html,
       l.message_id as "messageId", l.handed_at as date, ${ANSWERED}, ${MAILBOX}`,
    [id, now],
  );
  return rows[0] ?? null;
}

/** @param at when it was put there; null: there is no such folder */
export async function markCopied(db: Queryable, id: number, at: Date | null): Promise<void> {
  await db.query('update letters set copied_at = $2, copy_due_at = null where id = $1', [id, at]);
}

/** Tried again at `dueAt`, or given up, which the history tells. */
export async function markCopyFailed(
  tx: Queryable,
  id: number,
  dueAt: Date | null,
  said: string,
  now: Date,
): Promise<void> {
  const { rows } = await tx.query<{ answers: number | null; dossierId: number | null }>(
    `update letters set copy_due_at = $2 where id = $1 and copy_due_at is not null
     returning answers, dossier_id as "dossierId"`,
    [id, dueAt],
  );
  const row = rows[0];
  if (dueAt || !row) return;
  const detail = { letter: id, said };
  await saveEvent(
    tx,
    { what: 'letter-not-copied', messageId: row.answers, dossierId: row.dossierId, detail },
    now,
  );
}

/** Copies due before `dueBefore`; their due times move to `now`, so that each is rung again only after a while. */
export async function findOverdueCopies(
  db: Queryable,
  dueBefore: Date,
  now: Date,
  limit: number,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `update letters set copy_due_at = $2
     where id in (select id from letters where copy_due_at <= $1 order by copy_due_at, id limit $3)
       and copy_due_at <= $1
     returning id`,
    [dueBefore, now, limit],
  );
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}
