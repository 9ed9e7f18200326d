// Inspects bytes as a file of the archive: named by their hash, which tells nothing.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileFacts } from '../../src/core/facts.ts';
import { inspectFile } from '../../src/documents/inspect.ts';

export async function inspectBytes(bytes: Buffer | string): Promise<FileFacts> {
  const folder = await mkdtemp(join(tmpdir(), 'tiepnhan-inspect-'));
  try {
    const path = join(folder, createHash('sha256').update(bytes).digest('hex'));
    await writeFile(path, bytes);
    return await inspectFile(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
