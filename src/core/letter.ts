// The kinds of letters and the facts each is written from.
import type { Form } from './campaign.ts';
import type { Reason } from './reasons.ts';
import type { DeadlineVerdict } from './states.ts';

export const LETTER_KINDS = [
  'receipt',
  'receipt-checking',
  'missing-documents',
  'supplement-complete',
  'supplement-missing',
  'no-attachment',
  'unknown-unit',
  'duplicate',
] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** What a letter says; the office's names, dates and phrases come from the campaign. */
export interface LetterFacts {
  /** Null only where no dossier exists (no-attachment). */
  code: string | null;
  arrivalNumber: number | null;
  /** Null: "Quý cơ quan, đơn vị". */
  unit: { name: string; shortName: string } | null;
  receivedAt: Date;
  deadline: DeadlineVerdict;
  /** Titles of the initiatives; an empty title where none could be read. */
  items: { number: number; title: string }[];
  /** Documents of the dossier received so far, one entry per type and item. */
  received: {
    name: string;
    itemNumber: number | null;
    signed: string[];
    editable: string[];
    other: string[];
  }[];
  /** Files in this message that count. */
  fileCount: number;
  /** Files whose content the program could not tell. */
  uncertainCount: number;
  /** Files that could not be used, and why. */
  refused: { name: string; reason: Reason }[];
  missing: {
    name: string;
    form: Form | 'any';
    itemNumber: number | null;
    itemTitle: string | null;
    reason: Reason;
  }[];
  /** Until when missing documents may follow. */
  supplementDeadline: Date;
  /** Subject of the message answered. */
  originalSubject: string;
  /** For a duplicate: when the first copy came. */
  firstReceivedAt: Date | null;
}

export interface RenderedLetter {
  subject: string;
  text: string;
  html: string;
}

/** A letter on its way to the mail server. */
export interface OutgoingLetter {
  recipient: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** Message-ID and References of the message answered. */
  answered: { messageId: string | null; references: string[] };
}
