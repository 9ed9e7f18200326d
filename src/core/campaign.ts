// A campaign as the office describes it: what may be submitted, what a dossier must hold, until when, and who asks.

export interface Campaign {
  /** Stable code of the campaign, kept with every dossier. */
  code: string;
  /** Completes "hồ sơ đề nghị …" in letters. */
  title: string;
  /** The plan the campaign rests on, as letters cite it. */
  basis: string;
  office: Office;
  /** IANA zone in which days, codes and deadlines are reckoned. */
  timeZone: string;
  deadline: CampaignDeadline;
  supplement: SupplementRule;
  dossierCode: { program: string; office: string };
  /** The paper set, if the office wants one: the sentence in the receipt. Null: letters say nothing of paper. */
  paperNote: string | null;
  kinds: SubmissionKind[];
  /** In the order in which names and headings are tried: the first that matches wins. */
  documents: DocumentType[];
  /** Patterns on the lower-case file name: lock files, thumbnails and the like are never documents. */
  ignoredNames: RegExp[];
  /** A dossier must be quiet this long before a list of missing documents goes out. */
  quietSeconds: number;
  /** Automatic letters to one address in 24 hours; more are held for staff. */
  lettersPerAddressPerDay: number;
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
  /** Only automatic kinds are registered by the machine; the others wait for staff. */
  automatic: boolean;
}

export type Form = 'signed' | 'editable';

export interface DocumentType {
  code: string;
  name: string;
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
