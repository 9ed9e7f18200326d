// Mailboxes in the wild: watched by IDLE, cut off, held up, made anew, put back, without UIDVALIDITY, several, broken, too large.
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { requireMail } from '../../config/settings.ts';
import { openObserver } from '../../src/app/observer.ts';
import { runSteps, STEPS } from '../../src/app/run.ts';
import { openService } from '../../src/app/service.ts';
import { watchMailboxes } from '../../src/app/watch.ts';
import type { LogEntry } from '../../src/store/log.ts';
import { findComparison } from '../../src/store/mailboxes.ts';
import { eventually } from '../support/eventually.ts';
import { startLine, type TestLine } from '../support/line.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { startScriptedImap } from '../support/scripted-imap.ts';
import { LOG, type Office, openOffice } from '../support/service.ts';

let office: Office;
let line: TestLine | null = null;
afterEach(async () => {
  await line?.stop();
  line = null;
  await office.close();
});

const RECEIVED = new Date('2022-08-08T02:15:00Z');
const NAME = () => `hopthu@example.vn@127.0.0.1/INBOX`;

/** Runs the whole service while `work` goes on. */
async function whileRunning(work: () => Promise<void>): Promise<void> {
  const service = await openService(office.settings, requireMail(office.settings));
  const stop = new AbortController();
  const running = runSteps(service, STEPS, office.settings.pollSeconds, LOG, stop.signal);
  try {
    await work();
  } finally {
    stop.abort();
    await running;
    await service.close();
  }
}

async function throughLine(falsify?: (said: string) => string): Promise<TestLine> {
  line = await startLine(office.dovecot.address.port, falsify);
  if (!office.settings.mailbox) throw new Error('the office has a mailbox');
  office.settings.mailbox.port = line.port;
  return line;
}

const inLog = (count: number) =>
  eventually(`${count} messages in the log`, async () => {
    const log = await office.log();
    return log.length >= count && log.every(({ outcome }) => outcome !== 'received') && log;
  });

function expectEachOnce(log: LogEntry[], count: number): void {
  expect(log).toHaveLength(count);
  const sent = office.smtp.received.map(({ messageId }) => messageId);
  expect(new Set(sent).size).toBe(sent.length);
  expect(sent).toHaveLength(count);
}

describe('a watched mailbox', () => {
  it('is told of mail by IDLE, long before it would be polled', async () => {
    office = await openOffice({ pollSeconds: 3600 });
    await whileRunning(async () => {
      for (let number = 1; number <= 3; number++) {
        await office.dovecot.append(await unitMail(number), { receivedAt: RECEIVED });
        await inLog(number);
      }
      await office.smtp.waitFor(3);
    });
    expectEachOnce(await office.log(), 3);
  });

  it('is connected to again when the line is cut, refused or silent, and caught up with', async () => {
    office = await openOffice({ pollSeconds: 1 });
    const line = await throughLine();
    await whileRunning(async () => {
      await office.dovecot.append(await unitMail(1), { receivedAt: RECEIVED });
      await inLog(1);
      line.refuse(true);
      line.cut();
      await office.dovecot.append(await unitMail(2), { receivedAt: RECEIVED });
      const failing = () => run(office.database.url, 'select from mailboxes where failing_since is not null');
      await eventually('the fault to be noted', async () => (await failing()).length > 0);
      line.refuse(false);
      await inLog(2);
      expect(await failing()).toEqual([]);
      // Nobody hears that this line is dead.
      line.hold(true);
      await office.dovecot.append(await unitMail(3), { receivedAt: RECEIVED });
      const made = line.made;
      await eventually('a new connection', () => {
        if (line.made > made) line.hold(false);
        return line.made > made;
      });
      await inLog(3);
      await office.smtp.waitFor(3);
    });
    expectEachOnce(await office.log(), 3);
  });
});

