// The embedded Postgres: a real server from npm in the data folder, for an office that runs none.
import { randomBytes, randomUUID } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { Fault } from '../core/fault.ts';
import { type Runner, runnerFor } from './engine-user.ts';

export interface Engine {
  url: string;
  /** The last one out stops the server; while another process uses it, it stays. */
  close(): Promise<void>;
}

export interface EngineOptions {
  dataDir: string;
  /** Further settings of the server, such as "fsync=off" in tests. */
  options?: string[];
}

const DATABASE = 'tiepnhan';
/** A server that starts, stops or recovers takes this long at most (ms). */
const PATIENCE = 90_000;

/**
 * Starts the server, or joins the one that runs: another process of ours, or what a killed one left behind.
 * Errors: Fault database-engine.
 */
export async function openEngine({ dataDir, options = [] }: EngineOptions): Promise<Engine> {
  const folder = join(resolve(dataDir), 'postgres');
  const cluster = join(folder, 'cluster');
  const log = join(folder, 'server.log');
  try {
    await mkdir(folder, { recursive: true });
    const runner = await runnerFor(cluster);
    if (runner.owner) await chown(folder, runner.owner.uid, runner.owner.gid);
    const password = await passwordIn(join(folder, 'password'));
    await createCluster(folder, cluster, password, runner);
    const server: Server = { cluster, log, password, options, runner };
    const { port, session } = await enter(server);
    return { url: urlOf(server, port, DATABASE), close: () => leave(server, session) };
  } catch (error) {
    throw await engineFault(error, log);
  }
}

interface Server {
  cluster: string;
  log: string;
  password: string;
  options: string[];
  runner: Runner;
}

function urlOf({ password }: Server, port: number, database: string): string {
  return `postgres://tiepnhan:${password}@127.0.0.1:${port}/${database}`;
}

