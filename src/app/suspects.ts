// Suspects: messages at which the line breaks, known from one connection to the next.
import type { Suspects } from '../steps/receive.ts';

/** A message at which the line breaks twice is left alone for this long, so that it holds up none behind it (ms). */
const LEAVE_ALONE = 3600_000;

export function openSuspects(): Suspects & { broke(): void } {
  const strikes = new Map<number, number>();
  const leftAlone = new Map<number, number>();
  let inHand: number | null = null;
  return {
    singly: false,
    avoids: (uid) => performance.now() < (leftAlone.get(uid) ?? 0),
    fetching(uid) {
      inHand = uid;
    },
    broke() {
      this.singly = true;
      if (inHand === null) return;
      const times = (strikes.get(inHand) ?? 0) + 1;
      strikes.set(inHand, times % 2);
      if (times === 2) leftAlone.set(inHand, performance.now() + LEAVE_ALONE);
      inHand = null;
    },
  };
}
