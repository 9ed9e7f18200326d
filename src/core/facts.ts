// What is known of a message before anything is decided: plain values, as read and kept by the steps.
import type { Reason } from './reasons.ts';

export interface Address {
  name: string;
  /** Lower case. */
  address: string;
}

export interface HeaderLine {
  /** Lower case. */
  name: string;
  value: string;
}

/** The head of a message, parsed when it was received. */
export interface Envelope {
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  from: Address | null;
  /** First Reply-To address; null where the header is absent. */
  replyTo: Address | null;
  subject: string;
  /** In the order of the message, at most 64 KB of them. */
  headers: HeaderLine[];
}

/** Types told by content, never by name. */
export const FILE_TYPES = [
  'pdf',
  'docx',
  'doc',
  'xlsx',
  'xls',
  'pptx',
  'ppt',
  'odt',
  'ods',
  'rtf',
  'txt',
  'html',
  'jpg',
  'png',
  'heic',
  'webp',
  'tiff',
  'gif',
  'bmp',
  'mp4',
  'mov',
  'zip',
  'rar',
  '7z',
  'eml',
  'msg',
  'tnef',
  'exe',
  'unknown',
] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** What a file is, found once per sha256. */
export interface FileFacts {
  type: FileType;
  /** Text of the first pages, NFC; null where there is none (a scan, a photo, an unreadable file). */
  text: string | null;
  /** Of a PDF, of which only the first are read; null for other files. */
  pages: number | null;
  /** Text that OCR found on a scan's first page; null: not looked for yet, or nothing found. */
  scannedText: string | null;
  /** Why the file cannot be used, if so. */
  problem: Reason | null;
  /** Carries macros: usable, but to be opened with care. */
  macros: boolean;
  /** What lay inside an archive or a nested message, one level down, in its order. */
  entries: FileEntry[];
}

/** What a virus scanner says of a file; too large: it looked at none of it. */
export type VirusVerdict =
  | { verdict: 'clean' | 'too-large'; virus: null }
  /** `virus` is the scanner's name for it. */
  | { verdict: 'infected'; virus: string };

/** A file found inside another one. */
export interface FileEntry {
  /** As it stands there, folders and all: "Hồ sơ/To trinh.docx"; null where it has none. */
  nameAsSent: string | null;
  /** Media type a nested message declares; empty in archives. */
  declaredType: string;
  shownInBody: boolean;
  /** Null: it was not taken out, and `problem` says why. */
  sha256: string | null;
  /** Bytes unpacked. */
  size: number;
  problem: Reason | null;
}

export interface AttachmentFacts {
  id: number;
  /** Place in the message, from 0; what lay inside a file follows it. */
  position: number;
  /** Position of the archive or nested message it lay in; null: attached to the message itself. */
  parent: number | null;
  /** Where it lay: its name, or those it lay in before it: "ho so.rar/Hồ sơ/To trinh.docx". */
  path: string;
  nameAsSent: string | null;
  /** NFC, no path, never empty. */
  name: string;
  /** Media type the sender declared. */
  declaredType: string;
  /** True for an image that the HTML body shows by its Content-ID. */
  shownInBody: boolean;
  /** Null: it could not be taken out of what it lay in. */
  sha256: string | null;
  /** Bytes after decoding. */
  size: number;
  /** With the problem of this very place, if the file has none itself. */
  file: FileFacts;
  /** What staff decided it is, whatever the program finds; absent: nothing. */
  decided?: DecidedDocument | null;
  /** The dossier in which it counts; absent: in none so far. */
  dossierId?: number | null;
}

/** Which document a file is. */
export interface DecidedDocument {
  /** Code of the document type; null: none that is asked for. */
  type: string | null;
  form: 'signed' | 'editable' | 'other';
  /** Title of the initiative it is about; null: not decided. */
  item: string | null;
}

export interface MessageFacts {
  id: number;
  receivedAt: Date;
  envelope: Envelope;
  /** Plain text of the body, without what is quoted from earlier mails. */
  body: string;
  /** Documents sent by link instead of attached; never fetched. */
  links: SentLink[];
  attachments: AttachmentFacts[];
}

export interface SentLink {
  /** As people call it: "Google Drive". */
  service: string;
  url: string;
}

export interface Unit {
  code: string;
  name: string;
  shortName: string;
  group: string;
  /** Name of the commune, for commune-level units; null for others. */
  place: string | null;
  aliases: string[];
  /** Addresses known to be this unit's. */
  addresses: string[];
  expected: 'required' | 'encouraged' | 'no';
}
