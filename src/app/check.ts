// Connects to everything the settings name and says what is wrong, and how to mend it.
import pLimit from 'p-limit';
import { campaignWarnings, readCampaign } from '../../config/campaign.ts';
import type { DeskSettings, MailSettings } from '../../config/desks.ts';
import { mailboxName } from '../../config/mail-server.ts';
import { requireMail, type Settings } from '../../config/settings.ts';
import { readUnits } from '../../config/units.ts';
import { openArchive } from '../archive/archive.ts';
import { mendOf } from '../core/alarm-codes.ts';
import { LITTLE_SPACE } from '../core/alarms.ts';
import { Fault } from '../core/fault.ts';
import { openClamd } from '../documents/clamd.ts';
import { openLetters } from '../letters/letters.ts';
import { connectMailbox } from '../mail/imap.ts';
import { openSmtp } from '../mail/smtp.ts';
import { openBells } from '../queue/bells.ts';
import { findStandingAlarms } from '../store/alarms.ts';
import { findComparison } from '../store/mailboxes.ts';
import { loginTokens, mailServers, openStore, type Store } from './service.ts';

export interface CheckResult {
  what: string;
  /** What was found; null when the check failed. */
  found: string | null;
  /** What is allowed but deserves a look. */
  warnings: string[];
  fault: Fault | null;
}

/** Servers that are asked side by side: one that is away takes a minute to show it. */
const SIDE_BY_SIDE = 10;

/** Runs every check, also after one has failed, and tells them in order; an error that is no Fault is a bug and is thrown. */
export async function* checkAll(settings: Settings): AsyncGenerator<CheckResult> {
  const store = openWhenAsked(settings);
  const limit = pLimit(SIDE_BY_SIDE);
  try {
    const running = checksOf(settings, store.opened).map(([what, check]) => limit(() => tried(what, check)));
    for (const result of running) {
      const { bug, ...told } = await result;
      if (bug) throw bug.error;
      yield told;
    }
  } finally {
    limit.clearQueue();
    await store.close();
  }
}

async function tried(what: string, check: Check): Promise<CheckResult & { bug?: { error: unknown } }> {
  try {
    return { what, fault: null, ...(await check()) };
  } catch (error) {
    const nothing = { what, found: null, warnings: [] };
    return error instanceof Fault
      ? { ...nothing, fault: error }
      : { ...nothing, fault: null, bug: { error } };
  }
}

type Opened = () => Promise<Store>;

/** The database is opened once for all checks; where it cannot be, each of them says so. */
function openWhenAsked(settings: Settings): { opened: Opened; close(): Promise<void> } {
  let store: Promise<Store> | null = null;
  return {
    opened: () => {
      store ??= openStore(settings);
      return store;
    },
    close: async () => (await store?.catch(() => null))?.close(),
  };
}

type Check = () => Promise<{ found: string; warnings: string[] }>;

function checksOf(settings: Settings, store: Opened): [string, Check][] {
  const desks = settings.desks.length > 0 ? settings.desks : [settings];
  // Several mailboxes are told apart by their names.
  const named = (what: string, desk: DeskSettings) =>
    desks.length > 1 && desk.mailbox ? `${what} of ${mailboxName(desk.mailbox)}` : what;
  return [
    ...distinct(desks, ({ campaignFiles }) => campaignFiles.join()).map((desk): [string, Check] => [
      'campaign',
      async () => checkCampaigns(desk),
    ]),
    ...distinct(desks, ({ unitsFile }) => unitsFile).map((desk): [string, Check] => [
      'units',
      async () => said(`${readUnits(desk.unitsFile).length} units`),
    ]),
    ...distinct(desks, ({ lettersDir, campaignFiles }) => [lettersDir, ...campaignFiles].join()).map(
      (desk): [string, Check] => ['letters', async () => checkLetters(desk)],
    ),
    ['archive', () => checkArchive(settings)],
    ['database and queue', () => checkStore(settings, store)],
    ['viruses', () => checkClamd(settings)],
    ['alarms', () => checkAlarms(settings, store)],
    ...desks.flatMap((desk): [string, Check][] => [
      [named('mailbox', desk), () => checkMailbox(store, requireDesk(desk))],
      [named('outgoing mail', desk), () => checkSmtp(store, requireDesk(desk))],
      [named('mailbox and log', desk), () => checkLog(store, requireDesk(desk))],
    ]),
  ];
}

/** What several mailboxes share is checked once. */
function distinct(desks: DeskSettings[], of: (desk: DeskSettings) => string): DeskSettings[] {
  return [...new Map(desks.map((desk) => [of(desk), desk])).values()];
}

function requireDesk(desk: DeskSettings): MailSettings {
  const [one] = requireMail({ ...desk, desks: [] });
  if (!one) throw new Error('a desk without mail was not refused');
  return one;
}

function said(found: string, warnings: string[] = []) {
  return { found, warnings };
}

