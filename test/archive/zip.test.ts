// The ZIP of a dossier, read back by another library: whole, clean, and nothing in it that is withheld.
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { archiveIn } from '../../src/archive/folder.ts';
import { zipFiles } from '../../src/archive/zip.ts';
import { type BundledFile, placeFiles } from '../../src/core/handout.ts';
import { eventually } from '../support/eventually.ts';

let folder: string;
let archive: Archive;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-'));
  archive = await openArchive(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const RECEIVED = new Date('2022-08-05T02:15:00Z');

async function kept(name: string, content: Buffer | string, messageId = 1): Promise<BundledFile> {
  const { sha256, size } = await archive.put(Buffer.from(content as string));
  return { messageId, receivedAt: RECEIVED, name, sha256, size, withheld: null };
}

/** Names, UTF-8 flag and times as they stand in its directory, and what each entry unpacks to. */
async function contentsOf(zip: Buffer): Promise<Map<string, { content: string; utf8: boolean; at: Date }>> {
  const found = new Map();
  const opened = await yauzl.fromBufferPromise(zip, { lazyEntries: true, strictFileNames: true });
  for await (const entry of opened.eachEntry()) {
    const content = (await buffer(await opened.openReadStreamPromise(entry))).toString();
    const utf8 = (entry.generalPurposeBitFlag & 0x800) !== 0;
    found.set(entry.fileName, { content, utf8, at: entry.getLastModDate() });
  }
  return found;
}

const zipOf = async (files: BundledFile[]) =>
  contentsOf(await buffer(await zipFiles(placeFiles(files), archive)));

it('holds every file under a clean name in UTF-8, with the time its mail came', async () => {
  const found = await zipOf([
    await kept('Tờ trình.pdf', 'một'),
    await kept('Tờ trình.pdf', 'hai'),
    await kept('báo cáo.docx', 'ba', 2),
  ]);
  expect(found).toEqual(
    new Map(
      [
        ['Thư 1 ngày 05-08-2022/Tờ trình.pdf', 'một'],
        ['Thư 1 ngày 05-08-2022/Tờ trình (2).pdf', 'hai'],
        ['Thư 2 ngày 05-08-2022/báo cáo.docx', 'ba'],
      ].map(([name, content]) => [name, { content, utf8: true, at: RECEIVED }]),
    ),
  );
});

it('names what is left out, and why, and holds none of it', async () => {
  const virus = { ...(await kept('virus.doc', 'X5O!')), withheld: 'infected' as const };
  const gone = { ...(await kept('gone.pdf', 'x')), sha256: 'f'.repeat(64) };
  const found = await zipOf([
    await kept('a.pdf', 'a'),
    virus,
    gone,
    await kept('Tệp không kèm theo.txt', 'b'),
  ]);
  expect([...found.keys()]).toEqual(['a.pdf', 'Tệp không kèm theo.txt', 'Tệp không kèm theo (2).txt']);
  expect(found.get('Tệp không kèm theo (2).txt')?.content).toBe(
    '\ufeffCác tệp sau đây không có trong gói tải về:\r\n\r\n' +
      '- virus.doc: Tệp có mã độc: đã cách ly, không mở, không tải về.\r\n' +
      '- gone.pdf: Không tìm thấy tệp trong kho lưu.\r\n',
  );
});

it('of nothing is a ZIP', async () => {
  expect(await zipOf([])).toEqual(new Map());
});

it('breaks off, and says so, where a file is no longer what it was', async () => {
  const file = await kept('a.pdf', 'x'.repeat(1_000));
  await truncate(await archiveIn(folder).localPath(file.sha256 ?? ''), 10);
  await expect(buffer(await zipFiles(placeFiles([file]), archive))).rejects.toThrow(
    'unexpected number of bytes',
  );
});

it('breaks off where a file cannot be read', async () => {
  const files = placeFiles([await kept('a.pdf', 'a')]);
  const broken = { ...archive, open: async () => createReadStream(join(folder, 'nothing')) };
  await expect(buffer(await zipFiles(files, broken))).rejects.toThrow('ENOENT');
  const away = { ...archive, open: () => Promise.reject(new Error('away')) };
  await expect(buffer(await zipFiles(files, away))).rejects.toThrow('away');
});

it('closes its file when whoever downloads goes away, and opens no other', async () => {
  const files = [await kept('a', randomBytes(5_000_000)), await kept('b', randomBytes(5_000_000))];
  const opened: Readable[] = [];
  const watched = {
    ...archive,
    open: async (sha256: string) => {
      const stream = await archive.open(sha256);
      opened.push(stream);
      return stream;
    },
  };
  const zip = await zipFiles(placeFiles(files), watched);
  for await (const _ of zip) break;
  await eventually('the file to be closed', () => opened.length === 1 && opened[0]?.closed === true);
});

it('needs no memory for what it holds, and has one file open at a time', async () => {
  const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');
  const size = 50 * MEGABYTE.length;
  const { sha256 } = await archive.put(Readable.from(Array.from({ length: 50 }, () => MEGABYTE)));
  const files = Array.from({ length: 10 }, (_, at) => ({
    ...{ messageId: 1, receivedAt: RECEIVED, sha256, size, withheld: null },
    name: `${at}.pdf`,
  }));
  let [open, most] = [0, 0];
  const watched = {
    ...archive,
    open: async () => {
      most = Math.max(most, ++open);
      return (await archive.open(sha256)).once('end', () => open--);
    },
  };
  const before = process.memoryUsage();
  let [length, growth] = [0, 0];
  const hash = createHash('sha256');
  for await (const chunk of await zipFiles(placeFiles(files), watched)) {
    length += (chunk as Buffer).length;
    hash.update(chunk as Buffer);
    const { external, heapUsed } = process.memoryUsage();
    growth = Math.max(growth, external + heapUsed - before.external - before.heapUsed);
  }
  expect(length).toBeGreaterThan(10 * size);
  expect(most).toBe(1);
  expect(growth).toBeLessThan(100 * MEGABYTE.length);
});
