// Connects to everything the settings name and says what is wrong, and how to mend it.
import { campaignWarnings, readCampaign } from '../../config/campaign.ts';
import { requireMail, type Settings } from '../../config/settings.ts';
import { readUnits } from '../../config/units.ts';
import { openArchive } from '../archive/archive.ts';
import { Fault } from '../core/fault.ts';
import { openLetters } from '../letters/letters.ts';
import { openMailbox } from '../mail/imap.ts';
import { openSmtp } from '../mail/smtp.ts';
import { openBells } from '../queue/bells.ts';
import { mailServers, openStore } from './service.ts';

export interface CheckResult {
  what: string;
  /** What was found; null when the check failed. */
  found: string | null;
  /** What is allowed but deserves a look. */
  warnings: string[];
  fault: Fault | null;
}

/** Runs every check, also after one has failed; an error that is no Fault is a bug and is thrown. */
export async function* checkAll(settings: Settings): AsyncGenerator<CheckResult> {
  for (const [what, check] of checksOf(settings)) {
    try {
      yield { what, fault: null, ...(await check()) };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      yield { what, found: null, warnings: [], fault: error };
    }
  }
}

type Check = () => Promise<{ found: string; warnings: string[] }>;

function checksOf(settings: Settings): [string, Check][] {
  return [
    ['campaign', async () => checkCampaign(settings)],
    ['units', async () => said(`${readUnits(settings.unitsFile).length} units`)],
    ['letters', async () => checkLetters(settings)],
    ['archive', () => checkArchive(settings)],
    ['database and queue', () => checkStore(settings)],
    ['mailbox', () => checkMailbox(settings)],
    ['outgoing mail', () => checkSmtp(settings)],
  ];
}

function said(found: string, warnings: string[] = []) {
  return { found, warnings };
}

function checkCampaign(settings: Settings) {
  const campaign = readCampaign(settings.campaignFile);
  return said(
    `${campaign.code}, ${campaign.documents.length} document types`,
    campaignWarnings(campaign, new Date()),
  );
}

function checkLetters(settings: Settings) {
  openLetters(settings.lettersDir, readCampaign(settings.campaignFile));
  return said('every template renders');
}

const LITTLE_SPACE = 5 * 1024 ** 3;

async function checkArchive(settings: Settings) {
  const free = await (await openArchive(settings.archiveDir)).check();
  const gigabytes = `${Math.floor(free / 1024 ** 3)} GB free`;
  return said(gigabytes, free < LITTLE_SPACE ? ['little space is left on the disk of the archive'] : []);
}

async function checkStore(settings: Settings) {
  const store = await openStore(settings);
  try {
    const bells = await openBells({ redisUrl: settings.redisUrl, databaseUrl: store.databaseUrl });
    try {
      const waiting = await bells.waiting('read');
      const database = settings.databaseUrl ? 'Postgres of DATABASE_URL' : 'embedded Postgres';
      return said(
        `${database}, queue in ${settings.redisUrl ? 'Redis' : 'Postgres'}, ${waiting} rings waiting`,
      );
    } finally {
      await bells.close();
    }
  } finally {
    await store.close();
  }
}

async function checkMailbox(settings: Settings) {
  const { mailbox } = mailServers(requireMail(settings), () => new Date());
  const opened = await openMailbox(mailbox);
  try {
    const encrypted = mailbox.secure || isLoopback(mailbox.host);
    return said(`folder "${mailbox.folder}" holds ${opened.total} messages`, [
      ...(encrypted
        ? []
        : [
            'MAILBOX_URL begins with imap://: the password is protected only if the server offers STARTTLS; prefer imaps://',
          ]),
    ]);
  } finally {
    await opened.close();
  }
}

async function checkSmtp(settings: Settings) {
  const { smtp } = mailServers(requireMail(settings), () => new Date());
  const transport = openSmtp(smtp);
  try {
    await transport.verify();
    return said(`${smtp.host} accepts ${smtp.user === null ? 'mail without a login' : 'the login'}`);
  } finally {
    transport.close();
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
