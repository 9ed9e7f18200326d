// Retention: how long what came in is kept, and what may be purged at a given moment.
import type { Campaign, Period } from './campaign.ts';
import { localDay } from './code.ts';
import { instantOf } from './deadline.ts';

/** What came under a campaign may go when it ended before a moment; nothing ends before its campaign does. */
export interface ClosingRule {
  campaign: string;
  /** The campaign's last deadline. */
  ends: Date;
  /** What ended earlier need not be kept. */
  before: Date;
}

/** The same for messages without a dossier, by the mailbox they came into; every rule in force must let them go. */
export interface LooseRule {
  class: 'others' | 'ordinary';
  mailbox: number;
  /** Receipt from which the campaign has a say; null: always. */
  opens: Date | null;
  ends: Date;
  before: Date;
}

export interface PurgeRules {
  dossiers: ClosingRule[];
  loose: LooseRule[];
}

/** @param mailboxes every mailbox that has a row, with the campaigns it is answered by */
export function purgeRules(mailboxes: { id: number; campaigns: Campaign[] }[], now: Date): PurgeRules {
  const campaigns = new Set(mailboxes.flatMap((mailbox) => mailbox.campaigns));
  return {
    dossiers: [...campaigns].map((campaign) => ({
      campaign: campaign.code,
      ends: campaignEnd(campaign),
      before: keptFrom(campaign.retention.dossiers, now, campaign.timeZone),
    })),
    loose: mailboxes.flatMap((mailbox) => looseRules(mailbox, now)),
  };
}

function looseRules({ id, campaigns }: { id: number; campaigns: Campaign[] }, now: Date): LooseRule[] {
  const first = Math.min(...campaigns.map(({ opensAt }) => opensAt?.getTime() ?? 0));
  return campaigns.flatMap((campaign) =>
    (['others', 'ordinary'] as const).map((one) => ({
      class: one,
      mailbox: id,
      // Mail older than every campaign is kept as the first one says.
      opens: (campaign.opensAt?.getTime() ?? 0) > first ? campaign.opensAt : null,
      ends: campaignEnd(campaign),
      before: keptFrom(campaign.retention[one], now, campaign.timeZone),
    })),
  );
}

/** The last moment at which anything is still due. */
export function campaignEnd({ deadline, kinds }: Campaign): Date {
  const deadlines = [deadline, ...kinds.flatMap(({ periods }) => periods.map((period) => period.deadline))];
  return new Date(
    Math.max(...deadlines.map(({ closesAt, graceUntil }) => (graceUntil ?? closesAt).getTime())),
  );
}

const DAY = 24 * 3600_000;

/** What ended at this moment or later is still to be kept. */
function keptFrom({ count, unit }: Period, now: Date, timeZone: string): Date {
  if (unit === 'days') return new Date(now.getTime() - count * DAY);
  const { year } = localDay(now, timeZone);
  return instantOf({ year: year - count, month: 1, day: 1 }, '00:00', timeZone);
}

/** A plan is approved within this time (ms), or made anew: what it lists was looked at when it was made. */
const PLAN_LASTS = 30 * DAY;

export interface Purge {
  id: number;
  plannedAt: Date;
  plannedBy: string;
  approvedAt: Date | null;
  doneAt: Date | null;
}

export type ApprovalRefusal = 'done' | 'same-person' | 'stale';

/** Why a plan may not be carried out on this person's word; null: it may. One that was approved is carried on. */
export function refuseApproval(purge: Purge, by: string, now: Date): ApprovalRefusal | null {
  if (purge.doneAt) return 'done';
  if (purge.approvedAt) return null;
  if (by.trim().toLowerCase() === purge.plannedBy.trim().toLowerCase()) return 'same-person';
  return now.getTime() - purge.plannedAt.getTime() > PLAN_LASTS ? 'stale' : null;
}
