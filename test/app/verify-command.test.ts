// "tiepnhan verify": a flipped byte, a cut file, a missing one, a wrong size and bytes without a row, each told apart.
import { mkdir, open, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeMail } from '../../demo/samples/eml.ts';
import { openArchive } from '../../src/archive/archive.ts';
import { makeZip } from '../documents/make-zip.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { runCommand } from '../support/processes.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  for (const number of [1, 2, 3]) {
    await office.dovecot.append(await unitMail(number), {
      receivedAt: new Date(`2022-08-0${number}T02:00:00Z`),
    });
  }
  await office.dovecot.append(await zipMail(), { receivedAt: new Date('2022-08-04T02:00:00Z') });
  await office.runOnce();
});
afterAll(() => office.close());

/** An archive in an archive: what lies in the inner one is named by no attachment of the mail itself. */
async function zipMail(): Promise<Buffer> {
  const inner = makeZip([{ name: 'Bao cao.txt', content: Buffer.from('BÁO CÁO\nMô tả sáng kiến') }]);
  const outer = makeZip([{ name: 'trong.zip', content: inner }]);
  return makeMail({
    from: 'MTTQ xã Sơn Hà <mttq.sonha@example.vn>',
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ sáng kiến',
    text: 'Gửi hồ sơ.',
    messageId: '<zip@example.vn>',
    attachments: [{ name: 'ho so.zip', content: outer }],
  });
}

const verify = (...args: string[]) => runCommand(['verify', ...args], environmentOf(office));
const rows = (sql: string) => run(office.database.url, sql);
const pathOf = async (sha256: string) => (await openArchive(office.settings.archiveDir)).localPath(sha256);
const rawOf = async (id: number) =>
  String((await rows(`select sha256 from messages where id = ${id}`))[0]?.sha256);

it('finds everything whole, files inside files too, and notes the run', async () => {
  const { code, stdout } = await verify();
  const [named] = await rows(
    'select (select count(*) from messages) + (select count(*) from files) as count',
  );
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      new RegExp(`^${named?.count} files \\(\\d+ bytes\\) read: 0 missing, 0 damaged\n$`),
    ),
  });
  expect(
    await rows(
      'select files, missing, damaged, orphans, leftovers, ended_at is not null as ended from verifications',
    ),
  ).toEqual([
    { files: String(named?.count), missing: '0', damaged: '0', orphans: '0', leftovers: '0', ended: true },
  ]);
});

it('names each bad file with the messages concerned, and exits with 1', async () => {
  const [flipped, cut, gone] = [await rawOf(1), await rawOf(2), await rawOf(3)];
  const file = await open(await pathOf(flipped), 'r+');
  await file.write(Buffer.from('X'), 0, 1, 100);
  await file.close();
  await truncate(await pathOf(cut), 1000);
  await rm(await pathOf(gone));
  const [nested] = await rows("select sha256 from attachments where path like '%trong.zip/%'");
  await rm(await pathOf(String(nested?.sha256)));
  await rows(
    'update files set size = size + 1 where sha256 = (select sha256 from attachments where message_id = 1 limit 1)',
  );
  await (await openArchive(office.settings.archiveDir)).put(Buffer.from('nobody names these bytes'));
  await mkdir(join(office.settings.archiveDir, 'incoming'), { recursive: true });
  await writeFile(join(office.settings.archiveDir, 'incoming', 'broken-off'), 'x');
  const { code, stdout } = await verify();
  expect(code).toBe(1);
  expect(stdout).toContain(`${flipped}: damaged: its bytes are not those that were stored (messages 1)\n`);
  expect(stdout).toContain(`${cut}: damaged: its bytes are not those that were stored (messages 2)\n`);
  expect(stdout).toContain(`${gone}: missing (messages 3)\n`);
  expect(stdout).toContain(`${nested?.sha256}: missing (messages 4)\n`);
  expect(stdout).toMatch(/^[0-9a-f]{64}: whole, but of another size than its row says \(messages 1\)$/m);
  expect(stdout).toContain('read: 2 missing, 3 damaged\n1 files that no row names');
  expect(stdout).toContain('1 leftovers');
  // Nothing is deleted by looking.
  expect(await readdir(join(office.settings.archiveDir, 'incoming'))).toEqual(['broken-off']);
});

it('looks only at what came since a day, and then counts no orphans', async () => {
  const { code, stdout } = await verify('--since', '2022-08-04');
  expect(code).toBe(1);
  expect(stdout.match(/missing \(messages/g)).toHaveLength(1);
  expect(stdout).not.toContain('no row names');
  expect(await verify('--since', '2022-08-05')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('0 files (0 bytes)'),
  });
  expect(await verify('--since', 'mai')).toMatchObject({ code: 2 });
});
