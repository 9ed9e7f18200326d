// The scanner thread: reads pages by OCR, behind everything else. It holds no secrets and reaches no network.
import { setPriority } from 'node:os';
import { archiveIn } from '../archive/folder.ts';
import type { FileType } from '../core/facts.ts';
import { openPageReader } from '../documents/scan.ts';
import { answer } from './thread-answer.ts';

/** A tenth of a busy core (nice): at the lowest, 19, a page would starve there until its time is up. */
const BEHIND = 10;

// On Linux this is the thread's own priority, and the engine's thread inherits it.
if (process.platform === 'linux') setPriority(BEHIND);
const reader = await openPageReader();

interface Scan {
  folder: string;
  sha256: string;
  type: FileType;
}

export const scan = (page: Scan) => answer(scanPage(page));

async function scanPage({ folder, sha256, type }: Scan): Promise<string | null> {
  const path = await archiveIn(folder).localPath(sha256);
  // An image that cannot be decoded fails in as many ways as it can be broken; it has no text for us.
  return reader.read(path, type).catch(() => null);
}
