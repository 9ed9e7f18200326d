// What a sender may write (subject, names of files, own name, titles) comes back in letters as harmless words, on the wire too.
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { type Office, openOffice } from '../support/service.ts';

const CRLF = '\r\n';
const EVIL = {
  injection: '\r\nBcc: nan.nhan@evil.example\r\n\r\n<h1>x</h1>',
  markup: '<script>alert(1)</script><img src=x onerror=y>"\'&lt;',
  bidi: '\u202Egpj.exe\u202C\u2066\u200F',
  unseen: '\u200B\u200D\uFEFF\u00AD\u0000\u0007\u2028',
  phishing: 'https://dang-nhap.evil.example/?a=1 www.evil.example \\\\evil.example\\x nganhang.evil.example',
  template: '{{ code }}{% include "_footer" %}',
  combining: `\u0338${'\u0301'.repeat(40)}`,
  huge: 'ớ'.repeat(1_200),
};
const WORDS = Object.entries(EVIL);

/** RFC 2047, whatever is in it: that is how hostile bytes get past a header's syntax. */
const encoded = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

let office: Office;
let count = 0;
async function arrive(subject: string, name: string, files: { name: string; content: Buffer }[]) {
  count++;
  const parts = files.map(({ name: file, content }) =>
    [
      '--b',
      `Content-Type: application/octet-stream; name="${encoded(file)}"`,
      'Content-Disposition: attachment',
      'Content-Transfer-Encoding: base64',
      '',
      content.toString('base64').replace(/.{76}/g, `$&${CRLF}`),
    ].join(CRLF),
  );
  const mail = [
    `From: ${encoded(name)} <nguoigui-${count}@example.vn>`,
    'To: hopthu@example.vn',
    `Subject: ${encoded(subject)}`,
    `Message-ID: <evil-${count}@example.vn>`,
    `References: <a@x> <b\r\n Bcc: nan.nhan@evil.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Kính gửi.',
    ...parts,
    '--b--',
    '',
  ].join(CRLF);
  await office.dovecot.append(Buffer.from(mail));
}

beforeAll(async () => {
  office = await openOffice();
  const unit = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
  for (const [at, [, evil]] of WORDS.entries()) {
    const report = await makeDocx({ ...baoCaoMoTa(unit, `Mô hình ${at}`), number: `Số: ${at + 10}/BC-MTTQ` });
    const order = await makeDocx({ ...toTrinh(unit), number: `Số: ${at + 10}/TTr-MTTQ` });
    const subject = `Hồ sơ đề nghị công nhận sáng kiến ${evil}`;
    await arrive(subject, `MTTQ ${evil}`, [
      { name: `Tờ trình ${evil}.docx`, content: order },
      { name: `${evil} Báo cáo mô tả.docx`, content: report },
      { name: `hỏng ${evil}.pdf`, content: Buffer.from(`%PDF-1.4 ${at}`) },
    ]);
    await arrive(subject, `Phòng ${evil}`, []);
    // Of nobody known: the letter repeats the subject, and the title it asks about.
    const stray = { letterhead: ['ĐƠN VỊ'], place: '' };
    const titled = await makeDocx({
      ...baoCaoMoTa(stray, `Mô hình ${at} ${evil.replace(/\p{Cc}/gu, ' ')}`),
      number: `Số: ${at}`,
    });
    await arrive(subject, evil, [{ name: `${evil}.docx`, content: titled }]);
  }
  await office.runOnce();
}, 180_000);
afterAll(() => office.close());

describe('letters on hostile mail', () => {
  it('are written: the words are shown, and lead nowhere', async () => {
    const log = await office.log();
    expect(log).toHaveLength(3 * WORDS.length);
    expect(log.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const kinds = log.flatMap(({ letters }) => letters.map(({ kind }) => kind));
    expect(new Set(kinds)).toEqual(new Set(['unreadable-files', 'no-attachment', 'unknown-unit']));
    expect(kinds).toHaveLength(3 * WORDS.length);
    expect(office.smtp.received).toHaveLength(3 * WORDS.length);
  });

  it('have the headers of every letter and no others, and go to the sender alone', () => {
    for (const { raw, to } of office.smtp.received) {
      const head = raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
      expect(head).toMatch(/^[\x20-\x7e\r\n\t]*$/);
      for (const line of head.split('\r\n')) expect(line.length).toBeLessThan(998);
      const names = head.split(/\r\n(?![ \t])/).map((line) => line.split(':', 1)[0]?.toLowerCase());
      expect([...names].sort()).toEqual(HEADERS);
      expect(to).toHaveLength(1);
      expect(to[0]).toMatch(/^nguoigui-\d+@example\.vn$/);
    }
  });

  it('show no markup, no link, nothing unseen, and nothing without end', async () => {
    for (const { raw } of office.smtp.received) {
      const {
        subject = '',
        text = '',
        html,
        attachments,
      } = await simpleParser(raw, { skipTextToHtml: true });
      const page = String(html);
      expect(attachments).toEqual([]);
      expect(page).not.toMatch(/<(script|img|a|iframe|form|link|object|svg)\b|\bon\w+\s*=\s*[^;]*>|url\(/i);
      expect(page.match(/<h1\b/g)?.length ?? 0).toBeLessThanOrEqual(1);
      for (const shown of [subject, text, page]) {
        expect(shown).not.toMatch(/(?![\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }
      for (const shown of [subject, text]) {
        expect(shown).not.toMatch(/https?:\/\/|www\.\w|\\\\\w|evil\.example/i);
      }
      // Liquid in it is printed, not run.
      expect(text.match(/Thư này được gửi tự động/g)).toHaveLength(1);
      expect([...subject].length).toBeLessThan(250);
      expect([...text].length).toBeLessThan(6_000);
    }
  });
});

/** Of a letter, sorted. */
const HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'in-reply-to',
  'message-id',
  'mime-version',
  'references',
  'subject',
  'to',
  'x-auto-response-suppress',
];
