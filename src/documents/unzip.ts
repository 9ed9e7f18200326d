// Unpacks ZIP archives, with names in any code page that Windows has written them in.
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Transform, type TransformCallback } from 'node:stream';
import { crc32 } from 'node:zlib';
import iconv from 'iconv-lite';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { FileEntry } from '../core/facts.ts';
import {
  amountOf,
  entryOf,
  isBeyond,
  isLocked,
  isUnsafeName,
  type Keep,
  type Listed,
  refused,
  type Unpacked,
  type UnpackLimits,
  unpacked,
} from './container.ts';

/** Folders count for little, but each of them is looked at. */
const MOST_FOLDERS = 10_000;

/** Sizes are as the archive tells them: yauzl ends the reading of an entry that is larger or smaller. */
export async function unpackZip(path: string, keep: Keep, limits: UnpackLimits): Promise<Unpacked> {
  const zip = await openZipFile(path);
  if (!zip) return refused('damaged');
  try {
    if (zip.entryCount > limits.entries + MOST_FOLDERS) return refused('archive-limits');
    const { listed, whole } = await list(zip, limits.entries);
    const told = listed.map((one) => one.told);
    if (isBeyond(amountOf(told, (await stat(path)).size), limits)) return refused('archive-limits');
    if (isLocked(told)) return refused('encrypted');
    const entries: FileEntry[] = [];
    for (const { entry, told } of listed) {
      entries.push(told.problem ? entryOf(told) : await take(zip, entry, told, keep));
    }
    return unpacked(entries, whole);
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

interface Directory {
  /** One entry more than the limit at most, so that it is seen to be passed. */
  listed: { entry: Entry; told: Listed }[];
  /** False if it breaks off. */
  whole: boolean;
}

async function list(zip: ZipFile, limit: number): Promise<Directory> {
  const listed: Directory['listed'] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith('/')) continue;
      listed.push({ entry, told: { name, size: entry.uncompressedSize, problem: problemOf(entry, name) } });
      if (listed.length > limit) break;
    }
    return { listed, whole: true };
  } catch {
    // As above.
    return { listed, whole: false };
  }
}

/** The type of a file in its Unix mode, which stands in the upper half (APPNOTE.TXT §4.4.15). */
const MODE_TYPE = 0o170000;
/** None told, or a common file: neither a link nor a device. */
const COMMON = [0, 0o100000];

function problemOf(entry: Entry, name: string): Listed['problem'] {
  const type = (entry.externalFileAttributes >>> 16) & MODE_TYPE;
  if (isUnsafeName(name) || !COMMON.includes(type)) return 'unsafe-entry';
  if (entry.isEncrypted()) return 'encrypted';
  return entry.canDecodeFileData() ? null : 'unsupported-type';
}

/** Info-ZIP Unicode Path (APPNOTE.TXT §4.6.9): version, checksum of the plain name, and the name in UTF-8. */
const UNICODE_PATH = 0x7075;

function nameOf({ fileNameRaw, extraFields }: Entry): string {
  const unicode = extraFields.find(({ id, data }) => id === UNICODE_PATH && data.length > 5)?.data;
  const name =
    unicode?.readUInt32LE(1) === crc32(fileNameRaw) ? unicode.toString('utf8', 5) : decodeName(fileNameRaw);
  return name.replaceAll('\\', '/');
}

/** The flag for UTF-8 tells nothing: telephones write it without, and some programs set it for other code pages. */
function decodeName(raw: Buffer): string {
  const text = raw.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  const vietnamese = iconv.decode(raw, 'windows-1258').normalize('NFC');
  return isVietnamese(vietnamese) ? vietnamese : iconv.decode(raw, 'cp437');
}

/** Letters beyond ASCII, all of them those of Vietnamese, and nothing that is no text. */
function isVietnamese(name: string): boolean {
  const letters = name.match(/[^\0-\x7f]/g) ?? [];
  return (
    letters.some((letter) => LETTER.test(letter)) &&
    letters.every((one) => LETTER.test(one) || MARK.test(one))
  );
}

const LETTER = /[àáâãèéêìíòóôõùúýăđĩũơư\u1ea0-\u1ef9]/i;
/** Dashes, quotation marks and dots as Word writes them, and what stands on keyboards. */
const MARK = /[\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00b0\u00b7\u00ab\u00bb]/;

async function take(zip: ZipFile, entry: Entry, told: Listed, keep: Keep): Promise<FileEntry> {
  const checked = new Checked(entry.crc32);
  let source: Readable;
  try {
    source = await zip.openReadStreamPromise(entry);
  } catch {
    // Its local header is broken.
    return { ...entryOf(told), problem: 'damaged' };
  }
  // It may fail before anybody reads it; who then does is told.
  checked.on('error', () => {});
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

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.crc = crc32(chunk, this.crc);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.crc === this.wanted ? null : new Error('wrong checksum'));
  }
}
