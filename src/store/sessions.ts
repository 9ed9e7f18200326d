// Sessions: who is logged in. The token is in the browser's cookie, here is its sha256 alone.
import type { Viewer } from '../core/staff.ts';
import type { Queryable } from './database.ts';

/** A session that nobody uses ends after 8 hours, any one after 7 days. */
const IDLE = '8 hours';
const LONGEST = '7 days';
/** When it was last used is written at most so often. */
const FRESH = '1 minute';

/** Null: there is none, it has ended, or its account is disabled. */
export async function findSession(db: Queryable, tokenHash: string, now: Date): Promise<Viewer | null> {
  const { rows } = await db.query<Viewer & { stale: boolean }>(
    `select a.username, a.name, a.role, s.seen_at < $2::timestamptz - interval '${FRESH}' as stale
     from sessions s join staff a on a.username = s.username
     where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $2::timestamptz - interval '${IDLE}'
       and a.disabled_at is null`,
    [tokenHash, now],
  );
  const [found] = rows;
  if (!found) return null;
  const { stale, ...viewer } = found;
  if (stale) await db.query('update sessions set seen_at = $2 where token_hash = $1', [tokenHash, now]);
  return viewer;
}

export interface NewSession {
  tokenHash: string;
  username: string;
  now: Date;
}

/** False: the account is disabled. Sessions that have ended are cleared away. */
export async function saveSession(db: Queryable, { tokenHash, username, now }: NewSession): Promise<boolean> {
  await db.query(
    `delete from sessions where expires_at <= $1 or seen_at <= $1::timestamptz - interval '${IDLE}'`,
    [now],
  );
  const { rowCount } = await db.query(
    `insert into sessions (token_hash, username, created_at, seen_at, expires_at)
     select $1, username, $3, $3, $3::timestamptz + interval '${LONGEST}'
     from staff where username = $2 and disabled_at is null`,
    [tokenHash, username, now],
  );
  return rowCount === 1;
}

export async function endSession(db: Queryable, tokenHash: string): Promise<void> {
  await db.query('delete from sessions where token_hash = $1', [tokenHash]);
}

export async function endSessionsOf(tx: Queryable, username: string): Promise<void> {
  await tx.query('delete from sessions where username = $1', [username]);
}
