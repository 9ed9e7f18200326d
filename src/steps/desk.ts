// A desk: what one mailbox is answered by, as the office has set it up.
import type { Campaign } from '../core/campaign.ts';
import type { Registry } from '../core/mention.ts';
import type { LetterMode } from '../core/outbox.ts';
import type { Letters } from '../letters/letters.ts';

export interface Desk {
  /** At least one, in the order in which they are tried. */
  campaigns: Campaign[];
  /** The words of a campaign's letters. */
  lettersOf(campaign: Campaign): Letters;
  registry: Registry;
  letterMode: LetterMode;
  /** Null: the moment the mailbox was first connected. */
  replySince: Date | null;
  /** The From header of letters. */
  mailFrom: string;
  /** Its address: where dossiers are sent to. */
  mailAddress: string;
  /** The authserv-id whose Authentication-Results are believed (RFC 8601 §2.5); null: nobody's. */
  trustedAuthservId: string | null;
  /** Lower case: the mailbox's own address and the one letters come from. */
  ownAddresses: ReadonlySet<string>;
}

export interface DeskDeps {
  /** @param mailbox its name; a mailbox that is no longer set up is answered by the first desk */
  deskOf(mailbox: string): Desk;
}
