// Rings that come close together go to the queue together: one handed over by itself costs as much as a hundred.
import { setTimeout } from 'node:timers/promises';

export interface Gathered {
  /** Takes note of ids; the first are handed over at once, those that come soon after with each other. */
  note(ids: number[]): void;
  /** Looks again whether somebody could answer what waits here. */
  look(): void;
  /** Returns when what was noted has been handed over, or lost. */
  flush(): Promise<void>;
}

/** Between two hand-overs (ms): nobody notices in a letter, and at twenty mails a second it is four of them. */
const PAUSE = 200;
/** What nobody could answer sooner goes to the queue after this long: others may listen there (ms). */
const LONGEST = 500;

/** A queue that has said nothing for so long has lost what it was handed (ms): those who come next must not wait behind it. */
const LOST = 60_000;

/**
 * @param handOver its errors lose the ids: sweep finds their rows due, and rings again
 * @param hasEnough whether those who answer here have work and more of it waiting: what comes meanwhile is gathered
 */
export function openGathered(
  handOver: (ids: number[]) => Promise<void>,
  hasEnough: () => boolean = () => false,
  lost = LOST,
): Gathered {
  let noted: number[] = [];
  let handing: Promise<void> | null = null;
  let pausing = false;
  let waitsUntil = 0;

  async function handOverAll(): Promise<void> {
    while (noted.length > 0) {
      const ids = noted;
      noted = [];
      await Promise.race([handOver(ids), setTimeout(lost, undefined, { ref: false })]).catch(() => {});
    }
    handing = null;
    pause();
  }
  function pause(): void {
    pausing = true;
    setTimeout(PAUSE, undefined, { ref: false }).then(() => {
      pausing = false;
      look();
    });
  }
  function look(): void {
    if (pausing || handing || noted.length === 0) return;
    if (hasEnough() && performance.now() < waitsUntil) pause();
    else handing = handOverAll();
  }

  return {
    note(ids) {
      if (noted.length === 0) waitsUntil = performance.now() + LONGEST;
      noted.push(...ids);
      look();
    },
    look,
    async flush() {
      if (noted.length > 0) handing ??= handOverAll();
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