it('a message at which the line breaks holds up none behind it', async () => {
  office = await openOffice({ pollSeconds: 1 });
  const cutting = await throughLine((said) => {
    if (said.includes('BREAKS-THE-LINE')) cutting.cut();
    return said;
  });
  await office.dovecot.append(await unitMail(1));
  await office.dovecot.append('Subject: x\r\n\r\nBREAKS-THE-LINE\r\n');
  await office.dovecot.append(await unitMail(2));
  await whileRunning(async () => {
    await office.smtp.waitFor(2);
    await eventually('the rest to be compared', async () => {
      const [row] = await run(
        office.database.url,
        'select on_server, with_row, withheld from mailboxes where junk_of is null',
      );
      return row?.withheld === '1' && row.on_server === '3' && row.with_row === '2';
    });
  });
  expect((await office.log()).map(({ message }) => message.uid)).toEqual([1, 3]);
});

describe('what the server says of its messages', () => {
  it('a folder put back to an earlier day gives its UIDs to other messages: each keeps its row', async () => {
    office = await openOffice();
    await office.dovecot.append(await unitMail(1), { receivedAt: RECEIVED });
    await office.runOnce();
    const putBack = await office.dovecot.backup();
    await office.dovecot.append(await unitMail(2), { receivedAt: new Date('2022-08-08T03:00:00Z') });
    await office.dovecot.append(await unitMail(3), { receivedAt: new Date('2022-08-08T04:00:00Z') });
    await office.runOnce();
    await putBack();
    expect(
      await office.dovecot.append(await unitMail(4), { receivedAt: new Date('2022-08-08T05:00:00Z') }),
    ).toBe(2);
    await office.runOnce();
    await office.dovecot.append(await unitMail(5), { receivedAt: new Date('2022-08-08T06:00:00Z') });
    await office.runOnce();
    const log = await office.log();
    expectEachOnce(log, 5);
    // The third message's place was taken by the fifth.
    expect(log.map(({ message }) => message.uid)).toEqual([1, null, null, 2, 3]);
  });

  it('goes through a folder without UIDVALIDITY anew in every pass, and repeats nothing', async () => {
    office = await openOffice();
    await throughLine((said) => said.replace(/\[UIDVALIDITY \d+\] /g, ''));
    const mails = await Promise.all([1, 2, 3, 4].map(unitMail));
    const append = (at: number, day: number) =>
      office.dovecot.append(mails[at] ?? '', { receivedAt: new Date(`2022-08-0${day}T02:15:00Z`) });
    for (const at of [0, 1, 2]) {
      await append(at, 1);
      await office.runOnce();
    }
    await office.dovecot.recreateInbox();
    for (const at of [2, 3, 0]) await append(at, 2);
    await office.runOnce();
    const log = await office.log();
    // Bytes that are known are the same message, wherever the server has put them.
    expectEachOnce(log, 4);
  });

  it('mail that a rebuilt server writes anew is the same mail, and is not answered again', async () => {
    office = await openOffice();
    const mail = (await unitMail(1)).toString('latin1');
    await office.dovecot.append(Buffer.from(mail, 'latin1'), { receivedAt: RECEIVED });
    await office.runOnce();
    await office.dovecot.recreateInbox();
    await office.dovecot.append(Buffer.from(`X-Rebuilt: yes\r\n${mail}`, 'latin1'), { receivedAt: RECEIVED });
    await office.runOnce();
    const [first, again] = await office.log();
    expect(first?.outcome).toBe('registered');
    expect(again).toMatchObject({ outcome: 'duplicate', reason: 'same-message', letters: [] });
    expect(office.smtp.received).toHaveLength(1);
  });

  it('a size that is not true costs a second look and a note, never bytes, and not even that where the end is seen', async () => {
    office = await openOffice();
    await throughLine((said) => said.replace(/RFC822\.SIZE (\d)/g, 'RFC822.SIZE 1$1'));
    const [closed, open] = [await unitMail(1), Buffer.from('From: a@example.vn\r\n\r\nxin chào\r\n')];
    for (const raw of [closed, open]) await office.dovecot.append(raw, { receivedAt: RECEIVED });
    await office.runOnce();
    const sha256 = (raw: Buffer) => createHash('sha256').update(raw).digest('hex');
    expect((await office.log()).map(({ message }) => message.sha256).sort()).toEqual(
      [closed, open].map(sha256).sort(),
    );
    const events = await run(
      office.database.url,
      "select detail from events where what = 'shorter-than-announced'",
    );
    expect(events).toMatchObject([{ detail: { received: open.length } }]);
  });
});

