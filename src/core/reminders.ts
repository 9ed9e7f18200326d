// Reminders that staff send: who may be reminded of what at a moment, and why somebody may not.
import type { Campaign, ReportPeriod, SubmissionKind } from './campaign.ts';
import { workingDayAfter } from './deadline.ts';
import type { LetterKind } from './letter.ts';
import type { Reason } from './reasons.ts';

export const REMINDERS = ['supplement-reminder', 'submission-reminder', 'report-reminder'] as const;
export type ReminderKind = (typeof REMINDERS)[number] & LetterKind;

/** What reminders are asked for: of one kind, in one campaign; a periodic report is one of the campaign's. */
export interface ReminderAsk {
  kind: ReminderKind;
  /** Its code. */
  campaign: string;
  /** Place among the campaign's reports (periodsOf). */
  period: number;
}

/** Somebody who owes something. */
export interface Candidate {
  /** Picks it: dossier and version, "12.3", or the code of the unit. */
  key: string;
  /** Where the next page of the list begins. */
  place: string;
  unit: string;
  /** The dossier that lacks documents, and until when they may follow; null: nothing has come. */
  dossier: { code: string; until: Date; expired: boolean; missing: number } | null;
  required: boolean;
  addresses: string[];
  remindedAt: Date | null;
  /** Why no reminder may go out; null: it may. */
  hindrance: Reason | null;
}

export interface ReminderList {
  candidates: Candidate[];
  /** There are more after the last one. */
  more: boolean;
  /** Why no reminder at all can be sent; null: they can. */
  blocked: Reason | null;
}

export interface ReminderPreview {
  recipient: string;
  subject: string;
  text: string;
  /** Why it would wait for approval; null: it would go out. */
  held: Reason | null;
}

/** Working days before a deadline at which a reminder is in place, and between two reminders. */
const DAYS = 2;

/** Supplement deadlines before this moment are near, or past. */
export function remindBefore(now: Date, campaign: Campaign): Date {
  return workingDayAfter(now, DAYS + 1, campaign);
}

export interface Standing {
  /** Addresses that somebody reads. */
  addresses: string[];
  /** All that are known. */
  known: number;
  remindedAt: Date | null;
  /** For a dossier: whether its unit was ever told what is missing. */
  told: boolean;
  /** Mail of the unit that nobody has sorted yet. */
  mailWaits: boolean;
}

export function hindranceOf(
  { addresses, known, remindedAt, told, mailWaits }: Standing,
  campaign: Campaign,
  now: Date,
): Reason | null {
  if (!told) return 'never-told';
  if (known === 0) return 'no-address';
  if (addresses.length === 0) return 'address-unread';
  if (mailWaits) return 'mail-waits';
  return remindedAt && now < workingDayAfter(remindedAt, DAYS, campaign) ? 'reminded-lately' : null;
}

export interface OwedReport {
  kind: SubmissionKind;
  period: ReportPeriod;
}

/** Every periodic report of a campaign, in the order of its file. */
export function periodsOf(campaign: Campaign): OwedReport[] {
  return campaign.kinds.flatMap((kind) => kind.periods.map((period) => ({ kind, period })));
}

/** The report to speak of first: the last one whose deadline is past or less than this far away, else the first (ms). */
const AHEAD = 15 * 24 * 3600_000;

export function currentPeriod(campaign: Campaign, now: Date): number {
  const near = periodsOf(campaign).map(
    ({ period }) => period.deadline.closesAt.getTime() <= now.getTime() + AHEAD,
  );
  return Math.max(0, near.lastIndexOf(true));
}
