import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../src/mail/parse.ts';

/** Text is sent as the bytes of UTF-8. */
type Bytes = string | Buffer;

const bytesOf = (lines: Bytes[]) =>
  Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\r\n')])));
const parse = (lines: Bytes[] | Buffer) =>
  parseMessage(Readable.from([Buffer.isBuffer(lines) ? lines : bytesOf(lines)]), buffer);

const PART = (headers: Bytes[], body: Bytes) => ['--b', ...headers, '', body];
const MIXED = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', ''];

const NAME = 'Tờ trình sáng kiến xã Gia Phú.pdf';
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const quoted = (bytes: Buffer) =>
  [...bytes].map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
const base64 = (text: Bytes) => Buffer.from(text).toString('base64');
/** Combining tones, as windows-1258 has them. */
const toned = (text: string) =>
  text
    .normalize('NFD')
    .replace(/([aeoAEO])\u0302/g, (pair) => pair.normalize('NFC'))
    .replace(/[aA]\u0306|[oOuU]\u031b/g, (pair) => pair.normalize('NFC'))
    .replace(
      /([aeoAEO])([\u0300\u0301\u0303\u0309\u0323])\u0302/g,
      (_, a, tone) => `${a}\u0302`.normalize('NFC') + tone,
    )
    .replace(
      /([aA])([\u0300\u0301\u0303\u0309\u0323])\u0306/g,
      (_, a, tone) => `${a}\u0306`.normalize('NFC') + tone,
    );
const cp1258 = (text: string) => iconv.encode(toned(text), 'windows-1258');

async function nameOf(...headers: Bytes[]): Promise<string | null | undefined> {
  const { attachments } = await parse([...MIXED, ...PART(headers, 'x'), '--b--']);
  expect(attachments).toHaveLength(1);
  return attachments[0]?.nameAsSent;
}
const PDF = 'Content-Type: application/pdf';

