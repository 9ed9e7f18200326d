// Which statements Postgres plans once, and which anew.
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { createTestDatabase } from '../support/postgres.ts';

it.each([
  ['once on the path, if they have values', true, ['select $1::integer as one']],
  ['anew on the page', false, []],
])('statements are planned %s', async (_, prepares, planned) => {
  const database = await createTestDatabase();
  const db = await openDatabase(database.url, { max: 1, prepares });
  for (const value of [1, 2]) {
    const { rows } = await db.query('select $1::integer as one', [value]);
    expect(rows).toEqual([{ one: value }]);
  }
  const { rows } = await db.query<{ statement: string }>('select statement from pg_prepared_statements');
  expect(rows.map(({ statement }) => statement)).toEqual(planned);
  await db.end();
  await database.drop();
});
