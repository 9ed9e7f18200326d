// OLE compound files (MS-CFB), as far as telling Word, Excel, PowerPoint and Outlook apart needs it: the root folder.
import type { FileHandle } from 'node:fs/promises';
import { readAt } from './read-at.ts';

export interface OleRoot {
  /** Names in the root folder alone: what is embedded in a document has folders of its own, deeper down. */
  names: Set<string>;
  /** As hexadecimal digits, in the order of the file. */
  classId: string;
}

/** Null: the directory cannot be read. */
export async function readOleRoot(file: FileHandle): Promise<OleRoot | null> {
  const head = await readAt(file, 0, 512);
  if (head.length < 512) return null;
  const entries = await readEntries(openSectors(file, head));
  const root = entries[0];
  return root ? { names: childrenOf(root, entries), classId: root.classId } : null;
}

/** The first bytes of a stream in the root folder; null where it is not there, or too small to have sectors of its own. */
export async function readOleStream(file: FileHandle, name: string, length: number): Promise<Buffer | null> {
  const head = await readAt(file, 0, 512);
  if (head.length < 512) return null;
  const sectors = openSectors(file, head);
  const entry = (await readEntries(sectors)).find((one) => one.name === name);
  if (!entry || entry.size < SMALLEST_OWN) return null;
  return (await sectors.read(entry.start)).subarray(0, length);
}

/** Whether the file ends before the last sector that its own table says is in use (§2.3). */
export async function isCutShort(file: FileHandle, size: number): Promise<boolean> {
  const head = await readAt(file, 0, 512);
  if (head.length < 512) return true;
  const sectors = openSectors(file, head);
  const last = await sectors.lastUsed(head.readUInt32LE(44));
  return last !== null && size < (last + 1) * sectors.size + 1;
}

/** Smaller streams share the mini stream (§2.2, Mini Stream Cutoff Size). */
const SMALLEST_OWN = 4096;

interface OleEntry {
  name: string;
  left: number;
  right: number;
  child: number;
  classId: string;
  start: number;
  size: number;
}

/** A sector nobody uses (§2.1). */
const FREE = 0xffffffff;
/** Numbers from here on mark ends and gaps (§2.1). */
const LAST_SECTOR = 0xfffffffa;
const ENTRY_SIZE = 128;
/** Directory sectors followed at most; 4 entries each in common files. */
const MOST_SECTORS = 4096;

async function readEntries(sectors: Sectors): Promise<OleEntry[]> {
  const entries: OleEntry[] = [];
  let sector = sectors.directory;
  for (let count = 0; count < MOST_SECTORS && sector < LAST_SECTOR; count++) {
    const bytes = await sectors.read(sector);
    for (let at = 0; at + ENTRY_SIZE <= bytes.length; at += ENTRY_SIZE) {
      entries.push(parseEntry(bytes.subarray(at, at + ENTRY_SIZE)));
    }
    sector = await sectors.next(sector);
  }
  return entries;
}

/** §2.6.1 */
function parseEntry(bytes: Buffer): OleEntry {
  const length = Math.max(0, Math.min(bytes.readUInt16LE(64), 64) - 2);
  return {
    name: bytes.toString('utf16le', 0, length),
    left: bytes.readUInt32LE(68),
    right: bytes.readUInt32LE(72),
    child: bytes.readUInt32LE(76),
    classId: bytes.toString('hex', 80, 96),
    start: bytes.readUInt32LE(116),
    size: bytes.readUInt32LE(120),
  };
}

/** The entries of a folder are a tree of siblings (§2.6.4). */
function childrenOf(folder: OleEntry, entries: OleEntry[]): Set<string> {
  const names = new Set<string>();
  const waiting = [folder.child];
  const seen = new Set<number>();
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const entry = entries[at];
    if (!entry || seen.has(at)) continue;
    seen.add(at);
    names.add(entry.name);
    waiting.push(entry.left, entry.right);
  }
  return names;
}

interface Sectors {
  directory: number;
  /** Bytes. */
  size: number;
  /** The last sector in use that the allocation table knows of. @param tables how many sectors that table has */
  lastUsed(tables: number): Promise<number | null>;
  read(sector: number): Promise<Buffer>;
  next(sector: number): Promise<number>;
}

/** Sectors of the allocation table that the head names itself (§2.2). */
const IN_HEAD = 109;
/** Sectors followed beyond those; with common ones, 4 GB of file. */
const MOST_TABLES = 1024;

function openSectors(file: FileHandle, head: Buffer): Sectors {
  const size = 1 << Math.max(9, Math.min(head.readUInt16LE(30), 12));
  const perSector = size / 4;
  const read = (sector: number) => readAt(file, (sector + 1) * size, size);
  const numberIn = async (sector: number, index: number) => {
    const bytes = await readAt(file, (sector + 1) * size + index * 4, 4);
    return bytes.length === 4 ? bytes.readUInt32LE(0) : LAST_SECTOR;
  };

  /** The sector of the allocation table that holds a part of it; large files chain the numbers (§2.5). */
  const tableSector = async (part: number) => {
    if (part < IN_HEAD) return head.readUInt32LE(76 + part * 4);
    let rest = part - IN_HEAD;
    let sector = head.readUInt32LE(68);
    for (let count = 0; count < MOST_TABLES && sector < LAST_SECTOR; count++) {
      if (rest < perSector - 1) return numberIn(sector, rest);
      rest -= perSector - 1;
      sector = await numberIn(sector, perSector - 1);
    }
    return LAST_SECTOR;
  };

  return {
    directory: head.readUInt32LE(48),
    size,
    lastUsed: async (tables) => {
      if (tables < 1 || tables > MOST_TABLES) return null;
      const table = await read(await tableSector(tables - 1));
      for (let at = table.length - 4; at >= 0; at -= 4) {
        if (table.readUInt32LE(at) !== FREE) return (tables - 1) * perSector + at / 4;
      }
      return null;
    },
    read,
    next: async (sector) => {
      const table = await tableSector(Math.floor(sector / perSector));
      return table < LAST_SECTOR ? numberIn(table, sector % perSector) : LAST_SECTOR;
    },
  };
}
