// As whom the embedded Postgres runs: it refuses to be root, so root lends it to a user without rights.
import { execFile } from 'node:child_process';
import { constants, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { loadBinaries } from './engine-binaries.ts';

interface Owner {
  uid: number;
  gid: number;
}

export interface Runner {
  /** Null: as ourselves. */
  owner: Owner | null;
  /** Runs one of Postgres's programs to its end; returns what it printed. */
  run(program: 'initdb' | 'pg_ctl', args: string[]): Promise<string>;
}

const execute = promisify(execFile);
/** Postgres takes its messages' language and its sort order from the environment: keep both out. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

export async function runnerFor(cluster: string): Promise<Runner> {
  const binaries = await loadBinaries();
  if (process.getuid?.() !== 0) {
    return {
      owner: null,
      run: async (program, args) => (await execute(binaries[program], args, { env: ENVIRONMENT })).stdout,
    };
  }
  const owner = await ownerOf(cluster);
  const folders = [dirname(binaries.initdb), dirname(cluster)];
  const closed = (await Promise.all(folders.map((folder) => isClosedTo(folder)))).includes(true);
  return {
    owner,
    run: async (program, args) => {
      const command = closed
        ? await withLentSearch(owner, binaries[program], args)
        : [binaries[program], ...args];
      const [file = '', ...rest] = command;
      const identity = closed ? {} : owner;
      const { stdout } = await execute(file, rest, { ...identity, env: ENVIRONMENT, cwd: '/' });
      return stdout;
    },
  };
}

/** The user who owns the data already; else the system's own "postgres", else "nobody". */
async function ownerOf(cluster: string): Promise<Owner> {
  const existing = await stat(cluster).catch(() => null);
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) throw new Error('there is neither a user "postgres" nor "nobody" to run Postgres as');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Whether a folder above is closed to other users, as /root is. */
async function isClosedTo(folder: string): Promise<boolean> {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (((await stat(at)).mode & constants.S_IXOTH) === 0) return true;
  }
  return false;
}

/**
 * Lets the user pass through closed folders, which root may do and lend: CAP_DAC_READ_SEARCH, or in a container that lacks it
 * CAP_DAC_OVERRIDE. initdb looks at its files by access(2), which asks the kernel to forget capabilities unless
 * no_setuid_fixup says otherwise (capabilities(7)).
 */
async function withLentSearch({ uid, gid }: Owner, program: string, args: string[]): Promise<string[]> {
  const own = await readFile('/proc/self/status', 'utf8');
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(own)?.[1] ?? '0'}`);
  const capability = (effective >> CAP_DAC_READ_SEARCH) & 1n ? 'dac_read_search' : 'dac_override';
  const lend = [
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    '--securebits=+no_setuid_fixup',
  ];
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...lend, program, ...args];
}

/** Its bit in capability sets (linux/capability.h). */
const CAP_DAC_READ_SEARCH = 2n;
