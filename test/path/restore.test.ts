// Everything is lost and put back as the README says: each mail has one row again, and no letter goes out a second time.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LogEntry } from '../../src/store/log.ts';
import { startDebianPostgres } from '../support/debian-postgres.ts';
import { unitMail } from '../support/mails.ts';
import { runCommand } from '../support/processes.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

let office: Office;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-'));
});
afterEach(async () => {
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

const copy = (from: string, to: string) => execFileSync('cp', ['-a', from, to]);

async function tiepnhan(...args: string[]): Promise<string> {
  const { DATABASE_URL: url, ...rest } = environmentOf(office);
  const { code, stdout, stderr } = await runCommand(args, url ? { ...rest, DATABASE_URL: url } : rest);
  expect(code, `${args.join(' ')}: ${stderr}`).toBe(0);
  return stdout;
}

const log = async (): Promise<LogEntry[]> =>
  (await tiepnhan('log', '--format', 'jsonl'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const states = async () =>
  Object.fromEntries((await log()).map(({ message, letters }) => [message.uid, letters[0]?.state]));
const receivers = () => office.smtp.received.map(({ to }) => to[0]).sort();
const arrive = async (...numbers: number[]) => {
  for (const number of numbers) await office.dovecot.append(await unitMail(number));
};
const units = (...numbers: number[]) => numbers.map((number) => `unit-${number}@example.vn`);

/** The steps of the README's "Backups", around what differs between the two kinds of database. */
async function loseAndRestore(backUp: () => void, loseAndPutBack: () => Promise<void>): Promise<void> {
  await arrive(1, 2);
  await tiepnhan('run-once');
  await tiepnhan('letters', 'pause');
  await arrive(3);
  await tiepnhan('run-once');
  expect(receivers()).toEqual(units(1, 2));

  backUp();

  // What the backup does not know: a letter that waited goes out, two more mails come and are answered.
  await tiepnhan('letters', 'resume');
  await arrive(4, 5);
  await tiepnhan('run-once');
  expect(receivers()).toEqual(units(1, 2, 3, 4, 5));

  await loseAndPutBack();
  await office.dovecot.append(await unitMail(6), { receivedAt: new Date(Date.now() - 60_000) });
  expect(await tiepnhan('restored')).toContain('1 letters wait for a person');
  await tiepnhan('letters', 'resume');
  expect(await tiepnhan('verify')).toContain('0 missing, 0 damaged');
  await arrive(7);
  await tiepnhan('run-once');

  // Each mail has one row; only what came after the restore was answered.
  expect((await log()).map(({ message }) => message.uid).sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(new Set((await log()).map(({ dossier }) => dossier?.arrivalNumber)).size).toBe(7);
  expect(receivers()).toEqual(units(1, 2, 3, 4, 5, 7));
  expect(await states()).toMatchObject({ 3: 'held', 4: 'held', 5: 'held', 6: 'held', 7: 'sent' });

  const settled = await tiepnhan('restored', 'settle');
  expect(settled).toContain('1 letters had been sent, 2 mails had been answered\n1 letters wait');
  expect(await states()).toMatchObject({ 3: 'sent', 4: 'failed', 5: 'failed', 6: 'held' });
  const waiting = /^(\d+)\theld\t.*unit-6@example.vn.*khôi phục/m.exec(await tiepnhan('letters'))?.[1] ?? '';
  await tiepnhan('letters', 'release', waiting);
  await tiepnhan('run-once');
  expect(receivers()).toEqual(units(1, 2, 3, 4, 5, 6, 7));
  expect(await tiepnhan('verify')).toContain('0 missing, 0 damaged');
}

it('the embedded Postgres: all of DATA_DIR, copied while the service is stopped', async () => {
  office = await openOffice({ databaseUrl: null });
  const { dataDir } = office.settings;
  const backup = join(folder, 'data');
  await loseAndRestore(
    () => copy(dataDir, backup),
    async () => {
      await rm(dataDir, { recursive: true });
      copy(backup, dataDir);
    },
  );
});

it('a Postgres of one’s own: pg_dump first, the archive second', async () => {
  const postgres = await startDebianPostgres();
  try {
    postgres.program('createdb', 'tiepnhan');
    office = await openOffice({ databaseUrl: postgres.url });
    const { dataDir, archiveDir } = office.settings;
    const dump = join(folder, 'tiepnhan.dump');
    const archive = join(folder, 'archive');
    await loseAndRestore(
      () => {
        postgres.program('pg_dump', '-Fc', '-f', dump, 'tiepnhan');
        copy(archiveDir, archive);
      },
      async () => {
        postgres.program('dropdb', '--force', 'tiepnhan');
        await rm(dataDir, { recursive: true });
        postgres.program('createdb', 'tiepnhan');
        postgres.program('pg_restore', '--exit-on-error', '-d', 'tiepnhan', dump);
        execFileSync('mkdir', [dataDir]);
        copy(archive, archiveDir);
      },
    );
  } finally {
    await postgres.stop();
  }
});
