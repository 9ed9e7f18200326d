// Unpacks ZIP archives, with names in any code page that Windows has written them in.
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import iconv from 'iconv-lite';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { FileEntry } from '../core/facts.ts';
import {
  entryOf,
  isBeyondLimits,
  isUnsafeName,
  type Keep,
  type Listed,
  refused,
  type Unpacked,
  type UnpackLimits,
} from './container.ts';

export async function unpackZip(path: string, keep: Keep, limits: UnpackLimits): Promise<Unpacked> {
  const zip = await openZipFile(path);
  if (!zip) return refused('damaged');
  try {
    const listed = await list(zip, limits.entries);
    if (!listed) return refused('damaged');
    if (
      await isBeyondLimits(
        listed.map(({ told }) => told),
        path,
        limits,
      )
    )
      return refused('archive-limits');
    if (listed.length > 0 && listed.every(({ told }) => told.problem === 'encrypted'))
      return refused('encrypted');
    const entries: FileEntry[] = [];
    for (const { entry, told } of listed) {
      entries.push(told.problem ? entryOf(told) : await take(zip, entry, told, keep));
    }
    const lost = entries.length > 0 && entries.every(({ problem }) => problem === 'damaged');
    return lost ? refused('damaged') : { entries, text: null, problem: null };
  } finally {
    zip.close();
  }
}

async function openZipFile(path: string): Promise<ZipFile | null> {
  try {
    // Raw names: yauzl would refuse the whole archive for one that is unsafe, and decodes them by the flag alone.
    return await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch {
    // yauzl names no kinds of errors: what it cannot open is no archive, or half of one.
    return null;
  }
}

interface ListedEntry {
  entry: Entry;
  told: Listed;
}

/** One entry more than the limit, so that it is seen to be passed; null where the directory is broken. */
async function list(zip: ZipFile, limit: number): Promise<ListedEntry[] | null> {
  const listed: ListedEntry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith('/')) continue;
      listed.push({ entry, told: { name, size: entry.uncompressedSize, problem: problemOf(entry, name) } });
      if (listed.length > limit) break;
    }
    return listed;
  } catch {
    // As above.
    return null;
  }
}

/** Unix mode in the upper half (APPNOTE.TXT §4.4.15). */
const LINK = 0o120000;
const FILE_TYPE = 0o170000;

function problemOf(entry: Entry, name: string): Listed['problem'] {
  if (isUnsafeName(name)) return 'unsafe-entry';
  const mode = entry.externalFileAttributes >>> 16;
  if ((mode & FILE_TYPE) === LINK || (mode & FILE_TYPE) === 0o020000 || (mode & FILE_TYPE) === 0o060000) {
    return 'unsafe-entry';
  }
  if (entry.isEncrypted()) return 'encrypted';
  return entry.canDecodeFileData() ? null : 'unsupported-type';
}

/** General purpose bit 11: the name is UTF-8. */
const UTF8_FLAG = 0x800;
/** Info-ZIP Unicode Path (APPNOTE.TXT §4.6.9): version, checksum of the plain name, and the name in UTF-8. */
const UNICODE_PATH = 0x7075;

function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const unicode = entry.extraFields.find(({ id, data }) => id === UNICODE_PATH && data.length > 5);
  const name =
    unicode && unicode.data.readUInt32LE(1) === crc32(raw)
      ? unicode.data.toString('utf8', 5)
      : decodeName(raw, (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0);
  return name.replaceAll('\\', '/');
}

/** Windows writes names in its own code page, and says so nowhere. */
function decodeName(raw: Buffer, flagged: boolean): string {
  const text = raw.toString('utf8');
  if (flagged || !text.includes('\ufffd')) return text;
  const vietnamese = iconv.decode(raw, 'windows-1258').normalize('NFC');
  return /[\u0102-\u01b0\u1ea0-\u1ef9]/.test(vietnamese) ? vietnamese : iconv.decode(raw, 'cp437');
}

async function take(zip: ZipFile, entry: Entry, told: Listed, keep: Keep): Promise<FileEntry> {
  const checked = new Checked(entry.crc32);
  let source: Readable;
  try {
    source = await zip.openReadStreamPromise(entry);
  } catch {
    // Its local header is broken.
    return { ...entryOf(told), problem: 'damaged' };
  }
  // Not once: what is destroyed in the middle of inflating may complain again.
  source.on('error', (error) => checked.destroy(error));
  source.pipe(checked);
  try {
    return { ...entryOf(told), ...(await keep(checked)), problem: null };
  } catch (error) {
    if (checked.errored === null) throw error;
    return { ...entryOf(told), problem: 'damaged' };
  } finally {
    source.destroy();
  }
}

/** Passes bytes on and fails at their end if they are not those that were packed; yauzl checks lengths alone. */
class Checked extends Transform {
  private crc = 0;
  private readonly wanted: number;

  constructor(wanted: number) {
    super();
    this.wanted = wanted;
  }

  override _transform(
    chunk: Buffer,
    _: BufferEncoding,
    done: (error: Error | null, chunk?: Buffer) => void,
  ): void {
    this.crc = crc32(chunk, this.crc);
    done(null, chunk);
  }

  override _flush(done: (error?: Error | null) => void): void {
    done(this.crc === this.wanted ? null : new Error('wrong checksum'));
  }
}
