// Attempts to log in that did not succeed. One counts from its beginning, so that many at once gain nothing.
import { KNOWN_FOR, LIMITS, minutesToWait, networkOf, WINDOW } from '../core/login-limits.ts';
import { type Database, type Queryable, transaction } from './database.ts';

export interface LoginAttempt {
  username: string;
  /** Of the client. */
  address: string;
}

/** Minutes to wait before another attempt; 0: go ahead, and it counts as failed until forgetFailures. */
export function beginLogin(db: Database, { username, address }: LoginAttempt, now: Date): Promise<number> {
  return transaction(db, async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext('tiepnhan logins'))");
    await clear(tx, now);
    const network = networkOf(address);
    const known = await hasLoggedInFrom(tx, username, network, now);
    const [ofAccount, ofNetwork] = [
      await latest(tx, LIMITS.account, { username, network: known ? network : null }),
      await latest(tx, LIMITS.network, { username: null, network }),
    ];
    const wait = Math.max(
      minutesToWait(ofAccount, LIMITS.account, now),
      minutesToWait(ofNetwork, LIMITS.network, now),
    );
    if (wait > 0) return wait;
    await tx.query('insert into login_failures (username, network, at) values ($1, $2, $3)', [
      username,
      network,
      now,
    ]);
    return 0;
  });
}

/** After a success: those of this account from this network. What others guessed goes on counting for them. */
export async function forgetFailures(db: Queryable, { username, address }: LoginAttempt): Promise<void> {
  await db.query('delete from login_failures where username = $1 and network = $2', [
    username,
    networkOf(address),
  ]);
}

/** What no longer counts; and what a clock that was wrong has put into the future, where it would count for ever. */
async function clear(tx: Queryable, now: Date): Promise<void> {
  await tx.query('delete from login_failures where at <= $1 or at > $2', [
    new Date(now.getTime() - WINDOW),
    new Date(now.getTime() + 60_000),
  ]);
}

async function latest(
  tx: Queryable,
  limit: number,
  { username, network }: { username: string | null; network: string | null },
): Promise<Date[]> {
  const { rows } = await tx.query<{ at: Date }>(
    `select at from login_failures where ($1::text is null or username = $1) and ($2::text is null or network = $2)
     order by at desc limit $3`,
    [username, network, limit],
  );
  return rows.map(({ at }) => at);
}

async function hasLoggedInFrom(
  tx: Queryable,
  username: string,
  network: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await tx.query<{ address: string }>(
    "select distinct address from access_log where username = $1 and what = 'login' and at > $2",
    [username, new Date(now.getTime() - KNOWN_FOR)],
  );
  return rows.some(({ address }) => networkOf(address) === network);
}
