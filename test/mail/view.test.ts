// What staff see of a mail: its head and words as they were meant, and nothing that runs, is fetched or leads anywhere.
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MailView } from '../../src/core/preview.ts';
import { viewMail } from '../../src/mail/view.ts';
import { HEAVY, HOSTILE } from './hostile-html.ts';
import { findStrange } from './inert.ts';

const JPEG = Buffer.from('ffd8ffe0', 'hex');
/** Draws whatever begins like a PNG. */
const draw = async (image: Buffer) => (image.subarray(1, 4).toString() === 'PNG' ? JPEG : null);

function view(lines: (string | Buffer)[], limits?: Parameters<typeof viewMail>[2]): Promise<MailView> {
  const bytes = lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\r\n')]));
  return viewMail(Readable.from([Buffer.concat(bytes)]), draw, limits);
}

const viewHtml = (html: string) => view(['Content-Type: text/html; charset=utf-8', '', html]);
const part = (headers: string[], body: string | Buffer) => ['--b', ...headers, '', body];
const inline = (cid: string, type = 'image/png', body = '\x89PNG') =>
  part(
    [`Content-Type: ${type}`, `Content-ID: <${cid}>`, 'Content-Transfer-Encoding: base64'],
    Buffer.from(body, 'latin1').toString('base64'),
  );
const RELATED = ['MIME-Version: 1.0', 'Content-Type: multipart/related; boundary=b', ''];
const HTML = ['Content-Type: text/html; charset=utf-8'];
const SHOWN = `src="data:image/jpeg;base64,${JPEG.toString('base64')}"`;

describe('the head', () => {
  it('is decoded, with every address', async () => {
    const shown = await view([
      'From: =?utf-8?b?TmjDonQgTmFt?= <A@Example.vn>',
      'To: "Bộ phận tiếp nhận" <b@example.vn>, c@example.vn',
      'Cc: Nhóm: d@example.vn, e@example.vn;',
      'Cc: f@example.vn',
      'Reply-To: =?utf-8?q?V=C4=83n_ph=C3=B2ng?=',
      'Date: Fri, 05 Aug 2022 09:15:00 +0700 (ICT)',
      'Subject: =?utf-8?b?VOG7nSB0csOs?=',
      ' =?utf-8?b?bmg=?=',
      '',
      'x',
    ]);
    expect(shown).toMatchObject({
      from: [{ name: 'Nhât Nam', address: 'A@Example.vn' }],
      to: [
        { name: 'Bộ phận tiếp nhận', address: 'b@example.vn' },
        { name: '', address: 'c@example.vn' },
      ],
      cc: ['d@example.vn', 'e@example.vn', 'f@example.vn'].map((address) => ({ name: '', address })),
      replyTo: [{ name: 'Văn phòng', address: '' }],
      subject: 'Tờ trình',
      date: new Date('2022-08-05T02:15:00Z'),
    });
  });

  it('shows names and subjects in the order they have', async () => {
    const shown = await view([
      'From: "\u202egnp.exe\u2066" <a@example.vn>',
      'Subject: a\u202eb\u0007c',
      '',
      'x',
    ]);
    expect(shown.from).toEqual([{ name: 'gnp.exe', address: 'a@example.vn' }]);
    expect(shown.subject).toBe('abc');
  });

  it('of a mail without one is empty', async () => {
    expect(await view(['', 'x'])).toMatchObject({
      from: [],
      to: [],
      subject: '',
      date: null,
      html: '<p>x</p>',
    });
  });

  it('is cut where it is endless', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => `a${at}@example.vn`).join(', ');
    const shown = await view([`To: ${many}`, `Subject: ${'a'.repeat(50_000)}`, '', 'x']);
    expect(shown.to).toHaveLength(200);
    expect(shown.subject).toHaveLength(7_999);
  });
});

