// "tiepnhan export --all": the whole package, checked by sha256sum and by the library that reads workbooks.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { read, utils } from '@e965/xlsx';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { baoCaoDinhKy, baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { openArchive } from '../../src/archive/archive.ts';
import { makeZip } from '../documents/make-zip.ts';
import { openWorkbook, tableOf } from '../registers/open-workbook.ts';
import { EICAR, startClamd, type TestClamd } from '../support/clamd.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { runCommand } from '../support/processes.ts';
import { findProgram } from '../support/program.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

const GIA_PHU = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
const DAY = /^\d\d\/\d\d\/\d{4}$/;
const THEN = { receivedAt: new Date('2022-08-08T02:15:00Z') };

let clamd: TestClamd;
let office: Office;
let folder: string;
beforeAll(async () => {
  clamd = await startClamd();
  office = await openOffice({ clamd: clamd.address });
  folder = await mkdtemp(join(tmpdir(), 'export-'));
  await office.dovecot.append(await giaPhu(), THEN);
  // One after the other, so that numbers follow the order.
  await office.runOnce();
  await office.dovecot.append(await unitMail(1), { receivedAt: new Date('2022-08-09T02:15:00Z') });
  await office.dovecot.append(
    await makeMail({
      from: '=cmd <la@example.vn>',
      to: 'hopthu@example.vn',
      subject: '=HYPERLINK("http://example.vn")',
      text: 'Kính mời họp.',
      messageId: '<la@example.vn>',
    }),
    THEN,
  );
  await office.runOnce();
});
afterAll(async () => {
  await office.close();
  await clamd.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Names that Windows does not take, the same name twice, files in an archive, one with a virus. */
async function giaPhu(): Promise<Buffer> {
  const order = toTrinh(GIA_PHU);
  return makeMail({
    from: 'MTTQ xã Gia Phú <mttq.giaphu@example.vn>',
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ sáng kiến xã Gia Phú',
    text: 'Kính gửi.',
    messageId: '<gia-phu@example.vn>',
    attachments: [
      { name: 'Tờ trình: bản 1?.docx', content: await makeDocx(order) },
      { name: 'To trinh.docx', content: await makeDocx({ ...order, number: 'Số: 16/TTr-MTTQ-BTT' }) },
      { name: 'TO TRINH.docx', content: await makeDocx({ ...order, number: 'Số: 17/TTr-MTTQ-BTT' }) },
      {
        name: 'Báo cáo.zip',
        content: makeZip([
          { name: 'Báo cáo mô tả.docx', content: await makeDocx(baoCaoMoTa(GIA_PHU, 'Tổ tự quản')) },
          { name: 'virus.txt', content: EICAR },
        ]),
      },
    ],
  });
}

const tiepnhan = (...args: string[]) => runCommand(args, environmentOf(office));
const filesIn = async (target: string) => {
  const entries = await readdir(target, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(target.length + 1))
    .sort();
};

it('writes everything, under names that every system takes, with checksums that hold', async () => {
  const target = join(folder, 'all');
  const { code, stdout, stderr } = await tiepnhan('export', '--all', target);
  expect({ code, stdout }, stderr).toEqual({
    code: 0,
    stdout: `3 messages, 2 dossiers written to ${target}\n`,
  });
  const files = await filesIn(target);
  expect(files).toEqual(
    [
      'README.txt',
      'SHA256SUMS',
      'cach-ly/000001.eml.gz',
      'don-vi.csv',
      'ho-so/DKST-BT-220808-0001/tai-lieu/Báo cáo mô tả.docx',
      'ho-so/DKST-BT-220808-0001/tai-lieu/TO TRINH (2).docx',
      'ho-so/DKST-BT-220808-0001/tai-lieu/To trinh.docx',
      'ho-so/DKST-BT-220808-0001/tai-lieu/Tờ trình_ bản 1_.docx',
      'ho-so/DKST-BT-220808-0001/thu-tra-loi/000001 missing-documents.eml',
      'ho-so/DKST-BT-220809-0001/tai-lieu/Bao cao mo ta.docx',
      'ho-so/DKST-BT-220809-0001/tai-lieu/To trinh.docx',
      'ho-so/DKST-BT-220809-0001/thu-den/000002.eml',
      'ho-so/DKST-BT-220809-0001/thu-tra-loi/000002 missing-documents.eml',
      'khong-xuat.csv',
      'lich-su.csv',
      'muc-luc-ho-so.xlsx',
      'so-tiep-nhan.csv',
      'so-tiep-nhan.jsonl',
      'tai-lieu.csv',
      'thu-tra-loi.csv',
      'thu/000003.eml',
    ].sort(),
  );
  execFileSync(findProgram('sha256sum', 'coreutils'), ['--check', '--strict', '--quiet', 'SHA256SUMS'], {
    cwd: target,
  });
  const sums = (await readFile(join(target, 'SHA256SUMS'), 'utf8')).trim().split('\n');
  expect(sums.map((line) => line.slice(66)).sort()).toEqual(files.filter((name) => name !== 'SHA256SUMS'));
  // The originals are the bytes that came; the letters those that went out.
  expect(await readFile(join(target, 'ho-so/DKST-BT-220809-0001/thu-den/000002.eml'))).toEqual(
    await rawOf(2),
  );
  expect(gunzipSync(await readFile(join(target, 'cach-ly/000001.eml.gz')))).toEqual(await rawOf(1));
  const written = await simpleParser(
    await readFile(join(target, 'ho-so/DKST-BT-220809-0001/thu-tra-loi/000002 missing-documents.eml')),
  );
  const sent = office.smtp.received.map(({ messageId }) => messageId);
  expect(sent).toContain(written.messageId);
  expect(written.inReplyTo).toBe('<unit-1@example.vn>');
  expect(
    (await run(office.database.url, "select detail from events where what = 'exported'"))[0],
  ).toMatchObject({
    detail: { messages: 3, dossiers: 2, bad: 0, campaign: null },
  });
});

async function rawOf(id: number): Promise<Buffer> {
  const [row] = await run(office.database.url, `select sha256 from messages where id = ${id}`);
  return readFile(await (await openArchive(office.settings.archiveDir)).localPath(String(row?.sha256)));
}

it('opens nothing infected, and says what was held back', async () => {
  const target = join(folder, 'all');
  const everything = await Promise.all((await filesIn(target)).map((name) => readFile(join(target, name))));
  expect(everything.some((content) => content.includes(EICAR))).toBe(false);
  const left = await readFile(join(target, 'khong-xuat.csv'), 'utf8');
  expect(left).toContain('Báo cáo.zip/virus.txt');
  expect(left).toContain('Thư có tệp chứa mã độc: bản gốc nén trong cach-ly.');
});

it('writes a register of its own into a file or a folder, and never over another', async () => {
  const out = join(folder, 'registers');
  await mkdir(out);
  const asked = ['export', 'intake', '--from', '2022-08-08', '--to', '2022-08-08', '--out'];
  const file = join(out, 'so-theo-doi-tiep-nhan-2022-08-08.xlsx');
  expect(await tiepnhan(...asked, out)).toMatchObject({ code: 0, stdout: `${file} written\n` });
  const book = openWorkbook(await readFile(file));
  expect(book.rows[5]?.[0]).toBe('(Từ ngày 08/8/2022 đến ngày 08/8/2022)');
  expect(tableOf(book, 'STT').slice(2)).toEqual([
    [
      ...[1, 'DKST-BT-220808-0001', 1, 'Hồ sơ đề nghị xét, công nhận sáng kiến: Tổ tự quản'],
      ...['Ủy ban MTTQ Việt Nam xã Gia Phú', 'mttq.giaphu@example.vn', '08/08/2022 09:15'],
      // When the letter went out, by today's clock; the deadline it names is reckoned from then.
      ...[expect.stringMatching(DAY), expect.stringMatching(DAY), null, null, null, null],
      ...['Chờ bổ sung', null, null],
    ],
  ]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(
    (await run(office.database.url, "select detail from events where detail ->> 'register' = 'intake'"))[0],
  ).toMatchObject({ detail: { from: { year: 2022, month: 8, day: 8 }, campaign: null } });
  // The same name is taken now; another file is what --out says.
  expect(await tiepnhan(...asked, out)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('a file that exists is never replaced'),
  });
  const other = join(out, 'khac.xlsx');
  expect(await tiepnhan('export', 'proposals', '--by', 'unit', '--out', other)).toMatchObject({ code: 0 });
  expect(openWorkbook(await readFile(other)).name).toBe('Đề nghị công nhận');
});

it.each([
  [['export', 'intake'], 2, '--out'],
  [['export', 'intake', '--all', '/tmp/x', '--out', '/tmp/y'], 2, '--all'],
  [['export', 'sổ', '--out', '/tmp/y'], 2, 'not-submitted'],
  [['export', 'intake', '--from', '2022-02-30', '--out', '/tmp/y'], 2, 'Expected a day'],
  [['export', 'intake', '--campaign', 'khong-co', '--out', '/tmp/y'], 1, 'No campaign has this code'],
  [['export', 'intake', '--out', '/nowhere/y.xlsx'], 1, 'A file cannot be written'],
])('%j says what is wrong', async (args, code, words) => {
  expect(await tiepnhan(...args)).toMatchObject({ code, stderr: expect.stringContaining(words) });
});

it('prints the log as a workbook into a file, with its filters, and never onto a terminal', async () => {
  const file = join(folder, 'log.xlsx');
  const command = `"${process.execPath}" bin/tiepnhan.js log --format xlsx --since 2022-08-09`;
  const env = environmentOf(office);
  execFileSync('/bin/sh', ['-c', `${command} > "${file}"`], { env });
  const book = openWorkbook(await readFile(file));
  const [head, ...rows] = tableOf(book, 'Số đến');
  expect(head).toEqual([
    ...['Số đến', 'Mã hồ sơ', 'Thời gian nhận', 'Người gửi', 'Tiêu đề', 'Đơn vị nộp', 'Kết quả'],
    ...['Trạng thái', 'Thời hạn', 'Số tệp', 'Còn thiếu', 'Thư đã gửi', 'Ghi chú'],
  ]);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.slice(0, 4)).toEqual([2, 'DKST-BT-220809-0001', '09/08/2022 09:15', 'unit-1@example.vn']);
  expect(rows[0]?.[9]).toBe(2);
  expect(book.cell('C9')).toMatchObject({ t: 'n', z: 'dd/mm/yyyy hh:mm' });
  // "script" runs a command on a terminal of its own, and ends as that one does.
  const onTerminal = spawnSync(findProgram('script', 'bsdutils'), ['-qec', command, '/dev/null'], {
    env,
    encoding: 'utf8',
  });
  expect(onTerminal).toMatchObject({
    status: 2,
    stdout: expect.stringContaining('A workbook is no text for a terminal'),
  });
});

it('gives registers that Excel takes for text and dates, never for formulas', async () => {
  const target = join(folder, 'all');
  const book = read(await readFile(join(target, 'muc-luc-ho-so.xlsx')), { cellNF: true });
  const sheet = book.Sheets['Mục lục hồ sơ'] ?? {};
  const rows = utils.sheet_to_json<Record<string, unknown>>(sheet, { raw: false });
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    STT: '1',
    'Số, ký hiệu hồ sơ': 'DKST-BT-220808-0001',
    'Tiêu đề hồ sơ': expect.stringContaining('Tổ tự quản'),
    'Thời gian bắt đầu': '08/08/2022 09:15',
    'Thời hạn bảo quản': '10 năm',
    'Số tài liệu': expect.stringMatching(/^\d$/),
  });
  expect(sheet.F2).toMatchObject({ t: 'n', z: 'dd/mm/yyyy hh:mm' });
  const csv = await readFile(join(target, 'so-tiep-nhan.csv'), 'utf8');
  expect(csv).toContain(`"'=HYPERLINK(`);
  const log = (await tiepnhan('log', '--format', 'jsonl')).stdout;
  expect(await readFile(join(target, 'so-tiep-nhan.jsonl'), 'utf8')).toBe(log);
});

