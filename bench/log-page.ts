// How fast the log's page answers: `node dist/bench/log-page.js FOLDER [REQUESTS]`, over HTTP, from the program itself, on a
// database that bench/seed.ts has filled.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Database, openDatabase } from '../src/store/database.ts';
import { openEngine } from '../src/store/engine.ts';
import { countLettersInTrouble, countNewer, countTabs, findNewestMessage } from '../src/store/log-counts.ts';
import { findLogPage } from '../src/store/log-entries.ts';
import { saveSession } from '../src/store/sessions.ts';
import { parseAddress } from '../src/web/log/query.ts';
import { COOKIE, hashToken } from '../src/web/session.ts';
import { explain } from './plans.ts';

const root = dirname(createRequire(import.meta.url).resolve('#package.json'));

/** What is asked for, by name. */
async function addresses(db: Database): Promise<[string, string][]> {
  const tabs = ['all', 'action', 'unsorted', 'waiting', 'overdue', 'complete', 'forwarded', 'no-submission'];
  const filters = [
    'campaign=dkst-2019',
    'from=2020-02-01&to=2020-02-05',
    'unit=DV-0003',
    'unit=DV-0790',
    'group=party-body',
    'sector=yte',
    'sector=khac',
    'status=refused',
    'status=received',
    'deadline=late',
    'trouble=1',
    'nopaper=1',
    'tab=complete&deadline=late&nopaper=1',
    'tab=waiting&unit=DV-0100',
    'tab=unsorted&campaign=dkst-2019',
    'group=armed-forces&sector=gddt&trouble=1',
  ];
  const sorts = [
    'arrival',
    'arrival&dir=asc',
    'received&dir=asc',
    'unit',
    'unit&dir=desc',
    'supplement',
    'supplement&tab=waiting',
  ];
  const words = await findWords(db);
  const searches = [
    ...words,
    'kyhieu777',
    'kyhieu777 kyhieu12',
    'khongcotunay',
    'Bản tin',
    'Mô hình',
    'bantin',
    'donvi77@example.vn',
  ];
  const { rows } = await db.query<{ code: string; number: number }>(
    'select code, arrival_number as number from dossiers where id = 5000',
  );
  const page = async (query: string) => {
    const asked = parseAddress(Object.fromEntries(new URLSearchParams(query)));
    if (!asked) throw new Error(query);
    const { next } = await findLogPage(db, asked.query, null, {
      now: new Date(),
      timeZone: 'Asia/Ho_Chi_Minh',
    });
    return `${query}&after=${Buffer.from(JSON.stringify(next)).toString('base64url')}`;
  };
  const said = (q: string) => `q=${encodeURIComponent(q)}`;
  const queries: [string, string][] = [
    ...tabs.map((tab): [string, string] => [`tab ${tab}`, `tab=${tab}`]),
    ['second page', await page('tab=all')],
    ['second page, by unit', await page('sort=unit')],
    ['second page, words', await page(said(words[2] ?? ''))],
    ...filters.map((filter): [string, string] => [filter, filter]),
    ...sorts.map((sort): [string, string] => [`sort ${sort}`, `sort=${sort}`]),
    ...searches.map((q): [string, string] => [`words: ${q}`, said(q)]),
    ...searches.map((q): [string, string] => [`words, no files: ${q}`, `${said(q)}&facts=1`]),
    ['words, in a tab', `tab=overdue&${said(words[1] ?? '')}`],
    ['words, of a unit', `unit=DV-0100&${said(words[3] ?? '')}`],
    ['code', said(rows[0]?.code ?? '')],
    ['arrival number', said(String(rows[0]?.number))],
  ];
  return queries;
}