function checkCampaigns({ campaignFiles }: DeskSettings) {
  const campaigns = campaignFiles.map(readCampaign);
  return said(
    campaigns.map(({ code, documents }) => `${code}, ${documents.length} document types`).join('; '),
    campaigns.flatMap((campaign) => campaignWarnings(campaign, new Date())),
  );
}

function checkLetters({ campaignFiles, lettersDir }: DeskSettings) {
  for (const file of campaignFiles) openLetters(lettersDir, readCampaign(file));
  return said('every template renders');
}

async function checkArchive(settings: Settings) {
  const { archiveDir, bucket } = settings;
  const archive = await openArchive(archiveDir, bucket);
  await archive.check();
  const free = await archive.free();
  if (free === null) return said(`bucket ${bucket?.name} at ${bucket?.endpoint} takes and gives`);
  const gigabytes = `${Math.floor(free / 1024 ** 3)} GB free`;
  return said(gigabytes, free < LITTLE_SPACE ? ['little space is left on the disk of the archive'] : []);
}

async function checkStore({ redisUrl, databaseUrl: named }: Settings, store: Opened) {
  const { databaseUrl } = await store();
  const bells = await openBells({ redisUrl, databaseUrl });
  try {
    const waiting = await bells.waiting('read');
    const database = named ? 'Postgres of DATABASE_URL' : 'embedded Postgres';
    return said(`${database}, queue in ${redisUrl ? 'Redis' : 'Postgres'}, ${waiting} rings waiting`);
  } finally {
    await bells.close();
  }
}

/** A login by OAuth2 may have a newer token in the database. */
async function serversOf(store: Opened, desk: MailSettings): Promise<ReturnType<typeof mailServers>> {
  const none = { load: async () => null, save: async () => {} };
  return mailServers(desk, () => new Date(), desk.oauth ? loginTokens((await store()).db) : none);
}

async function checkMailbox(store: Opened, desk: MailSettings) {
  const { mailbox } = await serversOf(store, desk);
  const opened = await connectMailbox(mailbox);
  try {
    const { total, uidValidity } = await opened.open(mailbox.folder);
    const junk = await opened.findJunk();
    return said(
      `folder "${mailbox.folder}" holds ${total} messages, ${junk ? `Junk is "${junk}"` : 'no folder is marked as Junk'}`,
      [
        mailbox.secure || isLoopback(mailbox.host)
          ? ''
          : 'MAILBOX_URL begins with imap://: the password is protected only if the server offers STARTTLS; prefer imaps://',
        uidValidity === null
          ? 'the server gives no UIDVALIDITY: every pass compares the whole folder with the log'
          : '',
      ].filter((line) => line !== ''),
    );
  } finally {
    await opened.close();
  }
}

async function checkSmtp(store: Opened, desk: MailSettings) {
  const { smtp } = await serversOf(store, desk);
  const transport = openSmtp(smtp);
  try {
    await transport.verify();
    return said(`${smtp.host} accepts ${smtp.user === null ? 'mail without a login' : 'the login'}`);
  } finally {
    transport.close();
  }
}

/** Signatures older than this know little of what is about (ms). */
const OLD_SIGNATURES = 7 * 24 * 3600_000;

async function checkClamd({ clamd }: Settings) {
  if (!clamd) return said('files are not checked for viruses (CLAMD_URL is not set)');
  const version = await openClamd(clamd).version();
  const [, day] = /\/\d+\/(.+)$/.exec(version) ?? [];
  const age = day ? Date.now() - new Date(day).getTime() : Number.NaN;
  return said(
    version,
    age > OLD_SIGNATURES ? ['the signatures are more than a week old: does freshclam run?'] : [],
  );
}

/** What staff have been told, or would be if somebody were. */
async function checkAlarms({ alarmMail, alarmWebhook }: Settings, store: Opened) {
  const ways = [
    ...(alarmMail.length > 0 ? [`${alarmMail.length} addresses`] : []),
    ...(alarmWebhook ? ['a webhook'] : []),
  ];
  const told = ways.join(' and ') || 'nobody (ALARM_MAIL and ALARM_WEBHOOK_URL are not set)';
  const standing = await findStandingAlarms((await store()).db);
  return said(
    `${standing.length} stand; told to ${told}`,
    standing.map((alarm) => `${alarm.cause} ${mendOf(alarm)} (${alarm.since.toISOString()})`),
  );
}

/** What the last comparison found: every message on the server has its row, or is one of those named. */
async function checkLog(store: Opened, { mailbox }: MailSettings) {
  const found = await findComparison((await store()).db, mailboxName(mailbox));
  if (!found) return said('not compared yet: the service has not run');
  const { onServer, withRow, withheld, comparedAt, setAside } = found;
  const missing = onServer - withRow - withheld;
  const junk = setAside === null ? '' : `, ${setAside} left aside in Junk`;
  return said(`${onServer} on the server, ${withRow} in the log${junk}, on ${comparedAt.toISOString()}`, [
    ...(withheld > 0 ? [`the server lists ${withheld} messages and does not hand them over`] : []),
    ...(missing > 0 ? [`${missing} messages on the server are not in the log`] : []),
  ]);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