it('one campaign alone, and never into a folder that holds something', async () => {
  const target = join(folder, 'one');
  expect(await tiepnhan('export', '--all', target, '--campaign', 'dkst-2022')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 messages, 2 dossiers'),
  });
  expect(await filesIn(target)).not.toContain('thu/000003.eml');
  expect(await readFile(join(target, 'so-tiep-nhan.csv'), 'utf8')).not.toContain('HYPERLINK');
  expect(await tiepnhan('export', '--all', target)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('holds something already'),
  });
  expect(await tiepnhan('export')).toMatchObject({ code: 2 });
});

it('writes the rest where something is missing or damaged, says so, and exits with 1', async () => {
  const archive = await openArchive(office.settings.archiveDir);
  const [document] = await run(
    office.database.url,
    "select sha256 from attachments where message_id = 2 and name = 'To trinh.docx'",
  );
  await rm(await archive.localPath(String(document?.sha256)));
  const target = join(folder, 'damaged');
  expect(await tiepnhan('export', '--all', target)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('1 files are missing or damaged'),
  });
  execFileSync(findProgram('sha256sum', 'coreutils'), ['--check', '--strict', '--quiet', 'SHA256SUMS'], {
    cwd: target,
  });
  const files = await filesIn(target);
  expect(files).not.toContain('ho-so/DKST-BT-220809-0001/tai-lieu/To trinh.docx');
  expect(files).toContain('ho-so/DKST-BT-220809-0001/tai-lieu/Bao cao mo ta.docx');
  expect(await readFile(join(target, 'khong-xuat.csv'), 'utf8')).toContain('tệp thiếu hoặc hỏng');
  expect(await readFile(join(target, 'README.txt'), 'utf8')).toContain('có 1 tệp thiếu hoặc hỏng');
});

