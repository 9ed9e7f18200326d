// Preview threads: hostile mails and files end as a reason, the process lives, and the next one is shown.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openPreview, type PreviewPool } from '../../src/app/preview.ts';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { Fault } from '../../src/core/fault.ts';
import { makePage, makeScannedPdf, ORDER_PAGE } from '../documents/make-scan.ts';
import { HEAVY } from '../mail/hostile-html.ts';

let folder: string;
let archive: Archive;
let preview: PreviewPool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preview-'));
  archive = await openArchive(folder);
});
afterEach(() => preview.close());
afterAll(() => rm(folder, { recursive: true }));

const keep = async (content: Buffer | string) => (await archive.put(Buffer.from(content as string))).sha256;
const MEGABYTE = 1024 * 1024;

/** A PDF whose one page shows so many images, each of which a hundred kilobytes unpack to 147 MB. */
async function pdfOfLargeImages(count: number): Promise<Buffer> {
  const side = 7_000;
  const document = new PDFDocument({ size: 'A4', margin: 0, compress: false });
  const pixels = deflateSync(Buffer.alloc(side * side * 3));
  const dictionary = { Type: 'XObject', Subtype: 'Image', Width: side, Height: side, BitsPerComponent: 8 };
  for (let at = 0; at < count; at++) {
    const image = document.ref({ ...dictionary, ColorSpace: 'DeviceRGB', Filter: 'FlateDecode' });
    document.page.xobjects[`I${at}`] = image;
    image.end(pixels);
    document.addContent(`q 100 0 0 100 ${at} ${at} cm /I${at} Do Q`);
  }
  document.end();
  const chunks: Buffer[] = [];
  for await (const chunk of document) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('a preview', () => {
  it('shows a mail with its own image, drawn anew, and a page', async () => {
    preview = openPreview(archive);
    const mail = await keep(
      [
        'From: =?utf-8?b?WMOjIEdpYSBQaMO6?= <a@example.vn>',
        'Subject: s',
        'Content-Type: multipart/related; boundary=b',
        '',
        '--b',
        'Content-Type: text/html',
        '',
        '<p>x<img src="cid:1"><script>alert(1)</script></p>',
        '--b',
        'Content-Type: image/png',
        'Content-ID: <1>',
        'Content-Transfer-Encoding: base64',
        '',
        makePage([], { type: 'png' }).toString('base64'),
        '--b--',
      ].join('\r\n'),
    );
    const shown = await preview.mail(mail);
    expect(shown).toMatchObject({ from: [{ name: 'Xã Gia Phú', address: 'a@example.vn' }], cut: false });
    expect('html' in shown && shown.html).toMatch(
      /^<p>x<img src="data:image\/jpeg;base64,[^"<>]+" \/><\/p>$/,
    );
    const picture = await preview.picture(await keep(await makeScannedPdf(ORDER_PAGE)), 1);
    expect(picture).toMatchObject({ page: 1, pages: 1, height: 1600, bytes: expect.any(Uint8Array) });
  });

  it('takes as long as it may and no longer, and the next one is shown', async () => {
    // No thread can even start in a millisecond.
    preview = openPreview(archive, { time: 1, growth: 1024 * MEGABYTE });
    const page = await keep(makePage(ORDER_PAGE));
    expect(await preview.picture(page, 1)).toEqual({ problem: 'took-too-long' });
    expect(await preview.mail(page)).toEqual({ problem: 'took-too-long' });
    await preview.close();
    preview = openPreview(archive);
    expect(await preview.picture(page, 1)).toMatchObject({ width: 1131, height: 1600 });
  });

  it('that would take all memory is killed', async () => {
    preview = openPreview(archive, { time: 120_000, growth: 500 * MEGABYTE });
    const bomb = await pdfOfLargeImages(20);
    expect(bomb.length).toBeLessThan(4 * MEGABYTE);
    const begun = process.memoryUsage.rss();
    expect(await preview.picture(await keep(bomb), 1)).toEqual({ problem: 'took-too-long' });
    expect(process.memoryUsage.rss() - begun).toBeLessThan(1_500 * MEGABYTE);
    expect(await preview.picture(await keep(makePage(ORDER_PAGE)), 1)).toMatchObject({ pages: 1 });
  });

  it('waits for a thread without its time running', async () => {
    preview = openPreview(archive, { time: 60_000, growth: 4096 * MEGABYTE });
    const page = await keep(makePage(ORDER_PAGE));
    const pictures = await Promise.all(Array.from({ length: 20 }, () => preview.picture(page, 1)));
    expect(pictures.every((picture) => 'bytes' in picture)).toBe(true);
  });

  it('of bytes that are missing is a fault', async () => {
    preview = openPreview(archive);
    const fault = { constructor: Fault, code: 'archive-missing' };
    await expect(preview.mail('0'.repeat(64))).rejects.toMatchObject(fault);
    await expect(preview.picture('0'.repeat(64), 1)).rejects.toMatchObject(fault);
  });

  it('of heavy mails ends, for each', async () => {
    preview = openPreview(archive);
    const shown = await Promise.all(
      HEAVY.map(async ([, html]) => preview.mail(await keep(`Content-Type: text/html\r\n\r\n${html}`))),
    );
    expect(shown.filter((one) => 'problem' in one)).toEqual([]);
  });
});