describe('words', () => {
  it('without HTML stand as they were written, whatever they look like', async () => {
    const shown = await view([
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Kính gửi: <b>Ban</b> & "Hội đồng"',
      '  - Tờ   trình',
      '\tPhụ lục',
      '',
      ' ',
      '<script>alert(1)</script>',
      '',
    ]);
    expect(shown.html.replaceAll('\u00a0', '~')).toBe(
      '<p>Kính gửi: &#60;b&#62;Ban&#60;/b&#62; &#38; &#34;Hội đồng&#34;<br>~ - Tờ~~ trình<br>~~~ Phụ lục</p>\n' +
        '<p>&#60;script&#62;alert(1)&#60;/script&#62;</p>',
    );
  });

  it('in HTML keep their tables, lists and marks', async () => {
    const html =
      '<h2>Danh sách</h2><table border=1><tr><td colspan="2" style="color:red;margin:0">Một</td></tr></table>' +
      '<ol start="3"><li><b>Hai</b><br></li></ol><p style="font-weight:700;text-align: center">Ba</p>';
    expect(
      (await viewHtml(`<html><head><title>x</title></head><body>${html}</body></html>`)).html.trim(),
    ).toBe(
      '<h2>Danh sách</h2><table><tr><td colspan="2" style="color:red">Một</td></tr></table>' +
        '<ol start="3"><li><b>Hai</b><br /></li></ol><p style="font-weight:700;text-align: center">Ba</p>',
    );
  });

  it('that stand beside HTML are shown with it, those that say the same are not', async () => {
    const both = (kind: string) =>
      view([
        'MIME-Version: 1.0',
        `Content-Type: multipart/${kind}; boundary=b`,
        '',
        ...part(['Content-Type: text/plain; charset=utf-8'], 'Kính gửi <Ban>'),
        ...part(HTML, '<i>Trân trọng</i>'),
        '--b--',
      ]);
    expect((await both('mixed')).html).toMatch(/^<p>Kính gửi &lt;Ban&gt;<\/p>.*<i>Trân trọng<\/i>/s);
    expect((await both('alternative')).html).toBe('<i>Trân trọng</i>');
  });

  it('labelled as UTF-7 are what they are', async () => {
    const { html } = await view(['Content-Type: text/html; charset=utf-7', '', '+ADw-script+AD4-']);
    expect(html).toBe('+ADw-script+AD4-');
  });

  it('that are none are said to be none', async () => {
    for (const empty of ['', ' \r\n ', '<style>x</style>']) {
      expect((await viewHtml(empty)).html).toBe('<p>[thư không có nội dung hiển thị được]</p>');
    }
  });

  it('beyond the limits are left out, and that is said', async () => {
    const limits = { characters: 20, images: 1, imageBytes: 1, shownImages: 1 };
    const text = await view(['', 'a'.repeat(30)], limits);
    expect(text).toMatchObject({ html: `<p>${'a'.repeat(20)}</p>`, cut: true });
    expect(await view(['Content-Type: text/html', '', `<p>${'a'.repeat(30)}`], limits)).toMatchObject({
      html: `<p>${'a'.repeat(17)}</p>`,
      cut: true,
    });
    expect(await view(['', 'a'.repeat(10)], limits)).toMatchObject({ cut: false });
  });
});

describe('a link', () => {
  it.each([
    ['<a href="https://example.vn/a?b=1&amp;c=2">Tải về</a>', 'Tải về [https://example.vn/a?b=1&amp;c=2]'],
    [
      '<a href="https://evil.example/">https://example.vn/</a>',
      'https://example.vn/ [https://evil.example/]',
    ],
    ['<a href="https://example.vn/">https://example.vn</a>', 'https://example.vn'],
    ['<a href="mailto:a@example.vn">a@example.vn</a>', 'a@example.vn'],
    ['<a href="https://аррӏе.example/"><b>apple</b></a>', '<b>apple</b> [https://xn--80ak6aa92e.example/]'],
    ['<a href="tel:123">x<a href="http://b.example">y</a></a>', 'xy [http://b.example/] [tel:123]'],
    ['<a href="javascript:alert(1)">x</a><a href="/y">y</a><a>z</a></a>', 'xyz'],
  ])('is told, not followed: %s', async (html, wanted) => {
    expect((await viewHtml(html)).html).toBe(wanted);
  });

  it('is cut where it is endless', async () => {
    const { html } = await viewHtml(`<a href="https://example.vn/${'ư'.repeat(5_000)}">x</a>`);
    expect(html).toMatch(/^x \[https:\/\/example\.vn\/[%C6B0]{281}…\]$/);
  });
});

