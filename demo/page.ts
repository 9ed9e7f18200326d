// The page of the demo, and somebody to look at it: an account with a password that each demo makes anew.
import { randomInt } from 'node:crypto';
import { logError, type openLog } from '../src/app/log.ts';
import { openObserver } from '../src/app/observer.ts';
import type { Service } from '../src/app/service.ts';
import { Fault } from '../src/core/fault.ts';
import { inviteFirstAdministrator, makeFirstAdministrator } from '../src/store/invitations.ts';
import { FIRST_LINK_LASTS, newInvitation } from '../src/web/invitations.ts';
import { hashPassword } from '../src/web/passwords.ts';
import { openWeb, type Web } from '../src/web/server.ts';

export interface DemoPage extends Web {
  username: string;
  password: string;
}

const USERNAME = 'demo';
const SYLLABLES =
  'ba ca da ga ha ka la ma na pa ra sa ta va xa bo co do go ho ko lo mo no po ro so to vo xo'.split(' ');

export async function openDemoPage(service: Service, log: ReturnType<typeof openLog>): Promise<DemoPage> {
  const { meter } = openObserver(service, log);
  const deps = { ...service, meter, onError: (error: unknown) => logError(log, { step: 'web' }, error) };
  // Another program may have the usual port.
  const web = await openWeb(deps, service.web).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'web-port-unusable')
      return openWeb(deps, { ...service.web, port: 0 });
    throw error;
  });
  const password = Array.from({ length: 8 }, () => SYLLABLES[randomInt(SYLLABLES.length)]).join('');
  const { invitation } = newInvitation(service.now(), FIRST_LINK_LASTS);
  await inviteFirstAdministrator(service.db, invitation);
  const account = {
    username: USERNAME,
    name: 'Cán bộ tiếp nhận',
    passwordHash: await hashPassword(password),
  };
  await makeFirstAdministrator(service.db, invitation.tokenHash, account, service.now());
  return { ...web, username: USERNAME, password };
}
