// The bytes of a file, read as they are asked for. Without promises: each costs more than the page cache does.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface Bytes {
  path: string;
  size: number;
  /** Fewer than asked for where the file ends before. */
  read(at: number, length: number): Buffer;
  whole(): Buffer;
  close(): void;
}

/** Read at once: a small file whole, of others what tells their type (bytes). */
const SMALL = 256 * 1024;
const START = 64 * 1024;

/** Errors: those of the file system. */
export function openBytes(path: string): Bytes {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const start = readFrom(file, 0, size <= SMALL ? size : START);
    const read = (at: number, length: number) => {
      const wanted = Math.max(0, Math.min(length, size - at));
      return at + wanted <= start.length ? start.subarray(at, at + wanted) : readFrom(file, at, wanted);
    };
    return { path, size, read, whole: () => read(0, size), close: () => closeSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function readFrom(file: number, at: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(file, buffer, filled, length - filled, at + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}
