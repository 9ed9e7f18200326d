// Times that a wrong clock has written: what lies further ahead than any wait is pulled in, or it would wait for days.
import type { Queryable } from './database.ts';

/** Longer than the longest wait of each kind. */
const AHEAD = {
  /** nextAttemptAt, for messages, scans, virus checks and copies. */
  attempt: '7 hours',
  /** The quiet time of a dossier and the day of a budget. */
  letter: '25 hours',
  /** pauseAfterLimit. */
  pause: '2 hours',
  /** What has happened cannot lie ahead; clocks of several machines differ a little. */
  past: '10 minutes',
};

/** [table, column, furthest ahead, what else an index asks for] */
const PULLED_IN = [
  ['messages', 'due_at', AHEAD.attempt],
  ['messages', 'scan_due_at', AHEAD.attempt],
  ['messages', 'viruses_due_at', AHEAD.attempt],
  ['letters', 'copy_due_at', AHEAD.attempt],
  ['letters', 'due_at', AHEAD.letter],
  ['letters', 'handed_at', AHEAD.past, 'account in (select name from smtp_accounts)'],
  ['letters', 'unanswered_at', AHEAD.past, "state = 'sending'"],
  ['smtp_accounts', 'paused_until', AHEAD.pause],
  ['mailboxes', 'connected_at', AHEAD.past],
] as const;

export async function pullIn(db: Queryable, now: Date): Promise<void> {
  for (const [table, column, ahead, also = 'true'] of PULLED_IN) {
    await db.query(
      `update ${table} set ${column} = $1 where ${also} and ${column} > $1::timestamptz + interval '${ahead}'`,
      [now],
    );
  }
}