it('keeps the period that a report names, though another one’s deadline is nearer', async () => {
  await office.dovecot.append(
    await makeMail({
      from: 'MTTQ xã Gia Phú <mttq.giaphu@example.vn>',
      to: 'hopthu@example.vn',
      subject: 'Gửi báo cáo',
      text: 'Kính gửi.',
      messageId: '<bao-cao@example.vn>',
      attachments: [{ name: 'Bao cao.docx', content: await makeDocx(baoCaoDinhKy(GIA_PHU)) }],
    }),
    { receivedAt: new Date('2022-10-30T02:15:00Z') },
  );
  await office.runOnce();
  const file = join(folder, 'bao-cao.xlsx');
  expect(await tiepnhan('export', 'reports', '--out', file)).toMatchObject({ code: 0 });
  const [, title, report] = tableOf(openWorkbook(await readFile(file)), 'STT');
  expect(title?.[0]).toContain('Báo cáo 6 tháng đầu năm 2022');
  expect(report).toEqual([
    ...[1, 'Ủy ban MTTQ Việt Nam xã Gia Phú', 'Ủy ban MTTQ Việt Nam xã, thị trấn'],
    ...['30/10/2022 09:15', 'DKST-BT-221030-0001', 'Đã nộp, sau hạn'],
  ]);
});
