// The office of the demo: a fresh folder with a campaign that ended yesterday, and the settings for it.
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { readCampaign } from '../config/campaign.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { localDay } from '../src/core/code.ts';
import { instantOf } from '../src/core/deadline.ts';
import { openEngine } from '../src/store/engine.ts';
import type { Account, MailServer } from './mail-server.ts';

export const ACCOUNT: Account = { user: 'hopthu@demo.example', password: 'demo' };

const DAY = 24 * 3600_000;

/** Empties the folder; says whether that was possible: another demo may be using it. */
export async function clearFolder(folder: string): Promise<boolean> {
  const running = join(folder, 'postgres', 'cluster', 'postmaster.pid');
  if (await exists(running)) {
    // What a killed demo left behind is stopped by whoever leaves it last; a demo that still runs stays in it.
    await (await openEngine({ dataDir: folder })).close();
    if (await exists(running)) return false;
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return true;
}

export interface Office {
  settings: Settings;
  /** The settings as a file, for commands given from outside. */
  envFile: string;
}

/** The settings of an office that starts the service this morning and answers what came in the last week. */
export async function prepareOffice(folder: string, server: MailServer, now: Date): Promise<Office> {
  const campaignFile = join(folder, 'campaign.yaml');
  await writeFile(campaignFile, await campaignEndedYesterday(now));
  const { user, password } = ACCOUNT;
  const lines = Object.entries({
    MAILBOX_URL: `imap://${encodeURIComponent(user)}:${password}@127.0.0.1:${server.imapPort}/INBOX`,
    SMTP_URL: `smtp://127.0.0.1:${server.smtpPort}`,
    MAIL_FROM: `Bộ phận tiếp nhận hồ sơ <${user}>`,
    DATA_DIR: folder,
    CAMPAIGN_FILE: campaignFile,
    // An office waits ten minutes for a unit's next mail; whoever watches a demo does not.
    LETTER_QUIET_SECONDS: '2',
    REPLY_SINCE: new Date(now.getTime() - 7 * DAY).toISOString(),
    LOG_LEVEL: 'warn',
  }).map(([name, value]) => `${name}="${value}"\n`);
  const envFile = join(folder, 'demo.env');
  await writeFile(envFile, lines.join(''));
  return { settings: readSettings({ ENV_FILE: envFile }, folder), envFile };
}

/** The shipped campaign with another deadline, so that mail of the days before is in time and mail of today is late. */
export async function campaignEndedYesterday(now: Date): Promise<string> {
  const [campaignFile = ''] = readSettings({}, '/').campaignFiles;
  const { timeZone } = readCampaign(campaignFile);
  const today = localDay(now, timeZone);
  const campaign = parseDocument(await readFile(campaignFile, 'utf8'));
  const closesAt = new Date(instantOf(today, '00:00', timeZone).getTime() - 1000);
  campaign.setIn(['deadline', 'closes_at'], closesAt.toISOString());
  const day = String(today.day).padStart(2, '0');
  campaign.setIn(['deadline', 'wording'], `trước ngày ${day} tháng ${today.month} năm ${today.year}`);
  return String(campaign);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
