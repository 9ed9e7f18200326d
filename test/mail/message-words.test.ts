// The words of a message: which of its parts speak, and in what letters.
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { type Bytes, base64, cp1258, MIXED, PART, PDF, parse, quoted } from '../support/raw-mail.ts';

describe('the words of a message', () => {
  const WORDS = 'Kính gửi Ban tổ chức: tờ trình của xã Gia Phú, đề nghị xem xét.';
  const bodyOf = async (...lines: Bytes[]) => (await parse(lines)).body.trim();

  it.each([
    'utf-8',
    'us-ascii',
    'iso-8859-1',
    'iso-8859-15',
    'windows-1252',
    'windows-1258',
    'Windows-1258',
    'x-unknown',
    'unicode-1-1-utf-7',
    'utf-7',
    'base64',
    'hex',
    '"',
    'a?b',
    '__proto__',
  ])('are UTF-8 where they are, though labelled %s', async (label) => {
    expect(await bodyOf(`Content-Type: text/plain; charset=${label}`, '', WORDS)).toBe(WORDS);
    expect(await bodyOf(`Content-Type: text/html; charset=${label}`, '', `<p>${WORDS}</p>`)).toBe(WORDS);
  });

  it('are NFC from windows-1258, labelled or not', async () => {
    for (const type of [
      'text/plain; charset=windows-1258',
      'text/plain',
      'text/plain; charset=utf-8',
      'text/plain; charset=us-ascii',
    ]) {
      expect(await bodyOf(`Content-Type: ${type}`, '', cp1258(WORDS))).toBe(WORDS);
    }
    const html = await bodyOf('Content-Type: text/html; charset=windows-1258', '', cp1258(`<p>${WORDS}</p>`));
    expect(html).toBe(WORDS);
  });

  it('keep other charsets, and UTF-8 that was hurt', async () => {
    expect(
      await bodyOf('Content-Type: text/plain; charset=iso-8859-1', '', Buffer.from('déjà vu', 'latin1')),
    ).toBe('déjà vu');
    expect(await bodyOf('Content-Type: text/plain; charset=gb2312', '', iconv.encode('中文', 'gbk'))).toBe(
      '中文',
    );
    expect(
      await bodyOf('Content-Type: text/plain; charset=iso-2022-jp', '', Buffer.from('\x1b$B$3$s\x1b(B')),
    ).toBe('こん');
    expect(
      await bodyOf(
        'Content-Type: text/plain; charset=utf-16le',
        '',
        Buffer.from('xã', 'utf16le').subarray(0, 4),
      ),
    ).toContain('xã');
    const hurt = Buffer.concat([Buffer.from(WORDS), Buffer.from([0xff]), Buffer.from(' hết')]);
    expect(await bodyOf('Content-Type: text/plain; charset=utf-8', '', hurt)).toBe(`${WORDS}\ufffd hết`);
  });

  it('pass through transfer encodings before their charset is told', async () => {
    const head = ['Content-Type: text/plain; charset=iso-8859-1'];
    const b64 = base64(WORDS).replace(/.{7}/g, '$&\r\n');
    expect(await bodyOf(...head, 'Content-Transfer-Encoding: base64', '', b64)).toBe(WORDS);
    expect(
      await bodyOf(
        ...head,
        'Content-Transfer-Encoding: Quoted-Printable',
        '',
        quoted(Buffer.from(WORDS)).replace(/.{60}/g, '$&=\r\n'),
      ),
    ).toBe(WORDS);
  });

  it('are joined when the text parts stand apart, as Apple sends them', async () => {
    const { body, attachments } = await parse([
      ...MIXED,
      ...PART(['Content-Type: text/plain; charset=iso-8859-1'], 'Kính gửi'),
      ...PART([PDF, 'Content-Disposition: inline; filename=a.pdf'], '%PDF-'),
      ...PART(['Content-Type: text/plain; charset=iso-8859-1'], 'Trân trọng'),
      '--b--',
    ]);
    expect(body.split(/\s*\n\s*/).filter(Boolean)).toEqual(['Kính gửi', 'Trân trọng']);
    expect(attachments.map((one) => [one.nameAsSent, one.shownInBody])).toEqual([['a.pdf', false]]);
  });

  it('are read from the HTML where there is no other text', async () => {
    const html = PART(['Content-Type: text/html; charset=utf-8'], '<p>T&#7901; tr&igrave;nh</p>');
    const pdf = PART([`${PDF}; name=a.pdf`], 'x');
    expect((await parse([...MIXED, ...html, ...pdf, ...html, '--b--'])).body.match(/Tờ trình/g)).toHaveLength(
      2,
    );
    const alternative = [
      'Content-Type: multipart/alternative; boundary=b',
      '',
      ...PART(['Content-Type: text/plain'], ''),
      ...html,
      '--b--',
    ];
    expect((await parse(alternative)).body.trim()).toBe('Tờ trình');
  });

  it('of a multipart/related without HTML, and of a signed mail', async () => {
    const related = [
      'Content-Type: multipart/related; boundary=b',
      '',
      ...PART(['Content-Type: text/plain'], WORDS),
    ];
    const { body, attachments } = await parse([
      ...related,
      ...PART(['Content-Type: image/png', 'Content-ID: <a@x>'], 'x'),
      '--b--',
    ]);
    expect([body.trim(), attachments[0]?.shownInBody]).toEqual([WORDS, false]);
    const signed = await parse([
      'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=s',
      '',
      '--s',
      ...MIXED,
      ...PART(['Content-Type: text/plain'], WORDS),
      ...PART([`${PDF}; name=a.pdf`], 'x'),
      '--b--',
      '--s',
      'Content-Type: application/pkcs7-signature; name=smime.p7s',
      'Content-Transfer-Encoding: base64',
      '',
      'AAAA',
      '--s--',
    ]);
    expect(signed.body.trim()).toBe(WORDS);
    expect(signed.attachments.map((one) => one.declaredType)).toEqual([
      'application/pdf',
      'application/pkcs7-signature',
    ]);
  });
});
