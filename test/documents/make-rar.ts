// Makes RAR archives of stored files: version 4 (technote.txt of RAR 4) and version 5 (rarlab.com/technote.htm).
import { crc32 } from 'node:zlib';

export interface RarEntry {
  name: string;
  content: Buffer | string;
  /** A symbolic link to this target; version 5 only. */
  link?: string;
  /** Marked as behind a password. */
  locked?: boolean;
  /** Told instead of the true size. */
  size?: number;
  /** Packed with a dictionary of 128 KB times this power of two (the data are not): version 5 only. */
  dictionary?: number;
}

/** Even the list of its files is behind a password. */
export function makeLockedRar(version: 4 | 5): Buffer {
  const sealedBytes = Buffer.alloc(64, 5);
  if (version === 4) {
    const head = rar4Block(0x73, 0x80, Buffer.alloc(6));
    return Buffer.concat([Buffer.from('526172211a0700', 'hex'), head, Buffer.alloc(8, 7), sealedBytes]);
  }
  // Version, flags, rounds as a power of two, salt.
  const head = sealed(Buffer.concat([Buffer.from([4, 0, 0, 0, 15]), Buffer.alloc(16, 7)]));
  return Buffer.concat([Buffer.from('526172211a070100', 'hex'), head, sealedBytes]);
}

export function makeRar4(entries: RarEntry[]): Buffer {
  const head = rar4Block(0x73, 0, Buffer.alloc(6));
  const end = rar4Block(0x7b, 0x4000, Buffer.alloc(0));
  return Buffer.concat([Buffer.from('526172211a0700', 'hex'), head, ...entries.flatMap(rar4File), end]);
}

const LONG_BLOCK = 0x8000;
const UNICODE_NAME = 0x0200;
const PASSWORD = 0x0004;
const WINDOWS = 2;
const STORED = 0x30;

function rar4File({ name, content, locked, size }: RarEntry): Buffer[] {
  const data = Buffer.from(content);
  const bytes = Buffer.from(name.replaceAll('/', '\\'));
  const body = Buffer.alloc(25 + bytes.length);
  body.writeUInt32LE(data.length, 0);
  body.writeUInt32LE(size ?? data.length, 4);
  body.writeUInt8(WINDOWS, 8);
  body.writeUInt32LE(crc32(data), 9);
  body.writeUInt32LE(0x54c60000, 13); // 2022-06-06
  body.writeUInt8(29, 17);
  body.writeUInt8(STORED, 18);
  body.writeUInt16LE(bytes.length, 19);
  body.writeUInt32LE(0x20, 21);
  bytes.copy(body, 25);
  return [rar4Block(0x74, LONG_BLOCK | UNICODE_NAME | (locked ? PASSWORD : 0), body), data];
}

function rar4Block(type: number, flags: number, body: Buffer): Buffer {
  const block = Buffer.concat([Buffer.alloc(7), body]);
  block.writeUInt8(type, 2);
  block.writeUInt16LE(flags, 3);
  block.writeUInt16LE(block.length, 5);
  block.writeUInt16LE(crc32(block.subarray(2)) & 0xffff, 0);
  return block;
}

export function makeRar5(entries: RarEntry[]): Buffer {
  const head = rar5Block([1, 0, 0]);
  const end = rar5Block([5, 0, 0]);
  return Buffer.concat([Buffer.from('526172211a070100', 'hex'), head, ...entries.flatMap(rar5File), end]);
}

const HAS_EXTRA = 1;
const HAS_DATA = 2;
const HAS_CRC = 4;
const UNIX = 1;
const LOCK_RECORD = 1;
const LINK_RECORD = 5;

function rar5File({ name, content, link, locked, size, dictionary }: RarEntry): Buffer[] {
  const data = link === undefined ? Buffer.from(content) : Buffer.alloc(0);
  const extra = Buffer.concat([
    ...(locked ? [record(LOCK_RECORD, [0, 0, 15], Buffer.alloc(32, 9))] : []),
    ...(link === undefined ? [] : [record(LINK_RECORD, [1, 0, Buffer.byteLength(link)], Buffer.from(link))]),
  ]);
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(crc32(data));
  const bytes = Buffer.from(name);
  const body = Buffer.concat([
    vint(2),
    vint(HAS_DATA | (extra.length > 0 ? HAS_EXTRA : 0)),
    ...(extra.length > 0 ? [vint(extra.length)] : []),
    vint(data.length),
    vint(HAS_CRC),
    vint(size ?? data.length),
    vint(link === undefined ? 0o100644 : 0o120777),
    crc,
    // The method stands in bits 7 to 9, the dictionary in 10 to 14; 0 is stored.
    vint(dictionary === undefined ? 0 : (3 << 7) | (dictionary << 10)),
    vint(UNIX),
    vint(bytes.length),
    bytes,
    extra,
  ]);
  return [sealed(body), data];
}

function record(type: number, values: number[], rest: Buffer): Buffer {
  const body = Buffer.concat([...[type, ...values].map(vint), rest]);
  return Buffer.concat([vint(body.length), body]);
}

function rar5Block(values: number[]): Buffer {
  return sealed(Buffer.concat(values.map(vint)));
}

function sealed(body: Buffer): Buffer {
  const sized = Buffer.concat([vint(body.length), body]);
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(crc32(sized));
  return Buffer.concat([crc, sized]);
}

/** Seven bits a byte, the lowest first. */
function vint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) | 0x80);
  }
}
