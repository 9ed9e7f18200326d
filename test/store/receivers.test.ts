// Receivers share mailboxes: evenly, until one is not seen any more, and without writing down what stays as it is.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { findMailboxHealth } from '../../src/store/health.ts';
import { enterMailboxes } from '../../src/store/mailboxes.ts';
import { LEASE, leaveMailboxes, shareMailboxes } from '../../src/store/receivers.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const NAMES = Array.from({ length: 9 }, (_, at) => `hopthu-${at}@example.vn@imap.example.vn/INBOX`);
const START = new Date('2022-08-08T02:15:00Z');
const later = (milliseconds: number) => new Date(START.getTime() + milliseconds);

let database: TestDatabase;
let db: Database;
let ids: number[];
beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase(database.url);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});
beforeEach(async () => {
  await db.query('truncate mailboxes cascade');
  await db.query('truncate receivers');
  ids = (await enterMailboxes(db, NAMES, START)).map(({ id }) => id);
});

it('are entered once, however often', async () => {
  expect(new Set(ids).size).toBe(NAMES.length);
  expect((await enterMailboxes(db, NAMES, later(5))).map(({ id }) => id).sort()).toEqual(ids.sort());
});

it('go over to who joins, and to the others when one is not seen any more or leaves', async () => {
  const share = async (name: string, at: number) => (await shareMailboxes(db, name, ids, later(at))).length;
  expect(await share('first', 0)).toBe(9);
  // Nothing is free before the first has heard of the second.
  expect(await share('second', 1_000)).toBe(0);
  expect(await share('first', 2_000)).toBe(5);
  expect(await share('second', 3_000)).toBe(4);
  expect(await share('second', 2_000 + LEASE)).toBe(4);
  expect(await share('second', 2_001 + LEASE)).toBe(9);
  expect(await share('third', 2_002 + LEASE)).toBe(0);
  await leaveMailboxes(db, 'second');
  expect(await share('third', 2_003 + LEASE)).toBe(9);
});

it('whose receiver was seen in a time to come are free', async () => {
  await shareMailboxes(db, 'wrong clock', ids, later(24 * 3600_000));
  expect(await shareMailboxes(db, 'right clock', ids, START)).toHaveLength(9);
});

it('those that nobody has looked at for longest come first', async () => {
  const [a = 0, b = 0, c = 0, ...never] = [...ids].sort((one, other) => one - other);
  const looked = 'update mailboxes set last_success_at = $2 where id = $1';
  for (const [at, id] of [b, c, a].entries()) await db.query(looked, [id, later(at)]);
  expect(await shareMailboxes(db, 'first', ids, START)).toEqual([...never, b, c, a]);
});

it('that stay where they are are not written, and are known to be held for as long as their receiver lives', async () => {
  const versions = async () =>
    (await db.query('select xmin from mailboxes order by id')).rows.map(({ xmin }) => xmin);
  await shareMailboxes(db, 'first', ids, START);
  const before = await versions();
  await shareMailboxes(db, 'first', ids, later(10_000));
  expect(await versions()).toEqual(before);
  const health = await findMailboxHealth(db, NAMES);
  expect(health.map(({ heldUntil }) => heldUntil)).toEqual(NAMES.map(() => later(10_000 + LEASE)));
  await leaveMailboxes(db, 'first');
  expect((await findMailboxHealth(db, NAMES)).map(({ heldUntil }) => heldUntil)).toEqual(
    NAMES.map(() => null),
  );
});
