// Rings that come close together go to the queue together: one handed over by itself costs as much as a hundred.
import { setTimeout } from 'node:timers/promises';

export interface Gathered {
  /** Takes note of ids; the first are handed over at once, those that come soon after with each other. */
  note(ids: number[]): void;
  /** Returns when what was noted has been handed over, or lost. */
  flush(): Promise<void>;
}

/** Between two hand-overs (ms): nobody notices in a letter, and at a hundred mails a second it is five of them. */
const PAUSE = 50;

/** @param handOver its errors lose the ids: sweep finds their rows due, and rings again */
export function openGathered(handOver: (ids: number[]) => Promise<void>): Gathered {
  let noted: number[] = [];
  let handing: Promise<void> | null = null;
  let pausing: Promise<void> | null = null;

  async function handOverAll(): Promise<void> {
    while (noted.length > 0) {
      const ids = noted;
      noted = [];
      await handOver(ids).catch(() => {});
    }
    handing = null;
    pausing = setTimeout(PAUSE, undefined, { ref: false }).then(() => {
      pausing = null;
      begin();
    });
  }
  function begin(): void {
    if (noted.length > 0) handing ??= handOverAll();
  }

  return {
    note(ids) {
      noted.push(...ids);
      if (!pausing) begin();
    },
    async flush() {
      begin();
      await handing;
    },
  };
}

/** Rows that one job rings for: a job costs more than most rows. */
const MOST = 10;

/** @param shares as many jobs at least, for as many workers */
export function sharesOf(ids: number[], shares: number): number[][] {
  const size = Math.min(MOST, Math.ceil(ids.length / shares));
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, at) =>
    ids.slice(at * size, (at + 1) * size),
  );
}
