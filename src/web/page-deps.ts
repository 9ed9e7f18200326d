// What the routes of the page work with.
import type { Campaign } from '../core/campaign.ts';
import type { LetterMode } from '../core/outbox.ts';
import type { HealthDeps } from './health.ts';
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

export interface WebDeps extends HealthDeps {
  campaigns: Campaign[];
  outgoing: Outgoing;
  /** Tells whoever keeps the log of a request that failed. */
  onError: (error: unknown) => void;
}

export interface PageDeps extends WebDeps {
  web: { base: string };
  findView: FindView;
}
