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
