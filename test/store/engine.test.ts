// The embedded Postgres: shared, adopted after a kill, stopped by the last one out, as root and as an ordinary user.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/store/engine.ts';
import { eventually } from '../support/eventually.ts';
import { ended } from '../support/program.ts';

const NOBODY = 65534;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query({ text: sql, rowMode: 'array' }).finally(() => client.end());
  return rows[0]?.[0];
}

async function isRunning(dataDir: string): Promise<boolean> {
  const lock = await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lock.split('\n')[0]);
  return pid > 0 && (await stat(`/proc/${pid}`).catch(() => null)) !== null;
}

/** A process of its own that opens the engine, prints its URL and stays until it is told to leave. */
function user(dataDir: string, asNobody = false): { child: ChildProcess; url: Promise<string> } {
  const script = `
    import { openEngine } from '${join(process.cwd(), 'dist/src/store/engine.js')}';
    const engine = await openEngine({ dataDir: '${dataDir}' });
    process.stdout.write(engine.url + '\\n');
    process.stdin.resume();
    process.stdin.on('end', async () => { await engine.close(); });`;
  const options = asNobody ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...options,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk) => resolve(String(chunk).trim()));
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it had a database`)));
  });
  return { child, url };
}

async function leave({ child }: { child: ChildProcess }): Promise<void> {
  const end = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await end;
}

describe('openEngine', () => {
  it('starts a real Postgres 18 that keeps its data over a restart and is closed to others', async () => {
    const first = await openEngine({ dataDir: folder });
    expect(await ask(first.url, 'show server_version_num')).toMatch(/^18/);
    expect(await ask(first.url, 'show server_encoding')).toBe('UTF8');
    expect(await ask(first.url, 'show data_checksums')).toBe('on');
    await ask(first.url, `create table kept as select 'tờ trình' as text`);
    await expect(ask(first.url.replace(/:[0-9a-f]{48}@/, ':wrong@'), 'select 1')).rejects.toThrow('password');
    expect((await stat(join(folder, 'postgres', 'password'))).mode & 0o077).toBe(0);
    await first.close();
    expect(await isRunning(folder)).toBe(false);
    const second = await openEngine({ dataDir: folder });
    expect(await ask(second.url, 'select text from kept')).toBe('tờ trình');
    await second.close();
  });

  it('is one server for all who begin at once on an empty folder, and ends with the last', async () => {
    const users = Array.from({ length: 5 }, () => user(folder));
    const urls = await Promise.all(users.map((one) => one.url));
    expect(new Set(urls).size).toBe(1);
    const [last, ...others] = users;
    await Promise.all(others.map(leave));
    expect(await ask(urls[0] ?? '', 'select 1')).toBe(1);
    if (last) await leave(last);
    await eventually('the server to end', async () => !(await isRunning(folder)));
  });

  it('joins the server that a killed process left running, and stops it', async () => {
    const killed = user(folder);
    const url = await killed.url;
    await ended(killed.child, 'SIGKILL');
    expect(await isRunning(folder)).toBe(true);
    const engine = await openEngine({ dataDir: folder });
    expect(engine.url).toBe(url);
    await engine.close();
    expect(await isRunning(folder)).toBe(false);
  });

  it('starts again after the server itself was killed', async () => {
    const engine = await openEngine({ dataDir: folder });
    await ask(engine.url, 'create table kept as select 1 as one');
    const lock = await readFile(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
    process.kill(Number(lock.split('\n')[0]), 'SIGKILL');
    await eventually('the server to end', async () => !(await isRunning(folder)));
    await engine.close();
    const again = await openEngine({ dataDir: folder });
    expect(await ask(again.url, 'select one from kept')).toBe(1);
    await again.close();
  });

  it('says where and why it cannot start', async () => {
    await mkdir(join(folder, 'postgres', 'cluster'), { recursive: true });
    await expect(openEngine({ dataDir: folder })).rejects.toMatchObject({ code: 'database-engine' });
  });
});

/** Only root has these troubles; an ordinary user runs the tests above as themselves. */
if (process.getuid?.() === 0) {
  describe('openEngine as root', () => {
    it('works below a folder that is closed to everybody else', async () => {
      const closed = join(folder, 'closed');
      await mkdir(closed, { mode: 0o700 });
      const engine = await openEngine({ dataDir: join(closed, 'data') });
      expect(await ask(engine.url, 'select 1')).toBe(1);
      await engine.close();
    });

    it('works for an ordinary user too', async () => {
      await chmod(folder, 0o755);
      const own = join(folder, 'own');
      await mkdir(own);
      await chown(own, NOBODY, NOBODY);
      const nobody = user(own, true);
      expect(await ask(await nobody.url, 'select 1')).toBe(1);
      await leave(nobody);
      expect(await isRunning(own)).toBe(false);
    });
  });
}