describe('an image', () => {
  it('of the mail itself is shown, drawn anew', async () => {
    const { html, blockedImages } = await view([
      ...RELATED,
      ...part(HTML, '<p>x<img src="cid:logo%401" width="40" height=9999 alt="a" onload=b></p>'),
      ...inline('logo@1'),
      '--b--',
    ]);
    expect(html.trim()).toBe(`<p>x<img width="40" ${SHOWN} /></p>`);
    expect(blockedImages).toBe(0);
  });

  it.each([
    ['it is not there', 'none', []],
    ['it is labelled as a drawing', 'a', inline('a', 'image/svg+xml')],
    ['it is no image', 'a', inline('a', 'image/png', '<svg onload=alert(1)>')],
    ['it is too large', 'a', inline('a', 'image/png', `\x89PNG${'x'.repeat(200)}`)],
  ])('is not shown where %s', async (_, cid, parts) => {
    const limits = { characters: 1_000, images: 2, imageBytes: 100, shownImages: 1_000 };
    const { html } = await view(
      [...RELATED, ...part(HTML, `<img src="cid:${cid}">`), ...parts, '--b--'],
      limits,
    );
    expect(html.trim()).toBe('<em>[ảnh không hiển thị được]</em>');
  });

  it('is shown so often and no oftener', async () => {
    const limits = { characters: 1_000, images: 2, imageBytes: 100, shownImages: 3 * SHOWN.length };
    const shown = '<img src=cid:a><img src=cid:b><img src=cid:c><img src=cid:a><img src=cid:a>';
    const ids = ['a', 'b', 'c'].flatMap((cid) => inline(cid));
    const { html } = await view([...RELATED, ...part(HTML, shown), ...ids, '--b--'], limits);
    expect(html.match(/<img/g)).toHaveLength(3);
    expect(html.match(/không hiển thị được/g)).toHaveLength(2);
  });

  it('from elsewhere is a note, and counted', async () => {
    const { html, blockedImages } = await viewHtml('a<img src="https://example.vn/pixel.gif">b<img>c');
    expect(html).toBe('a<em>[ảnh từ xa đã bị chặn]</em>b<em>[ảnh từ xa đã bị chặn]</em>c');
    expect(blockedImages).toBe(2);
  });
});

describe('hostile HTML', () => {
  it('is a corpus of some size', () => expect(HOSTILE.length).toBeGreaterThanOrEqual(40));

  it.each(HOSTILE)('becomes harmless: %s', async (_, hostile) => {
    expect(findStrange((await viewHtml(hostile)).html)).toEqual([]);
    // And within a mail that shows more than itself.
    expect(findStrange((await viewHtml(`<p>trước ${hostile} <b>sau</b>`)).html)).toEqual([]);
  });

  it('in plain text is plain text', async () => {
    for (const [, hostile] of HOSTILE) {
      expect(findStrange((await view(['', hostile])).html)).toEqual([]);
    }
  });

  it('of any make becomes harmless', async () => {
    const scraps = HOSTILE.flatMap(([, html]) => html.split(/(?=[<>"'&;=/ ])/));
    const any = fc.array(fc.oneof(fc.constantFrom(...scraps), fc.string({ maxLength: 5 })), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(any, async (pieces) => {
        expect(findStrange((await viewHtml(pieces.join(''))).html)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each(HEAVY)('of great weight is done with at once: %s', async (_, heavy) => {
    const begun = performance.now();
    const { html } = await viewHtml(heavy);
    expect(findStrange(html)).toEqual([]);
    expect(html.length).toBeLessThan(8_000_000);
    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  it('too deep to be shown leaves its plain words', async () => {
    const shown = await view([
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary=b',
      '',
      ...part(['Content-Type: text/plain'], 'Kinh gui'),
      ...part(HTML, '<b>'.repeat(1_000)),
      '--b--',
    ]);
    expect(shown).toMatchObject({ html: '<p>Kinh gui</p>', cut: true });
  });

  it('in parts without end is given up in time', async () => {
    const parts = Array.from({ length: 3_000 }, (_, at) => inline(`a${at}`)).flat();
    expect(await view([...RELATED, ...part(HTML, '<p>x</p>'), ...parts])).toMatchObject({
      html: '<p>x</p>',
      cut: true,
    });
  });
});
