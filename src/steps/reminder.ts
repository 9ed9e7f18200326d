// One reminder that may be written: to whom, from where, and its words; and what it takes to write it.
import type { Campaign } from '../core/campaign.ts';
import type { RenderedLetter } from '../core/letter.ts';
import type { Candidate, ReminderKind } from '../core/reminders.ts';
import type { Database, Queryable } from '../store/database.ts';
import type { Desk, DeskDeps } from './desk.ts';

export interface RemindDeps extends DeskDeps {
  db: Database;
  campaigns: Campaign[];
  /** Names of those that are set up. */
  mailboxes: string[];
  /** A token nobody can guess. */
  newToken: () => string;
  now: () => Date;
}

/** The desk from which a campaign's reminders go out, and its mailbox. */
export interface RemindDesk {
  campaign: Campaign;
  desk: Desk;
  /** Null: it was never connected. */
  mailbox: { id: number; name: string } | null;
}

export interface Reminder {
  kind: ReminderKind;
  candidate: Candidate;
  dossierId: number | null;
  /** The one it goes out from, with its desk. */
  mailbox: { id: number };
  desk: Desk;
  write(tx: Queryable): Promise<RenderedLetter>;
}