/** Words that are in nearly all entries, in many, in some and in few, alone and together. */
async function findWords(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ words: string[]; freqs: number[] }>(
    `select most_common_elems::text::text[] as words, most_common_elem_freqs as freqs from pg_stats
     where tablename = 'log_entries' and attname = 'words'`,
  );
  const known = (rows[0]?.words ?? []).map((word, at) => ({ word, freq: rows[0]?.freqs[at] ?? 0 }));
  const ofText = known.filter(({ word }) => /^\.[a-z]{3,}$/.test(word));
  const near = (freq: number) =>
    ofText.toSorted((a, b) => Math.abs(a.freq - freq) - Math.abs(b.freq - freq))[0]?.word.slice(1) ?? '';
  const [most, many, some, few] = [0.8, 0.3, 0.1, 0.05].map(near);
  return [
    'sáng kiến',
    `${most}`,
    `${many}`,
    `${some}`,
    `${few}`,
    `${many} ${some}`,
    `${some} ${few}`,
    `${most} ${many} ${few}`,
  ];
}

async function main([folder, requests = '40']: string[]): Promise<void> {
  if (!folder) throw new Error('usage: node dist/bench/log-page.js FOLDER [REQUESTS]');
  const engine = await openEngine({ dataDir: folder, options: ['fsync=off', 'full_page_writes=off'] });
  const db = await openDatabase(engine.url);
  const program = await startProgram(folder, engine.url);
  try {
    const headers = { cookie: `${COOKIE}=${await logIn(db)}` };
    const slow: string[] = [];
    for (const [name, query] of await addresses(db)) {
      const times = await measure(`${program.url}/log?${query}`, headers, Number(requests));
      const { whole, indexes } = await explain(db, (asked) => answer(asked, query));
      const [p50, p95] = [0.5, 0.95].map((part) => times[Math.ceil(times.length * part) - 1] ?? 0);
      const line = `${name.padEnd(48)} ${ms(p50)} ${ms(p95)}  ${whole.length > 0 ? `READS ALL OF ${whole}` : indexes.join(', ')}`;
      process.stdout.write(`${line}\n`);
      if ((p95 ?? 0) >= 100 || whole.length > 0) slow.push(line);
    }
    process.stdout.write(
      slow.length > 0
        ? `\nslow, or without an index:\n${slow.join('\n')}\n`
        : '\nall within 100 ms, all by index\n',
    );
  } finally {
    program.child.kill();
    await db.end();
    await engine.close();
  }
}

const ms = (time = 0) => time.toFixed(1).padStart(8);

/** What the page asks of the database. */
async function answer(db: Parameters<typeof findLogPage>[0], query: string): Promise<void> {
  const asked = parseAddress(Object.fromEntries(new URLSearchParams(query)));
  if (!asked) throw new Error(`no such address: ${query}`);
  const now = new Date();
  await findLogPage(db, asked.query, asked.place, { now, timeZone: 'Asia/Ho_Chi_Minh' });
  await countTabs(db, asked.query.campaign, now);
  await countLettersInTrouble(db);
  await countNewer(db, await findNewestMessage(db));
}

/** Times of whole answers (ms), the shortest first. The first ones fill caches, as the first member of staff of a day does. */
async function measure(url: string, headers: Record<string, string>, requests: number): Promise<number[]> {
  const times: number[] = [];
  for (let at = -3; at < requests; at++) {
    const begun = performance.now();
    const response = await fetch(url, { headers });
    await response.text();
    if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
    if (at >= 0) times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

async function logIn(db: Database): Promise<string> {
  const token = randomBytes(32).toString('hex');
  const username = `bench-${token.slice(0, 8)}`;
  await db.query(
    `insert into staff (username, name, role, created_at) values ($1, 'Bench', 'leader', now())`,
    [username],
  );
  await saveSession(db, { tokenHash: hashToken(token), username, now: new Date() });
  return token;
}

async function startProgram(
  folder: string,
  databaseUrl: string,
): Promise<{ url: string; child: ChildProcess }> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, 'bin', 'tiepnhan.js'), 'start', 'web'], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      DATA_DIR: join(folder, 'data'),
      WEB_PORT: String(port),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + 60_000; Date.now() < until; await setTimeout(100)) {
    if (
      await fetch(`${url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return { url, child };
  }
  child.kill();
  throw new Error('the page does not answer');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

await main(process.argv.slice(2));
