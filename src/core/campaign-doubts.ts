// What a campaign file may say and probably does not mean.
import type { Campaign } from './campaign.ts';
import { localDay } from './code.ts';
import { isWorkingDay } from './deadline.ts';

export type CampaignDoubt =
  | { what: 'test-mode' }
  /** A deadline ends when nobody is there to be asked; null: the campaign's own, else of this period. */
  | { what: 'day-off'; period: string | null }
  /** The deadline passed so many days ago. */
  | { what: 'long-past'; days: number }
  /** No day off is listed for the year that runs. */
  | { what: 'no-holidays'; year: number };

/** A deadline is long past after this many days. */
const LONG_PAST = 90;

export function findDoubts(campaign: Campaign, now: Date): CampaignDoubt[] {
  const { deadline, supplement, timeZone } = campaign;
  const { year } = localDay(now, timeZone);
  const sincePast = now.getTime() - (deadline.graceUntil ?? deadline.closesAt).getTime();
  const days = Math.floor(sincePast / 86_400_000);
  const listed = supplement.holidays.some((day) => day.startsWith(`${year}-`));
  return [
    ...(campaign.testMode ? [{ what: 'test-mode' as const }] : []),
    ...daysOff(campaign),
    ...(sincePast / 86_400_000 > LONG_PAST ? [{ what: 'long-past' as const, days }] : []),
    ...(listed ? [] : [{ what: 'no-holidays' as const, year }]),
  ];
}

/** "Trước ngày 20/11" ends on a Saturday. */
function daysOff({ deadline, kinds, supplement, timeZone }: Campaign): CampaignDoubt[] {
  const periods = kinds.flatMap((kind) => kind.periods);
  const ends = [
    { period: null, at: deadline.closesAt },
    ...periods.map((one) => ({ period: one.name, at: one.deadline.closesAt })),
  ];
  return ends
    .filter(({ at }) => !isWorkingDay(localDay(at, timeZone), supplement))
    .map(({ period }) => ({ what: 'day-off', period }));
}
