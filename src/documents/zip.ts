// ZIP archives, as far as they are looked into: the directory, and the start of single entries.
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

export interface Zip {
  /** At most `MOST_ENTRIES` of them, by name. */
  entries: Map<string, Entry>;
  /** Whether its sizes, as it tells them itself, are those of a document and not of a bomb. */
  modest: boolean;
  /** The first bytes of an entry, at most `limit`. Errors: whatever yauzl finds wrong with it. */
  start(entry: Entry, limit: number): Promise<Buffer>;
  close(): void;
}

const MOST_ENTRIES = 5_000;
const MOST_UNPACKED = 500 * 1024 * 1024;
const HIGHEST_RATIO = 200;
/** Small files pack well without being bombs (bytes). */
const RATIO_FROM = 20 * 1024 * 1024;

/** Null: the directory, at the end of the file, cannot be read. */
export async function openZip(path: string): Promise<Zip | null> {
  const zip = await openFile(path);
  if (!zip) return null;
  const entries = await readDirectory(zip);
  if (!entries) {
    zip.close();
    return null;
  }
  return {
    entries,
    modest: zip.entryCount <= MOST_ENTRIES && isModest([...entries.values()]),
    start: (entry, limit) => readStart(zip, entry, limit),
    close: () => zip.close(),
  };
}

async function openFile(path: string): Promise<ZipFile | null> {
  try {
    return await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch {
    // yauzl names no kinds of errors: what it cannot open is no archive, or half of one.
    return null;
  }
}

async function readDirectory(zip: ZipFile): Promise<Map<string, Entry> | null> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      entries.set(entry.fileNameRaw.toString('utf8'), entry);
      if (entries.size >= MOST_ENTRIES) break;
    }
    return entries;
  } catch {
    // As above.
    return null;
  }
}

function isModest(entries: Entry[]): boolean {
  let packed = 0;
  let unpacked = 0;
  for (const { compressedSize, uncompressedSize } of entries) {
    packed += compressedSize;
    unpacked += uncompressedSize;
  }
  if (unpacked > MOST_UNPACKED) return false;
  return unpacked < RATIO_FROM || unpacked / Math.max(packed, 1) < HIGHEST_RATIO;
}

/** Inflates no more than asked for, whatever the archive says of its sizes; yauzl refuses those that lie. */
async function readStart(zip: ZipFile, entry: Entry, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > limit) return Buffer.concat(chunks, limit);
  }
  const whole = Buffer.concat(chunks, length);
  if (crc32(whole) !== entry.crc32) throw new Error(`${entry.fileNameRaw.toString('utf8')}: wrong checksum`);
  return whole;
}
