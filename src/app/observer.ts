// Watches the steps at work: each piece is logged under the number of its message, measured, traced, and noted as done.
import { performance } from 'node:perf_hooks';
import { Fault } from '../core/fault.ts';
import { type Meter, openMeter } from '../web/meter.ts';
import { type Log, logError } from './log.ts';
import type { Traces } from './traces.ts';
import type { Work } from './work.ts';

export interface Observer {
  log: Log;
  meter: Meter;
  /** Runs `run` and throws what it throws. */
  during<T>(work: Work, run: () => Promise<T>): Promise<T>;
  failed(work: Work, error: unknown): void;
  /** When this process last finished something of a step; when it began, where there was nothing. */
  doneAt(step: string): Date;
}

export function openObserver({ traces, now }: { traces: Traces; now: () => Date }, log: Log): Observer {
  const meter = openMeter();
  const began = now();
  const done = new Map<string, Date>();
  const measure = (step: string, from: number, failure: string | null) => {
    meter.observe(step, (performance.now() - from) / 1000, failure);
    done.set(step, now());
  };
  return {
    log,
    meter,
    async during(work, run) {
      const from = performance.now();
      try {
        const result = await traces.span(work, run, failureOf);
        measure(work.step, from, null);
        log.debug({ ...work, ms: Math.round(performance.now() - from) }, 'done');
        return result;
      } catch (error) {
        measure(work.step, from, failureOf(error));
        throw error;
      }
    },
    failed: (work, error) => logError(log, work, error),
    doneAt: (step) => done.get(step) ?? began,
  };
}

/** A word from a closed list. */
function failureOf(error: unknown): string {
  return error instanceof Fault ? error.code : 'error';
}
