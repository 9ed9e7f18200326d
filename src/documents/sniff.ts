// Types by content: magic numbers by file-type, and rules of our own where it knows no better.
import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { FILE_TYPES, type FileType } from '../core/facts.ts';
import type { Reason } from '../core/reasons.ts';

export interface Sniffed {
  type: FileType;
  problem: Reason | null;
}

/** Bytes looked at where the first ones must tell. */
const START = 4096;

export async function sniff(path: string): Promise<Sniffed> {
  const file = await open(path);
  try {
    const start = await readAt(file, 0, START);
    if (startsWith(start, OLE_MAGIC)) return await sniffOle(file);
    if (startsWith(start, TNEF_MAGIC)) return { type: 'tnef', problem: null };
    const known = ALIASES[(await fileTypeFromFile(path))?.ext ?? ''];
    const type = known ?? sniffText(start);
    return { type, problem: type === 'exe' ? 'executable' : null };
  } finally {
    await file.close();
  }
}

const OLE_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** MS-OXTNEF §2.1.3.1, little-endian */
const TNEF_MAGIC = Buffer.from('789f3e22', 'hex');

/** file-type's extensions in our words; ours are the same for most. */
const ALIASES: Partial<Record<string, FileType>> = {
  ...Object.fromEntries(FILE_TYPES.map((type) => [type, type])),
  jpeg: 'jpg',
  tif: 'tiff',
  heif: 'heic',
  m4v: 'mp4',
  docm: 'docx',
  xlsm: 'xlsx',
  pptm: 'pptx',
  elf: 'exe',
  macho: 'exe',
};

function sniffText(start: Buffer): FileType {
  const text = start.toString('latin1');
  if (text.startsWith('#!')) return 'exe';
  if (text.startsWith('{\\rtf')) return 'rtf';
  if (/^\s*(<!doctype html|<html|<head|<body)/i.test(text)) return 'html';
  if (/^(received|return-path|from|date|message-id|delivered-to|mime-version|subject): /i.test(text))
    return 'eml';
  return isPlain(start) ? 'txt' : 'unknown';
}

/** UTF-8 without NUL; the last character may be cut by the end of what was read. */
function isPlain(start: Buffer): boolean {
  if (start.includes(0)) return false;
  return [0, 1, 2, 3].some((cut) => isUtf8(start.subarray(0, start.length - cut)));
}

/** Streams that tell the kinds of OLE files apart (MS-CFB); the first that is found decides. */
const OLE_STREAMS: [string, Sniffed][] = [
  ['EncryptedPackage', { type: 'unknown', problem: 'encrypted' }],
  ['WordDocument', { type: 'doc', problem: null }],
  ['Workbook', { type: 'xls', problem: null }],
  ['Book', { type: 'xls', problem: null }],
  ['PowerPoint Document', { type: 'ppt', problem: null }],
  ['__properties_version1.0', { type: 'msg', problem: null }],
];

/** Directory sectors followed at most: the streams that tell are among the first entries. */
const MOST_SECTORS = 256;
const ENTRY_SIZE = 128;

async function sniffOle(file: FileHandle): Promise<Sniffed> {
  const names = await oleNames(file);
  const found = OLE_STREAMS.find(([name]) => names.has(name));
  return found?.[1] ?? { type: 'unknown', problem: names.size === 0 ? 'damaged' : null };
}

/** Names in the directory of an OLE file, sector by sector along its chain (MS-CFB §2.2, §2.3, §2.6). */
async function oleNames(file: FileHandle): Promise<Set<string>> {
  const names = new Set<string>();
  const head = await readAt(file, 0, 512);
  if (head.length < 512) return names;
  const size = 1 << Math.min(head.readUInt16LE(30), 16);
  const at = (sector: number) => (sector + 1) * size;
  let sector = head.readUInt32LE(48);
  for (let count = 0; count < MOST_SECTORS && sector < 0xfffffffa; count++) {
    const entries = await readAt(file, at(sector), size);
    for (let offset = 0; offset + ENTRY_SIZE <= entries.length; offset += ENTRY_SIZE) {
      const length = Math.min(entries.readUInt16LE(offset + 64), 64) - 2;
      if (length > 0) names.add(entries.toString('utf16le', offset, offset + length));
    }
    sector = await nextSector(file, head, sector, size, at);
  }
  return names;
}

/** The entry of a sector in the allocation table, whose own first sectors stand in the head. */
async function nextSector(
  file: FileHandle,
  head: Buffer,
  sector: number,
  size: number,
  at: (sector: number) => number,
): Promise<number> {
  const perSector = size / 4;
  const table = Math.floor(sector / perSector);
  if (table >= 109) return 0xfffffffe;
  const entry = await readAt(file, at(head.readUInt32LE(76 + table * 4)) + (sector % perSector) * 4, 4);
  return entry.length === 4 ? entry.readUInt32LE(0) : 0xfffffffe;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function startsWith(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}
