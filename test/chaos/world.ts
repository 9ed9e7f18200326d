// The servers of a chaos run, the lines to them, and what its processes are told of them.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { openEngine } from '../../src/store/engine.ts';
import { runnerFor } from '../../src/store/engine-user.ts';
import { migrate } from '../../src/store/migrate.ts';
import { startBucket, type TestBucket } from '../support/bucket.ts';
import { startDovecot, type TestDovecot } from '../support/dovecot.ts';
import { startLine, type TestLine } from '../support/line.ts';
import { startRedis } from '../support/redis.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';

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

export interface World {
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

export async function openWorld(layout: keyof typeof LAYOUTS): Promise<World> {
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

export function uidsOnServer({ dovecot }: World): Promise<number[]> {
  return dovecot.withClient(async (client) => {
    await client.mailboxOpen('INBOX');
    return (await client.search({ all: true }, { uid: true })) || [];
  });
}

export async function query<Row extends object>({ databaseUrl }: World, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Row>(sql).finally(() => client.end());
  return rows;
}
