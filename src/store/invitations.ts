// Links by which somebody chooses a password, once: for an account, or for the first administrator. The token is in the link.
import type { Viewer } from '../core/staff.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { saveEvent } from './events.ts';
import { endSessionsOf } from './sessions.ts';

export interface Invitation {
  tokenHash: string;
  expiresAt: Date;
}

/** @param username null: it makes the first administrator */
export async function replaceInvitation(
  tx: Queryable,
  username: string | null,
  { tokenHash, expiresAt }: Invitation,
): Promise<void> {
  await tx.query(
    `insert into invitations (token_hash, username, expires_at) values ($1, $2, $3)
     on conflict (coalesce(username, '')) do update
     set token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
    [tokenHash, username, expiresAt],
  );
}

/** Whom a link is for; a username of null: the first administrator, while there is none. Null: it is good no more. */
export async function findInvitation(
  db: Queryable,
  tokenHash: string,
  now: Date,
): Promise<{ username: string | null; name: string | null } | null> {
  const { rows } = await db.query<{ username: string | null; name: string | null }>(
    `select i.username, s.name from invitations i left join staff s on s.username = i.username
     where i.token_hash = $1 and i.expires_at > $2 and s.disabled_at is null and (i.username is not null or ${NO_ADMINISTRATOR})`,
    [tokenHash, now],
  );
  return rows[0] ?? null;
}

/** The account whose password it now is; null: the link is good no more. */
export function acceptInvitation(
  db: Database,
  tokenHash: string,
  passwordHash: string,
  now: Date,
): Promise<string | null> {
  return transaction(db, async (tx) => {
    const { rows } = await tx.query<{ username: string }>(
      `with used as (delete from invitations where token_hash = $1 and expires_at > $3 and username is not null
         returning username)
       update staff s set password_hash = $2 from used where s.username = used.username and s.disabled_at is null
       returning s.username`,
      [tokenHash, passwordHash, now],
    );
    const username = rows[0]?.username ?? null;
    if (username === null) return null;
    await endSessionsOf(tx, username);
    await saveEvent(tx, { what: 'password-chosen', detail: { username } }, now, username);
    return username;
  });
}

/** Nobody is an administrator who may log in, now or once a password is chosen. */
const NO_ADMINISTRATOR =
  "not exists (select from staff where role = 'administrator' and disabled_at is null)";

export type FirstAdministrator = Omit<Viewer, 'role'> & { passwordHash: string };

/** Void: the link is good no more. Taken: there is an account of this name; the link stays good. */
export function makeFirstAdministrator(
  db: Database,
  tokenHash: string,
  { username, name, passwordHash }: FirstAdministrator,
  now: Date,
): Promise<'made' | 'void' | 'taken'> {
  return transaction(db, async (tx) => {
    const link = await tx.query(
      `select from invitations where token_hash = $1 and expires_at > $2 and username is null
       and ${NO_ADMINISTRATOR} for update`,
      [tokenHash, now],
    );
    if (link.rowCount === 0) return 'void';
    const { rowCount } = await tx.query(
      `insert into staff (username, name, role, password_hash, created_at)
       values ($1, $2, 'administrator', $3, $4) on conflict do nothing`,
      [username, name, passwordHash, now],
    );
    if (rowCount === 0) return 'taken';
    await tx.query('delete from invitations where token_hash = $1', [tokenHash]);
    const detail = { username, role: 'administrator' };
    await saveEvent(tx, { what: 'account-added', detail }, now, username);
    return 'made';
  });
}

/** The link of an earlier start ends. False: there is an administrator, so no link is owed. */
export function inviteFirstAdministrator(db: Database, invitation: Invitation): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { rows } = await tx.query<{ owed: boolean }>(`select ${NO_ADMINISTRATOR} as owed`);
    if (!rows[0]?.owed) {
      await tx.query('delete from invitations where username is null');
      return false;
    }
    await replaceInvitation(tx, null, invitation);
    return true;
  });
}
