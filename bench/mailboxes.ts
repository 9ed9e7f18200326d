// What many mailboxes cost: `node dist/bench/mailboxes.js [idle] [budget] [shared]`, on a light IMAP server in this process.
// Options: --seconds 120 (measured), --round-trip 0 (ms), --tls, --program bin/tiepnhan.js (another checkout's, to compare).
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Database, openDatabase } from '../src/store/database.ts';
import { openEngine } from '../src/store/engine.ts';
import { type ImapServer, startImapServer } from './imap-server.ts';
import { findFigures, type ProcessFigures } from './process-figures.ts';

interface Scenario {
  title: string;
  mailboxes: number;
  workers: number;
  /** Most of each worker. */
  connections: number;
}

const SCENARIOS: Record<string, Scenario> = {
  idle: { title: '500 mailboxes, a connection each', mailboxes: 500, workers: 1, connections: 500 },
  budget: { title: '500 mailboxes, 50 connections', mailboxes: 500, workers: 1, connections: 50 },
  shared: {
    title: '5,000 mailboxes, 4 workers, 200 connections each',
    mailboxes: 5_000,
    workers: 4,
    connections: 200,
  },
};
const POLL_SECONDS = 60;
const root = dirname(createRequire(import.meta.url).resolve('#package.json'));
const PROGRAM = join(root, 'bin', 'tiepnhan.js');

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '120' },
    'round-trip': { type: 'string', default: '0' },
    tls: { type: 'boolean', default: false },
    program: { type: 'string', default: PROGRAM },
  },
});

/** Everything that a scenario runs on. */
interface Stage {
  scenario: Scenario;
  folder: string;
  users: string[];
  server: ImapServer;
  databaseUrl: string;
  db: Database;
}

async function main(): Promise<void> {
  for (const name of positionals.length > 0 ? positionals : Object.keys(SCENARIOS)) {
    const scenario = SCENARIOS[name];
    if (!scenario) throw new Error(`there is no ${name}; expected ${Object.keys(SCENARIOS).join(', ')}`);
    await withStage(scenario, play);
  }
}

