// What the parts of a dossier's page are shown from.
import type { Campaign } from '../../core/campaign.ts';
import type { UnitChoice } from '../../core/unit-choice.ts';
import type { DossierPage } from '../../store/dossier-page.ts';

export interface Shown extends DossierPage {
  /** Null: it is no longer set up. */
  campaign: Campaign | null;
  kindName: string;
  zone: string | undefined;
  now: Date;
  /** Whoever looks may decide. */
  mayDecide: boolean;
  units: UnitChoice[];
  assignees: { username: string; name: string }[];
}
