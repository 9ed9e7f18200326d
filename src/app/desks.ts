// The desks: each mailbox's campaigns, units and letters, read from the files that the office has written.
import { readCampaign } from '../../config/campaign.ts';
import { mailboxName } from '../../config/mail-server.ts';
import type { DeskSettings } from '../../config/settings.ts';
import { readUnits } from '../../config/units.ts';
import type { Campaign } from '../core/campaign.ts';
import type { Unit } from '../core/facts.ts';
import { Fault } from '../core/fault.ts';
import { prepareRegistry } from '../core/mention.ts';
import { type Letters, openLetters } from '../letters/letters.ts';
import type { Desk, DeskDeps } from '../steps/desk.ts';

/** Where letters would come from if there were any: without MAIL_FROM none is written. */
const NO_SENDER = 'tiepnhan@localhost';

/** Errors: Fault settings-invalid, template-invalid. */
export function openDesks(settings: DeskSettings[]): DeskDeps & { campaigns: Campaign[] } {
  const opened = settings.map((one) => ({
    name: one.mailbox && mailboxName(one.mailbox),
    desk: openDesk(one),
  }));
  const byName = new Map(opened.map(({ name, desk }) => [name, desk]));
  const [first] = opened;
  if (!first) throw new Error('there is no desk');
  return {
    deskOf: (mailbox) => byName.get(mailbox) ?? first.desk,
    campaigns: opened.flatMap(({ desk }) => desk.campaigns),
  };
}

function openDesk(settings: DeskSettings): Desk {
  const campaigns = settings.campaignFiles.map((file) => {
    const campaign = readCampaign(file);
    return { ...campaign, quietSeconds: settings.letterQuietSeconds ?? campaign.quietSeconds };
  });
  const letters = new Map<Campaign, Letters>(
    campaigns.map((campaign) => [campaign, openLetters(settings.lettersDir, campaign)]),
  );
  const own = [settings.mailbox?.user, settings.from?.address];
  return {
    campaigns,
    lettersOf: (campaign) => {
      const found = letters.get(campaign);
      if (!found) throw new Error(`campaign ${campaign.code} is not of this desk`);
      return found;
    },
    registry: prepareRegistry(readUnits(settings.unitsFile)),
    letterMode: settings.from ? settings.letterMode : 'off',
    replySince: settings.replySince,
    mailFrom: settings.from?.header ?? NO_SENDER,
    ownAddresses: new Set(own.flatMap((address) => (address ? [address.toLowerCase()] : []))),
  };
}

/** The units of every file; a code may stand in several only for the same unit. Errors: Fault settings-invalid. */
export function readAllUnits(settings: DeskSettings[]): Unit[] {
  const files = [...new Set(settings.map(({ unitsFile }) => unitsFile))];
  const units = new Map<string, Unit>();
  for (const unit of files.flatMap(readUnits)) {
    const before = units.get(unit.code);
    if (before && before.name !== unit.name) {
      const detail = `unit ${unit.code} is "${before.name}" in one units file and "${unit.name}" in another`;
      throw new Fault('settings-invalid', { transient: false, detail });
    }
    units.set(unit.code, unit);
  }
  return [...units.values()];
}
