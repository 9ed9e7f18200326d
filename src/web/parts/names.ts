// Names that the campaign gives to what is kept by code; a campaign that is no longer set up leaves the code.
import type { Campaign } from '../../core/campaign.ts';

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
