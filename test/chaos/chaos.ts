// Chaos: mails arrive while workers, servers and lines are killed, frozen, cut and restarted; at the end everything must add up.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, kill } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { openEngine } from '../../src/store/engine.ts';
import { runnerFor } from '../../src/store/engine-user.ts';
import { migrate } from '../../src/store/migrate.ts';
import { THEMES } from '../corpus/cases.ts';
import { mailOf } from '../corpus/run.ts';
import { startBucket, type TestBucket } from '../support/bucket.ts';
import { startDovecot, type TestDovecot } from '../support/dovecot.ts';
import { startLine, type TestLine } from '../support/line.ts';
import { unitMail } from '../support/mails.ts';
import { startRedis } from '../support/redis.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { type Crew, startCrew } from './crew.ts';
import { type Blow, choose, seeded } from './havoc.ts';

/** A process for each worker, two of each kind that waits for a server, four that read. */
const WORKERS = [
  ['receive'],
  ['receive'],
  ['read'],
  ['read'],
  ['read'],
  ['read'],
  ['register'],
  ['reply'],
  ['reply'],
  ['sweep'],
];

/**
 * One process with the queue in Postgres; a process for each worker with the queue in Redis; and such processes as if on machines
 * of their own, which share no disk, with the archive in a bucket.
 */
export const LAYOUTS = {
  'one process': [[]],
  'many workers': WORKERS,
  'many machines': WORKERS,
} satisfies Record<string, string[][]>;

export interface Plan {
  layout: keyof typeof LAYOUTS;
  mails: number;
  seed: number;
  /** Mean time between two blows (ms). */
  pace: number;
  say(line: string): void;
}

export interface Figures {
  mails: number;
  rows: number;
  letters: Record<string, number>;
  accepted: number;
  blows: Record<string, number>;
  starts: number;
  seconds: number;
  /** What does not add up; empty: all is well. */
  wrong: string[];
}

export async function runChaos(plan: Plan): Promise<Figures> {
  const began = Date.now();
  const random = seeded(plan.seed);
  const world = await openWorld(plan);
  try {
    const crew = startCrew(LAYOUTS[plan.layout], world.envOf);
    const blows = blowsOn(world, crew, random);
    const struck = await feedUnderBlows(world, plan, blows, random);
    plan.say(`all ${plan.mails} mails have been sent; the blows end`);
    world.calm();
    await untilIdle(world, plan);
    const unwell = [...(await crew.end()), ...crew.complaints.filter(isCrash)];
    const figures = await judge(world, unwell);
    const seconds = Math.round((Date.now() - began) / 1000);
    return { ...figures, mails: plan.mails, blows: struck, starts: crew.starts, seconds };
  } finally {
    await world.close();
  }
}

interface World {
  dovecot: TestDovecot;
  smtp: TestSmtp;
  imapLine: TestLine;
  smtpLine: TestLine;
  /** With its line, where the archive is in one. */
  bucket: { server: TestBucket; line: TestLine } | null;
  archive: Archive;
  databaseUrl: string;
  envOf(process: number): NodeJS.ProcessEnv;
  restartPostgres(): Promise<void>;
  restartRedis(): Promise<void>;
  /** Ends what blows have left behind. */
  calm(): void;
  close(): Promise<void>;
}

