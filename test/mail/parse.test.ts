// Parts of messages, and messages made to harm.

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../src/mail/parse.ts';
import { type Bytes, base64, bytesOf, MIXED, PART, PDF, parse, quoted } from '../support/raw-mail.ts';

describe('parts', () => {
  it('separates the words from the attachments, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 999 }, (_, at) => at % 256));
    const { body, attachments, cut } = await parse([
      ...MIXED,
      ...PART(['Content-Type: text/plain; charset=utf-8'], 'Kính gửi ban tổ chức'),
      ...PART(
        [
          'Content-Type: application/pdf; name="=?UTF-8?Q?T=E1=BB=9D_tr=C3=ACnh.pdf?="',
          'Content-Transfer-Encoding: base64',
          'Content-Disposition: attachment',
        ],
        bytes.toString('base64').replace(/(.{76})/g, '$1\r\n'),
      ),
      '--b--',
    ]);
    expect(body.trim()).toBe('Kính gửi ban tổ chức');
    expect(attachments).toEqual([
      { nameAsSent: 'Tờ trình.pdf', declaredType: 'application/pdf', shownInBody: false, kept: bytes },
    ]);
    expect(cut).toBe(false);
  });

  it('takes an inline PDF and an image without a reference for attachments, and knows a logo', async () => {
    const { attachments } = await parse([
      ...MIXED,
      ...PART(
        ['Content-Type: text/html; charset=utf-8'],
        '<p>a</p><img src="cid:logo@x"><img src=cid:chu%20ky@x><object data="cid:pdf@x">',
      ),
      ...PART([PDF, 'Content-Disposition: inline; filename=a.pdf', 'Content-ID: <pdf@x>'], '%PDF-'),
      ...PART(['Content-Type: image/png', 'Content-ID: <logo@x>'], 'png'),
      ...PART(['Content-Type: image/gif', 'Content-Id: <chu ky@x>'], 'gif'),
      ...PART(['Content-Type: application/octet-stream; name=a.png', 'Content-ID: logo@x'], 'png'),
      ...PART(
        [
          'Content-Type: image/jpeg',
          'Content-ID: <photo@x>',
          'Content-Disposition: inline; filename=image0.jpeg',
        ],
        'jpg',
      ),
      '--b--',
    ]);
    expect(attachments.map((one) => [one.declaredType, one.shownInBody])).toEqual([
      ['application/pdf', false],
      ['image/png', true],
      ['image/gif', true],
      ['image/png', true],
      ['image/jpeg', false],
    ]);
  });

  it('takes a text with a name for a file, and a calendar, a card and a signature for parts', async () => {
    const { body, attachments } = await parse([
      ...MIXED,
      ...PART(['Content-Type: text/plain'], 'words'),
      ...PART(['Content-Type: text/plain; name="ghi chu.txt"'], 'file 1'),
      ...PART(['Content-Type: text/html', 'Content-Disposition: inline; filename=trang.html'], 'file 2'),
      ...PART(['Content-Type: text/plain', 'Content-Disposition: attachment'], 'file 3'),
      ...PART(['Content-Type: TEXT/Calendar; method=REQUEST'], 'BEGIN:VCALENDAR'),
      ...PART(['Content-Type: text/x-vcard; name=a.vcf'], 'BEGIN:VCARD'),
      ...PART(['Content-Type: application/pkcs7-signature; name=smime.p7s'], 'x'),
      '--b--',
    ]);
    expect(body.trim()).toBe('words');
    expect(attachments.map((one) => [one.declaredType, one.nameAsSent])).toEqual([
      ['text/plain', 'ghi chu.txt'],
      ['text/html', 'trang.html'],
      ['text/plain', null],
      ['text/calendar', null],
      ['text/x-vcard', 'a.vcf'],
      ['application/pkcs7-signature', 'smime.p7s'],
    ]);
    expect(attachments[0]?.kept.toString()).toBe('file 1');
  });

  const INNER = ['Subject: inner', ...MIXED, '--b', `${PDF}; name=a.pdf`, '', 'x', '--b--', ''].join('\r\n');

  it.each<[string, Bytes[], Bytes]>([
    ['attached', ['Content-Disposition: attachment; filename="Fwd.eml"'], INNER],
    ['inline', ['Content-Disposition: inline'], INNER],
    ['bare', [], INNER],
    ['in base64, which it must not be', ['Content-Transfer-Encoding: base64'], base64(INNER)],
    [
      'in quoted-printable',
      ['Content-Transfer-Encoding: quoted-printable'],
      quoted(Buffer.from(INNER)).replace(/.{60}/g, '$&=\r\n'),
    ],
  ])('keeps a nested message %s as one file', async (_, headers, inside) => {
    const { body, attachments } = await parse([
      'Content-Type: multipart/mixed; boundary=outer',
      '',
      '--outer',
      'Content-Type: text/plain',
      '',
      'words',
      '--outer',
      'Content-Type: Message/RFC822',
      ...headers,
      '',
      inside,
      '--outer--',
    ]);
    expect(body.trim()).toBe('words');
    expect(attachments.map((one) => one.declaredType)).toEqual(['message/rfc822']);
    expect(attachments[0]?.kept.toString()).toBe(INNER);
    const within = await parse(attachments[0]?.kept ?? Buffer.alloc(0));
    expect(within.attachments.map((one) => one.nameAsSent)).toEqual(['a.pdf']);
  });

  it.each([
    ['Gmail', '<div class="gmail_quote gmail_quote_container">'],
    ['Yahoo', "<div id='y' class='yahoo_quoted'>"],
    ['Outlook on the web', '<hr style="width:98%"><div id="divRplyFwdMsg" dir="ltr">'],
    ['Outlook', "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>"],
    ['Apple', '<blockquote type="cite">'],
  ])('finds no links in what %s quotes', async (_, opener) => {
    const html = `<p>a <a href="https://we.tl/t-own">b</a></p>${opener}<a href="https://we.tl/t-old">c</a>`;
    const only = await parse(['Content-Type: text/html', '', html]);
    const beside = await parse([
      'Content-Type: multipart/alternative; boundary=b',
      '',
      ...PART(['Content-Type: text/plain'], 'a b\r\n> https://we.tl/t-old'),
      ...PART(['Content-Type: text/html'], html),
      '--b--',
    ]);
    for (const { links } of [only, beside])
      expect(links.map((one) => one.url)).toEqual(['https://we.tl/t-own']);
  });

  it('finds documents sent by link in the sender’s own words only', async () => {
    const { links } = await parse([
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Gửi <a class="x" href="https://drive.google.com/file/d/1AbCdEfGhIjKl/view?usp=drive_web&amp;x=1">hồ sơ</a></p>',
      '<blockquote><a href="https://we.tl/t-quoted">cũ</a></blockquote>',
      "<a href='https://we.tl/t-own'>mới</a>",
      '<div dir="ltr" class="gmail_quote"><a href="https://1drv.ms/u/s!earlier">cũ</a></div>',
    ]);
    expect(links).toEqual([
      { service: 'Google Drive', url: expect.stringContaining('/file/d/1AbCdEfGhIjKl/view') },
      { service: 'WeTransfer', url: 'https://we.tl/t-own' },
    ]);
  });
});

