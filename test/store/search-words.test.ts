// The program folds words as Postgres does, which folds what is searched for.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { searchWords } from '../../src/core/search-words.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

it('agrees with Postgres on every character of the Basic Multilingual Plane, or leaves it to Postgres', async () => {
  const points = Array.from({ length: 0xffff }, (_, at) => at + 1).filter((at) => at < 0xd800 || at > 0xdfff);
  const { rows } = await client.query<{ point: number; words: string[] }>(
    `select point, fold_words('Ố' || chr(point) || 'b' || chr(point), '.') as words from unnest($1::integer[]) point`,
    [points],
  );
  const folded = rows.map(({ point, words }) => ({
    point,
    words: [...words].sort(),
    ours: searchWords(`Ố${String.fromCharCode(point)}b${String.fromCharCode(point)}`)?.sort() ?? null,
  }));
  expect(folded.filter(({ words, ours }) => ours !== null && ours.join() !== words.join())).toEqual([]);
  // Vietnamese is not left to Postgres.
  const vietnamese = folded.filter(
    ({ point }) => /[\p{Script=Latin}]/u.test(String.fromCharCode(point)) && point < 0x180,
  );
  expect(vietnamese.filter(({ ours }) => ours !== null).length).toBeGreaterThan(150);
});

it('a file keeps the words that it is stored with, and those of its text where it comes without', async () => {
  const insert = `insert into files (sha256, size, type, text, words, read_at) values ($1, 1, 'txt', $2, $3, now()) returning words`;
  const one = await client.query(insert, ['1'.repeat(64), 'Đề nghị', ['.said']]);
  expect(one.rows).toEqual([{ words: ['.said'] }]);
  const other = await client.query(insert, ['2'.repeat(64), 'Đề nghị', null]);
  expect(other.rows[0].words.sort()).toEqual(['.de', '.nghi']);
  const changed = await client.query(
    `update files set scanned_text = 'Kýhiệu' where sha256 = $1 returning words`,
    ['1'.repeat(64)],
  );
  expect(changed.rows[0].words.sort()).toEqual(['.de', '.kyhieu', '.nghi']);
});
