// Registers for staff: a thread of their own, one at a time, so that a large workbook holds up neither mail nor page.
import { createRequire } from 'node:module';
import { Piscina } from 'piscina';
import type { Campaign } from '../core/campaign.ts';
import type { MakeRegister, RegisterFile } from '../core/register-facts.ts';
import { wasKilled } from './reader.ts';
import type { RegisterTask } from './register-thread.ts';
import { type Answer, resultOf } from './thread-answer.ts';

export interface RegisterPool {
  make: MakeRegister;
  close(): Promise<void>;
}

/** The built thread, also when this file runs from its source (tests). */
const THREAD = createRequire(import.meta.url).resolve('#register-thread');

export interface RegisterLimits {
  /** From when the thread is free (ms). */
  time: number;
  /** Enough for some 40,000 rows. */
  heapMb: number;
}

const LIMITS: RegisterLimits = { time: 5 * 60_000, heapMb: 1_024 };
/** Nobody needs it for so long: its memory is given back (ms). */
const IDLE = 1_000;

export function openRegisters(
  { databaseUrl, campaigns, now }: { databaseUrl: string; campaigns: Campaign[]; now: () => Date },
  limits = LIMITS,
): RegisterPool {
  const pool = new Piscina<RegisterTask, Answer<RegisterFile>>({
    filename: THREAD,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE,
    // Its histograms weigh 1.5 MB.
    recordTiming: false,
    workerData: { databaseUrl },
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
  });
  let last: Promise<unknown> = Promise.resolve();
  const run = async (task: RegisterTask): Promise<RegisterFile | 'too-large'> => {
    try {
      const { fileName, bytes } = resultOf(
        await pool.run(task, { signal: AbortSignal.timeout(limits.time) }),
      );
      // A buffer arrives as plain bytes.
      return { fileName, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
    } catch (error) {
      if (wasKilled(error)) return 'too-large';
      throw error;
    }
  };
  return {
    make: (name, request) => {
      const made = last.then(() => run({ campaigns, name, request, now: now() }));
      last = made.catch(() => {});
      return made;
    },
    close: () => pool.destroy(),
  };
}
