// Names of attachments, in every way that mail programs and servers write them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bytes,
  base64,
  cp1258,
  MIXED,
  NAME,
  PART,
  PDF,
  parse,
  percent,
  quoted,
  toned,
} from '../support/raw-mail.ts';

async function nameOf(...headers: Bytes[]): Promise<string | null | undefined> {
  const { attachments } = await parse([...MIXED, ...PART(headers, 'x'), '--b--']);
  expect(attachments).toHaveLength(1);
  return attachments[0]?.nameAsSent;
}

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
