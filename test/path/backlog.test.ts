// A thousand waiting messages, while people work in the same mailbox: taken in whole, oldest first, exactly once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireMail } from '../../config/settings.ts';
import { poll } from '../../src/app/poll.ts';
import { openService } from '../../src/app/service.ts';
import { eventually } from '../support/eventually.ts';
import { LOG, type Office, openOffice } from '../support/service.ts';

const WAITING = 1_000;

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await office.dovecot.withClient(async (client) => {
    for (let number = 1; number <= WAITING; number++) {
      const head = `From: a${number}@example.vn\r\nSubject: thu ${number}\r\nMessage-ID: <${number}@example.vn>`;
      await client.append('INBOX', `${head}\r\n\r\n${'noi dung\r\n'.repeat(number % 50)}`);
    }
  });
}, 180_000);
afterAll(() => office.close());

/** What staff do once the first mails are in: read everything, flag some, move some away and delete some. */
async function peopleAtWork(): Promise<void> {
  // Before the mailbox is listed, what they take away would never be seen, and could not be counted.
  await eventually('the first mails', async () => (await office.log()).length > 0);
  await office.dovecot.withClient(async (client) => {
    await client.mailboxOpen('INBOX');
    await client.messageFlagsAdd('1:*', ['\\Seen']);
    for (let uid = 3; uid <= WAITING; uid += 10) {
      if (uid % 3 === 0) await client.messageMove(String(uid), 'Junk', { uid: true });
      else if (uid % 3 === 1) await client.messageDelete(String(uid), { uid: true });
      else await client.messageFlagsAdd(String(uid), ['\\Flagged'], { uid: true });
    }
  });
}

it('is taken in whole', async () => {
  const service = await openService(office.settings, requireMail(office.settings));
  try {
    const [[pass]] = await Promise.all([poll(service, LOG), peopleAtWork()]);
    if (!pass) throw new Error('no mailbox was polled');
    expect(pass.withheld).toEqual([]);
    expect(pass.stored + pass.gone).toBe(WAITING);
    expect(await poll(service, LOG)).toEqual([{ stored: 0, known: 0, gone: 0, withheld: [] }]);

    const log = await office.log();
    const uids = log.map((entry) => entry.message.uid ?? 0);
    expect(uids).toEqual([...uids].sort((a, b) => a - b));
    expect(new Set(uids).size).toBe(pass.stored);
    const left = await office.dovecot.withClient(async (client) => {
      await client.mailboxOpen('INBOX');
      return client.search({ all: true }, { uid: true });
    });
    expect(uids).toEqual(expect.arrayContaining(left || []));
  } finally {
    await service.close();
  }
});
