// Registers made in a thread of their own: what it may take, and that it goes.
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCampaign } from '../../config/campaign.ts';
import { openRegisters, type RegisterLimits } from '../../src/app/register-pool.ts';
import type { RegisterRequest } from '../../src/core/register-facts.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openWorkbook } from '../registers/open-workbook.ts';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const ROWS = 4_000;
const EVERYTHING: RegisterRequest = { campaign: 'dkst-2022', from: null, to: null, by: 'sector' };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url);
  const db = await openDatabase(database.url);
  await db.query(
    `insert into dossiers (code, office, arrival_year, arrival_number, campaign, kind, unit_evidence, status, deadline, received_at,
       supplement_until, missing)
     select 'DKST-BT-220808-' || n, 'BT', 2022, n, 'dkst-2022', 'initiative', '[]', 'complete', 'on-time', '2022-08-08',
       '2022-08-15', '[]' from generate_series(1, ${ROWS}) n`,
  );
  await db.end();
});
afterAll(() => database.drop());

const open = (limits?: RegisterLimits) =>
  openRegisters(
    {
      databaseUrl: database.url,
      campaigns: [readCampaign('config/campaign.yaml')],
      now: () => new Date('2022-08-10T03:00:00Z'),
    },
    limits,
  );

it('makes the workbook while others have their turn, and gives the thread back', async () => {
  const pool = open();
  let done = false;
  let turns = 0;
  const others = (async () => {
    for (; !done; turns++) await setTimeout(1);
  })();
  const made = await pool.make('intake', EVERYTHING);
  done = true;
  await others;
  if (made === 'too-large') throw new Error(made);
  expect(made.fileName).toBe('so-theo-doi-tiep-nhan-2022-08-10.xlsx');
  expect(JSON.stringify(await openWorkbook(made.bytes))).toContain(`DKST-BT-220808-${ROWS}`);
  // On the event loop there would be a turn for each page of rows alone.
  expect(turns).toBeGreaterThan(50);
  await eventually('its connection is closed', async () => (await countConnections()) === 0);
  await pool.close();
});

it.each([
  ['time', { time: 5, heapMb: 512 }],
  ['memory', { time: 60_000, heapMb: 12 }],
])('says when it takes too much %s, and makes the next', async (_, limits) => {
  const pool = open(limits);
  expect(await pool.make('intake', EVERYTHING)).toBe('too-large');
  await pool.close();
  const next = open();
  expect(await next.make('by-unit', EVERYTHING)).toMatchObject({
    fileName: expect.stringContaining('don-vi'),
  });
  await next.close();
});

it('is refused by name where there is no such campaign', async () => {
  const pool = open();
  await expect(pool.make('intake', { ...EVERYTHING, campaign: 'other' })).rejects.toMatchObject({
    code: 'campaign-unknown',
  });
  await pool.close();
});

async function countConnections(): Promise<number> {
  const db = await openDatabase(database.url, { max: 1 });
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from pg_stat_activity
     where datname = current_database() and application_name = 'tiepnhan' and pid <> pg_backend_pid()`,
  );
  await db.end();
  return rows[0]?.count ?? -1;
}
