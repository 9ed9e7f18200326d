// Receivers: the processes that watch mailboxes. Each holds its share by a lease, and a killed one's mailboxes pass on.
import type { Database } from './database.ts';
import { transaction } from './database.ts';

/** A receiver that has not been seen for this long counts no more, and what it held is free (ms). */
export const LEASE = 30_000;

/**
 * Says that receiver `name` lives, and returns which of these mailboxes it may watch until the lease ends, those first that
 * nobody has looked at for longest: those it holds and free ones, up to an even share. Two receivers that watch one mailbox
 * all the same, after a pause of one, do no harm: a message has one row whoever takes it in.
 */
export async function shareMailboxes(
  db: Database,
  name: string,
  mailboxIds: number[],
  now: Date,
): Promise<number[]> {
  const gone = new Date(now.getTime() - LEASE);
  // Further ahead than any lease: a clock was wrong when it was written.
  const absurd = new Date(now.getTime() + 2 * LEASE);
  return transaction(db, async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext('tiepnhan receivers'))");
    await tx.query(
      'insert into receivers (name, seen_at) values ($1, $2) on conflict (name) do update set seen_at = $2',
      [name, now],
    );
    await tx.query('delete from receivers where seen_at < $1 or seen_at > $2', [gone, absurd]);
    // Whoever holds a mailbox and is no receiver any more is gone. Only what changes hands is written.
    await tx.query(
      `with share as (select ceil(cardinality($2::bigint[])::numeric / count(*)) as mailboxes from receivers),
         mine as (select id from mailboxes where id = any($2)
           and (held_by is null or held_by = $1 or held_by not in (select name from receivers))
           order by held_by is distinct from $1, id limit (select mailboxes from share))
       update mailboxes set held_by = case when held_by is distinct from $1 then $1 end
       where (held_by is not distinct from $1) <> (id in (select id from mine))`,
      [name, mailboxIds],
    );
    const { rows } = await tx.query<{ id: number }>(
      'select id from mailboxes where held_by = $1 order by last_success_at nulls first, id',
      [name],
    );
    return rows.map(({ id }) => id);
  });
}

/** At the end of a receiver: its mailboxes need not wait for the lease to run out. */
export async function leaveMailboxes(db: Database, name: string): Promise<void> {
  await db.query('update mailboxes set held_by = null where held_by = $1', [name]);
  await db.query('delete from receivers where name = $1', [name]);
}
