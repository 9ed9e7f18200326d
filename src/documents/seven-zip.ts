// Unpacks RAR and 7z archives by 7-Zip itself: lists them, takes out what is harmless, and keeps what came out whole.
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileEntry } from '../core/facts.ts';
import { openBytes } from './bytes.ts';
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
import { BEYOND, type Written } from './seven-zip-disk.ts';
import { ARCHIVE, runSevenZip, type Said, TARGET } from './seven-zip-program.ts';

const PREFIX = 'tiepnhan-unpack-';
/** What a killed reader left behind is old by then (ms). */
const ABANDONED = 10 * 60_000;

export async function unpackSevenZip(
  path: string,
  type: 'rar' | '7z',
  keep: Keep,
  limits: UnpackLimits,
): Promise<Unpacked> {
  const format = formatOf(path, type);
  const { lines } = await runSevenZip(path, ['l', '-slt', '-p', format, ARCHIVE]);
  if (lines.some((line) => PASSWORD_WANTED.test(line))) return refused('encrypted');
  if (lines.some((line) => TOO_MUCH.test(line))) return refused('archive-limits');
  const listed = parseListing(lines);
  if (!listed) return refused('damaged');
  const packed = (await stat(path)).size;
  if (isBeyond(amountOf(listed, packed), limits)) return refused('archive-limits');
  if (isLocked(listed)) return refused('encrypted');
  const whole = !lines.some((line) => line.startsWith('ERROR'));
  return extract({ path, format, listed, packed, whole }, keep, limits);
}

const PASSWORD_WANTED = /^ERROR.*(encrypted|password)/i;
const TOO_MUCH = /^ERROR.*memory/i;

/** Told, so that nothing else is tried: 7-Zip would open disk images, too. */
function formatOf(path: string, type: 'rar' | '7z'): string {
  if (type === '7z') return '-t7z';
  const file = openBytes(path);
  try {
    // Rar!, 1A 07, then 01 00 from version 5 on
    return file.read(0, 7).at(6) === 1 ? '-tRar5' : '-tRar';
  } finally {
    file.close();
  }
}

interface Archive {
  path: string;
  format: string;
  listed: Listed[];
  /** Bytes. */
  packed: number;
  /** False if it ends before its end. */
  whole: boolean;
}

async function extract(archive: Archive, keep: Keep, limits: UnpackLimits): Promise<Unpacked> {
  const { path, format, listed, packed, whole } = archive;
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  try {
    const said = await runSevenZip(path, ['x', `-o${TARGET}`, '-y', '-p', '-bd', format, ARCHIVE], {
      folder,
      may: (entries, bytes) => !isBeyond({ entries, unpacked: bytes, packed }, limits),
    });
    if (said.lines.some((line) => TOO_MUCH.test(line))) return refused('archive-limits');
    return unpacked(await takeAll(listed, said, keep), whole);
  } catch (error) {
    if (error === BEYOND) return refused('archive-limits');
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function takeAll(listed: Listed[], { lines, written }: Said, keep: Keep): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  const left = [...written];
  for (const told of listed) {
    // Of files of the same name, the first is the first.
    const at = left.findIndex(({ name }) => asPrinted(name) === told.name);
    const [file] = at === -1 ? [] : left.splice(at, 1);
    entries.push(told.problem ? entryOf(told) : await take(told, file, lines, keep));
  }
  return entries;
}

/** 7-Zip prints line ends and their like as underscores. */
function asPrinted(name: string): string {
  return name.replace(/\p{Cc}/gu, '_');
}

/** A file whose checksum is wrong is written all the same, and complained of. */
async function take(
  told: Listed,
  file: Written | undefined,
  lines: string[],
  keep: Keep,
): Promise<FileEntry> {
  const complaint = lines.find((line) => line.startsWith('ERROR') && line.endsWith(` : ${told.name}`));
  if (complaint?.startsWith('ERROR: Unsupported')) return { ...entryOf(told), problem: 'unsupported-type' };
  if (complaint || file?.size !== told.size) return { ...entryOf(told), problem: 'damaged' };
  return { ...entryOf(told), ...(await keep(createReadStream(file.path))), problem: null };
}

/** Blocks of "Key = value" after a line of dashes, one for each entry. */
function parseListing(lines: string[]): Listed[] | null {
  const start = lines.findIndex((line) => /^-{10}$/.test(line));
  if (start === -1) return null;
  const blocks = lines
    .slice(start + 1)
    .join('\n')
    .split(/\n{2,}/);
  return blocks.flatMap((block) => {
    const values = new Map(
      block.split('\n').flatMap((line) => {
        const at = line.indexOf(' = ');
        return at > 0 ? [[line.slice(0, at), line.slice(at + 3)] as const] : [];
      }),
    );
    const name = values.get('Path');
    const attributes = values.get('Attributes') ?? '';
    if (name === undefined || values.get('Folder') === '+' || attributes.startsWith('D')) return [];
    const size = Number(values.get('Size') ?? 0) || 0;
    return [{ name, size, problem: problemOf(name, values, attributes) }];
  });
}

function problemOf(name: string, values: Map<string, string>, attributes: string): Listed['problem'] {
  const link = ['Symbolic Link', 'Hard Link', 'Link'].some((key) => (values.get(key) ?? '') !== '');
  // " lrwxrwxrwx": a link as Unix tells it
  if (isUnsafeName(name) || link || / [lbcps][rwx-]{9}/.test(` ${attributes}`)) return 'unsafe-entry';
  return values.get('Encrypted') === '+' ? 'encrypted' : null;
}

async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(tmpdir(), name);
    const made = await stat(path).catch(() => null);
    if (made && Date.now() - made.mtimeMs > ABANDONED) await rm(path, { recursive: true, force: true });
  }
}
