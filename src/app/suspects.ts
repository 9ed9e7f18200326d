// Suspects: messages at which the line breaks, known from one connection to the next.
import { nextChanceIn } from '../core/retry.ts';
import type { Suspects } from '../steps/receive.ts';

/** Of a message in hand: once may be chance, and so may twice where much breaks; so it is never put off for long at first. */
const BREAKS_OF_A_SUSPECT = 2;

export function openSuspects(): Suspects & { broke(): void } {
  const breaks = new Map<number, number>();
  /** By message, on the clock of `performance`. */
  const leftAloneUntil = new Map<number, number>();
  let inHand: number | null = null;
  return {
    singly: false,
    avoids: (uid) => performance.now() < (leftAloneUntil.get(uid) ?? 0),
    fetching(uid) {
      inHand = uid;
    },
    broke() {
      this.singly = true;
      if (inHand === null) return;
      const times = (breaks.get(inHand) ?? 0) + 1;
      breaks.set(inHand, times);
      const suspicions = times - BREAKS_OF_A_SUSPECT + 1;
      if (suspicions > 0) leftAloneUntil.set(inHand, performance.now() + nextChanceIn(suspicions));
      inHand = null;
    },
  };
}
