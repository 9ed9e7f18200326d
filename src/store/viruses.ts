// Viruses: what clamd said of files, kept by content, and the messages whose files it has not seen yet.
import type { VirusVerdict } from '../core/facts.ts';
import type { Queryable } from './database.ts';

/** Those of these files that nobody has looked at. */
export async function findUnchecked(db: Queryable, sha256s: string[]): Promise<string[]> {
  const { rows } = await db.query<{ sha256: string }>(
    'select sha256 from files where sha256 = any($1) and virus_verdict is null order by sha256',
    [sha256s],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Those of a message. */
export async function findUncheckedOf(db: Queryable, messageId: number): Promise<string[]> {
  const { rows } = await db.query<{ sha256: string }>(
    `select distinct f.sha256 from attachments a join files f using (sha256)
     where a.message_id = $1 and f.virus_verdict is null order by f.sha256`,
    [messageId],
  );
  return rows.map(({ sha256 }) => sha256);
}

export async function saveVirusVerdict(
  db: Queryable,
  sha256: string,
  { verdict, virus }: VirusVerdict,
  now: Date,
): Promise<void> {
  await db.query(`update files set virus_verdict = $2, virus = $3, virus_checked_at = $4 where sha256 = $1`, [
    sha256,
    verdict,
    virus,
    now,
  ]);
}

export async function markVirusesDue(tx: Queryable, messageId: number, dueAt: Date): Promise<void> {
  await tx.query('update messages set viruses_due_at = $2, viruses_attempts = 0 where id = $1', [
    messageId,
    dueAt,
  ]);
}

/** Takes a message whose files are due to be checked into hand and counts the attempt; null: nothing to do. */
export async function beginVirusCheck(db: Queryable, messageId: number, now: Date): Promise<number | null> {
  const { rows } = await db.query<{ attempts: number }>(
    `update messages set viruses_attempts = viruses_attempts + 1 where id = $1 and viruses_due_at <= $2
     returning viruses_attempts as attempts`,
    [messageId, now],
  );
  return rows[0]?.attempts ?? null;
}

/** @param dueAt null: all its files have been checked */
export async function markVirusCheck(db: Queryable, messageId: number, dueAt: Date | null): Promise<void> {
  await db.query('update messages set viruses_due_at = $2 where id = $1 and viruses_due_at is not null', [
    messageId,
    dueAt,
  ]);
}

/** Messages whose files have been due for long, oldest first; their due times move to `now`. */
export async function findOverdueVirusChecks(
  db: Queryable,
  dueBefore: Date,
  now: Date,
  limit: number,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `update messages set viruses_due_at = $2
     where id in (select id from messages where viruses_due_at <= $1 order by id limit $3)
       -- asked again, for the row may have moved on while its lock was waited for
       and viruses_due_at <= $1
     returning id`,
    [dueBefore, now, limit],
  );
  return rows.map((row) => row.id).sort((a, b) => a - b);
}
