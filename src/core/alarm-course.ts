// An alarm's course: a trouble that lasts is raised and told once, reminded of once a day, and told once when it is over.
import { ALARMS, type AlarmCode, causeOf, type Trouble } from './alarm-codes.ts';

export interface Alarm {
  code: AlarmCode;
  subject: string;
  /** Since when it stands. */
  since: Date;
  /** When the facts last told of it. */
  seenAt: Date;
  /** When it outlasted its grace; null: it may be a hiccup. */
  raisedAt: Date | null;
  recoveredAt: Date | null;
  /** What was wrong when the facts last told of it. */
  cause: string;
}

/** Over when the facts have been silent about it for this long, so that a trouble that comes and goes is one (ms). */
const CALM = 15 * 60_000;
/** What is over is kept for channels that cannot be reached (ms). */
const KEPT = 7 * 24 * 3600_000;

/** What becomes of the alarms known, by what is wrong now; each appears once, in `kept` or in `forgotten`. */
export function followAlarms(
  known: Alarm[],
  troubles: Trouble[],
  now: Date,
): { kept: Alarm[]; forgotten: Alarm[] } {
  const before = new Map(known.map((alarm) => [keyOf(alarm), alarm]));
  const told = new Set(troubles.map(keyOf));
  const standing = troubles.map((trouble) => stand(before.get(keyOf(trouble)), trouble, now));
  const silent = known.filter((alarm) => !told.has(keyOf(alarm)));
  const forgotten = silent.filter((alarm) => isForgotten(alarm, now));
  const quiet = silent.filter((alarm) => !forgotten.includes(alarm)).map((alarm) => calmDown(alarm, now));
  return { kept: [...standing, ...quiet], forgotten };
}

function keyOf({ code, subject }: { code: AlarmCode; subject: string }): string {
  return `${code} ${subject}`;
}

function stand(known: Alarm | undefined, trouble: Trouble, now: Date): Alarm {
  const { code, subject } = trouble;
  const back = known?.recoveredAt != null;
  const begun = trouble.since && trouble.since < now ? trouble.since : now;
  const since = known && !back ? known.since : begun;
  const ripe = now.getTime() - since.getTime() >= ALARMS[code].grace;
  // What was over and is back has shown that it is no hiccup.
  const raisedAt = back ? now : (known?.raisedAt ?? (ripe ? now : null));
  return { code, subject, since, seenAt: now, raisedAt, recoveredAt: null, cause: causeOf(trouble) };
}

function isForgotten({ raisedAt, recoveredAt }: Alarm, now: Date): boolean {
  if (raisedAt === null) return true;
  return recoveredAt !== null && now.getTime() - recoveredAt.getTime() > KEPT;
}

function calmDown(alarm: Alarm, now: Date): Alarm {
  const over = alarm.recoveredAt === null && now.getTime() - alarm.seenAt.getTime() >= CALM;
  return over ? { ...alarm, recoveredAt: now } : alarm;
}

export type Telling = 'raised' | 'reminder' | 'recovered';

/** What a channel last said of an alarm; a reminder says that it is raised. */
export interface Told {
  what: 'raised' | 'recovered';
  at: Date;
}

/** Reminders come this far apart (ms). */
const REMIND_EVERY = 24 * 3600_000;

/** What a channel owes about an alarm; null: nothing. Its end is told even if its beginning could not be. */
export function owedTelling(alarm: Alarm, told: Told | null, now: Date): Telling | null {
  if (alarm.raisedAt === null) return null;
  if (alarm.recoveredAt) return told?.what === 'recovered' ? null : 'recovered';
  if (told?.what !== 'raised') return 'raised';
  return now.getTime() - told.at.getTime() >= REMIND_EVERY ? 'reminder' : null;
}
