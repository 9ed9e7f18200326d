// The path: a real mail goes in by IMAP, a registered dossier and a letter come out by SMTP. On both queues.
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { type Mail, makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { type Office, openOffice } from '../support/service.ts';

const GIA_PHU = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
const FROM = 'MTTQ xã Gia Phú <mttq.giaphu@example.vn>';
const TO = 'hopthu@example.vn';
const RECEIVED = new Date('2022-08-08T02:15:00Z');

let redis: TestRedis;
let office: Office;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

async function files() {
  const order = toTrinh(GIA_PHU);
  const report = baoCaoMoTa(GIA_PHU, 'Mô hình tự quản bảo vệ môi trường');
  return {
    orderWord: { name: 'Tờ trình.docx', content: await makeDocx(order) },
    orderScan: { name: 'Tờ trình.signed.pdf', content: await makePdf(order) },
    reportWord: { name: 'Báo cáo mô tả sáng kiến.docx', content: await makeDocx(report) },
    reportScan: { name: 'Báo cáo mô tả sáng kiến.pdf', content: await makePdf(report) },
  };
}

function mail(change: Partial<Mail> = {}): Promise<Buffer> {
  return makeMail({
    from: FROM,
    to: TO,
    subject: 'Hồ sơ đề nghị xét, công nhận sáng kiến năm 2022 xã Gia Phú',
    text: 'Kính gửi Ban Thường trực, xã Gia Phú gửi hồ sơ sáng kiến.',
    messageId: '<mail-1@example.vn>',
    ...change,
  });
}

describe.each(['Postgres', 'Redis'])('the path, queue in %s', (queue) => {
  beforeEach(async () => {
    office = await openOffice({ redisUrl: queue === 'Redis' ? redis.url : null });
  });
  afterEach(() => office.close());

  it('registers a complete dossier and sends its receipt, threaded under the mail', async () => {
    const { orderWord, orderScan, reportWord, reportScan } = await files();
    const attachments = [orderWord, orderScan, reportWord, reportScan];
    await office.dovecot.append(await mail({ attachments }), { receivedAt: RECEIVED });
    await office.runOnce();

    const [entry] = await office.log();
    expect(entry).toMatchObject({
      message: {
        folder: 'INBOX',
        uid: 1,
        messageId: '<mail-1@example.vn>',
        receivedAt: '2022-08-08T02:15:00.000Z',
      },
      outcome: 'registered',
      reason: null,
      dossier: {
        code: 'DKST-BT-220808-0001',
        arrivalNumber: 1,
        kind: 'initiative',
        status: 'complete',
        unit: 'MTTQ-GIAPHU',
        deadline: 'on-time',
        items: [{ title: 'Mô hình tự quản bảo vệ môi trường' }],
        missing: [],
      },
      letters: [{ kind: 'receipt', to: 'mttq.giaphu@example.vn', state: 'sent' }],
    });
    expect(entry?.documents.map((one) => [one.name, one.type, one.form, one.verdict])).toEqual([
      ['Tờ trình.docx', 'to_trinh', 'editable', 'accepted'],
      ['Tờ trình.signed.pdf', 'to_trinh', 'signed', 'accepted'],
      ['Báo cáo mô tả sáng kiến.docx', 'bao_cao_mo_ta', 'editable', 'accepted'],
      ['Báo cáo mô tả sáng kiến.pdf', 'bao_cao_mo_ta', 'signed', 'accepted'],
    ]);

    const letter = await simpleParser(office.smtp.received[0]?.raw ?? '');
    expect(office.smtp.received).toHaveLength(1);
    expect(letter.subject).toContain('[DKST-BT-220808-0001]');
    expect(letter.inReplyTo).toBe('<mail-1@example.vn>');
    expect(letter.text).toContain('Ủy ban MTTQ Việt Nam xã Gia Phú');
    expect(letter.text).toContain('09 giờ 15 phút, ngày 08 tháng 8 năm 2022');
    expect(letter.html).toContain('Mô hình tự quản bảo vệ môi trường');
  });

  it('does nothing and sends nothing the second time', async () => {
    const { orderWord } = await files();
    await office.dovecot.append(await mail({ attachments: [orderWord] }), { receivedAt: RECEIVED });
    await office.runOnce();
    const before = await office.log();
    await office.runOnce();
    expect(await office.log()).toEqual(before);
    expect(office.smtp.received).toHaveLength(1);
  });

  it('asks for what is missing, and completes the same dossier by the reply to that letter', async () => {
    const { orderWord, orderScan, reportWord, reportScan } = await files();
    await office.dovecot.append(await mail({ attachments: [orderWord, reportWord, reportScan] }), {
      receivedAt: RECEIVED,
    });
    await office.runOnce();
    const asked = await simpleParser(office.smtp.received[0]?.raw ?? '');
    expect((await office.log())[0]).toMatchObject({
      dossier: {
        status: 'awaiting-documents',
        missing: [{ document: 'to_trinh', form: 'signed', item: null }],
      },
      letters: [{ kind: 'missing-documents', state: 'sent' }],
    });

    const reply = await mail({
      messageId: '<mail-2@example.vn>',
      subject: `Re: ${asked.subject}`,
      text: `Em gửi bổ sung ạ.\n\nVào 9:30, 8 thg 8, 2022 hopthu@example.vn đã viết:\n> ${asked.text?.replaceAll('\n', '\n> ')}`,
      inReplyTo: asked.messageId,
      references: asked.messageId,
      attachments: [orderScan],
    });
    await office.dovecot.append(reply, { receivedAt: RECEIVED });
    await office.runOnce();

    const [first, second] = await office.log();
    expect(second).toMatchObject({
      outcome: 'supplement',
      dossier: { code: first?.dossier?.code, status: 'complete', missing: [] },
      letters: [{ kind: 'supplement-complete', state: 'sent' }],
    });
    const thanks = await simpleParser(office.smtp.received[1]?.raw ?? '');
    expect(thanks.inReplyTo).toBe('<mail-2@example.vn>');
    expect(thanks.references).toEqual([asked.messageId, '<mail-2@example.vn>']);
  });

  it('takes a code in the subject from the sender of the dossier, and from nobody else', async () => {
    const { orderWord, orderScan, reportWord, reportScan } = await files();
    await office.dovecot.append(await mail({ attachments: [orderWord, reportWord, reportScan] }), {
      receivedAt: RECEIVED,
    });
    await office.runOnce();
    const subject = 'Bổ sung hồ sơ dkst-bt - 220808 - 0001';
    const stranger = 'Người lạ <nguoi.la@example.com>';
    await office.dovecot.append(
      await mail({ from: stranger, messageId: '<s@example.com>', subject, attachments: [orderScan] }),
    );
    await office.dovecot.append(
      await mail({ messageId: '<mail-2@example.vn>', subject, attachments: [orderScan] }),
    );
    await office.runOnce();
    const [, foreign, own] = await office.log();
    expect(foreign).toMatchObject({ outcome: 'unsorted', reason: 'code-unfit', dossier: null, letters: [] });
    expect(foreign?.guesses).toMatchObject([{ signs: expect.arrayContaining(['names-code']) }]);
    expect(own).toMatchObject({
      outcome: 'supplement',
      dossier: { code: 'DKST-BT-220808-0001', status: 'complete' },
    });
    expect(office.smtp.received.map((letter) => letter.to[0])).not.toContain('nguoi.la@example.com');
  });

  it('knows the same files under another Message-ID as a duplicate', async () => {
    const { orderWord, orderScan, reportWord, reportScan } = await files();
    const attachments = [orderWord, orderScan, reportWord, reportScan];
    await office.dovecot.append(await mail({ attachments }), { receivedAt: RECEIVED });
    await office.dovecot.append(
      await mail({ messageId: '<mail-2@example.vn>', subject: 'Gửi lại', attachments }),
    );
    await office.runOnce();
    const [first, second] = await office.log();
    expect(first?.outcome).toBe('registered');
    expect(second).toMatchObject({
      outcome: 'duplicate',
      reason: 'same-files',
      letters: [{ kind: 'duplicate' }],
    });
  });

  it('never answers robots, lists, bounces or itself', async () => {
    const { orderWord } = await files();
    const attachments = [orderWord];
    const robots: [reason: string, Partial<Mail>][] = [
      ['auto-submitted', { headers: { 'Auto-Submitted': 'auto-generated' } }],
      ['null-return-path', { headers: { 'Return-Path': '<>' } }],
      ['mailing-list', { headers: { 'List-Id': '<tin.example.vn>' } }],
      ['bulk-precedence', { headers: { Precedence: 'bulk' } }],
      ['robot-sender', { from: 'no-reply@example.vn' }],
      ['auto-replied', { attachments, headers: { 'Auto-Submitted': 'auto-replied' } }],
      ['robot-sender', { attachments, from: 'Mail Delivery System <mailer-daemon@example.vn>' }],
      ['own-message', { attachments, from: TO }],
    ];
    for (const [at, [, robot]] of robots.entries()) {
      await office.dovecot.append(await mail({ messageId: `<robot-${at}@example.vn>`, ...robot }));
    }
    await office.runOnce();
    expect((await office.log()).map(({ outcome, reason, letters }) => [outcome, reason, letters])).toEqual(
      robots.map(([reason]) => ['automatic', reason, []]),
    );
    expect(office.smtp.received).toEqual([]);
  });

  it('gives every odd mail its row, and none holds up the one behind it', async () => {
    const { orderWord, orderScan, reportWord, reportScan } = await files();
    const odd = [
      'no head at all',
      '\r\n',
      'Subject: \r\n\r\n',
      `Message-ID: <${'x'.repeat(1024)}@example.vn>\r\nFrom: a@example.vn\r\nSubject: ho so sang kien\r\n\r\nbody`,
      'From: a@example.vn\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y',
      'From: b@example.vn\r\nContent-Type: text/plain; charset=klingon-8\r\n\r\n\xf0\x9f\xff',
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\na\r\n'.repeat(3000)}--b--`,
    ];
    for (const raw of odd) await office.dovecot.append(Buffer.from(raw, 'latin1'), { receivedAt: RECEIVED });
    const attachments = [orderWord, orderScan, reportWord, reportScan];
    await office.dovecot.append(await mail({ attachments }), { receivedAt: RECEIVED });
    await office.runOnce();
    const log = await office.log();
    expect(log).toHaveLength(odd.length + 1);
    expect(log.at(-1)).toMatchObject({ outcome: 'registered', dossier: { status: 'complete' } });
    expect(log.every((entry) => entry.message.sha256.length === 64)).toBe(true);
  });
});

describe('the path', () => {
  afterEach(() => office.close());

  it('registers old mail without answering it, from the first connection on', async () => {
    office = await openOffice({ replySince: null });
    const { orderWord, reportWord } = await files();
    await office.dovecot.append(await mail({ attachments: [orderWord] }), { receivedAt: RECEIVED });
    await office.runOnce();
    await office.dovecot.append(
      await mail({ messageId: '<new@example.vn>', from: 'b@example.vn', attachments: [reportWord] }),
      {
        receivedAt: new Date(),
      },
    );
    await office.runOnce();
    const [old, fresh] = await office.log();
    expect(old).toMatchObject({ outcome: 'registered', letters: [] });
    expect(fresh?.letters).toHaveLength(1);
  });

  it('sends a receipt at once and the list of what is missing only after the quiet period', async () => {
    office = await openOffice({ letterQuietSeconds: 600 });
    const { orderWord, orderScan, reportWord, reportScan } = await files();
    await office.dovecot.append(await mail({ attachments: [orderWord, reportWord, reportScan] }), {
      receivedAt: RECEIVED,
    });
    await office.runOnce();
    expect((await office.log())[0]?.letters).toMatchObject([
      { kind: 'receipt-checking', state: 'sent' },
      { kind: 'missing-documents', state: 'pending' },
    ]);
    // the rest of the burst makes the list untrue before it is sent
    const subject = 'Bổ sung DKST-BT-220808-0001';
    await office.dovecot.append(
      await mail({ messageId: '<mail-2@example.vn>', subject, attachments: [orderScan] }),
    );
    await office.runOnce();
    const [first, second] = await office.log();
    expect(first?.letters.map((letter) => letter.kind)).toEqual(['receipt-checking']);
    expect(second?.letters).toMatchObject([{ kind: 'supplement-complete', state: 'sent' }]);
  });

  it('holds letters for review, and writes none when they are off', async () => {
    office = await openOffice({ letterMode: 'review' });
    const { orderWord } = await files();
    await office.dovecot.append(await mail({ attachments: [orderWord] }), { receivedAt: RECEIVED });
    await office.runOnce();
    expect((await office.log())[0]?.letters).toMatchObject([{ state: 'held' }]);
    await office.close();
    office = await openOffice({ letterMode: 'off' });
    await office.dovecot.append(await mail({ attachments: [orderWord] }), { receivedAt: RECEIVED });
    await office.runOnce();
    expect((await office.log())[0]?.letters).toEqual([]);
    expect(office.smtp.received).toEqual([]);
  });

  it('takes a mailbox that was recreated on the server for the same mail', async () => {
    office = await openOffice();
    const { orderWord } = await files();
    const raw = await mail({ attachments: [orderWord] });
    await office.dovecot.append(raw, { receivedAt: RECEIVED });
    await office.runOnce();
    await office.dovecot.recreateInbox();
    await office.dovecot.append(await mail({ messageId: '<other@example.vn>', from: 'c@example.vn' }), {
      receivedAt: RECEIVED,
    });
    await office.dovecot.append(raw, { receivedAt: RECEIVED });
    await office.runOnce();
    const log = await office.log();
    expect(log).toHaveLength(2);
    expect(log.map((entry) => entry.message.uid)).toEqual([2, 1]);
    expect(office.smtp.received.filter((letter) => letter.to[0] === 'mttq.giaphu@example.vn')).toHaveLength(
      1,
    );
  });
});
