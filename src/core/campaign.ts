// A campaign as the office describes it: what may be submitted, what a dossier must hold, until when, and who asks.

export interface Campaign {
  /** Stable code of the campaign, kept with every dossier. */
  code: string;
  /** The service is being tried out: every letter says that it has no value. */
  testMode: boolean;
  /** Completes "hồ sơ đề nghị …" in letters. */
  title: string;
  /** The plan the campaign rests on, as letters cite it. */
  basis: string;
  office: Office;
  /** IANA zone in which days, codes and deadlines are reckoned. */
  timeZone: string;
  /** Mail received earlier is not of this campaign; null: it has always been open. */
  opensAt: Date | null;
  deadline: CampaignDeadline;
  supplement: SupplementRule;
  dossierCode: { program: string; office: string };
  /** The paper set, if the office wants one: the sentence in the receipt. Null: letters say nothing of paper. */
  paperNote: string | null;
  kinds: SubmissionKind[];
  /** In the order in which names and headings are tried: the first that matches wins. */
  documents: DocumentType[];
  /** Fields of work an initiative may belong to, in the order in which their words are tried; suggested only. */
  sectors: Category[];
  /** What an initiative may be: a product, a model, a technical improvement, an idea; suggested only. */
  objectKinds: Category[];
  /** Patterns on the lower-case file name: lock files, thumbnails and the like are never documents. */
  ignoredNames: RegExp[];
  /** A dossier must be quiet this long before a list of missing documents goes out. */
  quietSeconds: number;
  /** Mails of one sender for the same unit within this many hours are one dossier. */
  burstHours: number;
  /** Folded patterns in a subject or opening line that say that a mail goes on, mends or adds to an earlier one. */
  burstWords: RegExp[];
  /** Letters to one address; more are held for staff. */
  lettersPerAddress: LetterLimit;
  /** All letters that answer one mailbox; more are held for staff. */
  lettersInAll: LetterLimit;
  /** How long what came in is kept. */
  retention: Retention;
}

/** Letters in any 60 minutes, and in any 24 hours. */
export interface LetterLimit {
  perHour: number;
  perDay: number;
}

export interface Office {
  name: string;
  shortName: string;
  /** The desk that signs letters. */
  section: string;
  contact: string;
  /** Empty: letters leave the clause out. */
  phone: string;
}

export interface CampaignDeadline {
  /** Last instant in time. */
  closesAt: Date;
  /** Last instant in grace, if the office grants one. */
  graceUntil: Date | null;
  /** As letters say it: "trước ngày 10 tháng 8 năm 2022". */
  wording: string;
}

export interface SupplementRule {
  workingDays: number;
  /** Time of day at which the last day ends, "HH:MM". */
  closesAt: string;
  /** Days off besides Saturday and Sunday, "YYYY-MM-DD". */
  holidays: string[];
}

export interface SubmissionKind {
  code: string;
  name: string;
  /** Folded patterns in subject, body, file names or text that speak for this kind. */
  words: RegExp[];
  /** Document types that speak for this kind by themselves. */
  documents: string[];
  /** A dossier is checked against the list of documents, a report is receipted as it is; the rest is for staff. */
  handling: 'dossier' | 'report' | 'staff';
  /** Words alone tell this kind only of a message without files, or without a report on an initiative. */
  only: 'without-documents' | 'without-reports' | 'any';
  /** What staff are told of a kind that is for them. */
  reason: StaffReason;
  /** Periods a report may be of, each with its own deadline. */
  periods: ReportPeriod[];
}

export const STAFF_REASONS = [
  'kind-for-staff',
  'plan',
  'enquiry',
  'nothing-to-propose',
  'ordinary-mail',
] as const;
export type StaffReason = (typeof STAFF_REASONS)[number];

export interface ReportPeriod {
  /** Completes "Báo cáo …": "6 tháng đầu năm 2022". */
  name: string;
  /** Folded patterns that tell it from the other periods. */
  words: RegExp[];
  deadline: CampaignDeadline;
}

export interface Category {
  code: string;
  name: string;
  /** Folded patterns tried on what a report or a list says of an initiative. */
  words: RegExp[];
}

export type Form = 'signed' | 'editable';

export interface DocumentType {
  code: string;
  name: string;
  /** As the log's narrow column names it; null: by its initials. */
  short: string | null;
  /** Folded patterns tried on the first lines of the text. */
  headings: RegExp[];
  /** Folded patterns tried on the file name without extension. */
  names: RegExp[];
  required: 'always' | 'if-several-items' | 'never';
  /** Once in the dossier, or once for each item. */
  per: 'dossier' | 'item';
  /** The forms wanted where it is required. */
  forms: Form[];
}

/** Dossiers with all their messages; messages of no dossier that may be one; ordinary and automatic mail. */
export type RetentionClass = 'dossiers' | 'others' | 'ordinary';

export interface Period {
  count: number;
  /** Years are reckoned from the end of the year, as archives do; days from the moment itself. */
  unit: 'days' | 'years';
}

export type Retention = Record<RetentionClass, Period>;
