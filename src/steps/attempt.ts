// One attempt at one row: claimed, counted before it begins, and given another time or up when it fails.
import { Fault } from '../core/fault.ts';
import { dueBy, MESSAGE_ATTEMPTS, nextAttemptAt } from '../core/retry.ts';
import type { Claims } from '../store/claims.ts';
import type { Database } from '../store/database.ts';
import { beginAttempt, type Claimed, markAttemptFailed } from '../store/messages.ts';

export interface AttemptDeps {
  db: Database;
  claims: Claims;
  now: () => Date;
}

/**
 * Works on a message in `state`, if it is due and nobody else does; returns what `work` returns, or null. What it throws is
 * noted and thrown on. Rings belong after it: a step that is rung while the message is still claimed would find it taken.
 */
export async function attemptMessage<T>(
  { db, claims, now }: AttemptDeps,
  state: 'received' | 'read',
  id: number,
  work: (claimed: Claimed) => Promise<T>,
): Promise<T | null> {
  let result: T | null = null;
  await claims.holding('message', id, async () => {
    const claimed = await beginAttempt(db, id, state, dueBy(now()));
    if (!claimed) return;
    const failed = (error: unknown, passing: boolean) => {
      const dueAt = nextAttemptAt(
        claimed.attempts,
        passing ? Number.POSITIVE_INFINITY : MESSAGE_ATTEMPTS,
        now(),
      );
      return markAttemptFailed(db, id, state, { error: describeError(error), dueAt, counts: !passing });
    };
    // Its earlier attempts ended with their processes: no error was noted, and none will be.
    if (claimed.attempts > MESSAGE_ATTEMPTS) return failed(new Error('the process ended in mid-work'), false);
    try {
      result = await work(claimed);
    } catch (error) {
      await failed(error, isPassing(error));
      throw error;
    }
  });
  return result;
}

/** A full disk or an absent server is nobody's fault in the message: it waits as long as it takes. */
function isPassing(error: unknown): boolean {
  return error instanceof Fault && error.transient;
}

export function describeError(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500);
}
