// The wiring: settings become everything the steps need, each opened with its closer.
import { randomBytes } from 'node:crypto';
import { readCampaign } from '../../config/campaign.ts';
import type { MailSettings, Settings } from '../../config/settings.ts';
import { readUnits } from '../../config/units.ts';
import { openArchive } from '../archive/archive.ts';
import { prepareRegistry } from '../core/mention.ts';
import { openLetters } from '../letters/letters.ts';
import { isInSent, type MailboxAddress } from '../mail/imap.ts';
import { openOAuth } from '../mail/oauth.ts';
import { openSmtp } from '../mail/smtp.ts';
import { openBells } from '../queue/bells.ts';
import type { ReadDeps } from '../steps/read.ts';
import type { ReceiveDeps } from '../steps/receive.ts';
import type { ReplyDeps } from '../steps/reply.ts';
import type { ScanDeps } from '../steps/scan.ts';
import type { SweepDeps } from '../steps/sweep.ts';
import { openClaims } from '../store/claims.ts';
import { type Database, openDatabase, transaction } from '../store/database.ts';
import { openEngine } from '../store/engine.ts';
import { migrate } from '../store/migrate.ts';
import { saveUnits } from '../store/units.ts';
import { openReader } from './reader.ts';
import { openScanner } from './scanner.ts';

/** What the steps that need no mail server work with. */
export type Intake = ReceiveDeps & ReadDeps & ScanDeps & { close(): Promise<void> };
/** Everything, the mail servers too. */
export type Service = Intake & ReplyDeps & SweepDeps & { mailbox: MailboxAddress; mailboxName: string };

/** Where letters would come from if there were any: without MAIL_FROM none is written. */
const NO_SENDER = 'tiepnhan@localhost';

/** Runs each closer, last opened first, whatever the others do. */
class Closers {
  private readonly closers: (() => Promise<unknown> | unknown)[] = [];

  add<T>(opened: T, close: (opened: T) => Promise<unknown> | unknown): T {
    this.closers.push(() => close(opened));
    return opened;
  }

  async close(): Promise<void> {
    for (let close = this.closers.pop(); close; close = this.closers.pop()) await close();
  }
}

export interface Store {
  db: Database;
  databaseUrl: string;
  /** Migrations that were missing. */
  migrated: number;
  close(): Promise<void>;
}

/** Opens the service's own Postgres unless the office names one; migrates either. */
export async function openStore(settings: Settings): Promise<Store> {
  const closers = new Closers();
  try {
    const databaseUrl =
      settings.databaseUrl ??
      closers.add(await openEngine({ dataDir: settings.dataDir }), (engine) => engine.close()).url;
    const db = closers.add(await openDatabase(databaseUrl), (pool) => pool.end());
    const migrated = await migrate(databaseUrl);
    return { db, databaseUrl, migrated, close: () => closers.close() };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

/** Errors: Fault of whatever cannot be opened; what was opened before is closed again. */
export async function openIntake(settings: Settings): Promise<Intake> {
  const closers = new Closers();
  try {
    return await openInto(closers, settings);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function openInto(closers: Closers, settings: Settings): Promise<Intake> {
  const now = () => new Date();
  const campaign = readCampaign(settings.campaignFile);
  campaign.quietSeconds = settings.letterQuietSeconds ?? campaign.quietSeconds;
  const units = readUnits(settings.unitsFile);
  const letters = openLetters(settings.lettersDir, campaign);
  const archive = await openArchive(settings.archiveDir);
  const { db, databaseUrl } = closers.add(await openStore(settings), (store) => store.close());
  await transaction(db, (tx) => saveUnits(tx, units, now()));
  const claims = closers.add(openClaims(databaseUrl), (opened) => opened.close());
  const reader = closers.add(openReader(settings.archiveDir), (pool) => pool.close());
  const scanner = closers.add(openScanner(settings.archiveDir), (pool) => pool.close());
  const bells = closers.add(await openBells({ redisUrl: settings.redisUrl, databaseUrl }), (opened) =>
    opened.close(),
  );
  const ownAddresses = new Set(
    [settings.mailbox?.user, settings.from?.address].flatMap((one) => (one ? [one.toLowerCase()] : [])),
  );
  return {
    db,
    claims,
    archive,
    bells,
    reader,
    scanner,
    scans: settings.ocr,
    campaign,
    registry: prepareRegistry(units),
    letters,
    letterMode: settings.from ? settings.letterMode : 'off',
    replySince: settings.replySince,
    mailFrom: settings.from?.header ?? NO_SENDER,
    ownAddresses,
    newToken: () => randomBytes(16).toString('hex'),
    now,
    close: () => closers.close(),
  };
}

export async function openService(settings: Settings, mail: MailSettings): Promise<Service> {
  const intake = await openIntake(settings);
  const { mailbox, smtp } = mailServers(mail, intake.now);
  const transport = openSmtp(smtp);
  return {
    ...intake,
    mailbox,
    mailboxName: `${mailbox.user}@${mailbox.host}/${mailbox.folder}`,
    smtp: transport,
    isInSent: (messageId) => isInSent(mailbox, messageId),
    close: async () => {
      await intake.close();
      transport.close();
    },
  };
}

/** The servers with what they take for a login: a password, or OAuth2 tokens. */
export function mailServers({ mailbox, smtp, oauth }: MailSettings, now: () => Date) {
  const token = oauth && openOAuth(oauth, now);
  return {
    mailbox: { ...mailbox, password: mailbox.password ?? token ?? '' },
    smtp: { ...smtp, password: smtp.password ?? token },
  };
}
