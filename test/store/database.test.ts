// Transactions against real Postgres: what it asks to be run again is run again, and nothing else.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase, transaction } from '../../src/store/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase(database.url);
  await db.query('create table purses (id integer primary key, money integer not null)');
  await db.query('insert into purses values (1, 0), (2, 0)');
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const purses = async () =>
  (await db.query('select money from purses order by id')).rows.map(({ money }) => money);

it('a deadlock is run again, and each transaction takes effect once', async () => {
  let attempts = 0;
  let bothHoldOne = () => {};
  const met = new Promise<void>((resolve) => {
    bothHoldOne = resolve;
  });
  const take = (first: number, second: number) =>
    transaction(db, async (tx) => {
      attempts++;
      await tx.query('update purses set money = money + 1 where id = $1', [first]);
      if (attempts === 2) bothHoldOne();
      await met;
      await tx.query('update purses set money = money + 1 where id = $1', [second]);
    });
  await Promise.all([take(1, 2), take(2, 1)]);
  expect(attempts).toBe(3);
  expect(await purses()).toEqual([2, 2]);
});

it('a serialization failure is run again', async () => {
  let attempts = 0;
  await db.query('update purses set money = 0');
  await transaction(db, async (tx) => {
    attempts++;
    await tx.query('set transaction isolation level serializable');
    await tx.query('select money from purses where id = 1');
    if (attempts === 1) await db.query('update purses set money = 10 where id = 1');
    await tx.query('update purses set money = money + 1 where id = 1');
  });
  expect([attempts, await purses()]).toEqual([2, [11, 0]]);
});

it('any other error is thrown at once, and nothing of it stays', async () => {
  let attempts = 0;
  const broken = transaction(db, async (tx) => {
    attempts++;
    await tx.query('update purses set money = 99');
    await tx.query('insert into purses values (1, 0)');
  });
  await expect(broken).rejects.toMatchObject({ code: '23505' });
  expect([attempts, await purses()]).toEqual([1, [11, 0]]);
});

it('a database that is away is a fault in every question, and no bug', async () => {
  const own = await createTestDatabase();
  const pool = await openDatabase(own.url);
  await own.drop();
  const lost = { code: expect.stringMatching(/^database-/) };
  await expect(pool.query('select 1')).rejects.toMatchObject(lost);
  await expect(transaction(pool, (tx) => tx.query('select 1'))).rejects.toMatchObject(lost);
  await pool.end();
});
