// What the routes of the page work with.
import type { Campaign } from '../core/campaign.ts';
import type { Decisions } from '../core/decisions.ts';
import type { Preview } from '../core/preview.ts';
import type { HealthDeps } from './health.ts';
import type { CheckPassword } from './passwords.ts';
import type { Place } from './place.ts';
import type { FindView } from './view.ts';

export interface WebDeps extends HealthDeps {
  campaigns: Campaign[];
  decisions: Decisions;
  preview: Preview;
  /** Tells whoever keeps the log of a request that failed. */
  onError: (error: unknown) => void;
}

export interface PageDeps extends WebDeps {
  web: Place;
  checkPassword: CheckPassword;
  findView: FindView;
}
