// More mailboxes than connections: never more than may be, every mailbox in its turn, and what hangs holds up none.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ImapServer, startImapServer } from '../../bench/imap-server.ts';
import type { DeskSettings } from '../../config/desks.ts';
import { requireMail } from '../../config/settings.ts';
import { openObserver } from '../../src/app/observer.ts';
import { openService } from '../../src/app/service.ts';
import { watchMailboxes } from '../../src/app/watch.ts';
import { eventually } from '../support/eventually.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { startScriptedImap } from '../support/scripted-imap.ts';
import { LOG, type Office, openOffice } from '../support/service.ts';

const USERS = Array.from({ length: 24 }, (_, at) => `co-quan-${at}@example.vn`);
const CONNECTIONS = 8;

let office: Office;
let server: ImapServer;
beforeEach(async () => {
  [office, server] = await Promise.all([
    openOffice({ mailboxConnections: CONNECTIONS, pollSeconds: 2 }),
    startImapServer({ users: USERS }),
  ]);
});
afterEach(async () => {
  await Promise.all([office.close(), server.stop()]);
});

function deskOf(user: string, port: number): DeskSettings {
  const { mailbox } = office.settings;
  if (!mailbox) throw new Error('the office has a mailbox');
  return { ...office.settings, mailbox: { ...mailbox, port, user }, from: { header: user, address: user } };
}

/** Watches the mailboxes while `work` goes on. */
async function whileWatching(desks: DeskSettings[], work: () => Promise<void>): Promise<void> {
  office.settings.desks = desks;
  const service = await openService(office.settings, requireMail(office.settings));
  const stop = new AbortController();
  const watching = watchMailboxes(
    service,
    office.settings.pollSeconds,
    openObserver(service, LOG),
    stop.signal,
    50,
  );
  try {
    await work();
  } finally {
    stop.abort();
    await watching;
    await service.close();
  }
}

async function lookedAtSince(moment: Date): Promise<number> {
  const [row] = await run(
    office.database.url,
    `select count(*)::int as n from mailboxes where last_success_at > '${moment.toISOString()}' and junk_of is null`,
  );
  return Number(row?.n);
}

const subjects = async () =>
  (await run(office.database.url, 'select subject from messages')).map(({ subject }) => subject).sort();

it('three times as many are looked at in turn, again and again, and none misses its mail', async () => {
  await whileWatching(
    USERS.map((user) => deskOf(user, server.port)),
    async () => {
      for (let round = 1; round <= 2; round++) {
        const begun = new Date();
        await eventually('all to be looked at', async () => (await lookedAtSince(begun)) === USERS.length);
      }
      for (const at of [0, 11, 23]) server.deliver(USERS[at] ?? '', await unitMail(at));
      await eventually('mail in three of them', async () => (await subjects()).length === 3);
      expect(server.figures().most).toBe(CONNECTIONS);
    },
  );
});

it('as many as there are connections keep theirs', async () => {
  await whileWatching(
    USERS.slice(0, CONNECTIONS).map((user) => deskOf(user, server.port)),
    async () => {
      for (let round = 1; round <= 2; round++) {
        const begun = new Date();
        await eventually('all to be looked at', async () => (await lookedAtSince(begun)) === CONNECTIONS);
      }
      expect(server.figures()).toMatchObject({ open: CONNECTIONS, logins: CONNECTIONS });
    },
  );
});

it('those of a server that hangs keep a quarter of the connections at most, and the others are looked at', async () => {
  const hanging = await startScriptedImap([{ on: 'greeting', and: 'stall' }]);
  await whileWatching(
    [
      ...USERS.slice(0, 12).map((user) => deskOf(user, hanging.port)),
      ...USERS.slice(12).map((user) => deskOf(user, server.port)),
    ],
    async () => {
      await eventually('some to wait for a greeting', () => hanging.connections() === CONNECTIONS / 4);
      for (let round = 1; round <= 2; round++) {
        const begun = new Date();
        await eventually(
          'the others to be looked at',
          async () => (await lookedAtSince(begun)) === 12,
          30_000,
        );
      }
      await hanging.stop();
    },
  );
});
