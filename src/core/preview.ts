// What staff look at: a mail and the pages of files, made harmless before they leave the thread that read them.
import type { Address } from './facts.ts';
import type { Reason } from './reasons.ts';

export interface MailView {
  /** As the sender's program wrote them; of a name without an address the address is empty. */
  from: Address[];
  to: Address[];
  cc: Address[];
  replyTo: Address[];
  subject: string;
  /** The sender's own date. */
  date: Date | null;
  /** What belongs into an empty <body>: a few elements without links, scripts, or anything to be fetched. */
  html: string;
  /** Images that would have been fetched, and told whoever sent the mail that it is being read. */
  blockedImages: number;
  /** Some of the mail lay beyond the limits and is not shown. */
  cut: boolean;
}

/** A page or an image, drawn anew: none of the sender's bytes are in it. */
export interface Picture {
  /** JPEG. */
  bytes: Uint8Array;
  width: number;
  height: number;
  /** From 1. */
  page: number;
  pages: number;
}

/** What cannot be shown, and why. */
export interface NotShown {
  problem: Reason;
}

/** Hostile work, done where it can be killed; what kills it is told as taking too long. Errors: Fault archive-missing. */
export interface Preview {
  /** @param sha256 of a message as it came */
  mail(sha256: string): Promise<MailView | NotShown>;
  /** @param page from 1; beyond the end, the last one */
  picture(sha256: string, page: number): Promise<Picture | NotShown>;
}
