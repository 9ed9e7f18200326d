// What this process has measured of its own steps: how long each piece of work took, and by which faults it failed.
import type { Family, Sample } from './exposition.ts';

export interface Meter {
  /** @param failure code of a fault, or "error"; null: it went well */
  observe(step: string, seconds: number, failure: string | null): void;
  families(): Family[];
}

/** Upper bounds: from a letter that was not due to OCR of twenty pages (seconds). */
const BOUNDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300];

interface Series {
  labels: Record<string, string>;
  /** For each bound, how many took no longer. */
  within: number[];
  sum: number;
  count: number;
}

export function openMeter(): Meter {
  const series = new Map<string, Series>();
  const failures = new Map<string, Sample & { labels: Record<string, string> }>();
  return {
    observe(step, seconds, failure) {
      const outcome = failure === null ? 'done' : 'failed';
      const one = known(series, `${step} ${outcome}`, () => ({
        labels: { step, outcome },
        within: BOUNDS.map(() => 0),
        sum: 0,
        count: 0,
      }));
      one.within = one.within.map((count, at) => count + (seconds <= (BOUNDS[at] ?? 0) ? 1 : 0));
      one.sum += seconds;
      one.count++;
      if (failure === null) return;
      known(failures, `${step} ${failure}`, () => ({ labels: { step, fault: failure }, value: 0 })).value++;
    },
    families: () => [
      {
        name: 'tiepnhan_step_seconds',
        help: 'Time that pieces of work took in this process.',
        type: 'histogram',
        samples: [...series.values()].flatMap(samplesOf),
      },
      {
        name: 'tiepnhan_failures_total',
        help: 'Pieces of work that failed in this process, by fault.',
        type: 'counter',
        samples: [...failures.values()],
      },
    ],
  };
}

function samplesOf({ labels, within, sum, count }: Series): Sample[] {
  const bucket = (le: string, value: number) => ({ suffix: '_bucket', labels: { ...labels, le }, value });
  return [
    ...within.map((value, at) => bucket(String(BOUNDS[at]), value)),
    bucket('+Inf', count),
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: count },
  ];
}

function known<Value>(all: Map<string, Value>, key: string, make: () => Value): Value {
  const found = all.get(key) ?? make();
  all.set(key, found);
  return found;
}
