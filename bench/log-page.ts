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
import { saveSession } from '../src/store/sessions.ts';
import { COOKIE, hashToken } from '../src/web/session.ts';
import { explain } from './plans.ts';
import { answer, findQuestions } from './questions.ts';

const root = dirname(createRequire(import.meta.url).resolve('#package.json'));

async function main([folder, requests = '40']: string[]): Promise<void> {
  if (!folder) throw new Error('usage: node dist/bench/log-page.js FOLDER [REQUESTS]');
  const engine = await openEngine({ dataDir: folder, options: ['fsync=off', 'full_page_writes=off'] });
  const db = await openDatabase(engine.url);
  const program = await startProgram(folder, engine.url);
  try {
    const headers = { cookie: `${COOKIE}=${await logIn(db)}` };
    const slow: string[] = [];
    for (const [name, query] of await findQuestions(db)) {
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
