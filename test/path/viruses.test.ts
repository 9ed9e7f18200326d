// Viruses: an infected file is kept, counts as nothing, and is named to the unit; a scanner that is away holds up no mail.
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { makeZip } from '../documents/make-zip.ts';
import { EICAR, startClamd, type TestClamd } from '../support/clamd.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

const GIA_PHU = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };

let clamd: TestClamd;
let office: Office;
beforeAll(async () => {
  clamd = await startClamd();
});
afterAll(() => clamd.stop());
afterEach(() => office.close());

async function dossier() {
  const order = toTrinh(GIA_PHU);
  const report = baoCaoMoTa(GIA_PHU, 'Mô hình tự quản bảo vệ môi trường');
  return [
    { name: 'Tờ trình.docx', content: await makeDocx(order) },
    { name: 'Tờ trình.signed.pdf', content: await makePdf(order) },
    { name: 'Báo cáo mô tả sáng kiến.docx', content: await makeDocx(report) },
    { name: 'Báo cáo mô tả sáng kiến.pdf', content: await makePdf(report) },
  ];
}

async function arrive(attachments: { name: string; content: Buffer }[]): Promise<void> {
  await office.dovecot.append(
    await makeMail({
      from: 'MTTQ xã Gia Phú <mttq.giaphu@example.vn>',
      to: 'hopthu@example.vn',
      subject: 'Hồ sơ sáng kiến xã Gia Phú',
      text: 'Kính gửi.',
      messageId: '<mail-1@example.vn>',
      attachments,
    }),
    { receivedAt: new Date('2022-08-08T02:15:00Z') },
  );
}

const textOf = async (at: number) => (await simpleParser(office.smtp.received[at]?.raw ?? '')).text ?? '';
const verdicts = async () =>
  (await office.log())[0]?.documents.map(({ name, verdict, reason }) => [name, verdict, reason]);

it('an infected file counts as nothing and is named; the rest is registered', async () => {
  office = await openOffice({ clamd: clamd.address });
  const annex = { name: 'Phụ lục.txt', content: Buffer.from(EICAR) };
  const zip = { name: 'anh.zip', content: makeZip([{ name: 'x/virus.txt', content: EICAR }]) };
  await arrive([...(await dossier()), annex, zip]);
  await office.runOnce();
  const told = await verdicts();
  expect(told).toContainEqual(['Phụ lục.txt', 'refused', 'infected']);
  expect(told).toContainEqual(['virus.txt', 'refused', 'infected']);
  expect(told?.filter(([, verdict]) => verdict === 'accepted')).toHaveLength(5);
  expect(await textOf(0)).toContain('Phụ lục.txt');
  expect(await textOf(0)).toContain('mã độc');
  const kept = await run(office.database.url, "select virus from files where virus_verdict = 'infected'");
  expect(kept.length).toBeGreaterThanOrEqual(1);
});

it('files wait for a scanner that is away, and mail does not; an infected one found later is told', async () => {
  office = await openOffice({ clamd: clamd.address });
  await clamd.halt();
  await arrive([...(await dossier()), { name: 'Phụ lục.txt', content: Buffer.from(EICAR) }]);
  await office.runOnce();
  expect((await office.log())[0]).toMatchObject({
    outcome: 'registered',
    dossier: { status: 'complete' },
    letters: [{ kind: 'receipt', state: 'sent' }],
  });
  const waiting = () => run(office.database.url, 'select 1 from messages where viruses_due_at is not null');
  expect(await waiting()).toHaveLength(1);
  expect(await run(office.database.url, 'select 1 from files where virus_verdict is not null')).toEqual([]);

  await clamd.start();
  await run(
    office.database.url,
    'update messages set viruses_due_at = now() where viruses_due_at is not null',
  );
  await office.runOnce();
  expect(await waiting()).toEqual([]);
  expect(await verdicts()).toContainEqual(['Phụ lục.txt', 'refused', 'infected']);
  expect(office.smtp.received).toHaveLength(2);
  expect(await textOf(1)).toContain('mã độc');
  // Once is enough.
  await office.runOnce();
  expect(office.smtp.received).toHaveLength(2);
});
