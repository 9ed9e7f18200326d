// Work on many things, some of them at a time.

export async function sideBySide<T>(
  things: T[],
  atATime: number,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const waiting = things.values();
  const worker = async () => {
    for (const thing of waiting) await work(thing);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}

/**
 * What all of them come to. The first failure is told when the others have ended too: nothing that was begun in a transaction
 * may ask anything after its end.
 */
export async function untilAllEnd<T>(works: Promise<T>[]): Promise<T[]> {
  const all = Promise.all(works);
  await Promise.allSettled([all, ...works]);
  return all;
}