async function withStage(scenario: Scenario, work: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-mailboxes-'));
  const users = Array.from({ length: scenario.mailboxes }, (_, at) => `co-quan-${at}@example.vn`);
  const tls = options.tls ? await makeCertificate(folder) : undefined;
  const roundTrip = Number(options['round-trip']);
  const server = await startImapServer({ users, roundTrip, ...(tls && { tls }) });
  await writeSettings(folder, users, server.port);
  const engine = await openEngine({ dataDir: join(folder, 'database') });
  const db = await openDatabase(engine.url);
  try {
    await work({ scenario, folder, users, server, databaseUrl: engine.url, db });
  } finally {
    await db.end();
    await engine.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(stage: Stage): Promise<void> {
  const { scenario } = stage;
  const line = options.tls ? 'TLS' : 'no TLS';
  say(`\n${scenario.title}; POLL_SECONDS ${POLL_SECONDS}, ${line}, round trip ${options['round-trip']} ms`);
  const began = performance.now();
  const workers = Array.from({ length: scenario.workers }, () => startWorker(stage));
  try {
    // The workers make the tables.
    await until(async () => (await ages(stage.db).catch(() => [])).length === scenario.mailboxes);
    say(`  from start to the first look at every mailbox: ${seconds(performance.now() - began)}`);
    await measure(stage, workers);
    if (workers.length > 1) await moveShares(stage, workers);
  } finally {
    await Promise.all(workers.map((worker) => end(worker, 'SIGTERM')));
  }
}

/** Some seconds of ordinary life: a mail each second to one mailbox or another. */
async function measure(stage: Stage, workers: ChildProcess[]): Promise<void> {
  const { db, server } = stage;
  // The first looks compare whole folders and make rows; what lasts comes after them.
  await setTimeout(POLL_SECONDS * 1000);
  server.fresh();
  const ownCpu = process.cpuUsage();
  const before = await Promise.all(workers.map(({ pid = 0 }) => findFigures(pid)));
  const began = performance.now();
  const last = Number(options.seconds) * 1000;
  const mails = sendMails(stage);
  let oldest = 0;
  for (let at = 0; performance.now() - began < last; at++) {
    mails.deliver(at);
    const tick = setTimeout(1000);
    oldest = Math.max(oldest, (await ages(db)).at(-1) ?? 0);
    await tick;
  }
  const passed = (performance.now() - began) / 1000;
  const { open, most, looks, logins } = server.figures();
  const after = await Promise.all(workers.map(({ pid = 0 }) => findFigures(pid)));
  const age = await ages(db);
  const { user, system } = process.cpuUsage(ownCpu);
  const own = ((user + system) / 1e6 / passed) * 100;
  say(
    `  the IMAP server here: CPU ${own.toFixed(1)} % of one core; load of the machine ${loadavg()[0]?.toFixed(1)}`,
  );
  say(`  connections at the server: ${open}, most at a time ${most}`);
  for (const [at, now] of after.entries()) say(`  worker ${at + 1}: ${costs(now, before[at], passed)}`);
  say(`  looks ${(looks / passed).toFixed(1)}/s, logins ${(logins / passed).toFixed(1)}/s`);
  say(
    `  age of the last look: p50 ${part(age, 0.5)} s, oldest now ${part(age, 1)} s, oldest ever ${oldest.toFixed(1)} s`,
  );
  say(`  ${await mails.outcome()}`);
}

function costs(now: ProcessFigures, before: ProcessFigures | undefined, passed: number): string {
  const cpu = ((now.cpu - (before?.cpu ?? 0)) / passed) * 100;
  return `${now.sockets} sockets, RSS ${now.rss.toFixed(0)} MB, CPU ${cpu.toFixed(1)} % of one core`;
}

const BODY = `From: don-vi@example.vn\r\n\r\n${'x'.repeat(70)}\r\n`.padEnd(20_000, 'x');

/** Mails, and how long each took until the log had it. */
function sendMails({ server, users, db }: Stage) {
  const sent = new Map<string, number>();
  const took = new Map<string, number>();
  const watching = new AbortController();
  const watched = (async () => {
    for (; !watching.signal.aborted; await setTimeout(25)) {
      const { rows } = await db.query<{ subject: string }>('select subject from messages');
      for (const { subject } of rows) {
        if (!took.has(subject)) took.set(subject, performance.now() - (sent.get(subject) ?? Number.NaN));
      }
    }
  })();
  return {
    deliver(at: number) {
      const subject = `mail ${at}`;
      sent.set(subject, performance.now());
      // A prime step goes to mailboxes far apart.
      server.deliver(users[(at * 37) % users.length] ?? '', Buffer.from(`Subject: ${subject}\r\n${BODY}`));
    },
    async outcome() {
      await until(async () => took.size === sent.size, 5 * POLL_SECONDS * 1000);
      watching.abort();
      await watched;
      const sorted = [...took.values()].map((time) => time / 1000).sort((a, b) => a - b);
      return `${sent.size} mails, from arrival to stored: p50 ${part(sorted, 0.5)} s, p95 ${part(sorted, 0.95)} s, longest ${part(sorted, 1)} s`;
    },
  };
}

/** A worker is killed, and another one joins: how the shares move, and how long anybody waits. */
async function moveShares(stage: Stage, workers: ChildProcess[]): Promise<void> {
  const { db, scenario } = stage;
  say('  worker 1 is killed');
  const [killed] = workers.splice(0, 1);
  if (killed) await end(killed, 'SIGKILL');
  await follow(db, Math.ceil(scenario.mailboxes / workers.length), workers.length);
  say('  another joins');
  workers.push(startWorker(stage));
  await follow(db, Math.ceil(scenario.mailboxes / workers.length), workers.length);
}

/** Prints the shares until they are even and every mailbox has been looked at within a poll again. */
async function follow(db: Database, share: number, holders: number): Promise<void> {
  const began = performance.now();
  for (let even = false, done = false; !done; await setTimeout(5_000)) {
    const { rows } = await db.query<{ held: number }>(
      'select count(*)::int as held from mailboxes where held_by in (select name from receivers) and junk_of is null group by held_by order by 1',
    );
    const held = rows.map((row) => row.held);
    const age = await ages(db);
    say(`    ${seconds(performance.now() - began)}: held ${held.join(' + ')}; oldest look ${part(age, 1)} s`);
    even = held.length === holders && Math.max(...held) <= share;
    done = even && (age.at(-1) ?? 0) <= POLL_SECONDS + 5;
  }
}

/** Seconds since each mailbox was last looked at, the latest first. */
async function ages(db: Database): Promise<number[]> {
  const { rows } = await db.query<{ age: number }>(
    `select extract(epoch from clock_timestamp() - last_success_at)::float8 as age from mailboxes
     where junk_of is null and last_success_at is not null order by 1`,
  );
  return rows.map(({ age }) => age);
}

function startWorker({ scenario, folder, databaseUrl }: Stage): ChildProcess {
  return spawn(process.execPath, [options.program, 'start', 'receive'], {
    env: {
      PATH: process.env.PATH,
      MAILBOXES_DIR: join(folder, 'mailboxes'),
      SMTP_URL: 'smtp://127.0.0.1:1',
      DATABASE_URL: databaseUrl,
      DATA_DIR: folder,
      POLL_SECONDS: String(POLL_SECONDS),
      LOG_LEVEL: 'warn',
      // An older program knows no such setting, and refuses what it does not know.
      ...(options.program === PROGRAM && { MAILBOX_CONNECTIONS: String(scenario.connections) }),
      ...(options.tls && { MAIL_CA_FILE: join(folder, 'cert.pem') }),
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

async function writeSettings(folder: string, users: string[], port: number): Promise<void> {
  await mkdir(join(folder, 'mailboxes'));
  const scheme = options.tls ? 'imaps' : 'imap';
  for (const user of users) {
    const url = `${scheme}://${encodeURIComponent(user)}:secret@127.0.0.1:${port}/INBOX`;
    await writeFile(join(folder, 'mailboxes', `${user}.env`), `MAILBOX_URL=${url}\nMAIL_FROM=${user}\n`);
  }
}

async function makeCertificate(folder: string): Promise<{ key: string; cert: string }> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const name = ['-subj', '/CN=bench', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...request, ...name], { stdio: 'ignore' });
  return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
}

async function until(condition: () => Promise<boolean>, patience = 600_000): Promise<void> {
  for (const end = performance.now() + patience; performance.now() < end; await setTimeout(250)) {
    if (await condition()) return;
  }
  throw new Error('what was waited for did not come');
}

function part(sorted: number[], share: number): string {
  return (sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN).toFixed(2);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
