// ZIP archives, as far as they are looked into: the directory, and the start of single entries.
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { crc32, inflateRawSync } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { Bytes } from './bytes.ts';

export interface Zip {
  /** At most `MOST_ENTRIES` of them, by name. */
  entries: Map<string, Entry>;
  /** Whether its sizes, as it tells them itself, are those of a document and not of a bomb. */
  modest: boolean;
  /** The first bytes of an entry, at most `limit`. Errors: whatever is wrong with it. */
  start(entry: Entry, limit: number): Promise<Buffer>;
}

const MOST_ENTRIES = 5_000;
const MOST_UNPACKED = 500 * 1024 * 1024;
const HIGHEST_RATIO = 200;
/** Small files pack well without being bombs (bytes). */
const RATIO_FROM = 20 * 1024 * 1024;

/** Null: the directory, at the end of the file, cannot be read. It is read no longer than the file is open. */
export function openZip(file: Bytes): Zip | null {
  const zip = openAtOnce(file);
  const entries = zip && readDirectory(zip);
  if (!entries) return null;
  return {
    entries,
    modest: zip.entryCount <= MOST_ENTRIES && isModest([...entries.values()]),
    start: async (entry, limit) =>
      entry.uncompressedSize <= limit ? readWhole(zip, file, entry) : readStart(zip, entry, limit),
  };
}

/** yauzl asks for bytes and waits; from here it has them before it returns. */
class Reader extends yauzl.RandomAccessReader {
  private readonly file: Bytes;

  constructor(file: Bytes) {
    super();
    this.file = file;
  }

  override read(into: Buffer, offset: number, length: number, at: number, done: Done): void {
    const copied = this.file.read(at, length).copy(into, offset);
    done(copied === length ? null : new Error('the file ends before'));
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.file.path, { start, end: end - 1 });
  }

  override close(done: Done): void {
    done(null);
  }
}

type Done = (error: Error | null) => void;

function openAtOnce(file: Bytes): ZipFile | null {
  let opened: ZipFile | null = null;
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  // yauzl names no kinds of errors: what it cannot open is no archive, or half of one.
  yauzl.fromRandomAccessReader(new Reader(file), file.size, options, (error, zip) => {
    if (!error) opened = zip;
  });
  return opened;
}

function readDirectory(zip: ZipFile): Map<string, Entry> | null {
  const entries = new Map<string, Entry>();
  let broken = false;
  zip.on('error', () => {
    broken = true;
  });
  zip.on('entry', (entry: Entry) => entries.set(entry.fileNameRaw.toString('utf8'), entry));
  for (let count = 0; count < zip.entryCount && entries.size < MOST_ENTRIES && !broken; count++) {
    zip.readEntry();
  }
  return broken ? null : entries;
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

/** Its size is told and small: no more than that is unpacked. */
function readWhole(zip: ZipFile, file: Bytes, entry: Entry): Buffer {
  const packed = readPacked(zip, file, entry);
  const { uncompressedSize } = entry;
  const whole = entry.isCompressed()
    ? inflateRawSync(packed, { maxOutputLength: Math.max(uncompressedSize, 1) })
    : packed;
  if (whole.length !== uncompressedSize) throw new Error(`${nameOf(entry)}: another size than is told`);
  return checked(whole, entry);
}

function readPacked(zip: ZipFile, file: Bytes, entry: Entry): Buffer {
  if (!entry.canDecodeFileData()) throw new Error(`${nameOf(entry)}: locked, or packed in an unknown way`);
  let at: number | null = null;
  zip.readLocalFileHeader(entry, { minimal: true }, (error, header) => {
    if (!error) at = header.fileDataStart;
  });
  if (at === null) throw new Error(`${nameOf(entry)}: its head is broken`);
  return file.read(at, entry.compressedSize);
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
  return checked(Buffer.concat(chunks, length), entry);
}

function checked(whole: Buffer, entry: Entry): Buffer {
  if (crc32(whole) !== entry.crc32) throw new Error(`${nameOf(entry)}: wrong checksum`);
  return whole;
}

function nameOf(entry: Entry): string {
  return entry.fileNameRaw.toString('utf8');
}
