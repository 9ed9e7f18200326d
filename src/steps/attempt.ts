// Attempts at messages: claimed, counted before they begin, and given another time or up when they fail.
import { Fault } from '../core/fault.ts';
import { dueBy, MESSAGE_ATTEMPTS, nextAttemptAt } from '../core/retry.ts';
import { beginAttempts, type Claimed, findDueMessages, markAttemptFailed } from '../store/attempts.ts';
import type { Claims } from '../store/claims.ts';
import type { Database } from '../store/database.ts';

export interface AttemptDeps {
  db: Database;
  claims: Claims;
  now: () => Date;
}

/** What one of several rows failed with. Null: what all failed with together; each was then tried alone. */
export interface Failure {
  id: number | null;
  error: unknown;
}

export interface Attempted<T> {
  /** What the work came to, each time that it was done. */
  done: T[];
  failures: Failure[];
}

/**
 * Works on those of these messages that are in `state`, due, and in nobody else's hands: together on those that were not tried
 * before. One by one on the others, and on all where that fails, so that no message suffers from another. What rings belongs
 * after it: a step that is rung while a message is still claimed would find it taken.
 * @param work on one or more, in the order of their numbers
 */
export async function attemptMessages<T>(
  deps: AttemptDeps,
  state: 'received' | 'read',
  ids: number[],
  work: (claimed: Claimed[]) => Promise<T>,
): Promise<Attempted<T>> {
  const { db, claims, now } = deps;
  const attempted: Attempted<T> = { done: [], failures: [] };
  await claims.holdingEach('message', ids, async (held) => {
    const first = held.length > 1 ? await beginAttempts(db, held, state, dueBy(now()), true) : [];
    const isDone = first.length > 1 && (await attemptAll(first, work, attempted));
    const begun = new Map(first.map((claimed) => [claimed.id, claimed]));
    const left = held.filter((id) => !(isDone && begun.has(id)));
    // A ring that comes late is for messages that are done: all are found so by one question.
    for (const id of left.length > 1 ? await findDueMessages(db, left, state, dueBy(now())) : left)
      await attemptOne(deps, state, id, begun.get(id), work, attempted);
  });
  return attempted;
}

async function attemptAll<T>(
  claimed: Claimed[],
  work: (claimed: Claimed[]) => Promise<T>,
  { done, failures }: Attempted<T>,
): Promise<boolean> {
  try {
    done.push(await work(claimed));
    return true;
  } catch (error) {
    failures.push({ id: null, error });
    return false;
  }
}

async function attemptOne<T>(
  { db, now }: AttemptDeps,
  state: 'received' | 'read',
  id: number,
  begun: Claimed | undefined,
  work: (claimed: Claimed[]) => Promise<T>,
  { done, failures }: Attempted<T>,
): Promise<void> {
  const claimed = begun ?? (await beginAttempts(db, [id], state, dueBy(now())))[0];
  if (!claimed) return;
  try {
    // Its earlier attempts ended with their processes: no error was noted, and none will be.
    if (claimed.attempts > MESSAGE_ATTEMPTS) throw new Error('the process ended in mid-work');
    done.push(await work([claimed]));
  } catch (error) {
    const passing = isPassing(error);
    const allowed = passing ? Number.POSITIVE_INFINITY : MESSAGE_ATTEMPTS;
    const dueAt = nextAttemptAt(claimed.attempts, allowed, now());
    await markAttemptFailed(db, id, state, { error: describeError(error), dueAt, counts: !passing });
    failures.push({ id, error });
  }
}

/** A full disk or an absent server is nobody's fault in the message: it waits as long as it takes. */
function isPassing(error: unknown): boolean {
  return error instanceof Fault && error.transient;
}

export function describeError(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500);
}
