// A private Postgres of Debian's, with the programs that dump and restore; the embedded one comes without them.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Running, startProgram } from './program.ts';

const VERSIONS = '/usr/lib/postgresql';

export interface DebianPostgres {
  url: string;
  /** Runs pg_dump, pg_restore and the like on it. */
  program(name: string, ...args: string[]): void;
  stop(): Promise<void>;
}

export async function startDebianPostgres(): Promise<DebianPostgres> {
  const binaries = findBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'debian-postgres-'));
  const cluster = join(folder, 'cluster');
  mkdirSync(cluster, { mode: 0o700 });
  chmodSync(folder, 0o755);
  // Postgres refuses to be root.
  const owner = process.getuid?.() === 0 ? userOf('postgres') : null;
  if (owner) chownSync(cluster, owner.uid, owner.gid);
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', cluster, '-U', 'tiepnhan', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    {
      ...owner,
      cwd: '/',
      stdio: 'pipe',
    },
  );
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const server: Running = await startProgram(
    join(binaries, 'postgres'),
    ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])],
    port,
    owner ?? {},
  );
  return {
    url: `postgres://tiepnhan@127.0.0.1:${port}/tiepnhan`,
    program(name, ...args) {
      const where = ['-h', '127.0.0.1', '-p', String(port), '-U', 'tiepnhan'];
      execFileSync(join(binaries, name), [...where, ...args], { stdio: 'pipe' });
    },
    async stop() {
      await server.stop('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of the newest version installed. */
function findBinaries(): string {
  const versions = (() => {
    try {
      return readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
    } catch {
      throw new Error('The tests need pg_dump and its server: apt-get install postgresql');
    }
  })();
  return join(VERSIONS, versions[0] ?? '', 'bin');
}

function userOf(name: string): { uid: number; gid: number } {
  const numberOf = (flag: string) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
  return { uid: numberOf('-u'), gid: numberOf('-g') };
}
