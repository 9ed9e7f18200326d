// The desks: each mailbox's campaigns, units and letters, read from the files that the office has written.
import { readCampaign } from '../../config/campaign.ts';
import type { DeskSettings } from '../../config/desks.ts';
import { mailboxName } from '../../config/mail-server.ts';
import { readUnits } from '../../config/units.ts';
import type { Campaign } from '../core/campaign.ts';
import type { Unit } from '../core/facts.ts';
import { Fault } from '../core/fault.ts';
import { prepareRegistry, type Registry } from '../core/mention.ts';
import { type Checked, type Letters, openLetters } from '../letters/letters.ts';
import type { Desk, DeskDeps } from '../steps/desk.ts';
import { BY_HAND } from '../store/mailboxes.ts';

/** Where letters would come from if there were any: without MAIL_FROM none is written. */
const NO_SENDER = 'tiepnhan@localhost';

export interface Desks extends DeskDeps {
  campaigns: Campaign[];
  /** Those of every file. */
  units: Unit[];
  ownAddresses: ReadonlySet<string>;
  /** Name of the mailbox that letters about mail of this one go out from; null: there is none. */
  answeredFrom(mailbox: string): string | null;
}

/** Errors: Fault settings-invalid, template-invalid. */
export function openDesks(settings: DeskSettings[], checked?: Checked): Desks {
  const files = openFiles(checked);
  const desks = settings.map((one) => ({
    name: one.mailbox && mailboxName(one.mailbox),
    desk: openDesk(one, files),
  }));
  const byName = new Map(desks.map((one) => [one.name, one]));
  const [first] = desks;
  if (!first) throw new Error('there is no desk');
  // What staff were handed is of the desk whose campaign they chose.
  const ofCampaign = (mailbox: string) =>
    desks.find(({ desk }) => desk.campaigns.some(({ code }) => mailbox === `${BY_HAND}${code}`));
  const find = (mailbox: string) => byName.get(mailbox) ?? ofCampaign(mailbox) ?? first;
  return {
    deskOf: (mailbox) => find(mailbox).desk,
    answeredFrom: (mailbox) => find(mailbox).name,
    campaigns: [...new Set(desks.flatMap(({ desk }) => desk.campaigns))],
    units: allUnits(desks.map(({ desk }) => desk.registry)),
    ownAddresses: new Set(desks.flatMap(({ desk }) => [...desk.ownAddresses])),
  };
}

/** What the files hold; hundreds of desks may share one, and checking the letters of a campaign takes a while. */
interface Files {
  campaign(file: string, quietSeconds: number | null): Campaign;
  letters(folder: string, campaign: Campaign): Letters;
  registry(file: string): Registry;
}

function openFiles(checked: Checked | undefined): Files {
  const campaigns = new Map<string, Campaign>();
  const letters = new Map<Campaign, Map<string, Letters>>();
  const registries = new Map<string, Registry>();
  return {
    campaign: (file, quietSeconds) =>
      remembered(campaigns, `${quietSeconds} ${file}`, () => {
        const campaign = readCampaign(file);
        return { ...campaign, quietSeconds: quietSeconds ?? campaign.quietSeconds };
      }),
    letters: (folder, campaign) =>
      remembered(
        remembered(letters, campaign, () => new Map()),
        folder,
        () => openLetters(folder, campaign, checked),
      ),
    registry: (file) => remembered(registries, file, () => prepareRegistry(readUnits(file))),
  };
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

function openDesk(settings: DeskSettings, files: Files): Desk {
  const campaigns = settings.campaignFiles.map((file) => files.campaign(file, settings.letterQuietSeconds));
  // A fault in the letters is one of the start, not of the first mail.
  for (const campaign of campaigns) files.letters(settings.lettersDir, campaign);
  const own = [settings.mailbox?.user, settings.from?.address];
  return {
    campaigns,
    lettersOf: (campaign) => files.letters(settings.lettersDir, campaign),
    registry: files.registry(settings.unitsFile),
    letterMode: settings.from ? settings.letterMode : 'off',
    replySince: settings.replySince,
    mailFrom: settings.from?.header ?? NO_SENDER,
    mailAddress: settings.from?.address ?? NO_SENDER,
    trustedAuthservId: settings.trustedAuthservId,
    ownAddresses: new Set(own.flatMap((address) => (address ? [address.toLowerCase()] : []))),
  };
}

/** A code may stand in several registries only for the same unit. Errors: Fault settings-invalid. */
function allUnits(registries: Registry[]): Unit[] {
  const units = new Map<string, Unit>();
  for (const unit of [...new Set(registries)].flatMap((one) => [...one.units.values()])) {
    const before = units.get(unit.code);
    if (before && before.name !== unit.name) {
      const detail = `unit ${unit.code} is "${before.name}" in one units file and "${unit.name}" in another`;
      throw new Fault('settings-invalid', { transient: false, detail });
    }
    units.set(unit.code, unit);
  }
  return [...units.values()];
}
