// Deleting from a bucket, which can neither rename nor delete on a condition: content that is put again at the same moment
// must survive all the same.
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../core/fault.ts';
import type { Objects } from './objects.ts';
import type { Remove } from './remove.ts';

/** Beginning of the keys that say which bytes are being deleted. */
export const LEAVING = 'leaving/';

/** A deletion gives up after this long (ms); its request dies 15 minutes after it was signed at the latest, by S3's rules. */
const LONGEST = 10 * 60_000;
/** So a note as old as this was left by one that was killed (ms). */
const DEAD = 60 * 60_000;
/** How often, and how long, a put waits for a deletion of the same bytes to end (ms). */
const LOOK = 500;
const WAIT = 60_000;

/**
 * Whoever deletes leaves a note first and then looks whether the bytes are fresh; whoever puts puts first and then looks for a
 * note. So one of the two always sees the other: the deletion leaves what is fresh, or the put waits and puts once more. It
 * needs a bucket that gives back what it has taken, as S3 promises.
 */
export function openObjectRemoval(objects: Objects, keyOf: (sha256: string) => string) {
  const noteOf = (sha256: string) => LEAVING + sha256;

  /** Puts until no deletion can have touched what was put. */
  const whileKept = async (sha256: string, put: () => Promise<void>): Promise<void> => {
    await put();
    while (await isLeaving(sha256)) {
      await untilLeft(sha256);
      await put();
    }
  };

  /** Whether a deletion that may still strike is under way; both times are the server's. */
  const isLeaving = async (sha256: string): Promise<boolean> => {
    const notedAt = await objects.storedAt(noteOf(sha256));
    if (!notedAt) return false;
    const putAt = await objects.storedAt(keyOf(sha256));
    return !putAt || putAt.getTime() - notedAt.getTime() < DEAD;
  };

  const untilLeft = async (sha256: string): Promise<void> => {
    for (let waited = 0; waited < WAIT; waited += LOOK) {
      if ((await objects.storedAt(noteOf(sha256))) === null) return;
      await setTimeout(LOOK);
    }
    const detail = `${sha256} is being deleted`;
    throw new Fault('archive-unwritable', { transient: true, detail });
  };

  const remove: Remove = async (sha256, storedBefore, isWanted) => {
    const begun = performance.now();
    await objects.put(noteOf(sha256), 0, async () => Buffer.alloc(0));
    const verdict = await judge(sha256, storedBefore, isWanted).catch(async (error: unknown) => {
      await objects.delete(noteOf(sha256)).catch(() => {});
      throw error;
    });
    if (verdict === 'removed') {
      if (performance.now() - begun > LONGEST)
        throw new Fault('archive-unreachable', { transient: true, detail: 'a deletion took too long' });
      await objects.delete(keyOf(sha256));
    }
    await objects.delete(noteOf(sha256));
    return verdict;
  };

  const judge = async (...[sha256, storedBefore, isWanted]: Parameters<Remove>) => {
    if (await isWanted()) return 'wanted';
    const storedAt = await objects.storedAt(keyOf(sha256));
    return storedAt && storedAt >= storedBefore ? 'fresh' : 'removed';
  };
  return { whileKept, remove };
}
