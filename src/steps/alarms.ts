// Beside the path: looks how the service is, follows the alarms, and tells staff what is owed, on each channel by itself.
import { type Alarm, followAlarms, owedTelling, type Told } from '../core/alarm-course.ts';
import type { Owed } from '../core/alarm-words.ts';
import { findTroubles } from '../core/alarms.ts';
import { nextTryAt } from '../core/retry.ts';
import type { Bells } from '../queue/bells.ts';
import { changeAlarms, findTellings, markChannelFailed, markTold, takeChannel } from '../store/alarms.ts';
import type { Database } from '../store/database.ts';
import { findHealth } from '../store/health.ts';

/** A way to tell staff. */
export interface AlarmChannel {
  name: 'mail' | 'webhook';
  /** Tells all of it at once; what it throws means that nothing was told. */
  tell(owed: Owed[]): Promise<void>;
}

export interface AlarmDeps {
  db: Database;
  bells: Bells;
  now: () => Date;
  alarms: {
    channels: AlarmChannel[];
    /** Names of the mailboxes that are set up. */
    mailboxes: string[];
    /** Those that somebody should run. */
    steps: readonly string[];
    pollSeconds: number;
  };
}

/** A channel that has told rests for this long, so that troubles of one cause are told together (ms). */
const REST = 5 * 60_000;
/** A process that is telling has a channel to itself for so long at most (ms). */
const TELLING = 10 * 60_000;
/** Alarms told at a time; the rest is told after the rest. */
const MOST = 50;

export async function raiseAlarms(deps: AlarmDeps): Promise<void> {
  const { db, bells, now, alarms } = deps;
  const health = await findHealth(db, alarms.mailboxes, alarms.steps, now());
  const facts = { ...health, queueAnswers: (await bells.depths()) !== null };
  await changeAlarms(db, (known) => {
    const at = now();
    return followAlarms(known, findTroubles(facts, alarms.pollSeconds, at), at);
  });
  const told = await Promise.allSettled(alarms.channels.map((channel) => tell(deps, channel)));
  for (const one of told) if (one.status === 'rejected') throw one.reason;
}

async function tell({ db, now }: AlarmDeps, channel: AlarmChannel): Promise<void> {
  const owedNow = async () => owedOf(await findTellings(db, channel.name), now());
  if ((await owedNow()).length === 0) return;
  const failures = await takeChannel(db, channel.name, now(), later(now(), TELLING));
  if (failures === null) return;
  // Asked again: whoever had the channel before may have told.
  const owed = await owedNow();
  try {
    if (owed.length > 0) await channel.tell(owed);
  } catch (error) {
    await markChannelFailed(db, channel.name, nextTryAt(failures + 1, 0, now()));
    throw error;
  }
  const tellings = owed.map(({ alarm: { code, subject }, telling }) => ({
    code,
    subject,
    what: telling === 'recovered' ? ('recovered' as const) : ('raised' as const),
  }));
  await markTold(db, channel.name, tellings, now(), later(now(), REST));
}

function owedOf(tellings: { alarm: Alarm; told: Told | null }[], now: Date): Owed[] {
  const owed = tellings.flatMap(({ alarm, told }) => {
    const telling = owedTelling(alarm, told, now);
    return telling ? [{ alarm, telling }] : [];
  });
  return owed.slice(0, MOST);
}

function later(at: Date, milliseconds: number): Date {
  return new Date(at.getTime() + milliseconds);
}
