// Turns: so many passes go on at a time; one that takes long goes on beside the others, so that it holds up none.
import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';

/** Passes at the same time: each may hold a batch of mail in memory. */
const PASSES = 8;
/** A pass has its turn to itself for so long: a server that stalls holds up no other mailbox (ms). */
const TURN = 2_000;

export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

export function openTurns(): Turns {
  const limit = pLimit(PASSES);
  return (work) =>
    new Promise((resolve, reject) => {
      void limit(async () => {
        const over = new AbortController();
        const done = work()
          .then(resolve, reject)
          .finally(() => over.abort());
        await Promise.race([done, setTimeout(TURN, undefined, { signal: over.signal }).catch(() => {})]);
      });
    });
}
