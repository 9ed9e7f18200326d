// The heart ends a process whose queue hands over no work, and only such a one.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startHeart } from '../../src/app/heart.ts';
import { openDatabase } from '../../src/store/database.ts';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { LOG } from '../support/service.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

it('beats on while the database is away, and dies when a bell falls silent', async () => {
  const db = await openDatabase(database.url);
  const stop = new AbortController();
  let beats = 0;
  let deaths = 0;
  let isSilent = false;
  const bells = {
    async silent() {
      beats++;
      return isSilent ? (['read'] as const).slice() : [];
    },
  };
  const service = { db, bells } as unknown as Parameters<typeof startHeart>[0];
  await startHeart(service, LOG, stop.signal, () => void deaths++, 10);
  await db.end();
  await eventually('beats without a database', () => beats > 5);
  expect(deaths).toBe(0);
  isSilent = true;
  await eventually('the end', () => deaths > 0);
  stop.abort();
});

it('does not take bells that are being closed for dead', async () => {
  const db = await openDatabase(database.url);
  const stop = new AbortController();
  let deaths = 0;
  let asked = 0;
  const bells = {
    async silent() {
      // The first beat finds all well; while the second one looks, the process is asked to end.
      if (++asked === 1) return [];
      stop.abort();
      return ['copy'];
    },
  };
  const service = { db, bells } as unknown as Parameters<typeof startHeart>[0];
  await startHeart(service, LOG, stop.signal, () => void deaths++, 10);
  await eventually('the second beat', () => asked === 2);
  await db.query('select 1');
  expect(deaths).toBe(0);
  await db.end();
});
