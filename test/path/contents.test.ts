// What is inside a mail decides: scans read by OCR, archives, forwarded mails; and a hostile mail holds up nobody.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { type Mail, makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { makeScannedPdf, ORDER_PAGE } from '../documents/make-scan.ts';
import { makeZip } from '../documents/make-zip.ts';
import { type Office, openOffice } from '../support/service.ts';

const UNIT = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
const RECEIVED = new Date('2022-08-08T02:15:00Z');

let office: Office;
beforeEach(async () => {
  office = await openOffice({ ocr: true });
});
afterEach(() => office.close());

async function files() {
  const report = baoCaoMoTa(UNIT, 'Mô hình tự quản bảo vệ môi trường');
  return {
    orderWord: { name: 'Tờ trình.docx', content: await makeDocx(toTrinh(UNIT)) },
    reportWord: { name: 'Báo cáo mô tả sáng kiến.docx', content: await makeDocx(report) },
    reportScan: { name: 'Báo cáo mô tả sáng kiến.pdf', content: await makePdf(report) },
  };
}

let sent = 0;
async function receive(change: Partial<Mail>): Promise<void> {
  const mail = await makeMail({
    from: 'MTTQ xã Gia Phú <mttq.giaphu@example.vn>',
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ đề nghị công nhận sáng kiến',
    text: 'MTTQ xã Gia Phú gửi hồ sơ.',
    messageId: `<contents-${++sent}@example.vn>`,
    ...change,
  });
  await office.dovecot.append(mail, { receivedAt: RECEIVED });
}

describe('a scan of unclear name', () => {
  it('is read before the letter is written: one letter, and a true one', async () => {
    const { orderWord, reportWord, reportScan } = await files();
    const scan = { name: 'SKM_C2272208.pdf', content: await makeScannedPdf(ORDER_PAGE) };
    await receive({ attachments: [orderWord, reportWord, reportScan, scan] });
    await office.runOnce();
    const [entry] = await office.log();
    expect(entry).toMatchObject({ outcome: 'registered', dossier: { status: 'complete', missing: [] } });
    expect(entry?.documents.at(-1)).toMatchObject({ type: 'to_trinh', form: 'signed', verdict: 'accepted' });
    expect(entry?.letters.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['receipt sent']);
    expect(office.smtp.received).toHaveLength(1);
  });

  it('is judged once more after the promise to look at it has gone out', async () => {
    const { orderWord, reportWord, reportScan } = await files();
    const scan = { name: 'SKM_C2272209.pdf', content: await makeScannedPdf(ORDER_PAGE) };
    await receive({ attachments: [orderWord, reportWord, reportScan, scan] });
    const busy = { scan: () => Promise.reject(new Error('the scanner is busy')) };
    const later = () => new Date(Date.now() + 3_600_000);
    await office.runOnce((service) => ({ ...service, scanner: busy }));
    expect((await office.log())[0]).toMatchObject({ dossier: { status: 'checking' } });
    await office.runOnce((service) => ({ ...service, scanner: busy, now: later }));
    await office.runOnce((service) => ({ ...service, now: () => new Date(Date.now() + 2 * 3_600_000) }));
    const [entry] = await office.log();
    expect(entry).toMatchObject({ dossier: { status: 'complete' } });
    expect(entry?.letters.map(({ kind }) => kind)).toEqual(['receipt-checking', 'receipt']);
    expect(office.smtp.received).toHaveLength(2);
  });

  it('tells the unit and the kind of a mail that says nothing', async () => {
    const scan = { name: 'scan.pdf', content: await makeScannedPdf(ORDER_PAGE) };
    const quiet = { from: 'Em gửi <em.gui@gmail.example>', subject: '', text: 'Em gửi bác ạ' };
    await receive({ ...quiet, attachments: [scan] });
    await office.runOnce();
    expect((await office.log())[0]).toMatchObject({
      outcome: 'registered',
      dossier: { unit: 'MTTQ-GIAPHU', kind: 'initiative', status: 'awaiting-documents' },
    });
  });
});

describe('everything in one archive', () => {
  it('is registered file by file, and known again without it', async () => {
    const { orderWord, reportWord, reportScan } = await files();
    const orderScan = { name: 'Tờ trình.signed.pdf', content: await makePdf(toTrinh(UNIT)) };
    const whole = [orderWord, orderScan, reportWord, reportScan];
    const inside = whole.map(({ name, content }) => ({ name: `Hồ sơ/${name}`, content }));
    await receive({ attachments: [{ name: 'ho so.zip', content: makeZip(inside) }] });
    await receive({ subject: 'Gửi lại hồ sơ', attachments: whole });
    await office.runOnce();
    const [first, second] = await office.log();
    expect(first).toMatchObject({ outcome: 'registered', dossier: { status: 'complete' } });
    expect(first?.documents.map(({ path, type, verdict }) => [path, type, verdict])).toEqual([
      ['ho so.zip', null, 'accepted'],
      ['ho so.zip/Hồ sơ/Tờ trình.docx', 'to_trinh', 'accepted'],
      ['ho so.zip/Hồ sơ/Tờ trình.signed.pdf', 'to_trinh', 'accepted'],
      ['ho so.zip/Hồ sơ/Báo cáo mô tả sáng kiến.docx', 'bao_cao_mo_ta', 'accepted'],
      ['ho so.zip/Hồ sơ/Báo cáo mô tả sáng kiến.pdf', 'bao_cao_mo_ta', 'accepted'],
    ]);
    expect(second).toMatchObject({ outcome: 'duplicate', dossier: { code: first?.dossier?.code } });
  });
});

it('a bomb is refused with its reason, and the next mail is registered', async () => {
  const { orderWord } = await files();
  const bomb = makeZip([{ name: 'a', content: Buffer.alloc(64 * 1024 * 1024) }]);
  await receive({ attachments: [{ name: 'bom.zip', content: bomb }] });
  await receive({ from: 'MTTQ xã Sơn Hà <mttq.sonha@example.vn>', attachments: [orderWord] });
  await office.runOnce();
  const [hostile, next] = await office.log();
  expect(hostile?.documents).toMatchObject([{ verdict: 'refused', reason: 'archive-limits' }]);
  expect(hostile?.letters.map(({ kind }) => kind)).toEqual(['unreadable-files']);
  expect(next?.outcome).toBe('registered');
});
