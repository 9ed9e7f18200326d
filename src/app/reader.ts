// The readers: threads that take hostile bytes apart, limited in memory and killed when they take too long.
import { createRequire } from 'node:module';
import { Piscina } from 'piscina';
import type { Archive } from '../archive/archive.ts';
import type { DissectedMessage, InspectedFile, Reader } from '../steps/read.ts';
import { type Answer, resultOf } from './thread-answer.ts';

export interface ReaderPool extends Reader {
  close(): Promise<void>;
}

/** Threads: one for each of the two cores that a small office's machine has. */
export const READERS = 2;

/** The built thread, also when this file runs from its source (tests). */
const THREAD = createRequire(import.meta.url).resolve('#reader-thread');

/** A large message on a slow disk takes seconds; these are for the ones that never end (ms). */
const DISSECT_LIMIT = 5 * 60_000;
const INSPECT_LIMIT = 30_000;
const HEAP_MB = 512;
/** Buffers are freed with the young objects that hold them: a small nursery keeps a stream's spent chunks few. */
const YOUNG_MB = 6;

/** What a file is told as when reading it killed the reader. */
const KILLED: InspectedFile = {
  facts: {
    type: 'unknown',
    text: null,
    pages: null,
    scannedText: null,
    problem: 'took-too-long',
    macros: false,
    entries: [],
  },
  words: [],
};

export function openReader(archive: Pick<Archive, 'lend'>, inspectLimit = INSPECT_LIMIT): ReaderPool {
  const pool = new Piscina<{ folder: string; sha256s: string[] }>({
    filename: THREAD,
    minThreads: 0,
    maxThreads: READERS,
    idleTimeout: 30_000,
    concurrentTasksPerWorker: 1,
    // Its histograms weigh 1.5 MB.
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const run = <T>(name: 'dissect' | 'inspect', sha256s: string[], limit: number): Promise<T[]> =>
    archive.lend(sha256s, async (folder) => {
      const signal = AbortSignal.timeout(limit);
      return resultOf((await pool.run({ sha256s, folder }, { name, signal })) as Answer<T[]>);
    });
  const inspect = (sha256s: string[]): Promise<InspectedFile[]> =>
    run<InspectedFile>('inspect', sha256s, inspectLimit).catch(async (error: unknown) => {
      if (!wasKilled(error)) throw error;
      if (sha256s.length === 1) return [KILLED];
      // One of them did it; the time is each one's own.
      const files: InspectedFile[] = [];
      for (const sha256 of sha256s) files.push(...(await inspect([sha256])));
      return files;
    });
  return {
    dissect: (sha256s) => run<DissectedMessage>('dissect', sha256s, DISSECT_LIMIT),
    inspect,
    close: () => pool.destroy(),
  };
}

/** By the clock (AbortError), by its heap limit, or by something worse than an exception. */
export function wasKilled(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : '';
  return error.name === 'AbortError' || code === 'ERR_WORKER_OUT_OF_MEMORY' || code === 'ERR_WORKER_EXITED';
}
