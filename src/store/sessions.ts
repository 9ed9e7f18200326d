// Sessions of staff: by the hash of their token.
import type { Viewer } from '../core/staff.ts';
import type { Queryable } from './database.ts';

/** Without use, and in all (ms). */
const IDLE = 8 * 3600_000;
const LONGEST = 7 * 24 * 3600_000;

export async function saveSession(
  db: Queryable,
  { tokenHash, username, now }: { tokenHash: string; username: string; now: Date },
): Promise<void> {
  await db.query(
    'insert into sessions (token_hash, username, created_at, seen_at, expires_at) values ($1, $2, $3, $3, $4)',
    [tokenHash, username, now, new Date(now.getTime() + LONGEST)],
  );
}

/** Null: there is none, it has run out, or its account is disabled. */
export async function findSession(db: Queryable, tokenHash: string, now: Date): Promise<Viewer | null> {
  const { rows } = await db.query<Viewer>(
    `select s.username, s.name, s.role from sessions x join staff s using (username)
     where x.token_hash = $1 and s.disabled_at is null and x.expires_at > $2 and x.seen_at > $3`,
    [tokenHash, now, new Date(now.getTime() - IDLE)],
  );
  return rows[0] ?? null;
}