it('compares the server with the log', async () => {
  office = await openOffice();
  for (let number = 1; number <= 3; number++) await office.dovecot.append(await unitMail(number));
  const service = await openService(office.settings, requireMail(office.settings));
  await office.runOnce();
  expect(await findComparison(service.db, NAME())).toMatchObject({ onServer: 3, withRow: 3, withheld: 0 });
  // A row lost by hand is taken in again at the next comparison, although the cursor has passed it.
  await run(office.database.url, 'update messages set uid = null, uid_validity = null where uid = 2');
  await office.runOnce();
  expect(await findComparison(service.db, NAME())).toMatchObject({ onServer: 3, withRow: 3 });
  await service.close();
  expectEachOnce(await office.log(), 3);
});

describe('several mailboxes', () => {
  const USERS = [1, 2, 3, 4].map((number) => `hopthu-${number}@example.vn`);
  async function openFour(): Promise<void> {
    office = await openOffice();
    const { mailbox } = office.settings;
    if (!mailbox) throw new Error('the office has a mailbox');
    const { mailbox: _, desks: __, ...common } = office.settings;
    office.settings.desks = USERS.map((user) => ({
      ...common,
      mailbox: { ...mailbox, user },
      from: { header: `Tiếp nhận <${user}>`, address: user },
    }));
  }

  it('are answered each from its own address, and a broken one holds up none', async () => {
    await openFour();
    const [broken, ...sound] = office.settings.desks;
    if (broken?.mailbox) broken.mailbox.password = 'wrong';
    for (const [at, user] of USERS.entries()) await office.dovecot.append(await unitMail(at), { user });
    await whileRunning(async () => {
      await office.smtp.waitFor(3);
    });
    expect(office.smtp.received.map(({ from }) => from).sort()).toEqual(
      sound.map(({ from }) => from?.address).sort(),
    );
    const failing = await run(
      office.database.url,
      'select name from mailboxes where failing_since is not null',
    );
    expect(failing).toEqual([{ name: `${USERS[0]}@127.0.0.1/INBOX` }]);
  });

  it('whose servers stall in mid-work, a dozen of them, make no other wait', async () => {
    await openFour();
    const stalling = await startScriptedImap([{ on: /^UID FETCH/, and: 'stall' }], {
      uidValidity: 1,
      messages: { 1: 'Subject: x\r\n\r\nx' },
    });
    const [sound] = office.settings.desks;
    if (!sound?.mailbox) throw new Error('a desk has its mailbox');
    const { mailbox } = sound;
    const stalled = Array.from({ length: 12 }, (_, at) => ({
      ...sound,
      mailbox: { ...mailbox, port: stalling.port, user: `cham-${at}@example.vn` },
    }));
    office.settings.desks = [...stalled, sound];
    await whileRunning(async () => {
      const fetches = () => stalling.heard.filter((command) => command.startsWith('UID FETCH')).length;
      await eventually('many to wait for their server', () => fetches() >= 8);
      await office.dovecot.append(await unitMail(1), { user: USERS[0] ?? '' });
      // A command that is not answered fails only after a minute.
      await eventually('its letter', () => office.smtp.received.length === 1, 20_000);
      expect(stalling.connections()).toBe(12);
      await stalling.stop();
    });
  });

  it('are shared out among processes, and passed on when one ends', async () => {
    await openFour();
    const holders = async () =>
      (
        await run(
          office.database.url,
          'select held_by, count(*)::int as held from mailboxes where held_by is not null group by 1',
        )
      ).map(({ held }) => held);
    const open = async () => {
      const service = await openService(office.settings, requireMail(office.settings));
      const stop = new AbortController();
      const running = watchMailboxes(service, 1, openObserver(service, LOG), stop.signal, 50);
      return async () => {
        stop.abort();
        await running;
        await service.close();
      };
    };
    const endFirst = await open();
    await eventually('one to hold all', async () => (await holders()).join() === '4');
    const endSecond = await open();
    await eventually('two to share them', async () => (await holders()).join() === '2,2');
    await endFirst();
    await eventually('the other to hold all', async () => (await holders()).join() === '4');
    for (const user of USERS) await office.dovecot.append(await unitMail(1), { user });
    await eventually('all to be taken in', async () => (await office.log()).length === 4);
    await endSecond();
    expect(await holders()).toEqual([]);
  });
});

