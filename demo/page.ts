// The page of the demo: a port for it, and somebody to look at it, with a password that each demo makes anew.

import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Service } from '../src/app/service.ts';
import { inviteFirstAdministrator, makeFirstAdministrator } from '../src/store/invitations.ts';
import { FIRST_LINK_LASTS, newInvitation } from '../src/web/invitations.ts';
import { hashPassword } from '../src/web/passwords.ts';

export interface DemoPage {
  url: string;
  username: string;
  password: string;
}

const SYLLABLES =
  'ba ca da ga ha ka la ma na pa ra sa ta va xa bo co do go ho ko lo mo no po ro so to vo xo'.split(' ');

/** Makes the account; the service is to serve the page where it says. */
export async function prepareDemoPage({ db, web, now }: Service): Promise<DemoPage> {
  const password = Array.from({ length: 8 }, () => SYLLABLES[randomInt(SYLLABLES.length)]).join('');
  const { invitation } = newInvitation(now(), FIRST_LINK_LASTS);
  await inviteFirstAdministrator(db, invitation);
  const account = { username: 'demo', name: 'Cán bộ tiếp nhận', passwordHash: await hashPassword(password) };
  await makeFirstAdministrator(db, invitation.tokenHash, account, now());
  return { url: `http://127.0.0.1:${web.port}`, username: account.username, password };
}

/** The usual port, or any free one where another program has it. */
export async function findPort(usual: number): Promise<number> {
  for (const port of [usual, 0]) {
    const server = createServer();
    const listening = once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.listen(port, '127.0.0.1');
    if (!(await listening)) continue;
    const found = (server.address() as AddressInfo).port;
    server.close();
    await once(server, 'close');
    return found;
  }
  return usual;
}
