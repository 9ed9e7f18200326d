// Accounts of staff: who they are and what they may do. Whoever loses an account loses its sessions and links with it.
import type { Viewer } from '../core/staff.ts';
import type { Role } from '../core/states.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { saveEvent } from './events.ts';
import { type Invitation, replaceInvitation } from './invitations.ts';
import { endSessionsOf } from './sessions.ts';

export interface Account extends Viewer {
  createdAt: Date;
  disabledAt: Date | null;
  hasPassword: boolean;
  /** Until when the link to choose a password is good; null: there is none. */
  invitedUntil: Date | null;
}

const ACCOUNT = `select s.username, s.name, s.role, s.created_at as "createdAt", s.disabled_at as "disabledAt",
    s.password_hash is not null as "hasPassword", i.expires_at as "invitedUntil"
  from staff s left join invitations i on i.username = s.username`;

export async function findAccounts(db: Queryable): Promise<Account[]> {
  const { rows } = await db.query<Account>(`${ACCOUNT} order by s.disabled_at is not null, s.username`);
  return rows;
}

export async function findAccount(db: Queryable, username: string): Promise<Account | null> {
  const { rows } = await db.query<Account>(`${ACCOUNT} where s.username = $1`, [username]);
  return rows[0] ?? null;
}

/** Null: no such account, none that is open, or no password chosen yet. */
export async function findPasswordHash(db: Queryable, username: string): Promise<string | null> {
  const { rows } = await db.query<{ hash: string | null }>(
    'select password_hash as hash from staff where username = $1 and disabled_at is null',
    [username],
  );
  return rows[0]?.hash ?? null;
}

/** False: the username is taken, though its account may be disabled. */
export function addAccount(
  db: Database,
  { username, name, role }: Viewer,
  invitation: Invitation,
  actor: string,
  now: Date,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { rowCount } = await tx.query(
      'insert into staff (username, name, role, created_at) values ($1, $2, $3, $4) on conflict do nothing',
      [username, name, role, now],
    );
    if (rowCount === 0) return false;
    await replaceInvitation(tx, username, invitation);
    await saveEvent(tx, { what: 'account-added', detail: { username, role } }, now, actor);
    return true;
  });
}

/** Its password, sessions and earlier link end. False: no such account, or a disabled one. */
export function inviteIfEnabled(
  db: Database,
  username: string,
  invitation: Invitation,
  actor: string,
  now: Date,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { rowCount } = await tx.query(
      'update staff set password_hash = null where username = $1 and disabled_at is null',
      [username],
    );
    if (rowCount === 0) return false;
    await endSessionsOf(tx, username);
    await replaceInvitation(tx, username, invitation);
    await saveEvent(tx, { what: 'account-invited', detail: { username } }, now, actor);
    return true;
  });
}

/** Why an account stays as it is. */
export type AccountRefusal = 'unknown' | 'last-administrator';

/** Null: done. */
export function changeAccount(
  db: Database,
  { username, name, role }: Viewer,
  actor: string,
  now: Date,
): Promise<AccountRefusal | null> {
  return transaction(db, async (tx) => {
    const before = await lockAccount(tx, username);
    if (!before) return 'unknown';
    if (role !== 'administrator' && (await isLastAdministrator(tx, username))) return 'last-administrator';
    await tx.query('update staff set name = $2, role = $3 where username = $1', [username, name, role]);
    const detail = { username, before: { name: before.name, role: before.role }, after: { name, role } };
    await saveEvent(tx, { what: 'account-changed', detail }, now, actor);
    return null;
  });
}

/** Its sessions and its link end. Unknown: no such account, or it is disabled already. */
export function disableIfEnabled(
  db: Database,
  username: string,
  actor: string,
  now: Date,
): Promise<AccountRefusal | null> {
  return transaction(db, async (tx) => {
    const before = await lockAccount(tx, username);
    if (!before || before.disabled) return 'unknown';
    if (await isLastAdministrator(tx, username)) return 'last-administrator';
    await tx.query('update staff set disabled_at = $2 where username = $1', [username, now]);
    await tx.query('delete from invitations where username = $1', [username]);
    await endSessionsOf(tx, username);
    await saveEvent(tx, { what: 'account-disabled', detail: { username } }, now, actor);
    return null;
  });
}

/** A new link is needed to use it: its old password is gone. False: no such account, or it is not disabled. */
export function enableIfDisabled(
  db: Database,
  username: string,
  invitation: Invitation,
  actor: string,
  now: Date,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { rowCount } = await tx.query(
      `update staff set disabled_at = null, password_hash = null
       where username = $1 and disabled_at is not null`,
      [username],
    );
    if (rowCount === 0) return false;
    await replaceInvitation(tx, username, invitation);
    await saveEvent(tx, { what: 'account-enabled', detail: { username } }, now, actor);
    return true;
  });
}

/** Its other sessions end. False: the account's password is no longer the one that `before` is the hash of. */
export function changePasswordIf(
  db: Database,
  username: string,
  { before, after }: { before: string; after: string },
  now: Date,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { rowCount } = await tx.query(
      `update staff set password_hash = $3
       where username = $1 and password_hash = $2 and disabled_at is null`,
      [username, before, after],
    );
    if (rowCount === 0) return false;
    await endSessionsOf(tx, username);
    await saveEvent(tx, { what: 'password-changed', detail: { username } }, now, username);
    return true;
  });
}

async function lockAccount(
  tx: Queryable,
  username: string,
): Promise<{ name: string; role: Role; disabled: boolean } | null> {
  // One change at a time, or two administrators could disable each other in the same moment.
  await tx.query("select pg_advisory_xact_lock(hashtext('tiepnhan accounts'))");
  const { rows } = await tx.query<{ name: string; role: Role; disabled: boolean }>(
    'select name, role, disabled_at is not null as disabled from staff where username = $1 for update',
    [username],
  );
  return rows[0] ?? null;
}

async function isLastAdministrator(tx: Queryable, username: string): Promise<boolean> {
  const { rows } = await tx.query<{ username: string }>(
    "select username from staff where role = 'administrator' and disabled_at is null limit 2",
  );
  return rows.length === 1 && rows[0]?.username === username;
}

/** Accounts that dossiers can be given to. */
export async function findAssignees(db: Queryable): Promise<Pick<Viewer, 'username' | 'name'>[]> {
  const { rows } = await db.query<Pick<Viewer, 'username' | 'name'>>(
    `select username, name from staff where disabled_at is null and role <> 'leader' order by name, username limit 500`,
  );
  return rows;
}
