// When to try again: waits double from step to step, then the row waits for staff.

/** A message gets this many attempts at each step. */
export const MESSAGE_ATTEMPTS = 5;
/** A letter is offered for about two days, as mail servers do (RFC 5321 §4.5.4.1 asks for 4–5 days; an office wants to know sooner). */
export const LETTER_ATTEMPTS = 16;

const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 6 * 3600_000;

/** The moment of the next attempt after `attempts` have failed; null when there is to be none. */
export function nextAttemptAt(attempts: number, allowed: number, now: Date): Date | null {
  if (attempts >= allowed) return null;
  return new Date(now.getTime() + doubled(FIRST_WAIT, attempts, LONGEST_WAIT));
}

/** Greylisting wants to see a letter again after one minute to a quarter of an hour (ms). */
const FIRST_LETTER_WAIT = 120_000;

/** When a letter is offered again that the server has put off `deferrals` times; null: it is given up. */
export function nextOfferAt(deferrals: number, id: number, now: Date): Date | null {
  if (deferrals >= LETTER_ATTEMPTS) return null;
  return new Date(now.getTime() + doubled(FIRST_LETTER_WAIT, deferrals, LONGEST_WAIT) * spread(id));
}

/** A server that was away is asked again soon: the letters that wait for it are many, and it may be back (ms). */
const LONGEST_ABSENCE_WAIT = 30 * 60_000;

/** When a letter is tried again whose server was away, at its `attempts`-th try. It waits as long as it takes. */
export function nextTryAt(attempts: number, id: number, now: Date): Date {
  return new Date(now.getTime() + doubled(FIRST_WAIT, attempts, LONGEST_ABSENCE_WAIT) * spread(id));
}

/**
 * How long a message at which the line broke is left alone, so that it holds up none behind it (ms): a minute after the first
 * suspicion, for its server or the archive may just have been away; at most an hour.
 */
export function nextChanceIn(suspicions: number): number {
  return doubled(60_000, suspicions, 3600_000);
}

/** A copy for the Sent folder gets this many attempts: an hour. */
export const COPY_ATTEMPTS = 8;

function doubled(first: number, times: number, longest: number): number {
  return Math.min(first * 2 ** (times - 1), longest);
}

/** Letters put off together come back apart: each waits up to a quarter longer. The golden ratio scatters neighbours. */
function spread(id: number): number {
  return 1 + ((id * 0.618034) % 1) / 4;
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

/**
 * How long to wait before a mailbox whose connection is not kept is looked at again (ms): within the poll's interval, spread
 * so that thousands do not come together.
 * @param since its last look (ms)
 * @param random 0 to 1
 */
export function nextLookIn(since: number, pollSeconds: number, random: number): number {
  return Math.max(0, pollSeconds * 1000 * (0.75 + random / 5) - since);
}

/** Clocks of several machines differ, and a row may become due between a look at the clock and one at the database (ms). */
const SLACK = 1_000;

/** What is due by this moment may be worked on now. */
export function dueBy(now: Date): Date {
  return new Date(now.getTime() + SLACK);
}
