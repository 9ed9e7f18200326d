// Five hundred mailboxes in one process, each with its own connection: all are watched, and mail in any is told at once.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDovecot, type TestDovecot } from '../support/dovecot.ts';
import { eventually } from '../support/eventually.ts';
import { unitMail } from '../support/mails.ts';
import { createTestDatabase, run, type TestDatabase } from '../support/postgres.ts';
import { startCommand } from '../support/processes.ts';
import { ended } from '../support/program.ts';

const MAILBOXES = 500;
const users = Array.from({ length: MAILBOXES }, (_, at) => `co-quan-${at}@example.vn`);

let dovecot: TestDovecot;
let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  [dovecot, database, folder] = await Promise.all([
    startDovecot({ users }),
    createTestDatabase(),
    mkdtemp(join(tmpdir(), 'many-')),
  ]);
  await mkdir(join(folder, 'mailboxes'));
  for (const [at, user] of users.entries()) {
    const url = new URL(dovecot.url);
    url.username = encodeURIComponent(user);
    const lines = [`MAILBOX_URL=${url.href}`, `MAIL_FROM=${user}`];
    await writeFile(join(folder, 'mailboxes', `${at}.env`), lines.join('\n'));
  }
});
afterAll(async () => {
  await Promise.all([dovecot.stop(), database.drop()]);
  await rm(folder, { recursive: true, force: true });
});

it('are watched by one process', { timeout: 300_000 }, async () => {
  const service = startCommand(['start', 'receive'], {
    PATH: process.env.PATH,
    MAILBOXES_DIR: join(folder, 'mailboxes'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    POLL_SECONDS: '3600',
    MAILBOX_CONNECTIONS: '500',
    LOG_LEVEL: 'error',
  });
  try {
    const count = async (sql: string) =>
      Number((await run(database.url, `select count(*) as n from ${sql}`))[0]?.n);
    await eventually(
      'every mailbox to be seen',
      async () =>
        (await count('mailboxes where last_success_at is not null and junk_of is null')) === MAILBOXES,
      200_000,
    );
    const status = await readFile(`/proc/${service.child.pid}/status`, 'utf8');
    const megabytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
    expect(megabytes, 'resident size with every mailbox idle').toBeLessThan(500);
    for (const at of [0, 250, 499]) await dovecot.append(await unitMail(at), { user: users[at] ?? '' });
    await eventually('mail in some of them', async () => (await count('messages')) === 3, 60_000);
  } finally {
    await ended(service.child, 'SIGTERM');
  }
  expect(service.stderr()).toBe('');
  expect(service.child.exitCode).toBe(0);
});
