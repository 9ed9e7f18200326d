// Private servers for tests: programs of Debian's packages, on loopback, in a folder and on a port of their own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer, connect as openSocket } from 'node:net';
import { eventually } from './eventually.ts';

/** Path of a program; a missing one is an error that names the package to install, never a skipped test. */
export function findProgram(name: string, debianPackage: string): string {
  const path = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;
  try {
    return execFileSync('/bin/sh', ['-c', `command -v ${name}`], {
      env: { PATH: path },
      encoding: 'utf8',
    }).trim();
  } catch {
    throw new Error(`The tests need ${name}: apt-get install ${debianPackage}`);
  }
}

/**
 * A port for a server that goes away and comes back: below those that Linux gives connections for their own end, one of which
 * would take it meanwhile (net.ipv4.ip_local_port_range).
 */
export async function lastingPort(): Promise<number> {
  return freePort(randomInt(10_000, 32_000)).catch(() => lastingPort());
}

export async function freePort(wanted = 0): Promise<number> {
  return await new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export interface Running {
  pid: number;
  /** Ends the program and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts a program that stays in the foreground and waits until it listens.
 * @param owner as whom it runs, if not as ourselves
 */
export async function startProgram(
  path: string,
  args: string[],
  port: number,
  owner: { uid?: number; gid?: number } = {},
): Promise<Running> {
  const child = spawn(path, args, { ...owner, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const out of [child.stdout, child.stderr]) out.on('data', (chunk) => (said += chunk));
  const listens = () => {
    if (child.exitCode !== null) throw new Error(`${path} ended at once: ${said}`);
    return answers(port);
  };
  // On a busy machine a start takes many times as long.
  await eventually(`${path} to listen on ${port}`, listens, 100_000);
  return { pid: child.pid ?? 0, stop: (signal = 'SIGTERM') => ended(child, signal) };
}

export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await end;
}

export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = openSocket(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
