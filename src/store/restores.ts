// After a backup was put back: what the database has forgotten may have been sent, so letters on older mail wait.
import { type Database, type Queryable, transaction } from './database.ts';
import { saveEvent } from './events.ts';
import { MAILBOX } from './letters-to-send.ts';
import { shared } from './together.ts';

/**
 * Holds every letter that has not gone out, and from now on every one on mail received earlier; in whole seconds, as servers
 * give receipt times. Returns how many are held.
 */
export async function markRestored(db: Database, actor: string, now: Date): Promise<number> {
  return transaction(db, async (tx) => {
    await tx.query(
      `insert into restores (at) values (date_trunc('second', $1::timestamptz)) on conflict do nothing`,
      [now],
    );
    const { rowCount } = await tx.query(
      `update letters set state = 'held', due_at = null, reason = 'restored' where state in ('pending', 'held')`,
    );
    await saveEvent(tx, { what: 'restored', detail: { held: rowCount } }, now, actor);
    return rowCount ?? 0;
  });
}

/** When a backup was last put back; null: never. */
export const findRestoredAt = shared(async (db): Promise<Date | null> => {
  const { rows } = await db.query<{ at: Date | null }>('select max(at) as at from restores');
  return rows[0]?.at ?? null;
});

export interface RestoredLetter {
  id: number;
  messageId: string;
  /** Message-ID of the mail it answers; null: it has none, or the letter answers no mail. */
  answered: string | null;
  mailbox: string;
}

/** Letters that wait because they may have been sent before. */
export async function findRestoredLetters(db: Queryable): Promise<RestoredLetter[]> {
  const { rows } = await db.query<RestoredLetter>(
    `select l.id, l.message_id as "messageId", m.message_id as answered, ${MAILBOX}
     from letters l left join messages m on m.id = l.answers
     where l.state = 'held' and l.reason = 'restored' and l.purged_at is null order by l.id`,
  );
  return rows;
}

/** What the Sent folder tells: this very letter went out, or another one answered the mail. */
export async function settleRestored(
  db: Database,
  id: number,
  how: 'sent' | 'answered',
  now: Date,
): Promise<void> {
  await transaction(db, async (tx) => {
    const { rows } = await tx.query<{ answers: number | null; dossierId: number | null }>(
      how === 'sent'
        ? `update letters set state = 'sent', sent_at = $2, reason = null, smtp_answer = 'found in the Sent folder'
           where id = $1 and state = 'held' and reason = 'restored' returning answers, dossier_id as "dossierId"`
        : `update letters set state = 'failed', reason = 'answered-before'
           where id = $1 and $2::timestamptz is not null and state = 'held' and reason = 'restored'
           returning answers, dossier_id as "dossierId"`,
      [id, now],
    );
    const row = rows[0];
    if (!row) return;
    const detail = { letter: id, how };
    await saveEvent(
      tx,
      { what: 'letter-settled', messageId: row.answers, dossierId: row.dossierId, detail },
      now,
    );
  });
}
