// Attempts at messages on their way: begun, failed, due again, or given up.
import type { MessageState } from '../core/states.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { refreshEntries } from './entries.ts';
import { saveEvent } from './events.ts';

/** What a step must know to begin: attempts counts this one. */
export interface Claimed {
  id: number;
  attempts: number;
  sha256: string;
}

/** An older message of the same sender that is on its way now, and not taken in hand with it: what came first is registered first. */
const NOT_BEHIND_OLDER = `not exists (select from messages older where older.from_address = m.from_address
  and older.id < m.id and older.due_at <= $3 and not (older.id = any($1) and (older.attempts = 0 or not $4)))`;

/**
 * Takes those of these messages that are in `state` and due into hand, in the order of their numbers, and counts the attempt
 * before the work begins, so that a message which kills its worker runs out of attempts too. The others are done meanwhile, or
 * not yet due.
 * @param untried only those that have not been tried before
 */
export async function beginAttempts(
  db: Queryable,
  ids: number[],
  state: MessageState,
  now: Date,
  untried = false,
): Promise<Claimed[]> {
  const { rows } = await db.query<Claimed>(
    `update messages m set attempts = attempts + 1 where id = any($1) and state = $2 and due_at <= $3
       and (attempts = 0 or not $4) and (state <> 'read' or ${NOT_BEHIND_OLDER})
     returning id, attempts, sha256`,
    [ids, state, now, untried],
  );
  return rows.sort((a, b) => a.id - b.id);
}

/** Those of these messages that are in `state` and due, in the order of their numbers. */
export async function findDueMessages(
  db: Queryable,
  ids: number[],
  state: MessageState,
  now: Date,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'select id from messages where id = any($1) and state = $2 and due_at <= $3 order by id',
    [ids, state, now],
  );
  return rows.map(({ id }) => id);
}

/** The next message of the sender of each of these that waited for it, if any. */
export async function findNextOfSenders(db: Queryable, ids: number[]): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select distinct min(next.id) as id
     from messages m join messages next on next.from_address = m.from_address and next.id > m.id
     where m.id = any($1) and next.state = 'read' and next.due_at is not null group by m.id`,
    [ids],
  );
  return rows.map((row) => row.id);
}

/**
 * Tries again at `dueAt`, or never: then the message stands as failed. Guard: only while it is in the state that was attempted.
 * @param counts false: what failed was nobody's fault in the message, and costs it no attempt
 */
export async function markAttemptFailed(
  db: Database,
  id: number,
  state: 'received' | 'read',
  { error, dueAt, counts }: { error: string; dueAt: Date | null; counts: boolean },
): Promise<void> {
  await transaction(db, async (tx) => {
    await tx.query(
      `update messages set last_error = $3, due_at = $4, attempts = attempts - case when $5 then 0 else 1 end,
         state = case when $4::timestamptz is null then 'failed' else state end,
         reason = case when $4::timestamptz is null then 'attempts-exhausted' else reason end
       where id = $1 and state = $2`,
      [id, state, error, dueAt, counts],
    );
    if (dueAt === null) await refreshEntries(tx, { messageIds: [id] });
  });
}

/** Puts a failed message back on its path; false if it is not failed, or purged. */
export function retryIfFailed(db: Database, id: number, actor: string, now: Date): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { rowCount } = await tx.query(
      `update messages set state = 'received', reason = null, attempts = 0, due_at = $2
       where id = $1 and state = 'failed' and purged_at is null`,
      [id, now],
    );
    if (rowCount !== 1) return false;
    await refreshEntries(tx, { messageIds: [id] });
    await saveEvent(tx, { what: 'retried', messageId: id }, now, actor);
    return true;
  });
}

export interface FailedMessage {
  id: number;
  receivedAt: Date;
  from: string | null;
  subject: string;
  error: string;
  attempts: number;
}

/** Messages that no attempt got through, by number, from the one after `after` on. */
export async function findFailedMessages(
  db: Queryable,
  after: number,
  limit: number,
): Promise<FailedMessage[]> {
  const { rows } = await db.query<FailedMessage>(
    `select id, received_at as "receivedAt", from_address as "from", subject, coalesce(last_error, '') as error, attempts
     from messages where state = 'failed' and purged_at is null and id > $1 order by id limit $2`,
    [after, limit],
  );
  return rows;
}

/** Rows on their way in `state`, due before `dueBefore`, oldest first. Due times move to `now`, so that a row is rung again only after a while. */
export async function findOverdueMessages(
  db: Queryable,
  state: 'received' | 'read',
  dueBefore: Date,
  now: Date,
  limit: number,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `update messages set due_at = $3
     where id in (
       -- What somebody has locked is in hand, and several are locked at a time: to wait for one might be to wait for ever.
       select id from messages where state = $1 and due_at <= $2 order by id limit $4 for update skip locked)
     returning id`,
    [state, dueBefore, now, limit],
  );
  return rows.map((row) => row.id).sort((a, b) => a - b);
}
