// Which campaign a page is about: one of those that are set up, by its code in the address.
import type { Campaign } from '../../core/campaign.ts';

/** The first where none is asked for; undefined: there is no such campaign. */
export function chosenCampaign(query: unknown, campaigns: Campaign[]): Campaign | undefined {
  const { campaign } = query as { campaign?: unknown };
  return campaign === undefined ? campaigns[0] : campaigns.find(({ code }) => code === campaign);
}

interface ChoiceProps {
  campaign: Campaign;
  campaigns: Campaign[];
  action: string;
}

/** Nothing to choose where there is one. */
export function CampaignChoice({ campaign, campaigns, action }: ChoiceProps) {
  if (campaigns.length < 2) return <p class="app-campaign">Đợt {campaign.title}</p>;
  return (
    <form class="app-filter" action={action}>
      <label for="campaign">Đợt</label>
      <select class="form-select" id="campaign" name="campaign">
        {campaigns.map(({ code, title }) => (
          <option value={code} selected={code === campaign.code}>
            {title}
          </option>
        ))}
      </select>
      <button class="btn" type="submit">
        Xem
      </button>
    </form>
  );
}
