// The command line as scripts and offices use it: its output, its exit codes, and its sentences when something is wrong.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { runCommand, startCommand } from '../support/processes.ts';
import { freePort } from '../support/program.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';
import { startSmtp } from '../support/smtp.ts';

let office: Office;
let folder: string;
beforeAll(async () => {
  office = await openOffice();
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
  await office.dovecot.append(await unitMail(1), { receivedAt: new Date('2022-08-08T02:15:00Z') });
});
afterAll(async () => {
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

const tiepnhan = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  runCommand(args, { ...environmentOf(office), ...env });

describe('tiepnhan', () => {
  it('run-once works until nothing is due, and the second time does nothing', async () => {
    expect(await tiepnhan(['run-once'])).toMatchObject({ code: 0 });
    expect(office.smtp.received).toHaveLength(1);
    expect(await tiepnhan(['run-once'])).toMatchObject({ code: 0 });
    expect(office.smtp.received).toHaveLength(1);
  });

  it('log prints the contract, a table and a CSV', async () => {
    const jsonl = await tiepnhan(['log', '--format', 'jsonl']);
    const [entry] = jsonl.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(Object.keys(entry)).toEqual(['message', 'outcome', 'reason', 'dossier', 'documents', 'letters']);
    expect(Object.keys(entry.message)).toEqual([
      'id',
      'mailbox',
      'folder',
      'uidValidity',
      'uid',
      'messageId',
      'sha256',
      'size',
      'from',
      'subject',
      'receivedAt',
    ]);
    expect(Object.keys(entry.dossier)).toEqual([
      'code',
      'arrivalNumber',
      'campaign',
      'kind',
      'status',
      'unit',
      'deadline',
      'items',
      'missing',
    ]);
    expect(Object.keys(entry.documents[0])).toEqual([
      'name',
      'path',
      'size',
      'sha256',
      'type',
      'form',
      'verdict',
      'reason',
    ]);
    expect(Object.keys(entry.letters[0])).toEqual(['kind', 'to', 'subject', 'state', 'messageId']);
    expect(jsonl.stdout).not.toContain(String(office.dovecot.address.password));
    const table = await tiepnhan(['log']);
    expect(table.stdout).toContain('DKST-BT-220808-0001');
    expect(table.stdout).toContain('08/08/2022 09:15');
    expect((await tiepnhan(['log', '--format', 'csv'])).stdout).toMatch(/^\uFEFFSố đến,Mã hồ sơ/);
    expect((await tiepnhan(['log', '--format', 'jsonl', '--unit', 'MTTQ-XUANQUANG'])).stdout).toBe('');
    expect((await tiepnhan(['log', '--format', 'jsonl', '--since', '2022-08-09'])).stdout).toBe('');
    expect((await tiepnhan(['log', '--format', 'jsonl', '--status', 'registered'])).stdout).toContain('DKST');
  });

  it('import takes .eml, .mbox and folders, each message once', async () => {
    const [one, two, three] = await Promise.all([unitMail(11), unitMail(12), unitMail(13)]);
    await mkdir(join(folder, 'old', 'deep'), { recursive: true });
    await writeFile(join(folder, 'old', 'one.eml'), one);
    await writeFile(join(folder, 'old', 'deep', 'two.EML'), two);
    const postmark = 'From a@example.vn Mon Aug  8 09:15:00 2022\n';
    await writeFile(join(folder, 'three.mbox'), `${postmark}${three}\n\n${postmark}${one}\n`);
    const paths = [join(folder, 'old'), join(folder, 'three.mbox')];
    const env = { REPLY_SINCE: '' };
    const first = await tiepnhan(['import', ...paths], env);
    expect(first.stdout).toContain('messages imported');
    expect(first.code).toBe(0);
    expect((await tiepnhan(['import', ...paths], env)).stdout).toContain('0 messages imported');
    const imported = (await office.log()).filter((entry) => entry.message.mailbox === 'import');
    expect(imported.length).toBeGreaterThanOrEqual(3);
    expect(imported.every((entry) => entry.outcome !== 'received' && entry.letters.length === 0)).toBe(true);
    expect(await tiepnhan(['import', join(folder, 'nowhere.eml')])).toMatchObject({ code: 1 });
  });

  it('retry puts a failed message back on its path', async () => {
    await run(
      office.database.url,
      `update messages set state = 'failed', due_at = null, dossier_id = null where id = 1`,
    );
    expect(await tiepnhan(['retry', '1'])).toMatchObject({ code: 0, stdout: '1: will be tried again\n' });
    expect(await tiepnhan(['retry', '1', '999'])).toMatchObject({ code: 1 });
  });

  it('migrate is done at once where nothing is missing', async () => {
    expect(await tiepnhan(['migrate'])).toMatchObject({ code: 0, stdout: 'the schema is up to date\n' });
  });

  it('start ends on SIGTERM with what is in hand done', async () => {
    const started = startCommand(['start'], { ...environmentOf(office), LOG_LEVEL: 'info' });
    await new Promise<void>((resolve) => {
      started.child.stderr?.on('data', () => started.stderr().includes('started') && resolve());
    });
    started.child.kill('SIGTERM');
    expect(await started.end()).toBe(0);
    expect(started.stderr()).toContain('stopped');
  });
});

describe('tiepnhan, when something is wrong', () => {
  it('lists every bad setting at once, by name, and no value', async () => {
    const result = await tiepnhan(['start'], {
      MAILBOX_URL: 'http://s3cret@x',
      SMTP_URL: '',
      POLL_SECONDS: 'soon',
    });
    expect(result.code).toBe(2);
    for (const name of ['MAILBOX_URL', 'POLL_SECONDS']) expect(result.stderr).toContain(name);
    expect(result.stderr).not.toContain('s3cret');
  });

  it('takes wrong use for wrong use', async () => {
    expect(await tiepnhan(['fly'])).toMatchObject({ code: 2 });
    expect(await tiepnhan(['log', '--format', 'pdf'])).toMatchObject({ code: 2 });
    expect(await tiepnhan(['start', 'nothing'])).toMatchObject({ code: 2 });
    expect(await tiepnhan(['--help'])).toMatchObject({ code: 0 });
  });

  it('check finds everything in order, and says what to do about a refused password', async () => {
    const good = await tiepnhan(['check']);
    expect(good.stdout).not.toContain('✗');
    expect(good.code).toBe(0);
    expect(good.stdout).toContain('✓ alarms: 0 stand; told to nobody');
    const url = office.dovecot.url.replace(/:[^:@]*@/, ':wr0ng@');
    const wrong = await tiepnhan(['check'], { MAILBOX_URL: url });
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain('✗ mailbox');
    expect(wrong.stdout).toContain('app password');
    expect(wrong.stdout).not.toContain('wr0ng');
  });

  it('check lists alarms that stand, and names no address of those who are told', async () => {
    const cause = 'Không đọc được hộp thư x.';
    await run(
      office.database.url,
      `insert into alarms (code, subject, since, seen_at, raised_at, cause)
       values ('mailbox-failing', 'x', now(), now(), now(), '${cause}')`,
    );
    const env = { ALARM_MAIL: 'canbo@example.vn', ALARM_WEBHOOK_URL: 'https://chat.example.vn/t0ken' };
    const { stdout } = await tiepnhan(['check'], env);
    await run(office.database.url, 'delete from alarms');
    expect(stdout).toContain('✓ alarms: 1 stand; told to 1 addresses and a webhook');
    expect(stdout).toContain(`! ${cause} Kiểm tra máy chủ thư`);
    expect(stdout).not.toMatch(/canbo@|t0ken/);
  });

  it.each([
    [
      'an outgoing server that is away',
      async () => ({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` }),
      'SMTP_URL',
    ],
    [
      'a database that is away',
      async () => ({ DATABASE_URL: `postgres://a:b@127.0.0.1:${await freePort()}/x` }),
      'DATABASE_URL',
    ],
    [
      'a Redis that is away',
      async () => ({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` }),
      'REDIS_URL',
    ],
    [
      'a folder that is not there',
      async () => ({ MAILBOX_URL: office.dovecot.url.replace('INBOX', 'Archive') }),
      '"INBOX"',
    ],
  ])('check names %s', async (_, env, named) => {
    const result = await tiepnhan(['check'], await env());
    expect(result.code).toBe(1);
    expect(result.stdout).toContain('✗');
    expect(result.stdout).toContain(named);
  });

  it('run-once says why it cannot work, and loses nothing', async () => {
    const away = `imap://a:b@127.0.0.1:${await freePort()}/INBOX`;
    expect(await tiepnhan(['run-once'], { MAILBOX_URL: away })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('MAILBOX_URL'),
    });
    expect(await tiepnhan(['run-once'], { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' })).toMatchObject({
      code: 1,
    });
  });

  it('a letter waits while the outgoing server refuses the login, and goes out later', async () => {
    const strict = await startSmtp({ user: 'hopthu', password: 'right' });
    const own = await openOffice();
    await own.dovecot.append(await unitMail(21));
    const env = environmentOf(own);
    await runCommand(['run-once'], { ...env, SMTP_URL: strict.url.replace('right', 'wr0ng') });
    expect((await own.log())[0]?.letters).toMatchObject([{ state: 'pending' }]);
    await run(own.database.url, 'update letters set due_at = now()');
    await runCommand(['run-once'], { ...env, SMTP_URL: strict.url });
    expect((await own.log())[0]?.letters).toMatchObject([{ state: 'sent' }]);
    expect(strict.received).toHaveLength(1);
    await own.close();
    await strict.stop();
  });
});
