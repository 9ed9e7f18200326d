// Alarms against a real database: two sweepers tell once, channels fail each by itself, and nothing is lost by it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Owed } from '../../src/core/alarm-words.ts';
import { type Bells, openBells } from '../../src/queue/bells.ts';
import { type AlarmChannel, type AlarmDeps, raiseAlarms } from '../../src/steps/alarms.ts';
import { findStandingAlarms } from '../../src/store/alarms.ts';
import { saveBeats } from '../../src/store/beats.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import {
  enterMailbox,
  markMailboxFailed,
  markMailboxSeen,
  saveComparison,
} from '../../src/store/mailboxes.ts';
import { shareMailboxes } from '../../src/store/receivers.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let db: Database;
let bells: Bells;
let minute = 0;
let mailboxId = 0;
const NAME = 'hopthu@example.vn@mail/INBOX';
const now = () => new Date(Date.parse('2022-08-08T02:00:00Z') + minute * 60_000);

beforeEach(async () => {
  minute = 0;
  database = await createTestDatabase();
  db = await openDatabase(database.url);
  bells = await openBells({ redisUrl: null, databaseUrl: database.url });
  ({ id: mailboxId } = await enterMailbox(db, NAME, now()));
  await live();
});
afterEach(async () => {
  await bells.close();
  await db.end();
  await database.drop();
});

/** What a receiver does in passing. */
async function live(): Promise<void> {
  await saveBeats(db, [{ step: 'receive', doneAt: now(), archiveFree: 1e12 }], now());
  await shareMailboxes(db, 'me', [mailboxId], now());
}

interface TestChannel extends AlarmChannel {
  told: string[][];
  broken: boolean;
}

function openChannel(name: AlarmChannel['name']): TestChannel {
  const channel: TestChannel = {
    name,
    told: [],
    broken: false,
    async tell(owed: Owed[]) {
      if (channel.broken) throw new Error('broken');
      channel.told.push(owed.map(({ alarm, telling }) => `${telling} ${alarm.code}`));
    },
  };
  return channel;
}

const depsOf = (...channels: AlarmChannel[]): AlarmDeps => ({
  db,
  bells,
  now,
  alarms: { channels, mailboxes: [NAME], steps: ['receive', 'read'], pollSeconds: 60 },
});

/** The next minutes, one by one, each looked at by both sweepers at once. */
async function pass(minutes: number, ...sweepers: AlarmDeps[]): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (let count = 0; count < minutes; count++) {
    minute++;
    await live();
    const done = await Promise.allSettled(sweepers.map(raiseAlarms));
    for (const one of done) if (one.status === 'rejected') errors.push(one.reason);
  }
  return errors;
}

const fail = () => markMailboxFailed(db, NAME, { error: 'away', fault: 'mailbox-unreachable' }, now());

describe('raiseAlarms', () => {
  it('tells once whatever number of sweepers look, reminds once a day, and tells once that it is over', async () => {
    const mail = openChannel('mail');
    const sweepers = [depsOf(mail), depsOf(mail), depsOf(mail)];
    await fail();
    await pass(14, ...sweepers);
    expect(mail.told).toEqual([]);
    await pass(6, ...sweepers);
    expect(mail.told).toEqual([['raised mailbox-failing']]);
    expect(await findStandingAlarms(db)).toMatchObject([{ code: 'mailbox-failing', subject: NAME }]);
    minute += 24 * 60 - 10;
    await pass(5, ...sweepers);
    expect(mail.told.slice(1)).toEqual([['reminder mailbox-failing']]);
    await markMailboxSeen(db, mailboxId, now());
    await pass(20, ...sweepers);
    expect(mail.told.slice(2)).toEqual([['recovered mailbox-failing']]);
    expect(await findStandingAlarms(db)).toEqual([]);
  });

  it('tells troubles that come close together at one time', async () => {
    const mail = openChannel('mail');
    await saveComparison(db, mailboxId, { onServer: 9, withRow: 7, withheld: 0 }, now());
    await pass(6, depsOf(mail));
    expect(mail.told).toEqual([['raised mailbox-differs']]);
    await saveBeats(db, [{ step: 'scan', doneAt: now(), archiveFree: 1e9 }], now());
    await pass(1, depsOf(mail));
    minute -= 20;
    await fail();
    minute += 20;
    await pass(3, depsOf(mail));
    expect(mail.told).toHaveLength(1);
    await pass(1, depsOf(mail));
    expect(mail.told.slice(1)).toEqual([['raised mailbox-failing', 'raised archive-nearly-full']]);
  });

  it('a channel that fails is tried again ever later, and holds up no other', async () => {
    const [mail, webhook] = [openChannel('mail'), openChannel('webhook')];
    mail.broken = true;
    await fail();
    const errors = await pass(60, depsOf(mail, webhook));
    expect(webhook.told).toEqual([['raised mailbox-failing']]);
    expect(errors.length).toBeGreaterThan(3);
    expect(errors.length).toBeLessThan(10);
    await markMailboxSeen(db, mailboxId, now());
    await pass(16, depsOf(mail, webhook));
    expect(webhook.told.slice(1)).toEqual([['recovered mailbox-failing']]);
    mail.broken = false;
    await markMailboxSeen(db, mailboxId, now());
    await pass(30, depsOf(mail, webhook));
    // Nobody need hear any more that it began.
    expect(mail.told).toEqual([['recovered mailbox-failing']]);
    expect(webhook.told).toHaveLength(2);
  });

  it('sees that a step is run by nobody, and that a mailbox is watched by nobody', async () => {
    const mail = openChannel('mail');
    const sweeper = depsOf(mail);
    await pass(1, sweeper);
    for (let count = 0; count < 5; count++) {
      minute++;
      await saveBeats(db, [{ step: 'receive', doneAt: now(), archiveFree: null }], now());
      await raiseAlarms(sweeper);
    }
    expect(mail.told).toEqual([['raised mailbox-unwatched']]);
    minute += 5;
    await raiseAlarms(sweeper);
    expect(mail.told.slice(1)).toEqual([['raised step-not-running']]);
  });
});
