// The scanner thread: reads pages by OCR, behind everything else. It holds no secrets and reaches no network.
import { setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { openArchive } from '../archive/archive.ts';
import type { FileType } from '../core/facts.ts';
import { openPageReader } from '../documents/scan.ts';
import { answer } from './thread-answer.ts';

// On Linux this is the thread's own priority, and the engine's thread inherits it.
if (process.platform === 'linux') setPriority(19);
const archive = await openArchive((workerData as { archiveFolder: string }).archiveFolder);
const reader = await openPageReader();

interface Scan {
  sha256: string;
  type: FileType;
}

export const scan = (page: Scan) => answer(scanPage(page));

async function scanPage({ sha256, type }: Scan): Promise<string | null> {
  const path = await archive.localPath(sha256);
  // An image that cannot be decoded fails in as many ways as it can be broken; it has no text for us.
  return reader.read(path, type).catch(() => null);
}
