// Watches the steps at work: each piece is logged under the number of its message, measured, traced, and noted as done.
import { performance } from 'node:perf_hooks';
import { Fault } from '../core/fault.ts';
import type { Failure } from '../steps/attempt.ts';
import { type Meter, openMeter } from '../web/meter.ts';
import { type Log, logError } from './log.ts';
import type { Traces } from './traces.ts';
import type { Work } from './work.ts';

export interface Observer {
  log: Log;
  meter: Meter;
  /** Runs `run` and throws what it throws. */
  during<T>(work: Work, run: () => Promise<T>): Promise<T>;
  /** Runs `run` for several rows at once, and notes what became of each. @param works by the number of the row */
  duringEach(step: string, works: Map<number, Work>, run: () => Promise<Failure[]>): Promise<void>;
  failed(work: Work, error: unknown): void;
  /** When this process last finished something of a step; when it began, where there was nothing. */
  doneAt(step: string): Date;
}

export function openObserver({ traces, now }: { traces: Traces; now: () => Date }, log: Log): Observer {
  const meter = openMeter();
  const began = now();
  const done = new Map<string, Date>();
  const measure = (step: string, milliseconds: number, failure: string | null) => {
    meter.observe(step, milliseconds / 1000, failure);
    done.set(step, now());
  };
  /** @param together rows that were worked on at once: each has had its share of the time */
  async function during<T>(work: Work, run: () => Promise<T>, together = 1): Promise<T> {
    const from = performance.now();
    const spent = () => (performance.now() - from) / together;
    try {
      const result = await traces.span(work, run, failureOf);
      measure(work.step, spent(), null);
      log.debug({ ...work, ms: Math.round(spent()) }, 'done');
      return result;
    } catch (error) {
      measure(work.step, spent(), failureOf(error));
      throw error;
    }
  }
  const failed = (work: Work, error: unknown) => logError(log, work, error);

  return {
    log,
    meter,
    during,
    async duringEach(step, works, run) {
      const failures = run();
      const each = [...works].map(([id, work]) => {
        const one = async () => {
          const failure = (await failures).find((row) => row.id === id);
          if (failure) throw failure.error;
        };
        return during(work, one, works.size).catch((error: unknown) => failed(work, error));
      });
      await Promise.all(each);
      const ofAll = (await failures.catch(() => [])).filter(({ id }) => id === null);
      for (const { error } of ofAll) failed({ step }, error);
    },
    failed,
    doneAt: (step) => done.get(step) ?? began,
  };
}

/** A word from a closed list. */
function failureOf(error: unknown): string {
  return error instanceof Fault ? error.code : 'error';
}
