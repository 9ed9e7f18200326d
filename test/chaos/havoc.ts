// What goes wrong in a chaos run: which blow falls when is decided by a seed, so that a run can be had again.

/** A generator of numbers from 0 to 1 that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Blow {
  name: string;
  /** How often it falls, against the others. */
  weight: number;
  strike(): Promise<void>;
}

export function choose(blows: Blow[], random: () => number): Blow {
  const total = blows.reduce((sum, { weight }) => sum + weight, 0);
  let at = random() * total;
  for (const blow of blows) {
    at -= blow.weight;
    if (at <= 0) return blow;
  }
  throw new Error('there are no blows');
}
