// At twenty thousand messages nothing that the log's page asks reads a big table from end to end.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explain } from '../../bench/plans.ts';
import { answer, findQuestions } from '../../bench/questions.ts';
import { seed } from '../../bench/seed.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  await seed(database.url, 20_000, () => {});
  db = await openDatabase(database.url);
}, 600_000);
afterAll(async () => {
  await db.end();
  await database.drop();
});

it('answers every question from an index', async () => {
  const questions = await findQuestions(db);
  expect(questions.length).toBeGreaterThan(50);
  for (const [name, query] of questions) {
    const { whole, indexes } = await explain(db, (asked) => answer(asked, query));
    expect([name, whole]).toEqual([name, []]);
    expect(indexes.length).toBeGreaterThan(0);
  }
});

it('notices one that is not', async () => {
  const { whole } = await explain(db, (asked) =>
    asked.query('select count(*) from log_entries where unit_group || $1 = $1', ['x']),
  );
  expect(whole).toEqual(['log_entries']);
});