describe('names of attachments', () => {
  const b64 = base64(NAME);
  const bytes = Buffer.from(NAME);
  const cut = bytes.indexOf('ờ') + 1;

  it.each<[string, Bytes[]]>([
    ['RFC 2231', [PDF, `Content-Disposition: attachment; filename*=UTF-8''${percent(NAME)}`]],
    [
      'RFC 2231, the value quoted',
      [PDF, `Content-Disposition: attachment; filename*="utf-8'vi'${percent(NAME)}"`],
    ],
    [
      'RFC 2231 continued, and cut within %XX',
      [
        PDF,
        'Content-Disposition: attachment;',
        ` filename*1*=${percent(NAME).slice(7)};`,
        ` filename*0*=utf-8''${percent(NAME).slice(0, 7)}`,
      ],
    ],
    [
      'RFC 2231, encoded and plain segments',
      [
        PDF,
        `Content-Disposition: attachment; filename*0*=utf-8''${percent(NAME.slice(0, -4))}; filename*1=".pdf"`,
      ],
    ],
    [
      'RFC 2231 labelled Latin-1',
      [PDF, `Content-Disposition: attachment; filename*=iso-8859-1''${percent(NAME)}`],
    ],
    ['RFC 2231 without a charset', [PDF, `Content-Disposition: attachment; filename*=${percent(NAME)}`]],
    [
      'RFC 2231 beside its ASCII form',
      [PDF, `Content-Disposition: attachment; filename="To trinh.pdf"; filename*=utf-8''${percent(NAME)}`],
    ],
    ['RFC 2047 in quotes, as Gmail', [PDF, `Content-Disposition: attachment; filename="=?UTF-8?B?${b64}?="`]],
    ['RFC 2047 bare', [PDF, `Content-Disposition: attachment; filename==?UTF-8?Q?${quoted(bytes)}?=`]],
    [
      'RFC 2047 without padding',
      [PDF, `Content-Disposition: attachment; filename="=?UTF-8?B?${b64.replace(/=+$/, '')}?="`],
    ],
    [
      'RFC 2047 cut within a letter',
      [
        PDF,
        `Content-Disposition: attachment; filename="=?UTF-8?B?${base64(bytes.subarray(0, cut))}?=`,
        ` =?UTF-8?B?${base64(bytes.subarray(cut))}?="`,
      ],
    ],
    [
      'RFC 2047 cut within a letter, labelled Latin-1, in both encodings',
      [
        PDF,
        `Content-Disposition: attachment; filename="=?iso-8859-1?Q?${quoted(bytes.subarray(0, cut))}?=`,
        ` =?ISO-8859-1?B?${base64(bytes.subarray(cut))}?="`,
      ],
    ],
    [
      'RFC 2047 over segments of RFC 2231',
      [
        PDF,
        `Content-Disposition: attachment; filename*0="=?UTF-8?B?${b64.slice(0, 20)}"; filename*1="${b64.slice(20)}?="`,
      ],
    ],
    [
      'UTF-8 labelled Latin-1',
      [PDF, `Content-Disposition: attachment; filename="=?iso-8859-1?Q?${quoted(bytes)}?="`],
    ],
    [
      'UTF-8 labelled windows-1258',
      [PDF, `Content-Disposition: attachment; filename="=?windows-1258?B?${b64}?="`],
    ],
    ['UTF-8 labelled us-ascii', [PDF, `Content-Disposition: attachment; filename="=?us-ascii?B?${b64}?="`]],
    [
      'UTF-8 labelled as nothing known',
      [PDF, `Content-Disposition: attachment; filename="=?x-unknown?B?${b64}?="`],
    ],
    [
      'UTF-8 labelled UTF-7',
      [PDF, `Content-Disposition: attachment; filename="=?unicode-1-1-utf-7?B?${b64}?="`],
    ],
    [
      'windows-1258',
      [PDF, `Content-Disposition: attachment; filename="=?windows-1258?B?${base64(cp1258(NAME))}?="`],
    ],
    [
      'windows-1258 labelled CP1258',
      [
        PDF,
        `Content-Disposition: attachment; filename*=cp1258''${quoted(cp1258(NAME)).replaceAll('=', '%')}`,
      ],
    ],
    ['raw UTF-8 in quotes', [PDF, `Content-Disposition: attachment; filename="${NAME}"`]],
    ['raw UTF-8 bare', [PDF, `Content-Disposition: attachment; filename=${NAME}`]],
    ['raw UTF-8 in quotes that never close', [PDF, `Content-Disposition: attachment; filename="${NAME}`]],
    [
      'raw windows-1258',
      [
        PDF,
        Buffer.concat([
          Buffer.from('Content-Disposition: attachment; filename="'),
          cp1258(NAME),
          Buffer.from('"'),
        ]),
      ],
    ],
    ['only Content-Type', [`${PDF}; name="${NAME}"`]],
    [
      'only Content-Type, RFC 2231',
      [`${PDF}; name*=utf-8''${percent(NAME)}`, 'Content-Disposition: attachment'],
    ],
    [
      'whole in Content-Type, hurt in the other',
      [`${PDF}; name="=?utf-8?B?${b64}?="`, 'Content-Disposition: attachment; filename="T? tr?nh.pdf"'],
    ],
    [
      'upper case, folded with a tab',
      [
        'CONTENT-TYPE: APPLICATION/PDF',
        `CONTENT-DISPOSITION: ATTACHMENT;\r\n\tFILENAME="=?UTF-8?B?${b64}?="`,
      ],
    ],
    [
      'NFD, as Apple',
      [PDF, `Content-Disposition: inline; filename*=utf-8''${percent(NAME.normalize('NFD'))}`],
    ],
    [
      'tones apart, as UniKey',
      [PDF, `Content-Disposition: inline; filename="=?utf-8?B?${base64(toned(NAME))}?="`],
    ],
  ])('%s', async (_, headers) => {
    expect(await nameOf(...headers)).toBe(NAME);
  });

  it.each<[string, string, string | null]>([
    ['a path of Windows', 'filename="C:\\Users\\an\\to trinh.pdf"', 'C:\\Users\\an\\to trinh.pdf'],
    ['a path up the tree', 'filename="..\\..\\to trinh.pdf"', '..\\..\\to trinh.pdf'],
    ['escaped quotes', 'filename="To trinh \\"moi\\".pdf"', 'To trinh "moi".pdf'],
    ['bare quotes', 'filename="To trinh "moi".pdf"; size=3', 'To trinh "moi".pdf'],
    ['a semicolon in quotes', 'filename="a; filename=b.pdf"', 'a; filename=b.pdf'],
    ['an apostrophe that names no charset', "filename*=d'an so 1.pdf", "d'an so 1.pdf"],
    ['percent signs that are no code', 'filename="100% dan.pdf"', '100% dan.pdf'],
    ['an encoded word decoded once', "filename*=utf-8''%3D%3Futf-8%3FQ%3Fa%3F%3D", '=?utf-8?Q?a?='],
    ['two names: the first', 'filename=a.pdf; filename=b.pdf', 'a.pdf'],
    ['letters lost by the sender', 'filename="T? tr?nh.pdf"', 'T? tr?nh.pdf'],
    ['a name at the end in "à"', 'filename=Son Hà', 'Son Hà'],
    ['an empty name', 'filename=""', null],
    ['a name of spaces', 'filename="  "', null],
    ['no name', 'size=3', null],
  ])('%s', async (_, parameter, name) => {
    expect(await nameOf(PDF, `Content-Disposition: attachment; ${parameter}`)).toBe(name);
  });

  it('are bounded', async () => {
    const name = await nameOf(PDF, `Content-Disposition: attachment; filename="${'a'.repeat(500_000)}.pdf"`);
    expect(name).toBe('a'.repeat(2_000));
    const segments = Array.from({ length: 10_000 }, (_, at) => ` filename*${at}*=%41;`);
    expect((await nameOf(PDF, 'Content-Disposition: attachment;', ...segments))?.length).toBeLessThan(2_001);
  });

  const letters = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        ...'aăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ'.normalize('NFC'),
      ),
      fc.constantFrom(...'AĂÂĐ ĐTVXxyz0123456789.-_()[]+&%=?;,\'"\\/~#'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 60,
  });
  const names = letters.map((name) => name.replace(/\p{C}/gu, '').trim()).filter((name) => name !== '');
  const splitAt = (text: string, at: number) => [text.slice(0, at), text.slice(at)] as const;

  it('come back as they were, whatever they are and however they are sent', async () => {
    const forms: ((name: string, at: number) => string[])[] = [
      (name) => [`filename*=utf-8''${percent(name)}`],
      (name, at) => {
        const [first, rest] = splitAt(percent(name), at);
        return [`filename*0*=utf-8''${first}`, `filename*1*=${rest}`];
      },
      (name) => [`filename="=?utf-8?B?${base64(name)}?="`],
      (name) => [`filename="=?iso-8859-1?Q?${quoted(Buffer.from(name))}?="`],
      (name, at) => {
        const bytes = Buffer.from(name);
        return [
          `filename="=?utf-8?B?${base64(bytes.subarray(0, at))}?= =?utf-8?Q?${quoted(bytes.subarray(at))}?="`,
        ];
      },
      (name) => [`filename="${name.replace(/[\\"]/g, '\\$&')}"`],
    ];
    await fc.assert(
      fc.asyncProperty(names, fc.nat(60), fc.constantFrom(...forms), async (name, at, form) => {
        // A raw name that looks like an encoded word is one.
        fc.pre(!name.includes('=?') && name === name.normalize('NFC'));
        const sent = form(name, at).map((line) => ` ${line}`);
        expect(await nameOf(PDF, `Content-Disposition: attachment;\r\n${sent.join(';\r\n')}`)).toBe(
          name.normalize('NFC'),
        );
      }),
      { numRuns: 300 },
    );
  });
});

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
