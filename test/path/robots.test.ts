// Robots on the path: a copier's dossier is registered and waits, people lose no letter by it, and floods end at a limit.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { type Mail, makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { makeScannedPdf, ORDER_PAGE } from '../documents/make-scan.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

const GIA_PHU = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
const PERSON = 'MTTQ xã Gia Phú <mttq.giaphu@example.vn>';
const COPIER = { 'Auto-Submitted': 'auto-generated', Precedence: 'bulk' };

let office: Office;
afterEach(() => office.close());

async function papers() {
  const order = toTrinh(GIA_PHU);
  const report = baoCaoMoTa(GIA_PHU, 'Mô hình tự quản bảo vệ môi trường');
  const orderScan = { name: 'Tờ trình.signed.pdf', content: await makePdf(order) };
  const rest = [
    { name: 'Tờ trình.docx', content: await makeDocx(order) },
    { name: 'Báo cáo mô tả sáng kiến.docx', content: await makeDocx(report) },
    { name: 'Báo cáo mô tả sáng kiến.pdf', content: await makePdf(report) },
  ];
  return { orderScan, rest };
}

let minute = 0;
async function arrive(change: Partial<Mail> = {}): Promise<void> {
  minute++;
  const mail = await makeMail({
    from: PERSON,
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ đề nghị xét, công nhận sáng kiến năm 2022 xã Gia Phú',
    text: '',
    messageId: `<mail-${minute}@example.vn>`,
    ...change,
  });
  await office.dovecot.append(mail, { receivedAt: new Date(Date.UTC(2022, 7, 8, 2, minute)) });
}

const sql = (text: string) => run(office.database.url, text);
const letters = async () =>
  (await office.log()).flatMap((entry) =>
    entry.letters.map(({ kind, state, reason }) => [kind, state, reason]),
  );

describe('a copier', () => {
  beforeEach(async () => {
    office = await openOffice({ letterQuietSeconds: 600 });
  });

  it('has its dossier registered and its letter held, until staff let it go', async () => {
    const { orderScan, rest } = await papers();
    const from = 'May scan xa Gia Phu <scanner@giaphu.example.vn>';
    await arrive({ from, headers: COPIER, attachments: [orderScan, ...rest] });
    await office.runOnce();
    expect(await office.log()).toMatchObject([
      {
        outcome: 'registered',
        reason: 'sent-by-machine',
        dossier: { unit: 'MTTQ-GIAPHU', status: 'complete' },
        letters: [{ kind: 'receipt', state: 'held', reason: 'sent-by-machine' }],
      },
    ]);
    expect(office.smtp.received).toEqual([]);
    expect(await sql(`select detail->>'reason' as reason from events where what = 'registered'`)).toEqual([
      { reason: 'sent-by-machine' },
    ]);
  });

  it('that sends the same once more is told nothing', async () => {
    const { orderScan, rest } = await papers();
    await arrive({ headers: COPIER, attachments: [orderScan, ...rest] });
    await arrive({ headers: COPIER, attachments: [orderScan, ...rest] });
    await office.runOnce();
    expect((await office.log())[1]).toMatchObject({
      outcome: 'duplicate',
      reason: 'same-files',
      letters: [],
    });
  });

  it('completes a person’s dossier: the person is told the truth, the copier waits', async () => {
    const { orderScan, rest } = await papers();
    await arrive({ attachments: rest });
    await office.runOnce();
    expect(await letters()).toEqual([
      ['receipt-checking', 'sent', null],
      ['missing-documents', 'pending', null],
    ]);
    await arrive({ headers: COPIER, subject: 'Gửi bổ sung', attachments: [orderScan] });
    await office.runOnce();
    const [first, second] = await office.log();
    expect(first).toMatchObject({
      dossier: { status: 'complete' },
      letters: [
        { kind: 'receipt-checking', state: 'sent' },
        { kind: 'receipt', state: 'sent' },
      ],
    });
    expect(second).toMatchObject({
      outcome: 'supplement',
      reason: 'sent-by-machine',
      letters: [{ kind: 'supplement-complete', state: 'held', reason: 'sent-by-machine' }],
    });
    expect(office.smtp.received).toHaveLength(2);
  });

  it('brings a part of what is missing: the person’s list goes out with the rest of it', async () => {
    const { orderScan, rest } = await papers();
    await arrive({ attachments: rest.slice(0, 1) });
    await office.runOnce();
    await arrive({ headers: COPIER, subject: 'Gửi bổ sung', attachments: [orderScan] });
    await office.runOnce();
    await sql(`update letters set due_at = now() where state = 'pending'`);
    await office.runOnce();
    const [first, second] = await office.log();
    expect(first?.letters).toMatchObject([
      { kind: 'receipt-checking', state: 'sent' },
      { kind: 'missing-documents', state: 'sent' },
    ]);
    expect(first?.dossier?.missing.map(({ document }) => document)).not.toContain('to_trinh');
    expect(second?.letters).toEqual([]);
  });
});

