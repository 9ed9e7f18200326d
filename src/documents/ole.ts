// OLE compound files (MS-CFB), as far as telling Word, Excel, PowerPoint and Outlook apart needs it: the root folder.
import type { Bytes } from './bytes.ts';

export interface OleRoot {
  /** Names in the root folder alone: what is embedded in a document has folders of its own, deeper down. */
  names: Set<string>;
  /** As hexadecimal digits, in the order of the file. */
  classId: string;
}

/** Null: the directory cannot be read. */
export function readOleRoot(file: Bytes): OleRoot | null {
  const head = file.read(0, 512);
  if (head.length < 512) return null;
  const entries = readEntries(openSectors(file, head));
  const root = entries[0];
  return root ? { names: childrenOf(root, entries), classId: root.classId } : null;
}

/** Whether the file ends before one of its streams does. @param name of the stream, in the root folder */
export function isCutShort(file: Bytes, name: string): boolean {
  const { size } = file;
  const sectors = openSectors(file, file.read(0, 512));
  const entry = readEntries(sectors).find((one) => one.name === name);
  // Smaller ones share a stream of their own (§2.2, Mini Stream Cutoff Size).
  if (!entry || entry.size < SMALLEST_OWN) return false;
  let sector = entry.start;
  for (let left = entry.size; left > 0 && sector < LAST_SECTOR; left -= sectors.size) {
    const end = (sector + 1) * sectors.size + Math.min(left, sectors.size);
    if (end > size) return true;
    sector = sectors.next(sector);
  }
  return false;
}

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

/** Numbers from here on mark ends and gaps (§2.1). */
const LAST_SECTOR = 0xfffffffa;
const ENTRY_SIZE = 128;
/** Directory sectors followed at most; 4 entries each in common files. */
const MOST_SECTORS = 4096;

function readEntries(sectors: Sectors): OleEntry[] {
  const entries: OleEntry[] = [];
  let sector = sectors.directory;
  for (let count = 0; count < MOST_SECTORS && sector < LAST_SECTOR; count++) {
    const bytes = sectors.read(sector);
    for (let at = 0; at + ENTRY_SIZE <= bytes.length; at += ENTRY_SIZE) {
      entries.push(parseEntry(bytes.subarray(at, at + ENTRY_SIZE)));
    }
    sector = sectors.next(sector);
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
  read(sector: number): Buffer;
  next(sector: number): number;
}

/** Sectors of the allocation table that the head names itself (§2.2). */
const IN_HEAD = 109;
/** Sectors followed beyond those; with common ones, 4 GB of file. */
const MOST_TABLES = 1024;

function openSectors(file: Bytes, head: Buffer): Sectors {
  const size = 1 << Math.max(9, Math.min(head.readUInt16LE(30), 12));
  const perSector = size / 4;
  const read = (sector: number) => file.read((sector + 1) * size, size);
  const numberIn = (sector: number, index: number) => {
    const bytes = file.read((sector + 1) * size + index * 4, 4);
    return bytes.length === 4 ? bytes.readUInt32LE(0) : LAST_SECTOR;
  };

  /** The sector of the allocation table that holds a part of it; large files chain the numbers (§2.5). */
  const tableSector = (part: number) => {
    if (part < IN_HEAD) return head.readUInt32LE(76 + part * 4);
    let rest = part - IN_HEAD;
    let sector = head.readUInt32LE(68);
    for (let count = 0; count < MOST_TABLES && sector < LAST_SECTOR; count++) {
      if (rest < perSector - 1) return numberIn(sector, rest);
      rest -= perSector - 1;
      sector = numberIn(sector, perSector - 1);
    }
    return LAST_SECTOR;
  };

  /** The sector of the table that was read last: neighbours in a stream are neighbours there. */
  let part: { number: number; bytes: Buffer } = { number: -1, bytes: Buffer.alloc(0) };
  return {
    directory: head.readUInt32LE(48),
    size,
    read,
    next: (sector) => {
      const wanted = Math.floor(sector / perSector);
      if (part.number !== wanted) {
        const table = tableSector(wanted);
        part = { number: wanted, bytes: table < LAST_SECTOR ? read(table) : Buffer.alloc(0) };
      }
      const at = (sector % perSector) * 4;
      return at + 4 <= part.bytes.length ? part.bytes.readUInt32LE(at) : LAST_SECTOR;
    },
  };
}
