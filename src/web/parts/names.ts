// Names that the campaign gives to what is kept by code; a campaign that is no longer set up leaves the code. And the mailboxes' names.
import type { Campaign } from '../../core/campaign.ts';
import { BY_HAND, IMPORTED } from '../../store/mailboxes.ts';

export function campaignOf(campaigns: Campaign[], code: string): Campaign | null {
  return campaigns.find((one) => one.code === code) ?? null;
}

export function kindName(campaign: Campaign | null, code: string): string {
  return campaign?.kinds.find((one) => one.code === code)?.name ?? code;
}

/** Null: nobody could tell. */
export function typeName(campaign: Campaign | null, code: string | null): string {
  if (code === null) return 'Chưa rõ loại';
  return campaign?.documents.find((one) => one.code === code)?.name ?? code;
}

/** What did not come by mail is kept under names of its own. */
export function mailboxName(name: string): string {
  if (name === IMPORTED) return 'Nhập từ tệp thư';
  return name.startsWith(BY_HAND) ? 'Nhận trực tiếp' : name;
}