it('a copier’s scans are read, and what they turn out to be is registered with its letters held', async () => {
  office = await openOffice({ ocr: true });
  await arrive({
    from: 'KM_C227 <scanner@giaphu.example.vn>',
    subject: 'Message from KM_C227',
    attachments: [{ name: 'SKM_C22722080809150.pdf', content: await makeScannedPdf(ORDER_PAGE) }],
  });
  await office.runOnce();
  const [entry] = await office.log();
  expect(entry).toMatchObject({
    outcome: 'registered',
    reason: 'sent-by-machine',
    dossier: { unit: 'MTTQ-GIAPHU' },
  });
  expect(entry?.letters.map(({ state }) => state)).toEqual(['held']);
  expect(office.smtp.received).toEqual([]);
});

describe('limits', () => {
  /** The shipped campaign with other limits. */
  async function openWith(limits: Record<string, number>): Promise<void> {
    office = await openOffice();
    const shipped = await readFile('config/campaign.yaml', 'utf8');
    const changed = Object.entries(limits).reduce(
      (text, [key, limit]) => text.replace(new RegExp(`^${key}: \\d+$`, 'm'), `${key}: ${limit}`),
      shipped,
    );
    const file = join(office.settings.dataDir, 'campaign.yaml');
    await writeFile(file, changed);
    office.settings.campaignFiles = [file];
  }

  const held = async () => (await letters()).map(([, state, reason]) => reason ?? state);

  it('of an address: so many in an hour, so many in a day', async () => {
    await openWith({ letters_per_address_per_hour: 2, letters_per_address_per_day: 3 });
    const dossiers = async (numbers: number[]) => {
      for (const number of numbers) {
        const head = Buffer.from('Reply-To: vanthu@example.vn\r\n');
        await office.dovecot.append(Buffer.concat([head, await unitMail(number)]));
      }
      await office.runOnce();
    };
    await dossiers([1, 2, 3]);
    expect((await held()).sort()).toEqual(['letter-cap', 'sent', 'sent']);
    // An hour later the hour is free again, and the day is not.
    await sql(`update letters set written_at = written_at - interval '61 minutes'`);
    await dossiers([4]);
    expect((await held()).at(-1)).toBe('letter-cap');
    await sql(`update letters set written_at = written_at - interval '24 hours'`);
    await dossiers([5]);
    expect((await held()).at(-1)).toBe('sent');
    expect(new Set(office.smtp.received.flatMap(({ to }) => to))).toEqual(new Set(['vanthu@example.vn']));
  });

  it('of an address: a robot that bears no mark and answers every letter is answered no longer', async () => {
    await openWith({ letters_per_address_per_hour: 3 });
    for (let round = 1; round <= 6; round++) {
      // It opens a matter of its own each time, so that nothing threads it.
      await arrive({
        from: 'Bo phan mot cua <motcua@example.vn>',
        subject: `Hồ sơ sáng kiến, phiếu ${round}`,
        text: 'Kính gửi.',
      });
      await office.runOnce();
    }
    expect(office.smtp.received).toHaveLength(3);
    expect(await held()).toEqual(['sent', 'sent', 'sent', 'letter-cap', 'letter-cap', 'letter-cap']);
  });

  it('of a mailbox: a flood from many addresses ends there, and every mail is registered', async () => {
    await openWith({ letters_per_hour: 3, letters_per_day: 4 });
    const flood = async (numbers: number[]) => {
      for (const number of numbers) await office.dovecot.append(await unitMail(number));
      await office.runOnce();
    };
    await flood([1, 2, 3, 4, 5]);
    // Which mail comes first is not said where senders differ.
    expect((await held()).sort()).toEqual(['letter-flood', 'letter-flood', 'sent', 'sent', 'sent']);
    expect((await office.log()).map(({ outcome }) => outcome)).toEqual(Array(5).fill('registered'));
    await sql(`update letters set written_at = written_at - interval '61 minutes'`);
    await flood([6]);
    expect((await held()).at(-1)).toBe('letter-flood');
    await sql(`update letters set written_at = written_at - interval '24 hours'`);
    await flood([7]);
    expect((await held()).at(-1)).toBe('sent');
    expect(office.smtp.received).toHaveLength(4);
  });
});
