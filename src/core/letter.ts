// The kinds of letters and the facts each is written from.
import type { Form } from './campaign.ts';
import type { Reason } from './reasons.ts';
import type { DeadlineVerdict } from './states.ts';

/** Letters that answer a message, one at most. */
export const ANSWER_KINDS = [
  'receipt',
  'receipt-checking',
  'missing-documents',
  'supplement-complete',
  'supplement-missing',
  'no-attachment',
  'unknown-unit',
  'duplicate',
  'unreadable-files',
  'external-links',
  'message-too-large',
  'replacement',
  'report-receipt',
] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** Letters that answer no message: a date calls for them, or a decision of staff. */
const NOTICE_KINDS = [
  'supplement-reminder',
  'submission-reminder',
  'report-reminder',
  'refusal',
  'daily-summary',
] as const;

export const LETTER_KINDS = [...ANSWER_KINDS, ...NOTICE_KINDS] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** Go out only when a member of staff has pressed the button. */
export const HUMAN_ONLY: readonly LetterKind[] = [
  'supplement-reminder',
  'submission-reminder',
  'report-reminder',
  'refusal',
];

interface FactsByKind extends Record<AnswerKind, LetterFacts> {
  'supplement-reminder': SupplementReminderFacts;
  'submission-reminder': SubmissionReminderFacts;
  'report-reminder': ReportReminderFacts;
  refusal: RefusalFacts;
  'daily-summary': DailySummaryFacts;
}

/** What a letter of this kind is written from; the office's names, dates and phrases come from the campaign. */
export type FactsOf<Kind extends LetterKind> = FactsByKind[Kind];

/** Null: "Quý cơ quan, đơn vị". */
export type Addressee = { name: string; shortName: string } | null;

export interface MissingLine {
  name: string;
  form: Form | 'any';
  itemNumber: number | null;
  itemTitle: string | null;
  reason: Reason;
}

export interface UnusableFile {
  name: string;
  /** Null: not known any more, for a file of an earlier message. */
  reason: Reason | null;
}

/** A periodic report: which, and until when it was due, as letters say it. */
export interface ReportName {
  period: string;
  deadlineWording: string;
}

/** Facts of a letter that answers a message. */
export interface LetterFacts {
  /** Null only where no dossier exists (no-attachment). */
  code: string | null;
  arrivalNumber: number | null;
  unit: Addressee;
  receivedAt: Date;
  deadline: DeadlineVerdict;
  /** The message adds to a dossier that has had its receipt. */
  supplement: boolean;
  /** Nothing is missing and nothing is left to check. */
  complete: boolean;
  /** Null: the dossier is no periodic report. */
  report: ReportName | null;
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
  /** Files that could not be used: of this message, and those of earlier ones that are still wanted. */
  refused: UnusableFile[];
  /** Documents this message sent by link. */
  links: { service: string }[];
  /** Files of this message that are new versions of earlier ones. */
  replaced: { name: string }[];
  missing: MissingLine[];
  /** Until when missing documents may follow. */
  supplementDeadline: Date;
  /** Subject of the message answered. */
  originalSubject: string;
  /** For a duplicate: when the first copy came. */
  firstReceivedAt: Date | null;
}

export interface SupplementReminderFacts {
  code: string;
  unit: Addressee;
  /** When the unit was told what is missing. */
  noticedAt: Date;
  supplementDeadline: Date;
  /** The supplement deadline has passed. */
  expired: boolean;
  /** Initiatives of the dossier. */
  itemCount: number;
  missing: MissingLine[];
  refused: UnusableFile[];
}

export interface SubmissionReminderFacts {
  unit: Addressee;
  /** Nothing had been received by this moment. */
  asOf: Date;
  /** The address dossiers are sent to. */
  mailbox: string;
}

export interface ReportReminderFacts {
  unit: Addressee;
  asOf: Date;
  mailbox: string;
  report: ReportName;
}

export interface RefusalFacts {
  code: string;
  arrivalNumber: number | null;
  unit: Addressee;
  receivedAt: Date;
  /** Why, in the words of staff; never empty. */
  reason: string;
}

/** To staff, each working morning. */
export interface DailySummaryFacts {
  /** Tells of what came after this moment, … */
  since: Date;
  /** … and up to this one. */
  until: Date;
  registered: SummaryDossier[];
  /** Messages that wait for staff. */
  unsorted: { receivedAt: Date; subject: string; reason: Reason | null }[];
  /** Dossiers whose supplement deadline is near. */
  dueSoon: SummaryDossier[];
  /** Dossiers whose supplement deadline has passed. */
  overdue: SummaryDossier[];
  /** Letters that could not be sent, or of which nobody knows. */
  undelivered: { subject: string }[];
  /** Mailboxes that cannot be reached. */
  disconnected: { mailbox: string; since: Date }[];
}

export interface SummaryDossier {
  code: string;
  unit: Addressee;
  receivedAt: Date;
  supplementDeadline: Date;
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
  /** Null: plain text only. */
  html: string | null;
  messageId: string;
  /** When it is handed to the server: its Date. With it the same letter has the same bytes whenever it is built. */
  date: Date;
  /** Message-ID and References of the message answered; null: it answers none. */
  answered: { messageId: string | null; references: string[] } | null;
}
