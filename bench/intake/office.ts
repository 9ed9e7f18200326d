// The servers of a run: a private Dovecot that holds the mails, an SMTP server that takes the letters, and a Postgres.
import { readFileSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Engine, openEngine } from '../../src/store/engine.ts';
import { startDovecot, type TestDovecot } from '../../test/support/dovecot.ts';
import { startRedis, type TestRedis } from '../../test/support/redis.ts';
import { type Sink, startSink } from './sink.ts';
import type { Sent } from './workloads.ts';

export interface BenchOffice {
  folder: string;
  dovecot: TestDovecot;
  sink: Sink;
  redis: TestRedis | null;
  postgresPid: number;
  /** Puts mails into the mailbox; their bytes are not kept here. */
  deliver(mails: AsyncIterable<Sent>): Promise<Delivered[]>;
  createDatabase(): Promise<string>;
  /** What Postgres spent its time on so far, the longest first; only with `profile`. */
  statements(): Promise<Statement[]>;
  close(): Promise<void>;
}

export interface BenchOptions {
  withRedis: boolean;
  profile: boolean;
}

interface Statement {
  statement: string;
  /** Planning and execution. */
  ms: number;
  calls: number;
}

const STATISTICS = ['shared_preload_libraries=pg_stat_statements', 'pg_stat_statements.track_planning=on'];

export type Delivered = Omit<Sent, 'raw'> & { size: number };

/** When all of it came (§ of the campaign: in time). */
const RECEIVED = new Date('2022-08-08T09:15:00+07:00');
const NOBODY = 65_534;

export async function openBenchOffice({ withRedis, profile }: BenchOptions): Promise<BenchOffice> {
  const folder = await mkdtemp(join(process.env.BENCH_FOLDER ?? tmpdir(), 'bench-'));
  const [dovecot, sink, engine, redis] = await Promise.all([
    startDovecot(),
    startSink(),
    openEngine({ dataDir: join(folder, 'server'), options: profile ? STATISTICS : [] }),
    withRedis ? startRedis() : null,
  ]);
  // Its INBOX is made.
  await dovecot.withClient(async (client) => void (await client.status('INBOX', { messages: true })));
  let databases = 0;
  return {
    folder,
    dovecot,
    sink,
    redis,
    postgresPid: pidOf(join(folder, 'server')),
    deliver: (mails) => deliver(dovecot, mails),
    createDatabase: () => createDatabase(engine, ++databases),
    statements: () => readStatements(engine),
    async close() {
      await Promise.all([dovecot.stop(), sink.close(), engine.close(), redis?.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function pidOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function deliver(
  { maildir, withClient }: TestDovecot,
  mails: AsyncIterable<Sent>,
): Promise<Delivered[]> {
  const delivered: Delivered[] = [];
  const place = join(maildir, 'cur');
  await mkdir(place, { recursive: true });
  for await (const { raw, ...sent } of mails) {
    const number = delivered.length + 1;
    const file = join(place, `${1_659_924_900 + number}.M${number}.bench,S=${raw.length},W=${raw.length}:2,`);
    await writeFile(file, raw);
    await utimes(file, RECEIVED, RECEIVED);
    if (process.getuid?.() === 0) await chown(file, NOBODY, NOBODY);
    delivered.push({ ...sent, size: raw.length });
  }
  // Dovecot's index is written now, before anybody's time is taken.
  await withClient(async (client) => {
    await client.mailboxOpen('INBOX');
    for await (const _ of client.fetch('1:*', { uid: true, size: true, internalDate: true }));
  });
  return delivered;
}

async function createDatabase({ url }: Engine, number: number): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database bench_${number}`).finally(() => client.end());
  const made = new URL(url);
  made.pathname = `/bench_${number}`;
  return made.href;
}

async function readStatements({ url }: Engine): Promise<Statement[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create extension if not exists pg_stat_statements');
  const { rows } = await client
    .query<Statement>(
      `select left(regexp_replace(query, '\\s+', ' ', 'g'), 150) as statement, total_exec_time + total_plan_time as ms,
         calls::integer from pg_stat_statements order by 2 desc limit 40`,
    )
    .finally(() => client.end());
  return rows;
}
