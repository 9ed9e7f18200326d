// Reads a piece of a file that may end before it.
import { type FileHandle, open } from 'node:fs/promises';

export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The first bytes of a file, at most `length` of them. */
export async function readStart(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    return await readAt(file, 0, length);
  } finally {
    await file.close();
  }
}
