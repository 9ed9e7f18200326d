import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, run, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
describe('x', () => {
  it('folds', async () => {
    console.log(await run(database.url, `select fold_words('Tờ_trình ĐỀ NGHỊ (1).Ký HOÀ hoà đường ﬁ Ð')`));
    console.log(
      await run(database.url, `explain select * from log_entries_now where dossier_id = any('{1,2}')`),
    );
    console.log(
      await run(database.url, `explain select * from log_entries_now where message_id = any('{1,2}')`),
    );
  });
});
