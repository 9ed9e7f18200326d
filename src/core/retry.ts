// When to try again: waits double from step to step, then the row waits for staff.

/** A message gets this many attempts at each step. */
export const MESSAGE_ATTEMPTS = 5;
/** A letter is tried for about two days, as mail servers do (RFC 5321 §4.5.4.1 asks for 4–5 days; an office wants to know sooner). */
export const LETTER_ATTEMPTS = 16;

const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 6 * 3600_000;

/** The moment of the next attempt after `attempts` have failed; null when there is to be none. */
export function nextAttemptAt(attempts: number, allowed: number, now: Date): Date | null {
  if (attempts >= allowed) return null;
  return new Date(now.getTime() + Math.min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT));
}

/**
 * How long to wait before a mailbox is connected to again (ms): the poll's interval at first, then up to a quarter of an hour,
 * spread so that many mailboxes of one server that failed together do not come back together.
 * @param random 0 to 1
 */
export function nextConnectionIn(failures: number, pollSeconds: number, random: number): number {
  const wait = Math.min(
    pollSeconds * 1000 * 2 ** (failures - 1),
    Math.max(pollSeconds * 1000, LONGEST_SILENCE),
  );
  return wait * (0.5 + random / 2);
}

const LONGEST_SILENCE = 15 * 60_000;

/** Clocks of several machines differ, and a row may become due between a look at the clock and one at the database (ms). */
const SLACK = 1_000;

/** What is due by this moment may be worked on now. */
export function dueBy(now: Date): Date {
  return new Date(now.getTime() + SLACK);
}
