// What a disk may be long about, asked in two ways; all else is asked of it at once, for calling back costs ten times the call.
import { closeSync, createReadStream, fsync, openSync, readSync, write, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { lending } from '../core/lent.ts';

/** Errors: those of the system. */
export interface Disk {
  /** Returns how many bytes were written: perhaps not all. */
  write(file: number, bytes: Uint8Array): Promise<number> | number;
  /** The file from its beginning; it is closed with the stream. */
  read(file: number): Readable;
}

/** Bytes read at a time. */
export const PIECE = 256 * 1024;

/** Called back always: nothing takes a disk longer. */
export const syncFile = promisify(fsync);
const writeFile = promisify(write) as (file: number, bytes: Uint8Array) => Promise<{ bytesWritten: number }>;

/** For a thread that has others to serve meanwhile. */
export const callingBack: Disk = {
  write: async (file, bytes) => (await writeFile(file, bytes)).bytesWritten,
  read: streamOf,
};

/** For a thread that does one thing after the other. */
export const waiting: Disk = {
  write: writeSync,
  read(file) {
    const stream = streamOf(file);
    return lending(stream, lentFrom(file, stream));
  },
};

function streamOf(file: number): Readable {
  return createReadStream('', { fd: file, start: 0, highWaterMark: PIECE });
}

/** Memory that is lent to nobody at the moment. */
const free: Buffer[] = [];

async function* lentFrom(file: number, stream: Readable): AsyncGenerator<Buffer> {
  const piece = free.pop() ?? Buffer.allocUnsafeSlow(PIECE);
  try {
    // Its number may be another file's once it is closed.
    for (let at = 0; !stream.destroyed; ) {
      const length = readSync(file, piece, 0, PIECE, at);
      if (length === 0) return;
      yield piece.subarray(0, length);
      at += length;
    }
  } finally {
    free.push(piece);
    stream.destroy();
  }
}

export async function writeAll(disk: Disk, file: number, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(await disk.write(file, rest));
}

/** Makes what stands in the folders durable: names, not bytes. */
export async function syncFolders(...folders: string[]): Promise<void> {
  await Promise.all(
    folders.map((folder) => {
      const opened = openSync(folder, 'r');
      return syncFile(opened).finally(() => closeSync(opened));
    }),
  );
}