/** Made once, by whoever comes first; readable by the service's user alone. */
async function passwordIn(file: string): Promise<string> {
  const fresh = randomBytes(24).toString('hex');
  await writeFile(file, fresh, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  for (const until = Date.now() + 5_000; Date.now() < until; await setTimeout(20)) {
    const password = await readFile(file, 'utf8');
    // The one who makes the file may not have written it yet.
    if (password.length === fresh.length) return password;
  }
  throw new Error(`the password in ${file} is cut short; restore the file from the backup`);
}

/** Letters are what Unicode says, whatever the machine's language. */
const SORTING = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** initdb into a folder of our own, then a rename: of several who begin at once, one wins and the others use its cluster. */
async function createCluster(
  folder: string,
  cluster: string,
  password: string,
  runner: Runner,
): Promise<void> {
  if (await exists(cluster)) return;
  const trial = join(folder, `new-${randomUUID()}`);
  const passwordFile = `${trial}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runner.owner) await chown(passwordFile, runner.owner.uid, runner.owner.gid);
  try {
    const rules = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--data-checksums', ...SORTING];
    await runner.run('initdb', [
      `--pgdata=${trial}`,
      '--username=tiepnhan',
      `--pwfile=${passwordFile}`,
      ...rules,
    ]);
    await rename(trial, cluster).catch(async (error: unknown) => {
      if (!(await exists(cluster))) throw error;
    });
  } finally {
    await rm(passwordFile, { force: true });
    await rm(trial, { recursive: true, force: true });
  }
  await removeAbandoned(folder);
}

/** What an initdb that was killed left behind (an hour is far more than one takes). */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = name.startsWith('new-') && (await stat(path).catch(() => null));
    if (found && Date.now() - found.mtimeMs > 3600_000) await rm(path, { recursive: true, force: true });
  }
}

/** A start that fails this often has a cause that waiting will not mend. */
const STARTS = 3;

/** Connects to the running server, starting it where none runs; somebody else may start or stop it meanwhile. */
async function enter(server: Server): Promise<{ port: number; session: pg.Client }> {
  let failures = 0;
  let lastError: unknown = new Error('the server did not start in time');
  for (const until = Date.now() + PATIENCE; Date.now() < until && failures < STARTS; await setTimeout(100)) {
    const port = await runningPort(server.cluster);
    try {
      if (port !== null) return { port, session: await openSession(server, port) };
      await startServer(server);
    } catch (error) {
      lastError = error;
      if (port === null) failures++;
      else if (isFinal(error)) break;
    }
  }
  throw lastError;
}

async function startServer({ cluster, log, options, runner }: Server): Promise<void> {
  await removeStaleLock(cluster);
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=250',
    ...options,
  ];
  const flags = settings.map((setting) => `-c ${setting}`).join(' ');
  // pg_ctl gives the server a session of its own, so the terminal's Ctrl-C does not reach it.
  await runner.run('pg_ctl', ['start', '--wait', '-D', cluster, '-l', log, '-o', flags]);
}

/** Postgres trusts a lock file whose number any program has; we know better. A server that is just starting has a fresh one. */
async function removeStaleLock(cluster: string): Promise<void> {
  const pid = Number((await readFile(lockFile(cluster), 'utf8').catch(() => '')).split('\n')[0]);
  if (pid > 0 && !(await isPostgres(pid))) await rm(lockFile(cluster), { force: true });
}

/** Keeps a session open, so that others see that the server is in use. */
async function openSession(server: Server, port: number): Promise<pg.Client> {
  const admin = await connect(urlOf(server, port, 'postgres'));
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await admin.query(`create database ${DATABASE}`).catch(ignoreExisting);
    return await connect(urlOf(server, port, DATABASE));
  } finally {
    await admin.end();
  }
}

/** Each process that uses the server has one session of this name. */
const USING = 'tiepnhan engine';
const LEAVING = 'tiepnhan leaving';

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: USING });
  // A server that is stopped by hand is noticed by whoever asks it next.
  client.on('error', () => {});
  await client.connect();
  return client;
}

const DUPLICATE_DATABASE = '42P04';
const UNIQUE_VIOLATION = '23505';

function ignoreExisting(error: unknown): void {
  const code = codeOf(error);
  if (code !== DUPLICATE_DATABASE && code !== UNIQUE_VIOLATION) throw error;
}

/** A wrong password will not become right by waiting. */
function isFinal(error: unknown): boolean {
  return codeOf(error).startsWith('28');
}

/** Says goodbye first and looks round then, so that of several who leave at once the last one sees nobody. */
async function leave({ cluster, runner }: Server, session: pg.Client): Promise<void> {
  const staying = await session
    .query(`set application_name = '${LEAVING}'`)
    .then(() => session.query('select from pg_stat_activity where application_name = $1', [USING]))
    .then(({ rowCount }) => rowCount ?? 0)
    .catch(() => 0);
  await session.end().catch(() => {});
  if (staying > 0) return;
  await runner
    .run('pg_ctl', ['stop', '--wait', '-D', cluster, '-m', 'fast'])
    .catch(async (error: unknown) => {
      // Two who leave together both stop it; one finds it stopped.
      if ((await runningPort(cluster)) !== null) throw error;
    });
}

/** The port of the server that runs in this folder (line 4 of postmaster.pid); null where none does. */
async function runningPort(cluster: string): Promise<number | null> {
  const lines = (await readFile(lockFile(cluster), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 && (await isPostgres(pid)) ? port : null;
}

function lockFile(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

/** After a power cut another program may have the number that stands in the lock file. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'postgres');
  return name.trim() === 'postgres';
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function engineFault(error: unknown, log: string): Promise<Fault> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-3);
  const said =
    error instanceof Error ? error.message.trim().split('\n').slice(0, 3).join(' ') : String(error);
  const detail = [`in ${dirname(log)}`, said, ...lines].filter((line) => line !== '').join('\n  ');
  return new Fault('database-engine', { transient: false, detail, cause: error });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
