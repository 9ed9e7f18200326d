// Where a mailbox's letters go out, and what tells afterwards that they did.
import type { SendingLimits } from '../core/budget.ts';
import type { SentFolder } from '../mail/sent.ts';
import type { Smtp } from '../mail/smtp.ts';

export interface Post {
  smtp: Smtp;
  mailFrom: string;
  /** The login at the outgoing server: mailboxes may share one, and its budget. */
  account: string;
  limits: SendingLimits;
  sent: SentFolder;
  /** The server puts no copies into the Sent folder, so we do. */
  savesCopies: boolean;
}

export interface PostDeps {
  /** @param mailbox its name. Errors: Fault mailbox-not-set-up */
  postOf(mailbox: string): Post;
}
