// A case of the corpus: mails as units send them, and what an experienced intake officer makes of each.

/** Makes the bytes of one file, the same every time. */
export type Recipe = () => Buffer | Promise<Buffer>;

/** A part of a mail that carries a file. */
export interface Part {
  /** Sent as Gmail does, in encoded words; null: without any name. */
  name: string | null;
  content: Recipe;
  /** Declared media type; application/octet-stream if not said. */
  type?: string;
  inline?: boolean;
  /** Content-ID by which the HTML body shows it. */
  cid?: string;
  /** Header lines of the part as they stand on the wire, instead of the usual ones; characters are bytes. */
  head?: string[];
}

export interface CaseMail {
  /** "Name <address>"; the address is this case's alone. */
  from: string;
  subject: string | ((earlier: Earlier) => string);
  text?: string;
  html?: string;
  /** By the office's clock: "2022-08-08 09:15". */
  receivedAt?: string;
  /** Header lines more, or in place of the usual ones. */
  headers?: Record<string, string>;
  /** The letter it answers: index of the mail that was answered, and the letter's kind. */
  answers?: [mail: number, letter: string];
  attachments?: Part[];
  /** The whole mail below its Received line, where no ordinary program would send it so. */
  raw?: (earlier: Earlier, messageId: string) => Buffer | Promise<Buffer>;
  want: Want;
}

/** What became of the case's earlier mails. */
export interface Earlier {
  code(mail: number): string;
  letter(mail: number, kind: string): { messageId: string; subject: string };
  /** Message-ID of a mail itself. */
  messageId(mail: number): string;
}

/** Only what is said is compared. */
export interface Want {
  outcome: string | string[];
  reason?: string | string[] | null;
  /** Of the dossier; several where either will do. */
  status?: string | string[];
  kind?: string;
  unit?: string | null;
  /** A unit of the registry that it must not be taken for. */
  notUnit?: string;
  deadline?: string;
  /** Index of the mail whose dossier this one belongs to. */
  dossierOf?: number;
  /** Files that are to be found, by name as shown, or by path where the name has a slash. */
  documents?: WantedDocument[];
  /** All that the dossier still owes. */
  missing?: MissingLine[];
  /** Titles of the items, in their order. */
  items?: string[];
  letters?: string[];
}

export interface WantedDocument {
  name: string;
  type?: string | null;
  form?: string;
  verdict?: string;
  reason?: string | null;
}

/** What is owed; the reason, where it matters that the right one is given. */
export type MissingLine = [
  document: string,
  form: 'signed' | 'editable' | 'any',
  item: number | null,
  reason?: string,
];

export interface Case {
  /** Unique: it stands in file names, addresses and texts. */
  name: string;
  /** One sentence: what is wanted, and for which reason. */
  why: string;
  mails: CaseMail[];
}
