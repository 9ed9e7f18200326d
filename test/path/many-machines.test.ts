// Many machines: two that receive, four that read, one that registers, two that reply, one that sweeps. They share no disk: rows
// are in Postgres, rings in Redis, bytes in a bucket. Each mail has one row, each letter goes out once.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toTrinh } from '../../demo/samples/documents.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { openArchive } from '../../src/archive/archive.ts';
import { makeZip } from '../documents/make-zip.ts';
import { startBucket, type TestBucket } from '../support/bucket.ts';
import { eventually } from '../support/eventually.ts';
import { unitMail } from '../support/mails.ts';
import { openPage } from '../support/page.ts';
import { run } from '../support/postgres.ts';
import { runCommand, type Started, startCommand } from '../support/processes.ts';
import { ended, freePort } from '../support/program.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

const MAILS = 16;
const STEPS = ['receive', 'receive', 'read', 'read', 'read', 'read', 'register', 'reply', 'reply', 'sweep'];

let bucket: TestBucket;
let redis: TestRedis;
let office: Office;
let folder: string;
beforeAll(async () => {
  [bucket, redis, folder] = await Promise.all([
    startBucket(),
    startRedis(),
    mkdtemp(join(tmpdir(), 'machines-')),
  ]);
  office = await openOffice({ redisUrl: redis.url });
  Object.assign(office.settings, { bucket, archiveDir: join(folder, 'tests') });
});
afterAll(async () => {
  await Promise.all([bucket.stop(), redis.stop(), office.close()]);
  await rm(folder, { recursive: true, force: true });
});

const environment = (machine: string) => ({
  ...environmentOf(office),
  DATA_DIR: join(folder, machine),
  ARCHIVE_URL: bucket.url,
  // A campaign of years ago is worth a warning.
  LOG_LEVEL: 'error',
});
const count = async (what: string) =>
  Number((await run(office.database.url, `select count(*) as n from ${what}`))[0]?.n);

/** A file within a file: threads read the one and bring the other forth. */
async function packedMail(): Promise<Buffer> {
  const order = toTrinh({
    letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ SƠN HÀ', 'BAN THƯỜNG TRỰC'],
    place: 'Sơn Hà',
  });
  const zip = makeZip([{ name: 'To trinh.pdf', content: await makePdf(order) }]);
  return makeMail({
    from: 'MTTQ xã Sơn Hà <mttq.sonha@example.vn>',
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ sáng kiến xã Sơn Hà',
    text: 'Kính gửi ban tổ chức.',
    attachments: [{ name: 'Ho so.zip', content: zip }],
  });
}

it('each mail has one row, each letter goes out once', { timeout: 240_000 }, async () => {
  const machines: Started[] = STEPS.map((step, at) =>
    startCommand(['start', step], environment(`${at}-${step}`)),
  );
  try {
    await office.dovecot.append(await packedMail());
    for (let at = 1; at < MAILS; at++) await office.dovecot.append(await unitMail(at));
    await eventually(
      'every letter to be sent',
      async () => (await count(`letters where state = 'sent'`).catch(() => 0)) === MAILS,
      200_000,
    );
  } finally {
    await Promise.all(machines.map(({ child }) => ended(child, 'SIGTERM')));
  }
  for (const machine of machines) expect([machine.child.exitCode, machine.stderr()]).toEqual([0, '']);
  const log = await office.log();
  expect(log.map(({ outcome }) => outcome)).toEqual(Array(MAILS).fill('registered'));
  expect(new Set(log.map(({ message }) => message.uid)).size).toBe(MAILS);
  const accepted = office.smtp.received.map(({ messageId }) => messageId);
  expect([accepted.length, new Set(accepted).size]).toEqual([MAILS, MAILS]);
  // What was on its way through these machines has left them.
  for (const name of await readdir(folder)) {
    for (const part of ['incoming', 'lent']) {
      expect(await readdir(join(folder, name, 'bucket', part)).catch(() => [])).toEqual([]);
    }
  }
});

it('the commands find everything in the bucket', async () => {
  const check = await runCommand(['check'], environment('office'));
  expect(check.stdout).toContain(`bucket kho-luu at ${bucket.endpoint} takes and gives`);
  expect(check.stdout + check.stderr).not.toContain(bucket.secret);
  const verified = await runCommand(['verify'], environment('office'));
  expect(verified).toMatchObject({ code: 0 });
  const exported = await runCommand(['export', '--all', join(folder, 'export')], environment('office'));
  expect(exported, exported.stderr).toMatchObject({ code: 0 });
});

it('staff see mails and files that lie in the bucket', async () => {
  const page = await openPage(office);
  const { db, archive, preview } = page.service;
  try {
    const [mail] = (await db.query<{ sha256: string }>('select sha256 from messages')).rows;
    const [file] = (await db.query<{ sha256: string }>(`select sha256 from files where type = 'pdf'`)).rows;
    expect(await preview.mail(mail?.sha256 ?? '')).not.toHaveProperty('problem');
    expect(await preview.picture(file?.sha256 ?? '', 1)).not.toHaveProperty('problem');
    expect(await text(await archive.open(mail?.sha256 ?? ''))).toContain('Message-ID');
    const officer = await page.visitor('officer');
    expect((await officer.get('admin/state')).text).toContain('Kho lưu S3: không theo dõi dung lượng');
  } finally {
    await page.close();
  }
});

it('the page says whether the bucket answers', async () => {
  const port = await freePort();
  const page = startCommand(['start', 'web'], { ...environment('page'), WEB_PORT: String(port) });
  const readiness = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    return answer && ((await answer.json()) as { status: string; unready: string[] });
  };
  try {
    await eventually('the page to be ready', async () => (await readiness())?.status === 'ready', 100_000);
    kill(bucket.pid(), 'SIGSTOP');
    await eventually(
      'the bucket to be missed',
      async () => (await readiness())?.unready.includes('archive'),
      60_000,
    );
    kill(bucket.pid(), 'SIGCONT');
    await eventually(
      'the page to be ready again',
      async () => (await readiness())?.status === 'ready',
      100_000,
    );
  } finally {
    kill(bucket.pid(), 'SIGCONT');
    await ended(page.child, 'SIGTERM');
  }
});

it('a bucket that is away is told, and mail waits in the mailbox', async () => {
  const away = { ...environment('away'), ARCHIVE_URL: bucket.url.replace(`:${bucket.port}/`, ':1/') };
  const { code, stderr } = await runCommand(['run-once'], away);
  expect(code).not.toBe(0);
  expect(stderr).toContain('The bucket of the archive does not answer');
  expect(stderr).not.toContain('mat%2Fkhau');
  expect(await (await openArchive(office.settings.archiveDir, bucket)).countLeftovers()).toBe(0);
});
