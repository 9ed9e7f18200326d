// What the routes of the page work with.
import type { Campaign } from '../core/campaign.ts';
import type { RegisterFile, RegisterName, RegisterRequest } from '../core/register-facts.ts';
import type { Letters } from '../letters/letters.ts';
import type { HealthDeps } from './health.ts';
import type { CheckPassword } from './passwords.ts';
import type { Place } from './place.ts';
import type { FindView } from './view.ts';

export interface WebDeps extends HealthDeps {
  campaigns: Campaign[];
  /** The workbook of a register. */
  registers(name: RegisterName, request: RegisterRequest): Promise<RegisterFile>;
  /** What a mailbox is answered by. */
  deskOf(mailbox: string): { campaigns: Campaign[]; lettersOf(campaign: Campaign): Letters };
  /** Whether files are checked for viruses. */
  viruses: object | null;
  /** Whether scans are read by OCR. */
  scans: boolean;
  /** Tells whoever keeps the log of a request that failed. */
  onError: (error: unknown) => void;
}

export interface PageDeps extends WebDeps {
  web: Place;
  checkPassword: CheckPassword;
  findView: FindView;
}
