// Accounts for tests, with passwords chosen as people choose them.
import type { Role } from '../../src/core/states.ts';
import type { Database } from '../../src/store/database.ts';
import { acceptInvitation } from '../../src/store/invitations.ts';
import { addAccount } from '../../src/store/staff.ts';
import { newInvitation } from '../../src/web/invitations.ts';
import { hashPassword } from '../../src/web/passwords.ts';
import type { Client } from './client.ts';

export const PASSWORD = 'hoa ban nở trắng rừng';

export async function enterAccount(db: Database, username: string, role: Role = 'officer'): Promise<void> {
  const now = new Date();
  const { invitation } = newInvitation(now);
  await addAccount(db, { username, name: `Họ Tên ${username}`, role }, invitation, 'operator', now);
  await acceptInvitation(db, invitation.tokenHash, await hashPassword(PASSWORD), now);
}

/** @param base path of the page */
export async function logIn(
  client: Client,
  username: string,
  { base = '/', password = PASSWORD, next = '' } = {},
) {
  await client.open(`${base}login`);
  return client.send(`${base}login`, { username, password, next });
}
