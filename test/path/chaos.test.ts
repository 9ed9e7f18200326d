// A short chaos run of each layout; "npm run chaos" runs the long one.
import { expect, it } from 'vitest';
import { runChaos } from '../chaos/chaos.ts';
import { LAYOUTS } from '../chaos/world.ts';

const layouts = Object.keys(LAYOUTS) as (keyof typeof LAYOUTS)[];

it.each(layouts)(
  '%s: each mail has one row, each letter went out once or is held',
  { timeout: 900_000 },
  async (layout) => {
    const figures = await runChaos({ layout, mails: 60, seed: 7, pace: 1_000, say: () => {} });
    expect(figures.wrong, JSON.stringify(figures)).toEqual([]);
    expect(figures.rows).toBeGreaterThanOrEqual(60);
    expect(Object.values(figures.blows).reduce((sum, times) => sum + times, 0)).toBeGreaterThan(3);
  },
);
