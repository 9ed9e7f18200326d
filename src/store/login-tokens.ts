// Refresh tokens that a login server has handed out in place of the one in the settings; sealed, never in the clear.
import type { Queryable } from './database.ts';

/** @param settingsToken sha256 of the token in the settings, which the newer one replaces */
export async function findLoginToken(db: Queryable, settingsToken: string): Promise<Buffer | null> {
  const { rows } = await db.query<{ sealed: Buffer }>(
    'select sealed from login_tokens where settings_token = $1',
    [settingsToken],
  );
  return rows[0]?.sealed ?? null;
}

export async function saveLoginToken(
  db: Queryable,
  settingsToken: string,
  sealed: Buffer,
  now: Date,
): Promise<void> {
  await db.query(
    `insert into login_tokens (settings_token, sealed, stored_at) values ($1, $2, $3)
     on conflict (settings_token) do update set sealed = excluded.sealed, stored_at = excluded.stored_at`,
    [settingsToken, sealed, now],
  );
}
