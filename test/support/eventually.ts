// Waits for a condition instead of sleeping.
import { setTimeout } from 'node:timers/promises';

/** Returns the first truthy value of `look`; throws after `limit` ms, saying what was waited for. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  limit = 30_000,
): Promise<NonNullable<Exclude<T, false>>> {
  for (const until = Date.now() + limit; Date.now() < until; await setTimeout(20)) {
    const found = await look();
    if (found) return found as NonNullable<Exclude<T, false>>;
  }
  throw new Error(`waited ${limit} ms in vain for ${what}`);
}
