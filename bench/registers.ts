// What a large register holds up: `node dist/bench/registers.js FOLDER`, on a log that bench/seed.ts has filled. The same workbook
// is made on the event loop and in the thread of the page.
import { setTimeout } from 'node:timers/promises';
import { readCampaign } from '../config/campaign.ts';
import { openRegisters } from '../src/app/register-pool.ts';
import { makeRegister } from '../src/app/registers.ts';
import type { RegisterFile, RegisterRequest } from '../src/core/register-facts.ts';
import { openDatabase } from '../src/store/database.ts';
import { openEngine } from '../src/store/engine.ts';

const ROWS = [1_000, 10_000, 20_000];

async function main([folder]: string[]): Promise<void> {
  if (!folder) throw new Error('usage: node dist/bench/registers.js FOLDER');
  const engine = await openEngine({ dataDir: folder });
  const db = await openDatabase(engine.url);
  const now = () => new Date();
  // One campaign in the names of all: its days bound how many rows there are.
  const example = readCampaign('config/campaign.yaml');
  const { rows } = await db.query<{ code: string }>(
    'select distinct campaign as code from dossiers order by 1',
  );
  const campaigns = rows.map(({ code }) => ({ ...example, code }));
  const pool = openRegisters({ databaseUrl: engine.url, campaigns, now });
  try {
    for (const count of ROWS) {
      const request = await requestFor(db, count);
      await tell(`${count} rows, on the event loop`, () =>
        makeRegister({ db, campaigns, now }, 'intake', request),
      );
      await tell(`${count} rows, in the thread`, () => pool.make('intake', request));
    }
  } finally {
    await pool.close();
    await db.end();
    await engine.close();
  }
}

/** Days that end with about so many dossiers. */
async function requestFor(
  db: Awaited<ReturnType<typeof openDatabase>>,
  count: number,
): Promise<RegisterRequest> {
  const { rows } = await db.query<{ day: string }>(
    `select to_char(received_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') as day
     from dossiers order by received_at offset $1 limit 1`,
    [count - 1],
  );
  const [year = 0, month = 0, day = 0] = (rows[0]?.day ?? '9999-12-31').split('-').map(Number);
  return { campaign: null, from: null, to: { year, month, day }, by: 'sector' };
}

/** How often the event loop is asked whether it still turns (ms). */
const LOOK = 10;

async function tell(what: string, make: () => Promise<RegisterFile | 'too-large'>): Promise<void> {
  globalThis.gc?.();
  await setTimeout(500);
  const before = process.memoryUsage.rss();
  let most = before;
  let last = performance.now();
  let longest = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
    longest = Math.max(longest, performance.now() - last - LOOK);
    last = performance.now();
  };
  const watch = setInterval(look, LOOK);
  const begun = performance.now();
  const made = await make();
  const seconds = (performance.now() - begun) / 1000;
  look();
  clearInterval(watch);
  const size = made === 'too-large' ? made : `${(made.bytes.length / 1024).toFixed(0)} kB`;
  const mb = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(0)} MB`;
  await setTimeout(3_000);
  const after = process.memoryUsage.rss();
  process.stdout.write(
    `${what.padEnd(32)} ${seconds.toFixed(1).padStart(6)} s, longest wait of the event loop ${longest.toFixed(0).padStart(6)} ms, RSS +${mb(most - before)}, 3 s later +${mb(after - before)}, ${size}\n`,
  );
}

await main(process.argv.slice(2));
