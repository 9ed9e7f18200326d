import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../src/mail/parse.ts';

const parse = (lines: string[] | Buffer) =>
  parseMessage(Readable.from([Buffer.isBuffer(lines) ? lines : Buffer.from(lines.join('\r\n'))]), buffer);

const PART = (headers: string[], body: string) => ['--b', ...headers, '', body];
const MIXED = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', ''];

describe('parseMessage', () => {
  it('separates the words from the attachments, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 999 }, (_, at) => at % 256));
    const { body, attachments } = await parse([
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
  });

  it('takes an inline PDF and an image without a reference for attachments, and knows a logo', async () => {
    const { attachments } = await parse([
      ...MIXED,
      ...PART(['Content-Type: text/html; charset=utf-8'], '<p>a</p><img src="cid:logo@x">'),
      ...PART(['Content-Type: application/pdf', 'Content-Disposition: inline; filename=a.pdf'], '%PDF-'),
      ...PART(['Content-Type: image/png', 'Content-ID: <logo@x>'], 'png'),
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
      ['image/jpeg', false],
    ]);
  });

  it('keeps a nested message as a file', async () => {
    const { attachments } = await parse([
      ...MIXED,
      ...PART(['Content-Type: message/rfc822'], 'Subject: inner\r\n\r\ninner body'),
      '--b--',
    ]);
    expect(attachments).toHaveLength(1);
    expect(attachments[0]?.kept.toString()).toContain('inner body');
  });

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
  ])('makes something of %s', async (_, text) => {
    const { body } = await parse(Buffer.from(text, 'latin1'));
    expect(typeof body).toBe('string');
  });

  it('passes on an error of the stream', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('Subject: a\r\n\r\n');
        throw new Error('disk gone');
      })(),
    );
    await expect(parseMessage(broken, buffer)).rejects.toThrow('disk gone');
  });

  it('passes on an error of the keeper', async () => {
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
    await expect(parseMessage(Readable.from([Buffer.from(message.join('\r\n'))]), refuse)).rejects.toThrow(
      'archive full',
    );
  });

  it('gives up on a tree of thousands of parts instead of holding them', async () => {
    const parts = Array.from({ length: 3000 }, () => PART(['Content-Type: text/plain'], 'a')).flat();
    await expect(parse([...MIXED, ...parts, '--b--'])).rejects.toThrow();
  });
});