async function openWorld({ layout }: Plan): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'chaos-'));
  const [dovecot, smtp, engine] = await Promise.all([startDovecot(), startSmtp(), openEngine({ dataDir })]);
  let redis = layout === 'one process' ? null : await startRedis();
  const bucket = layout === 'many machines' ? await openBucketLine() : null;
  await migrate(engine.url);
  const imapLine = await startLine(dovecot.address.port);
  const smtpLine = await startLine(smtp.port);
  const url = new URL(dovecot.url);
  url.port = String(imapLine.port);
  return {
    dovecot,
    smtp,
    imapLine,
    smtpLine,
    bucket,
    archive: await openArchive(join(dataDir, 'archive'), bucket?.server ?? null),
    databaseUrl: engine.url,
    envOf: (process) => ({
      PATH: env.PATH,
      MAILBOX_URL: url.href,
      SMTP_URL: `smtp://127.0.0.1:${smtpLine.port}`,
      MAIL_FROM: 'Bộ phận tiếp nhận hồ sơ <hopthu@example.vn>',
      DATABASE_URL: engine.url,
      REDIS_URL: redis?.url ?? '',
      DATA_DIR: bucket ? join(dataDir, `machine-${process}`) : dataDir,
      ARCHIVE_URL: bucket
        ? bucket.server.url.replace(`:${bucket.server.port}/`, `:${bucket.line.port}/`)
        : '',
      LETTER_QUIET_SECONDS: '0',
      REPLY_SINCE: '2000-01-01',
      POLL_SECONDS: '2',
      OCR: 'off',
      WEB_PORT: '0',
      LOG_LEVEL: 'error',
    }),
    restartPostgres: () => restartPostgres(dataDir),
    async restartRedis() {
      if (!redis) return;
      await redis.stop('SIGKILL');
      await setTimeout(500);
      redis = await startRedis('noeviction', Number(new URL(redis.url).port));
    },
    calm() {
      for (const line of [imapLine, smtpLine, ...(bucket ? [bucket.line] : [])]) {
        line.refuse(false);
        line.hold(false);
      }
    },
    async close() {
      await Promise.all([imapLine.stop(), smtpLine.stop(), bucket?.line.stop()]);
      await Promise.all([bucket?.server.stop(), dovecot.stop(), smtp.stop(), redis?.stop(), engine.close()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openBucketLine() {
  const server = await startBucket();
  return { server, line: await startLine(server.port) };
}

/** At once, as a power cut would have it, and on the same port. */
async function restartPostgres(dataDir: string): Promise<void> {
  const cluster = join(dataDir, 'postgres', 'cluster');
  const port = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[3];
  const runner = await runnerFor(cluster);
  await runner.run('pg_ctl', ['stop', '--wait', '-D', cluster, '-m', 'immediate']);
  const options = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
  const log = join(dataDir, 'postgres', 'server.log');
  await runner.run('pg_ctl', ['start', '--wait', '-D', cluster, '-l', log, '-o', options]);
}

function blowsOn(world: World, crew: Crew, random: () => number): Blow[] {
  const { dovecot, imapLine, smtpLine } = world;
  const forAWhile = async (line: TestLine) => {
    line.refuse(true);
    line.cut();
    await setTimeout(500 + random() * 1500);
    line.refuse(false);
  };
  return [
    { name: 'worker killed', weight: 6, strike: async () => crew.kill(random) },
    { name: 'worker frozen', weight: 2, strike: () => crew.freeze(random, 500 + random() * 2500) },
    { name: 'IMAP lines cut', weight: 2, strike: async () => imapLine.cut() },
    { name: 'SMTP lines cut', weight: 3, strike: async () => smtpLine.cut() },
    { name: 'IMAP refused', weight: 1, strike: () => forAWhile(imapLine) },
    { name: 'SMTP refused', weight: 1, strike: () => forAWhile(smtpLine) },
    { name: 'Dovecot restarted', weight: 1, strike: () => dovecot.restart() },
    { name: 'Redis restarted, empty', weight: 1, strike: () => world.restartRedis() },
    { name: 'Postgres restarted', weight: 1, strike: () => world.restartPostgres() },
    ...(world.bucket ? blowsOnBucket(world.bucket, random, forAWhile) : []),
  ];
}

function blowsOnBucket(
  { server, line }: NonNullable<World['bucket']>,
  random: () => number,
  forAWhile: (line: TestLine) => Promise<void>,
): Blow[] {
  const freeze = async () => {
    kill(server.pid(), 'SIGSTOP');
    await setTimeout(500 + random() * 2500);
    kill(server.pid(), 'SIGCONT');
  };
  return [
    { name: 'bucket lines cut', weight: 3, strike: async () => line.cut() },
    { name: 'bucket refused', weight: 1, strike: () => forAWhile(line) },
    { name: 'bucket frozen', weight: 1, strike: freeze },
    { name: 'bucket restarted', weight: 1, strike: () => server.restart() },
  ];
}

/** Blows that fall even where all mails have come in sooner: a quick machine has work in hand then. */
const FEWEST = 5;

/** Mails come in while blows fall; returns how often each fell. */
async function feedUnderBlows(
  world: World,
  plan: Plan,
  blows: Blow[],
  random: () => number,
): Promise<Record<string, number>> {
  const struck: Record<string, number> = {};
  const feeding = feed(world, plan, random);
  let fed = false;
  void feeding.finally(() => {
    fed = true;
  });
  for (let blow = 0; !fed || blow < FEWEST; blow++) {
    await setTimeout(plan.pace * (0.5 + random()));
    const { name, strike } = choose(blows, random);
    struck[name] = (struck[name] ?? 0) + 1;
    await strike();
  }
  await feeding;
  return struck;
}

/** As units send: in little crowds. What the server did not take for certain is sent again, as mail programs do. */
async function feed({ dovecot }: World, { mails, say }: Plan, random: () => number): Promise<void> {
  let sent = 0;
  while (sent < mails) {
    const crowd = Math.min(1 + Math.floor(random() * 20), mails - sent);
    for (let one = 0; one < crowd; one++) {
      const mail = await mailNumber(sent + 1);
      while (
        !(await dovecot.append(mail).then(
          () => true,
          () => false,
        ))
      )
        await setTimeout(200);
      sent++;
    }
    say(`${sent} of ${mails} mails`);
    await setTimeout(random() * 500);
  }
}

/** Every other mail is a dossier of its own, the rest are the corpus's, again and again under other names. */
const CASES = Object.values(THEMES).flat();

async function mailNumber(number: number): Promise<Buffer> {
  const known = CASES[Math.floor(number / 2) % CASES.length];
  if (number % 2 === 0 || !known) return unitMail(number);
  const raw = await mailOf(known, 0);
  return Buffer.from(raw.toString('latin1').replace(/^Message-ID: </im, `Message-ID: <${number}.`), 'latin1');
}

/** An error that nobody caught; a process that says why it cannot start while its servers are away has done well. */
function isCrash(complaint: string): boolean {
  return /^Node\.js v\d/m.test(complaint);
}

/** Longer than any pause before another attempt that the blows bring about (ms). */
const PATIENCE = 300_000;

/** Everything on the server has its row and nothing is due, or nothing moves any more: then what is left will be found wrong. */
async function untilIdle(world: World, { say }: Plan): Promise<void> {
  let before = Number.NaN;
  let movedAt = Date.now();
  for (let quiet = 0; quiet < 3 && Date.now() - movedAt < PATIENCE; ) {
    await setTimeout(1_000);
    const left = await leftToDo(world).catch(() => before);
    quiet = left === 0 ? quiet + 1 : 0;
    if (left === before) continue;
    say(`${left} left`);
    before = left;
    movedAt = Date.now();
  }
}

async function leftToDo(world: World): Promise<number> {
  const uids = await uidsOnServer(world);
  const [row] = await query<{ rows: number; due: number }>(
    world,
    `select (select count(*)::int from messages where uid is not null) as rows,
       (select count(*)::int from messages where due_at is not null)
       + (select count(*)::int from letters where state in ('pending', 'sending')) as due`,
  );
  return uids.length - (row?.rows ?? 0) + (row?.due ?? 0);
}

function uidsOnServer({ dovecot }: World): Promise<number[]> {
  return dovecot.withClient(async (client) => {
    await client.mailboxOpen('INBOX');
    return (await client.search({ all: true }, { uid: true })) || [];
  });
}

async function query<Row extends object>({ databaseUrl }: World, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Row>(sql).finally(() => client.end());
  return rows;
}

async function judge(
  world: World,
  unwell: string[],
): Promise<Omit<Figures, 'mails' | 'blows' | 'starts' | 'seconds'>> {
  const uids = await uidsOnServer(world);
  const rows = await query<{ uid: string; state: string }>(
    world,
    'select uid, state from messages order by uid',
  );
  const letters = await query<{ state: string; message_id: string }>(
    world,
    'select state, message_id from letters',
  );
  const accepted = world.smtp.received.map(({ messageId }) => messageId);
  const wrong = [
    ...unwell,
    ...compareRows(uids, rows),
    ...compareLetters(letters, accepted),
    ...(await unanswered(world)),
    ...(await damaged(world)),
  ];
  return {
    rows: rows.length,
    letters: count(letters.map(({ state }) => state)),
    accepted: accepted.length,
    wrong,
  };
}

function compareRows(uids: number[], rows: { uid: string; state: string }[]): string[] {
  const perUid = count(rows.map(({ uid }) => uid));
  return [
    ...uids.filter((uid) => perUid[uid] !== 1).map((uid) => `mail ${uid} has ${perUid[uid] ?? 0} rows`),
    ...(rows.length === uids.length ? [] : [`${uids.length} mails on the server, ${rows.length} rows`]),
    ...rows
      .filter(({ state }) => ['received', 'read', 'failed'].includes(state))
      .map(({ uid, state }) => `mail ${uid} has been left as ${state}`),
  ];
}

function compareLetters(letters: { state: string; message_id: string }[], accepted: string[]): string[] {
  const taken = count(accepted);
  const known = new Set(letters.map(({ message_id }) => message_id));
  return [
    ...letters.flatMap(({ state, message_id }) => {
      const times = taken[message_id] ?? 0;
      const right = state === 'sent' ? times === 1 : state === 'unknown' ? times <= 1 : times === 0;
      return right && state !== 'pending' && state !== 'sending'
        ? []
        : [`letter ${state}, taken ${times} times`];
    }),
    ...accepted.filter((id) => !known.has(id)).map(() => 'a letter was sent that the log does not know'),
  ];
}

/** What is registered owes a letter. */
async function unanswered(world: World): Promise<string[]> {
  const rows = await query<{ uid: string }>(
    world,
    `select uid from messages m where state = 'registered' and not exists (select from letters where answers = m.id)`,
  );
  return rows.map(({ uid }) => `mail ${uid} has no letter`);
}

/** Bytes in the archive that are not what their name says: of mails, and of the files that were found in them. */
async function damaged(world: World): Promise<string[]> {
  const named = await query<{ sha256: string }>(
    world,
    'select sha256 from messages union select sha256 from files',
  );
  const wrong: string[] = [];
  for (const { sha256 } of named) {
    const found = await world.archive.digest(sha256).catch(() => null);
    if (found?.sha256 !== sha256) wrong.push(`${sha256} is damaged or missing in the archive`);
  }
  return wrong;
}

function count(values: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
