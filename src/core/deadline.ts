// Deadlines: was a dossier in time, and until when may missing documents follow.
import type { Campaign, CampaignDeadline, SupplementRule } from './campaign.ts';
import { type Day, localDay } from './code.ts';
import { localTime } from './local-time.ts';
import type { DeadlineVerdict } from './states.ts';

/** Judged by the moment the mail entered the mailbox, never by the sender's clock. */
export function judgeDeadline(receivedAt: Date, deadline: CampaignDeadline): DeadlineVerdict {
  if (receivedAt <= deadline.closesAt) return 'on-time';
  return deadline.graceUntil && receivedAt <= deadline.graceUntil ? 'grace' : 'late';
}

/**
 * End of the last working day of the supplement period: the day of notice is not counted, Saturdays, Sundays and
 * holidays are skipped, and it is never earlier than the campaign's own deadline.
 */
export function supplementDeadline(noticeAt: Date, campaign: Campaign): Date {
  const { supplement, timeZone, deadline } = campaign;
  const day = countWorkingDays(noticeAt, supplement.workingDays, campaign);
  const end = instantOf(day, supplement.closesAt, timeZone);
  return new Date(Math.max(end.getTime(), deadline.closesAt.getTime()));
}

/** The moment at which the n-th working day after a moment's own day begins. */
export function workingDayAfter(at: Date, days: number, campaign: Campaign): Date {
  return instantOf(countWorkingDays(at, days, campaign), '00:00', campaign.timeZone);
}

function countWorkingDays(from: Date, days: number, { supplement, timeZone }: Campaign): Day {
  let day = localDay(from, timeZone);
  for (let counted = 0; counted < days; ) {
    day = nextDay(day);
    if (isWorkingDay(day, supplement)) counted++;
  }
  return day;
}

/** No more than so many working days are left. */
const SOON = 2;

export function isDueSoon(until: Date, now: Date, { supplement, timeZone }: Campaign): boolean {
  if (until <= now) return false;
  const last = isoDay(localDay(until, timeZone));
  let left = 0;
  for (let day = localDay(now, timeZone); isoDay(day) < last && left <= SOON; ) {
    day = nextDay(day);
    if (isWorkingDay(day, supplement)) left++;
  }
  return left <= SOON;
}

export function isWorkingDay(day: Day, rule: SupplementRule): boolean {
  const weekday = new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !rule.holidays.includes(isoDay(day));
}

export function nextDay({ year, month, day }: Day): Day {
  const next = new Date(Date.UTC(year, month - 1, day + 1));
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

/** "2022-08-10" */
export function isoDay({ year, month, day }: Day): string {
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
}

/** The instant at which a zone's clocks show this day and time ("HH:MM"). */
export function instantOf(day: Day, time: string, timeZone: string): Date {
  const asUtc = new Date(`${isoDay(day)}T${time}:00Z`);
  return new Date(asUtc.getTime() - zoneOffset(asUtc, timeZone));
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. */
function zoneOffset(at: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = localTime(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - at.getTime();
}
