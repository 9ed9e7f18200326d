// Chaos: mails arrive while workers, servers and lines are killed, frozen, cut and restarted; at the end everything must add up.
import { setTimeout } from 'node:timers/promises';
import { THEMES } from '../corpus/cases.ts';
import { mailOf } from '../corpus/run.ts';
import { unitMail } from '../support/mails.ts';
import { blowsOn } from './blows.ts';
import { startCrew } from './crew.ts';
import { type Blow, choose, seeded } from './havoc.ts';
import { judge, type Verdict } from './judge.ts';
import { LAYOUTS, openWorld, query, uidsOnServer, type World } from './world.ts';

export interface Plan {
  layout: keyof typeof LAYOUTS;
  mails: number;
  seed: number;
  /** Mean time between two blows (ms). */
  pace: number;
  say(line: string): void;
}

export interface Figures extends Verdict {
  mails: number;
  blows: Record<string, number>;
  starts: number;
  seconds: number;
}

export async function runChaos(plan: Plan): Promise<Figures> {
  const began = Date.now();
  const random = seeded(plan.seed);
  const world = await openWorld(plan.layout);
  try {
    const crew = startCrew(LAYOUTS[plan.layout], world.envOf);
    const blows = blowsOn(world, crew, random);
    const struck = await feedUnderBlows(world, plan, blows, random);
    plan.say(`all ${plan.mails} mails have been sent; the blows end`);
    world.calm();
    await untilIdle(world, plan);
    const unwell = [...(await crew.end()), ...crew.complaints.filter(isCrash)];
    const figures = await judge(world, unwell);
    const seconds = Math.round((Date.now() - began) / 1000);
    return { ...figures, mails: plan.mails, blows: struck, starts: crew.starts, seconds };
  } finally {
    await world.close();
  }
}

/** Blows that fall even where all mails have come in sooner: a quick machine has work in hand then. */
const FEWEST = 5;

/** Mails come in while blows fall; returns how often each fell. */
async function feedUnderBlows(
  world: World,
  plan: Plan,
  blows: Blow[],
  random: () => number,
): Promise<Record<string, number>> {
  const struck: Record<string, number> = {};
  const feeding = feed(world, plan, random);
  let fed = false;
  void feeding.finally(() => {
    fed = true;
  });
  for (let blow = 0; !fed || blow < FEWEST; blow++) {
    await setTimeout(plan.pace * (0.5 + random()));
    const { name, strike } = choose(blows, random);
    struck[name] = (struck[name] ?? 0) + 1;
    await strike();
  }
  await feeding;
  return struck;
}

/** As units send: in little crowds. What the server did not take for certain is sent again, as mail programs do. */
async function feed({ dovecot }: World, { mails, say }: Plan, random: () => number): Promise<void> {
  let sent = 0;
  while (sent < mails) {
    const crowd = Math.min(1 + Math.floor(random() * 20), mails - sent);
    for (let one = 0; one < crowd; one++) {
      const mail = await mailNumber(sent + 1);
      while (
        !(await dovecot.append(mail).then(
          () => true,
          () => false,
        ))
      )
        await setTimeout(200);
      sent++;
    }
    say(`${sent} of ${mails} mails`);
    await setTimeout(random() * 500);
  }
}

/** Every other mail is a dossier of its own, the rest are the corpus's, again and again under other names. */
const CASES = Object.values(THEMES).flat();

async function mailNumber(number: number): Promise<Buffer> {
  const known = CASES[Math.floor(number / 2) % CASES.length];
  if (number % 2 === 0 || !known) return unitMail(number);
  const raw = await mailOf(known, 0);
  return Buffer.from(raw.toString('latin1').replace(/^Message-ID: </im, `Message-ID: <${number}.`), 'latin1');
}

/** An error that nobody caught; a process that says why it cannot start while its servers are away has done well. */
function isCrash(complaint: string): boolean {
  return /^Node\.js v\d/m.test(complaint);
}

/** Longer than any pause before another attempt that the blows bring about (ms). */
const PATIENCE = 300_000;

/** Everything on the server has its row and nothing is due, or nothing moves any more: then what is left will be found wrong. */
async function untilIdle(world: World, { say }: Plan): Promise<void> {
  let before = Number.NaN;
  let movedAt = Date.now();
  for (let quiet = 0; quiet < 3 && Date.now() - movedAt < PATIENCE; ) {
    await setTimeout(1_000);
    const left = await leftToDo(world).catch(() => before);
    quiet = left === 0 ? quiet + 1 : 0;
    if (left === before) continue;
    say(`${left} left`);
    before = left;
    movedAt = Date.now();
  }
}

async function leftToDo(world: World): Promise<number> {
  const uids = await uidsOnServer(world);
  const [row] = await query<{ rows: number; due: number }>(
    world,
    `select (select count(*)::int from messages where uid is not null) as rows,
       (select count(*)::int from messages where due_at is not null)
       + (select count(*)::int from letters where state in ('pending', 'sending')) as due`,
  );
  return uids.length - (row?.rows ?? 0) + (row?.due ?? 0);
}
