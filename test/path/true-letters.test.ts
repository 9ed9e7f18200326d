// Letters stay true: what a later mail makes untrue is taken back, what it leaves true still goes out, and nobody else is told.
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { type Mail, makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import type { Service } from '../../src/app/service.ts';
import { Fault } from '../../src/core/fault.ts';
import { makePage } from '../documents/make-scan.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

const GIA_PHU = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
const NOBODY = { letterhead: ['ĐƠN VỊ'], place: 'Bảo Thắng' };
const BROKEN = Buffer.from('%PDF-1.4 broken');

let office: Office;
beforeEach(async () => {
  office = await openOffice({ letterQuietSeconds: 600 });
});
afterEach(() => office.close());

async function files(unit = GIA_PHU, title = 'Mô hình tự quản bảo vệ môi trường') {
  const order = toTrinh(unit);
  const report = baoCaoMoTa(unit, title);
  const orderWord = { name: 'Tờ trình.docx', content: await makeDocx(order) };
  const orderScan = { name: 'Tờ trình.signed.pdf', content: await makePdf(order) };
  const reportWord = { name: 'Báo cáo mô tả sáng kiến.docx', content: await makeDocx(report) };
  const reportScan = { name: 'Báo cáo mô tả sáng kiến.pdf', content: await makePdf(report) };
  return {
    whole: [orderWord, orderScan, reportWord, reportScan],
    lacking: [orderWord, reportWord, reportScan],
  };
}

let minute = 0;
async function arrive(change: Partial<Mail> & { replyTo?: string } = {}): Promise<void> {
  minute++;
  const { replyTo, ...mail } = change;
  const raw = await makeMail({
    from: 'MTTQ xã Gia Phú <mttq.giaphu@example.vn>',
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ đề nghị xét, công nhận sáng kiến năm 2022 xã Gia Phú',
    text: 'Kính gửi Ban Thường trực, xã Gia Phú gửi hồ sơ sáng kiến.',
    messageId: `<mail-${minute}@example.vn>`,
    ...mail,
  });
  const head = replyTo ? `Reply-To: ${replyTo}\r\n` : '';
  await office.dovecot.append(Buffer.concat([Buffer.from(head), raw]), {
    receivedAt: new Date(Date.UTC(2022, 7, 8, 2, minute)),
  });
}

const letters = async () =>
  (await office.log()).flatMap((entry) => entry.letters.map(({ kind, state }) => `${kind} ${state}`));
const sql = (text: string) => run(office.database.url, text);
const timePasses = async () => {
  await sql(`update letters set due_at = now() where state = 'pending'`);
  await office.runOnce();
};
const told = (to: string) =>
  Promise.all(
    office.smtp.received
      .filter((one) => one.to.includes(to))
      .map(async ({ raw }) => (await simpleParser(raw)).text ?? ''),
  );
const withoutSmtp = (service: Service): Service => ({
  ...service,
  postOf: (mailbox) => {
    const post = service.postOf(mailbox);
    const send = async () => {
      throw new Fault('smtp-unreachable', { transient: true, detail: 'away' });
    };
    return { ...post, smtp: { ...post.smtp, send } };
  },
});

describe('the list of what is missing', () => {
  beforeEach(async () => {
    await arrive({ attachments: (await files()).lacking });
    await office.runOnce();
    expect(await letters()).toEqual(['receipt-checking sent', 'missing-documents pending']);
  });

  it('is not silenced by a word of thanks, which moves no date either', async () => {
    await sql(`update dossiers set supplement_until = '2022-08-15T10:00:00Z'`);
    const subject = `Re: ${office.smtp.received[0]?.subject}`;
    await arrive({ subject, text: 'Cảm ơn anh chị.', inReplyTo: office.smtp.received[0]?.messageId });
    await office.runOnce();
    expect(await letters()).toContain('missing-documents pending');
    expect(await sql('select supplement_until from dossiers')).toEqual([
      { supplement_until: new Date('2022-08-15T10:00:00Z') },
    ]);
  });

  it('is told after a damaged annex, too', async () => {
    await arrive({
      subject: 'Gửi bổ sung ảnh minh họa hồ sơ sáng kiến xã Gia Phú',
      attachments: [{ name: 'Phụ lục ảnh.pdf', content: BROKEN }],
    });
    await office.runOnce();
    await timePasses();
    const texts = await told('mttq.giaphu@example.vn');
    expect(texts.some((text) => /Phụ lục ảnh\.pdf/.test(text))).toBe(true);
    expect(texts.some((text) => /chưa có bản ký/.test(text))).toBe(true);
  });
});

it('the scan of a first mail does not silence the list owed to the mail that named the unit', async () => {
  await office.close();
  office = await openOffice({ letterQuietSeconds: 600, ocr: true });
  const slow = (service: Service): Service => ({
    ...service,
    scanner: { scan: () => Promise.reject(new Error('busy')) },
  });
  const quick = (service: Service): Service => ({
    ...service,
    scanner: { scan: async () => 'BÁO CÁO\nMô tả sáng kiến\nMô hình nuôi cá lồng trên sông' },
  });
  const page = [
    'x'.repeat(60),
    ...Array.from({ length: 30 }, (_, at) => `dòng chữ số ${at} của trang quét này`),
  ];
  const word = await makeDocx(baoCaoMoTa(NOBODY, 'Mô hình nuôi cá lồng trên sông'));
  await arrive({
    from: 'A <vana@example.com>',
    subject: 'Hồ sơ sáng kiến',
    text: 'Gửi hồ sơ.',
    attachments: [
      { name: 'Báo cáo mô tả sáng kiến.docx', content: word },
      { name: 'SKM_C2272208.jpg', content: makePage(page) },
    ],
  });
  const postpone = () =>
    sql(`update messages set scan_due_at = now() + interval '1 hour' where scan_due_at is not null`);
  await office.runOnce(slow);
  await postpone();
  await sql(`update letters set due_at = now() where state = 'pending'`);
  await office.runOnce(slow);
  const subject = `Re: ${office.smtp.received[0]?.subject}`;
  const inReplyTo = office.smtp.received[0]?.messageId;
  const text = 'Đơn vị: Ủy ban MTTQ Việt Nam xã Gia Phú.';
  await arrive({ from: 'A <vana@example.com>', subject, text, inReplyTo });
  await office.runOnce(slow);
  await sql('update messages set scan_due_at = now() where scan_due_at is not null');
  await office.runOnce(quick);
  expect((await letters()).filter((letter) => /missing.* pending/.test(letter))).toHaveLength(1);
  // The dossier knows its unit, so neither of its mails waits for staff.
  expect((await office.log()).map(({ outcome }) => outcome)).toEqual(['registered', 'supplement']);
});

describe('while the mail server was away', () => {
  it('"cannot be opened" is taken back when the readable copy has come', async () => {
    await arrive({ attachments: [{ name: 'Ho so.pdf', content: BROKEN }] });
    await office.runOnce(withoutSmtp);
    await arrive({ subject: 'Gửi lại hồ sơ sáng kiến xã Gia Phú', attachments: (await files()).whole });
    await office.runOnce();
    await timePasses();
    const texts = await told('mttq.giaphu@example.vn');
    expect(texts.filter((text) => /không mở được/.test(text))).toEqual([]);
    expect(texts.some((text) => /đủ thành phần/.test(text))).toBe(true);
  });

  it('a receipt that says complete is taken back when the dossier no longer is', async () => {
    await arrive({ attachments: (await files()).whole });
    await office.runOnce(withoutSmtp);
    const report = baoCaoMoTa(GIA_PHU, 'Ứng dụng phần mềm quản lý hội viên nông dân');
    await arrive({
      subject: 'Gửi bổ sung hồ sơ sáng kiến xã Gia Phú',
      attachments: [{ name: 'BC phan mem quan ly.docx', content: await makeDocx(report) }],
    });
    await office.runOnce();
    await timePasses();
    expect(await letters()).toEqual(['receipt-checking sent', 'missing-documents sent']);
  });
});

describe('nobody else', () => {
  it('is told of a dossier for forging a listed address with a Reply-To of their own', async () => {
    await arrive({ attachments: (await files()).lacking });
    await office.runOnce();
    await sql(`insert into unit_addresses values ('mttq.giaphu@example.vn', 'MTTQ-GIAPHU', 'staff', now())`);
    const annex = { name: 'anh.docx', content: await makeDocx(toTrinh(NOBODY)) };
    await arrive({
      subject: '[DKST-BT-220808-0001] bổ sung',
      replyTo: 'attacker@example.com',
      attachments: [annex],
    });
    await office.runOnce();
    expect((await office.log())[1]).toMatchObject({
      outcome: 'unsorted',
      reason: 'code-unfit',
      dossier: null,
    });
    expect(await told('attacker@example.com')).toEqual([]);
  });

  it('gets into a dossier with a blank form and the name of a unit', async () => {
    const blank = {
      name: 'Mau phieu.pdf',
      content: await makePdf(toTrinh({ letterhead: ['MẪU'], place: '…' })),
    };
    await arrive({ attachments: [...(await files()).lacking, blank] });
    await office.runOnce();
    const from = 'X <stranger@example.com>';
    const text = 'Ủy ban MTTQ Việt Nam xã Gia Phú gửi hồ sơ sáng kiến.';
    await arrive({ from, text, attachments: [blank] });
    await office.runOnce();
    await arrive({ from, subject: '[DKST-BT-220808-0001]', attachments: [blank] });
    await office.runOnce();
    const [, first, second] = await office.log();
    expect(first).toMatchObject({ outcome: 'unsorted', reason: 'same-files-elsewhere', dossier: null });
    expect(second).toMatchObject({ outcome: 'unsorted', reason: 'code-unfit', dossier: null });
    expect(await told('stranger@example.com')).toEqual([]);
  });
});

it('a From that the office’s own server calls forged joins nothing, and nobody is answered', async () => {
  await office.close();
  office = await openOffice({ trustedAuthservId: 'mx.example.vn' });
  await arrive({ attachments: (await files()).lacking });
  await office.runOnce();
  const headers = { 'Authentication-Results': 'mx.example.vn; dmarc=fail header.from=example.vn' };
  const annex = { name: 'anh.docx', content: await makeDocx(toTrinh(NOBODY)) };
  await arrive({ subject: '[DKST-BT-220808-0001] bổ sung', headers, attachments: [annex] });
  await arrive({ headers, attachments: (await files(NOBODY, 'Mô hình nuôi cá lồng')).whole });
  await office.runOnce();
  const [, claims, fresh] = await office.log();
  expect(claims).toMatchObject({ outcome: 'unsorted', reason: 'code-unfit', dossier: null, letters: [] });
  expect(fresh?.letters.map(({ state }) => state)).toEqual(['held']);
  expect(office.smtp.received).toHaveLength(1);
});

it('two units’ dossiers forwarded by one person stay two', async () => {
  const from = 'Nguyễn Văn A <vana@example.com>';
  const first = await files(NOBODY, 'Mô hình nuôi cá lồng trên sông');
  await arrive({ from, subject: 'Hồ sơ sáng kiến', text: 'Gửi hồ sơ.', attachments: first.whole });
  await office.runOnce();
  await arrive({ from, attachments: (await files()).whole });
  await office.runOnce();
  expect((await office.log()).map(({ dossier }) => dossier?.unit)).toEqual([null, 'MTTQ-GIAPHU']);
});

describe('the same mailbox under another name', () => {
  it('on another server, or imported before, answers nobody again', async () => {
    await arrive({ attachments: (await files()).whole });
    await office.runOnce();
    if (office.settings.mailbox) office.settings.mailbox.host = 'localhost';
    await office.runOnce();
    expect((await office.log())[1]).toMatchObject({
      outcome: 'duplicate',
      reason: 'same-message',
      letters: [],
    });
    expect(office.smtp.received).toHaveLength(1);
  });
});