describe('the Junk folder', () => {
  const spam =
    'From: win@spam.example\r\nSubject: You won\r\nMessage-ID: <spam@spam.example>\r\n\r\nClick here.\r\n';
  const film =
    'From: x@spam.example\r\nSubject: invoice\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf; name="invoice.pdf"\r\n\r\nnothing\r\n';

  it('dossiers in it are registered, their letters wait, and the rest is counted', async () => {
    office = await openOffice();
    for (const raw of [spam, film, await unitMail(1)]) await office.dovecot.append(raw, { folder: 'Junk' });
    await office.runOnce();
    await office.runOnce();
    const log = await office.log();
    expect(log.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['not-a-submission', 'junk'],
      ['registered', 'found-in-junk'],
    ]);
    expect(log[1]).toMatchObject({ message: { folder: 'Junk' }, letters: [{ state: 'held' }] });
    expect(office.smtp.received).toEqual([]);
    const service = await openService(office.settings, requireMail(office.settings));
    expect(await findComparison(service.db, NAME())).toMatchObject({ onServer: 0, setAside: 1 });
    await service.close();
  });

  it('what a person moves out of it is answered as if it had come to the mailbox', async () => {
    office = await openOffice();
    await office.dovecot.append(await unitMail(1), { folder: 'Junk' });
    await office.dovecot.append(film, { folder: 'Junk' });
    await office.runOnce();
    await office.dovecot.withClient(async (client) => {
      await client.mailboxOpen('Junk');
      await client.messageMove('1:*', 'INBOX');
    });
    await office.runOnce();
    const log = await office.log();
    expect(log.map(({ message, outcome, reason }) => [message.folder, outcome, reason])).toEqual([
      ['INBOX', 'registered', null],
      ['INBOX', 'unsorted', 'kind-unclear'],
    ]);
    expect(office.smtp.received).toHaveLength(1);
  });

  it('a mail that is put into it keeps its place in the log', async () => {
    office = await openOffice();
    await office.dovecot.append(await unitMail(1));
    await office.runOnce();
    await office.dovecot.withClient(async (client) => {
      await client.mailboxOpen('INBOX');
      await client.messageMove('1:*', 'Junk');
    });
    await office.runOnce();
    expectEachOnce(await office.log(), 1);
  });
});

it('a mail that is too large is in the log with its beginning, and its sender is asked to divide it', async () => {
  office = await openOffice({ largestMessage: 20_000 });
  const raw = await unitMail(1);
  const large = Buffer.concat([raw, Buffer.alloc(40_000, 'x')]);
  await office.dovecot.append(large);
  await office.runOnce();
  const [first] = await office.log();
  expect(first).toMatchObject({
    message: { size: 20_001, from: 'unit-1@example.vn' },
    outcome: 'unsorted',
    reason: 'message-too-large',
    letters: [{ kind: 'message-too-large', state: 'sent' }],
  });
});
