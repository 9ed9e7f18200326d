// Makes ZIP archives as Windows, phones and attackers make them (APPNOTE.TXT §4.3): names in any code page, links, bombs.
import { crc32, deflateRawSync } from 'node:zlib';
import type { Recipe } from './case.ts';

export interface Entry {
  /** As bytes where it is in no Unicode. */
  name: string | Buffer;
  content: Recipe;
  /** A symbolic link; the content is where it points. */
  link?: boolean;
  /** Marked as behind a password. */
  locked?: boolean;
  /** Deflated already, for content that is large. */
  packed?: { data: Buffer; crc: number };
}

/** @param flagged whether names are marked as UTF-8 (general purpose bit 11) */
export function zip(entries: Entry[], flagged = true): Recipe {
  return async () => {
    const bodies: Buffer[] = [];
    const directory: Buffer[] = [];
    let at = 0;
    for (const entry of entries) {
      const name = Buffer.from(entry.name as string);
      const { data, shared } = pack(entry, await entry.content(), name.length, flagged);
      bodies.push(Buffer.from('504b0304', 'hex'), shared, name, data);
      // version made by Unix, so that the attributes hold a mode
      const central = Buffer.concat([Buffer.from('504b01021403', 'hex'), shared, Buffer.alloc(14), name]);
      central.writeUInt32LE(((entry.link ? 0o120777 : 0o100644) * 0x10000) >>> 0, 38);
      central.writeUInt32LE(at, 42);
      directory.push(central);
      at += 30 + name.length + data.length;
    }
    const listed = Buffer.concat(directory);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(entries.length, 8);
    end.writeUInt16LE(entries.length, 10);
    end.writeUInt32LE(listed.length, 12);
    end.writeUInt32LE(at, 16);
    return Buffer.concat([...bodies, listed, end]);
  };
}

function pack({ locked, link, packed }: Entry, whole: Buffer, nameLength: number, flagged: boolean) {
  const data = packed?.data ?? (link ? whole : deflateRawSync(whole));
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE((flagged ? 0x800 : 0) | (locked ? 1 : 0), 2);
  shared.writeUInt16LE(link ? 0 : 8, 4);
  shared.writeUInt32LE(packed?.crc ?? crc32(whole), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(whole.length, 18);
  shared.writeUInt16LE(nameLength, 22);
  return { data, shared };
}

export function entry(name: string | Buffer, content: Recipe): Entry {
  return { name, content };
}
