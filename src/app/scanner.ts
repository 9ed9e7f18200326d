// The scanner: a thread of low priority that reads scans by OCR, killed when one takes too long.
import { createRequire } from 'node:module';
import { Piscina } from 'piscina';
import type { Archive } from '../archive/archive.ts';
import type { FileType } from '../core/facts.ts';
import type { Scanner } from '../steps/scan.ts';
import { wasKilled } from './reader.ts';
import { type Answer, resultOf } from './thread-answer.ts';

export interface ScannerPool extends Scanner {
  close(): Promise<void>;
}

/** The built thread, also when this file runs from its source (tests). */
const THREAD = createRequire(import.meta.url).resolve('#scanner-thread');

/** A page takes a second or two, turned four ways and on a busy machine a minute (ms). */
const SCAN_LIMIT = 120_000;
const HEAP_MB = 512;

export function openScanner(archive: Pick<Archive, 'lend'>, limit = SCAN_LIMIT): ScannerPool {
  const pool = new Piscina({
    filename: THREAD,
    name: 'scan',
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 1,
    // Its histograms weigh 1.5 MB.
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const run = (sha256: string, type: FileType) =>
    archive.lend([sha256], async (folder) => {
      const signal = AbortSignal.timeout(limit);
      return resultOf((await pool.run({ folder, sha256, type }, { signal })) as Answer<string | null>);
    });
  return {
    scan: (sha256, type) =>
      run(sha256, type).catch((error: unknown) => {
        if (wasKilled(error)) return null;
        throw error;
      }),
    close: () => pool.destroy(),
  };
}
