// What a disk may be long about, asked in two ways; all else is asked of it at once, for calling back costs ten times the call.
import { closeSync, fsync, fsyncSync, openSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';

/** Errors: those of the system. */
export interface Disk {
  /** Returns how many bytes were written: perhaps not all. */
  write(file: number, bytes: Uint8Array): Promise<number> | number;
  sync(file: number): Promise<void> | void;
}

const syncFile = promisify(fsync);
const writeFile = promisify(write) as (file: number, bytes: Uint8Array) => Promise<{ bytesWritten: number }>;

/** For a thread that has others to serve meanwhile. */
export const callingBack: Disk = {
  write: async (file, bytes) => (await writeFile(file, bytes)).bytesWritten,
  sync: syncFile,
};

/** For a thread that does one thing after the other. */
export const waiting: Disk = { write: writeSync, sync: fsyncSync };

export async function writeAll(disk: Disk, file: number, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(await disk.write(file, rest));
}

/** Makes what stands in the folders durable: names, not bytes. */
export async function syncFolders(disk: Disk, ...folders: string[]): Promise<void> {
  for (const folder of folders) {
    const opened = openSync(folder, 'r');
    try {
      await disk.sync(opened);
    } finally {
      closeSync(opened);
    }
  }
}
