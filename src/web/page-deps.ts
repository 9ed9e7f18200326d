// What the routes of the page work with.
import type { Campaign } from '../core/campaign.ts';
import type { Decisions } from '../core/decisions.ts';
import type { LetterMode } from '../core/outbox.ts';
import type { Preview } from '../core/preview.ts';
import type { MakeRegister } from '../core/register-facts.ts';
import type { ReminderAsk, ReminderList, ReminderPreview } from '../core/reminders.ts';
import type { Letters } from '../letters/letters.ts';

import type { HealthDeps } from './health.ts';
import type { CheckPassword } from './passwords.ts';
import type { Place } from './place.ts';
import type { FindView } from './view.ts';

/** What sending a letter takes beside the letter: how the desks are set up. */
export interface Outgoing {
  /** Lower case: those of our own, to which no letter goes. */
  ownAddresses: ReadonlySet<string>;
  /** @param mailbox its name */
  modeOf(mailbox: string): LetterMode;
  /** A Message-ID for a letter that goes out from this mailbox. */
  newMessageId(mailbox: string): string;
}

/** Reminders, which a step writes. */
export interface Reminders {
  /** Null: there is no such campaign or report. @param after place of the last one on the page before; null: from the first */
  list(ask: ReminderAsk, after: string | null): Promise<ReminderList | null>;
  /** The letters as they would go; null: somebody who was picked is not to be reminded any more. */
  preview(ask: ReminderAsk, keys: string[]): Promise<ReminderPreview[] | null>;
  /** All are written or none; null as for preview. Returns letters that are to be rung, and those that wait for approval. */
  send(ask: ReminderAsk, keys: string[], actor: string): Promise<{ due: number[]; held: number[] } | null>;
}

export interface WebDeps extends HealthDeps {
  campaigns: Campaign[];
  decisions: Decisions;
  outgoing: Outgoing;
  reminders: Reminders;
  /** The workbook of a register. */
  registers: MakeRegister;
  /** What a mailbox is answered by. */
  deskOf(mailbox: string): { campaigns: Campaign[]; lettersOf(campaign: Campaign): Letters };
  /** Whether files are checked for viruses. */
  viruses: object | null;
  /** Whether scans are read by OCR. */
  scans: boolean;
  preview: Preview;
  /** Tells whoever keeps the log of a request that failed. */
  onError: (error: unknown) => void;
}

export interface PageDeps extends WebDeps {
  web: Place;
  checkPassword: CheckPassword;
  findView: FindView;
}
