// A private clamd that knows one virus, the test file every scanner knows; nothing is downloaded.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { findProgram, freePort, type Running, startProgram } from './program.ts';

/** In two pieces, so that a scanner leaves this file alone. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

export interface TestClamd {
  address: { host: string; port: number };
  url: string;
  /** Ends it; start brings it back on the same port. */
  halt(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** @param largest StreamMaxLength (bytes) */
export async function startClamd(largest = 25_000_000): Promise<TestClamd> {
  const program = findProgram('clamd', 'clamav-daemon');
  const folder = await mkdtemp(join(tmpdir(), 'clamd-'));
  await chmod(folder, 0o755);
  const signatures = join(folder, 'signatures');
  await mkdir(signatures, { mode: 0o755 });
  // Name, any type of file, any place in it, the bytes in hexadecimal (clamav documentation, "Extended signature format").
  const signature = `Eicar-Test-Signature:0:*:${Buffer.from(EICAR).toString('hex')}\n`;
  await writeFile(join(signatures, 'test.ndb'), signature, { mode: 0o644 });
  const port = await freePort();
  const config = join(folder, 'clamd.conf');
  const lines = [
    'Foreground yes',
    `DatabaseDirectory ${signatures}`,
    'TCPAddr 127.0.0.1',
    `TCPSocket ${port}`,
    `User ${userInfo().username}`,
    `TemporaryDirectory ${folder}`,
    `StreamMaxLength ${largest}`,
    'LogFile /dev/null',
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  let running: Running | null = null;
  const clamd: TestClamd = {
    address: { host: '127.0.0.1', port },
    url: `tcp://127.0.0.1:${port}`,
    async halt() {
      await running?.stop('SIGKILL');
      running = null;
    },
    async start() {
      running = await startProgram(program, ['--config-file', config], port);
    },
    async stop() {
      await clamd.halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await clamd.start();
  return clamd;
}
