// How many letters a mailbox was answered with, of late and against its limit.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { countLettersOf } from '../../src/store/letter-counts.ts';
import { enterMailbox } from '../../src/store/mailboxes.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const NOW = new Date('2022-08-08T09:00:00+07:00');
let database: TestDatabase;
let db: Database;
let mailbox: number;
let other: number;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase(database.url);
  mailbox = (await enterMailbox(db, 'ours', NOW)).id;
  other = (await enterMailbox(db, 'another', NOW)).id;
});
beforeEach(() => db.query('truncate letters restart identity cascade'));
afterAll(async () => {
  await db.end();
  await database.drop();
});

/** Writes letters, the last of them so many minutes ago, one a second. */
async function write(count: number, of: number, minutesAgo: number): Promise<void> {
  await db.query(
    `insert into letters (kind, recipient, subject, body, html, message_id, state, written_at, mailbox_id, written_by)
     select 'receipt', 'a@example.vn', '', '', '', gen_random_uuid(), 'sent',
       $3::timestamptz - $4 * interval '1 minute' - n * interval '1 second', $2, 'x'
     from generate_series($1::integer, 1, -1) n`,
    [count, of, NOW, minutesAgo],
  );
}

const count = (perHour: number, perDay: number) => countLettersOf(db, mailbox, { perHour, perDay }, NOW);

it('none are none', async () => {
  expect(await count(100, 1_000)).toEqual({ hour: 0, day: 0 });
});

it('are counted of the hour and of the day, and not of the day before', async () => {
  await write(5, mailbox, 25 * 60);
  await write(20, mailbox, 90);
  await write(7, mailbox, 1);
  expect(await count(100, 100)).toEqual({ hour: 7, day: 27 });
});

it('are counted beyond the limit: another campaign of the mailbox may have a higher one', async () => {
  await write(30, mailbox, 1);
  expect(await count(10, 20)).toEqual({ hour: 30, day: 30 });
});

it('far below the limit are no fewer than there are, and need not be counted', async () => {
  await write(4, mailbox, 2);
  await write(50, other, 1);
  await write(4, mailbox, 0);
  expect(await count(8_000, 20_000)).toEqual({ hour: 58, day: 58 });
});

it('of other mailboxes never make up a limit', async () => {
  await write(4, mailbox, 2);
  await write(700, other, 1);
  await write(4, mailbox, 0);
  expect(await count(1_000, 1_100)).toEqual({ hour: 8, day: 8 });
});