describe('messages made to harm', () => {
  it.each([
    ['an empty message', ''],
    ['a head only', 'Subject: a'],
    ['a boundary that never closes', [...MIXED, '--b', 'Content-Type: text/plain', '', 'a'].join('\r\n')],
    ['a boundary that never opens', [...MIXED, 'lost text'].join('\r\n')],
    ['an unknown charset', 'Content-Type: text/plain; charset=klingon\r\n\r\nH\xe5 s\xe6'],
    [
      'broken base64',
      [
        ...MIXED,
        ...PART(['Content-Type: a/b; name=x.bin', 'Content-Transfer-Encoding: base64'], '%%%=AAAA=BB'),
        '--b--',
      ].join('\r\n'),
    ],
    ['an unknown encoding', 'Content-Type: text/plain\r\nContent-Transfer-Encoding: rot13\r\n\r\nabc'],
    ['a multipart without a boundary', 'Content-Type: multipart/mixed\r\n\r\nabc'],
    ['a part without a type', [...MIXED, ...PART(['Content-Type: ; name=a.pdf'], 'x'), '--b--'].join('\r\n')],
    ['a root without a type', 'Content-Type: ;\r\n\r\nabc'],
    ['a part of headers only', [...MIXED, '--b', 'Content-Type: a/b', '--b--'].join('\r\n')],
  ])('makes something of %s', async (_, text) => {
    const { body } = await parse(Buffer.from(text, 'latin1'));
    expect(typeof body).toBe('string');
  });

  it('makes something of any bytes', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\n',
        '--b',
        '--b--',
        ...MIXED,
        'Content-Type: ',
        'text/plain',
        'text/html',
        'message/rfc822',
      ),
      fc.constantFrom(
        'multipart/mixed; boundary=b',
        'charset=',
        'name*0*=',
        "utf-8''%",
        '=?utf-8?b?',
        '?=',
        '"',
        ';',
        '<a href=',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        const { body } = await parse(Buffer.from(pieces.join(''), 'latin1'));
        expect(typeof body).toBe('string');
      }),
      { numRuns: 500 },
    );
  });

  it('passes on an error of the stream, also within an attachment', async () => {
    for (const start of [
      'Subject: a\r\n\r\n',
      [...MIXED, '--b', PDF, '', 'x'.repeat(100_000)].join('\r\n'),
    ]) {
      const broken = Readable.from(
        (async function* () {
          yield Buffer.from(start);
          throw new Error('disk gone');
        })(),
      );
      await expect(parseMessage(broken, buffer)).rejects.toThrow('disk gone');
    }
  });

  it('passes on an error of the keeper, and closes the source', async () => {
    const message = [
      ...MIXED,
      ...PART(['Content-Type: application/pdf; name=a.pdf'], 'x'),
      ...PART(['Content-Type: application/pdf; name=b.pdf'], 'y'),
      '--b--',
    ];
    const refuse = async (content: Readable) => {
      await buffer(content);
      throw new Error('archive full');
    };
    const raw = Readable.from([bytesOf(message)]);
    await expect(parseMessage(raw, refuse)).rejects.toThrow('archive full');
    expect(raw.destroyed).toBe(true);
  });

  it('reads parts nested 100 deep, and outlives thousands of levels', async () => {
    const nest = (depth: number) => [
      ...Array.from({ length: depth }, (_, at) => [
        `Content-Type: multipart/mixed; boundary=b${at}`,
        '',
        `--b${at}`,
      ]).flat(),
      `${PDF}; name=deep.pdf`,
      '',
      'x',
      ...Array.from({ length: depth }, (_, at) => `--b${depth - at - 1}--`),
    ];
    const { attachments, cut } = await parse(nest(100));
    expect([attachments.map((one) => one.nameAsSent), cut]).toEqual([['deep.pdf'], false]);
    expect(typeof (await parse(nest(4_000))).body).toBe('string');
    expect((await parse(nest(12_000))).cut).toBe(true);
  });

  it('takes no longer for HTML that never closes', async () => {
    const started = performance.now();
    for (const piece of [
      '<a ',
      '<div class="',
      '<blockquote>',
      'cid:',
      '<a href="',
      '&amp;',
      '<div style="border-top:',
    ]) {
      await parse([
        'Content-Type: multipart/mixed; boundary=b',
        '',
        ...PART(['Content-Type: text/html'], piece.repeat(100_000)),
        '--b--',
      ]);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('keeps 1,000 attachments of 10,000 and says so', async () => {
    const parts = Array.from({ length: 10_000 }, (_, at) => PART([`${PDF}; name=${at}.pdf`], 'x')).flat();
    const { attachments, cut, body } = await parse([
      ...MIXED,
      ...PART(['Content-Type: text/plain'], 'words'),
      ...parts,
      '--b--',
    ]);
    expect([attachments.length, cut, body.trim()]).toEqual([1_000, true, 'words']);
    expect(attachments[999]?.nameAsSent).toBe('999.pdf');
  });

  it('reads the first of 10,000 texts and says so', async () => {
    const parts = Array.from({ length: 10_000 }, () => PART(['Content-Type: text/plain'], 'a')).flat();
    const { body, cut } = await parse([...MIXED, ...parts, '--b--']);
    expect(cut).toBe(true);
    expect(body.length).toBeGreaterThan(1_000);
  });

  it('does not wait for an attachment whose neighbour has a head of megabytes', async () => {
    const { attachments, cut } = await parse([
      ...MIXED,
      ...PART(['Content-Type: text/plain'], 'words'),
      ...PART([`${PDF}; name=a.pdf`], 'x'.repeat(300_000)),
      ...PART([`X-Filler: ${'x'.repeat(2_000_000)}`], 'y'),
      '--b--',
    ]);
    expect(cut).toBe(true);
    expect(attachments.length).toBeLessThanOrEqual(1);
    expect((await parse([`X-Filler: ${'x'.repeat(2_000_000)}`, '', 'a'])).cut).toBe(true);
  });

  it('takes a head of a megabyte, and hundreds of megabytes of text no further than its limit', async () => {
    const lines = Array.from({ length: 12_000 }, (_, at) => `X-Filler-${at}: ${'x'.repeat(60)}`);
    expect((await parse([...lines, 'Content-Type: text/plain', '', 'words'])).body.trim()).toBe('words');
    const chunk = Buffer.from(`${'lorem ipsum '.repeat(5_000)}\r\n`);
    const long = Readable.from(
      (function* () {
        yield Buffer.from('Content-Type: text/plain\r\n\r\n');
        for (let at = 0; at < 2_000; at++) yield chunk;
      })(),
    );
    expect((await parseMessage(long, buffer)).body).toHaveLength(200_000);
  });
});
