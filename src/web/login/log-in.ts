// A login: limits first, then the password; a session, and a line in the access log.
import { typedUsername } from '../../core/staff.ts';
import { noteAccess } from '../../store/access-log.ts';
import type { Database } from '../../store/database.ts';
import { beginLogin, forgetFailures } from '../../store/login-failures.ts';
import { saveSession } from '../../store/sessions.ts';
import { findPasswordHash } from '../../store/staff.ts';
import type { CheckPassword } from '../passwords.ts';
import { hashToken, newToken } from '../session.ts';

export interface LoginDeps {
  db: Database;
  now: () => Date;
  checkPassword: CheckPassword;
}

export interface Credentials {
  username: string;
  password: string;
  /** Of the client. */
  address: string;
}

/** The hash that the password is right for; else how many minutes to wait, 0: it is wrong. */
export async function checkCredentials(
  { db, now, checkPassword }: LoginDeps,
  { username, password, address }: Credentials,
): Promise<{ hash: string } | { wait: number }> {
  const wait = await beginLogin(db, { username, address }, now());
  if (wait > 0) return { wait };
  const hash = await findPasswordHash(db, username);
  if (!(await checkPassword(password, hash)) || hash === null) return { wait: 0 };
  await forgetFailures(db, { username, address });
  return { hash };
}

/** The token of a new session; else how many minutes to wait, 0: account or password is wrong. */
export async function logIn(
  deps: LoginDeps,
  typed: Credentials,
): Promise<{ token: string } | { wait: number }> {
  const { db, now } = deps;
  const username = typedUsername(typed.username);
  const checked = await checkCredentials(deps, { ...typed, username });
  if ('wait' in checked) return checked;
  const token = await beginSession(deps, username);
  if (token === null) return { wait: 0 };
  await noteAccess(db, { username }, 'login', '', typed.address, now());
  return { token };
}

/** Null: the account is disabled. */
export async function beginSession(
  { db, now }: Pick<LoginDeps, 'db' | 'now'>,
  username: string,
): Promise<string | null> {
  const token = newToken();
  return (await saveSession(db, { tokenHash: hashToken(token), username, now: now() })) ? token : null;
}

/** What is said to whoever may not log in; the same whether there is such an account or not. */
export function refusalOf(wait: number): string {
  return wait > 0
    ? `Đăng nhập sai nhiều lần, đề nghị thử lại sau ${wait} phút.`
    : 'Tên đăng nhập hoặc mật khẩu không đúng.';
}
