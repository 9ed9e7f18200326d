// Postgres is away for a minute under a running service: the service waits for it and finishes its work.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEngine } from '../../src/store/engine.ts';
import { runnerFor } from '../../src/store/engine-user.ts';
import type { LogEntry } from '../../src/store/log.ts';
import { eventually } from '../support/eventually.ts';
import { unitMail, unitMails } from '../support/mails.ts';
import { startCommand } from '../support/processes.ts';
import { ended } from '../support/program.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

const MAILS = 12;

let office: Office;
let dataDir: string;
let engine: Awaited<ReturnType<typeof openEngine>>;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'restart-'));
  engine = await openEngine({ dataDir });
  office = await openOffice({ databaseUrl: engine.url });
});
afterAll(async () => {
  await office.close();
  await engine.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Stopped at once, connections in use are cut; a minute later it is back on the same port. */
async function leaveForAMinute(): Promise<void> {
  const cluster = join(dataDir, 'postgres', 'cluster');
  const port = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[3];
  const runner = await runnerFor(cluster);
  await runner.run('pg_ctl', ['stop', '--wait', '-D', cluster, '-m', 'immediate']);
  await setTimeout(60_000);
  const options = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
  await runner.run('pg_ctl', [
    'start',
    '--wait',
    '-D',
    cluster,
    '-l',
    join(dataDir, 'postgres', 'server.log'),
    '-o',
    options,
  ]);
}

/** One letter may have been cut on the wire, and is then known as unknown. */
function isDone({ outcome, letters }: LogEntry): boolean {
  return outcome === 'registered' && letters.every(({ state }) => ['sent', 'unknown'].includes(state));
}

it('is survived by the running service', async () => {
  const service = startCommand(['start'], environmentOf(office));
  try {
    for (const mail of await unitMails(MAILS)) await office.dovecot.append(mail);
    await eventually('the first letters', () => office.smtp.received.length >= 2);
    await leaveForAMinute();
    // What comes then is taken in as well.
    await office.dovecot.append(await unitMail(MAILS + 1));
    // What was in hand when the server went waits for its next attempt and for the sweep, over a minute in all.
    await eventually(
      'the end of all work',
      async () => {
        const log = await office.log();
        return log.length === MAILS + 1 && log.every(isDone);
      },
      200_000,
    ).catch(async (error: Error) => {
      const letters = (await office.log()).map((entry) => [
        entry.outcome,
        ...entry.letters.map(({ state }) => state),
      ]);
      throw new Error(`${error.message}: ${JSON.stringify(letters)}\n${service.stderr()}`);
    });
    const log = await office.log();
    expect(log.map((entry) => entry.outcome)).toEqual(Array(MAILS + 1).fill('registered'));
    const accepted = office.smtp.received.map((letter) => letter.messageId);
    expect(new Set(accepted).size).toBe(accepted.length);
    expect(log.flatMap((entry) => entry.letters)).toHaveLength(MAILS + 1);
  } finally {
    await ended(service.child, 'SIGTERM');
  }
  expect(service.child.exitCode, service.stderr()).toBe(0);
}, 400_000);
