// Files made to hurt whoever opens them end as refused files with a reason; the reader lives, and reads the next one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReader, type ReaderPool } from '../../src/app/reader.ts';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { makeSevenZip } from '../documents/make-seven-zip.ts';
import { makeWord, makeZip, paragraph } from '../documents/make-zip.ts';

let folder: string;
let archive: Archive;
let reader: ReaderPool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  archive = await openArchive(folder);
  reader = openReader(archive);
});
afterAll(async () => {
  await reader.close();
  await rm(folder, { recursive: true });
});

const MEGABYTE = 1024 * 1024;

/** A PNG that says it is small and goes on for 200 MB. */
function longPicture(): Readable {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61', 'hex');
  return Readable.from(
    (function* () {
      yield head;
      for (let count = 0; count < 200; count++) yield Buffer.alloc(MEGABYTE);
    })(),
  );
}

/** A PNG that is small and says it has 100,000 × 100,000 pixels. */
function widePicture(): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000000806000000', 'hex');
  head.writeUInt32BE(100_000, 16);
  head.writeUInt32BE(100_000, 20);
  return Buffer.concat([head, Buffer.alloc(100)]);
}

async function manyPages(): Promise<Buffer> {
  const document = new PDFDocument({ size: [10, 10], margin: 0, autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.on('end', resolve));
  for (let page = 0; page < 10_000; page++) document.addPage();
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Entities of entities: 10^12 words, if they were ever spelt out. */
function billionLaughs(): Buffer {
  const entities = Array.from({ length: 12 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`);
  const body = `<w:body>${paragraph('&e12;')}</w:body>`;
  return makeWord('', {
    content: `<!DOCTYPE a [<!ENTITY e0 "ha">${entities.join('')}]><w:document>${body}</w:document>`,
  });
}

function nestedMail(depth: number): Buffer {
  let mail = 'Subject: the innermost\r\nFrom: a@example.vn\r\n\r\nTờ trình\r\n';
  for (let level = 0; level < depth; level++) {
    const boundary = `b${level}`;
    mail = `Subject: level ${level}\r\nFrom: a@example.vn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=${boundary}\r\n\r\n--${boundary}\r\nContent-Type: message/rfc822\r\n\r\n${mail}\r\n--${boundary}--\r\n`;
  }
  return Buffer.from(mail);
}

describe('a hostile file', () => {
  it.each([
    ['a zip bomb', () => makeZip([{ name: 'a', content: Buffer.alloc(100 * MEGABYTE) }]), 'archive-limits'],
    [
      'a 7z bomb',
      () => makeSevenZip([{ name: 'a', content: Buffer.alloc(100 * MEGABYTE) }]),
      'archive-limits',
    ],
    ['a Word bomb', () => makeWord('', { content: Buffer.alloc(300 * MEGABYTE, 'A') }), 'damaged'],
    ['a PDF of 10,000 pages', manyPages, 'too-large'],
    ['a picture of 200 MB', longPicture, 'too-large'],
    ['a picture of ten thousand million pixels', widePicture, 'too-large'],
  ] as const)(
    '%s is refused',
    async (_, make, problem) => {
      const { sha256 } = await archive.put(await make());
      expect(await reader.inspect([sha256])).toMatchObject([{ facts: { problem, entries: [] } }]);
    },
    60_000,
  );

  it.each([
    ['a Word document of a million laughs', billionLaughs],
    ['a Word document whose tags never end', () => makeWord('<w:p>'.repeat(1_000_000))],
    ['rich text of groups in groups', () => Buffer.from(`{\\rtf1${'{'.repeat(1_000_000)}`)],
  ] as const)(
    '%s is read no further than it makes sense',
    async (_, make) => {
      const { sha256 } = await archive.put(make());
      const [file] = await reader.inspect([sha256]);
      expect((file?.facts.text ?? '').length).toBeLessThan(1_000);
    },
    60_000,
  );

  it('a mail of mails of mails gives up one level at a time', async () => {
    const { sha256 } = await archive.put(nestedMail(60));
    const [file] = await reader.inspect([sha256]);
    expect(file?.facts.problem).toBeNull();
    expect(file?.facts.entries).toHaveLength(1);
  }, 60_000);

  it('leaves the reader alive', async () => {
    const { sha256 } = await archive.put(makeWord(paragraph('TỜ TRÌNH')));
    const [file] = await reader.inspect([sha256]);
    expect(file?.facts).toMatchObject({ type: 'docx', text: 'TỜ TRÌNH', problem: null });
  });
});
