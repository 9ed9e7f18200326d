// The full chaos run, by "npm run chaos": CHAOS_MAILS mails (2,000), CHAOS_SEED to have a run again.
import { expect, it } from 'vitest';
import { runChaos } from './chaos.ts';
import { LAYOUTS } from './world.ts';

const MAILS = Number(process.env.CHAOS_MAILS ?? 2000);
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const layouts = Object.keys(LAYOUTS) as (keyof typeof LAYOUTS)[];

it.each(layouts)('%s', { timeout: 3600_000 }, async (layout) => {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say(`${layout}, seed ${SEED}`);
  const figures = await runChaos({ layout, mails: MAILS, seed: SEED, pace: 2_000, say });
  say(JSON.stringify(figures, null, 2));
  expect(figures.wrong).toEqual([]);
});
