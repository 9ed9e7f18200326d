// Previews for staff: threads of their own, so that a hostile file hangs neither the reading of mail nor the page.
import { createRequire } from 'node:module';
import pLimit from 'p-limit';
import { Piscina } from 'piscina';
import type { Archive } from '../archive/archive.ts';
import type { MailView, NotShown, Picture, Preview } from '../core/preview.ts';
import { wasKilled } from './reader.ts';
import { type Answer, resultOf } from './thread-answer.ts';

export interface PreviewPool extends Preview {
  close(): Promise<void>;
}

/** The built thread, also when this file runs from its source (tests). */
const THREAD = createRequire(import.meta.url).resolve('#preview-thread');

const THREADS = 2;
const HEAP_MB = 512;

export interface PreviewLimits {
  /** From when a thread is free (ms). */
  time: number;
  /** By how much the process may grow meanwhile: canvases and buffers lie outside the thread's heap (bytes). */
  growth: number;
}

const LIMITS: PreviewLimits = { time: 30_000, growth: 1024 ** 3 };
/** How often it is looked at (ms). */
const LOOK = 100;

export function openPreview(archive: Pick<Archive, 'lend'>, limits = LIMITS): PreviewPool {
  const pool = new Piscina({
    filename: THREAD,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 1,
    // Its histograms weigh 1.5 MB.
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const free = pLimit(THREADS);
  const run = <T>(name: 'mail' | 'picture', task: { sha256: string; page?: number }): Promise<T | NotShown> =>
    free(() => archive.lend([task.sha256], (folder) => runIn<T>(folder, name, task)));
  const runIn = async <T>(folder: string, name: string, task: object): Promise<T | NotShown> => {
    const watch = watchGrowth(limits.growth);
    const signal = AbortSignal.any([AbortSignal.timeout(limits.time), watch.signal]);
    try {
      return resultOf((await pool.run({ ...task, folder }, { name, signal })) as Answer<T>);
    } catch (error) {
      if (wasKilled(error)) return { problem: 'took-too-long' };
      throw error;
    } finally {
      watch.stop();
    }
  };
  return {
    mail: (sha256) => run<MailView>('mail', { sha256 }),
    picture: (sha256, page) => run<Picture>('picture', { sha256, page }),
    close: () => pool.destroy(),
  };
}

/** Memory is known of the whole process alone; who grows at the same time may be taken for the culprit. */
function watchGrowth(most: number): { signal: AbortSignal; stop: () => void } {
  const begun = process.memoryUsage.rss();
  const control = new AbortController();
  const timer = setInterval(() => {
    if (process.memoryUsage.rss() - begun > most) control.abort();
  }, LOOK);
  return { signal: control.signal, stop: () => clearInterval(timer) };
}
