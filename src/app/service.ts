// The wiring: settings become everything the steps need, each opened with its closer.
import { randomBytes } from 'node:crypto';
import type { MailSettings } from '../../config/desks.ts';
import { mailboxName, smtpAccount } from '../../config/mail-server.ts';
import type { Settings } from '../../config/settings.ts';
import { openArchive } from '../archive/archive.ts';
import type { Owed } from '../core/alarm-words.ts';
import type { Campaign } from '../core/campaign.ts';
import type { Decisions } from '../core/decisions.ts';
import { Fault } from '../core/fault.ts';
import type { Preview } from '../core/preview.ts';
import type { MakeRegister } from '../core/register-facts.ts';
import { openClamd } from '../documents/clamd.ts';
import { mailAlarms } from '../mail/alarm-mail.ts';
import { letterMessageId } from '../mail/compose.ts';
import type { MailboxAddress } from '../mail/imap-login.ts';
import { type KeptTokens, openOAuth } from '../mail/oauth.ts';
import { openSentFolder } from '../mail/sent.ts';
import { openSmtp } from '../mail/smtp.ts';
import { openBells } from '../queue/bells.ts';
import type { AlarmChannel, AlarmDeps } from '../steps/alarms.ts';
import { openDecisions } from '../steps/decisions.ts';
import type { Post } from '../steps/post.ts';
import type { ReadDeps } from '../steps/read.ts';
import { openReminders } from '../steps/remind.ts';
import type { ReplyDeps } from '../steps/reply.ts';
import type { ScanDeps } from '../steps/scan.ts';
import type { SweepDeps } from '../steps/sweep.ts';
import type { ReceiveDeps } from '../steps/take-in.ts';
import { openClaims } from '../store/claims.ts';
import { type Database, openDatabase, transaction } from '../store/database.ts';
import { openEngine } from '../store/engine.ts';
import { findLoginToken, saveLoginToken } from '../store/login-tokens.ts';
import { BY_HAND, IMPORTED } from '../store/mailboxes.ts';
import { migrate } from '../store/migrate.ts';
import { saveUnits } from '../store/units.ts';
import type { Outgoing, Reminders } from '../web/page-deps.ts';
import { postAlarms } from '../web/webhook.ts';
import { openCheckedLetters } from './checked-letters.ts';
import { type Desks, openDesks } from './desks.ts';
import { openPreview } from './preview.ts';
import { openReader } from './reader.ts';
import { openRegisters } from './register-pool.ts';
import { openScanner } from './scanner.ts';
import { openTraces, type Traces } from './traces.ts';

/** What the steps that need no mail server work with. */
export type Intake = ReceiveDeps &
  ReadDeps &
  ScanDeps & {
    campaigns: Campaign[];
    answeredFrom: Desks['answeredFrom'];
    /** Names of those that are set up. */
    mailboxes: string[];
    /** The page's own connections: a slow search keeps no step waiting. */
    pageDb: Database;
    traces: Traces;
    /** What the page sends letters by. */
    outgoing: Outgoing;
    reminders: Reminders;
    decisions: Decisions;
    /** Mails and pages, harmless to look at. */
    preview: Preview;
    /** Where the page is served. */
    web: Settings['web'];
    /** Makes a register of what is in the database now. Errors: Fault campaign-unknown. */
    registers: MakeRegister;
    close(): Promise<void>;
  };
/** A folder that mail is taken in from. */
export interface Source {
  name: string;
  address: MailboxAddress;
}
/** Everything, the mail servers too. */
export type Service = Intake &
  ReplyDeps &
  SweepDeps &
  AlarmDeps & {
    sources: Source[];
    /** Most connections that mailboxes are watched by at a time. */
    connections: number;
  };

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
  // Closed last: what is in hand ends with a span.
  const traces = closers.add(await openTraces(settings.traces), (opened) => opened.close());
  const now = () => new Date();
  const newToken = () => randomBytes(16).toString('hex');
  const all = settings.desks.length > 0 ? settings.desks : [settings];
  const desks = openDesks(all, openCheckedLetters(settings.dataDir));
  const mailboxes = all.flatMap(({ mailbox }) => (mailbox ? [mailboxName(mailbox)] : []));
  const archive = await openArchive(settings.archiveDir, settings.bucket);
  const { db: pageDb, databaseUrl } = closers.add(await openStore(settings), (store) => store.close());
  const db = closers.add(await openDatabase(databaseUrl, { prepares: true }), (pool) => pool.end());
  await transaction(db, (tx) => saveUnits(tx, desks.units, now()));
  const claims = closers.add(openClaims(databaseUrl), (opened) => opened.close());
  const reader = closers.add(openReader(archive), (pool) => pool.close());
  const scanner = closers.add(openScanner(archive), (pool) => pool.close());
  const preview = closers.add(openPreview(archive), (pool) => pool.close());
  const registers = closers.add(openRegisters({ databaseUrl, campaigns: desks.campaigns, now }), (pool) =>
    pool.close(),
  );
  const bells = closers.add(await openBells({ redisUrl: settings.redisUrl, databaseUrl }), (opened) =>
    opened.close(),
  );
  const deps = {
    db,
    pageDb,
    claims,
    archive,
    traces,
    web: settings.web,
    mailboxes,
    bells,
    reader,
    scanner,
    preview,
    scans: settings.ocr,
    viruses: settings.clamd && openClamd(settings.clamd),
    largestMessage: settings.largestMessage,
    ...desks,
    newToken,
    outgoing: outgoingOf(desks, newToken),
    reminders: openReminders({ db, mailboxes, newToken, now, ...desks }),
    now,
  };
  return {
    ...deps,
    decisions: openDecisions(deps),
    registers: registers.make,
    close: () => closers.close(),
  };
}

function outgoingOf(
  { deskOf, ownAddresses }: ReturnType<typeof openDesks>,
  newToken: () => string,
): Outgoing {
  return {
    ownAddresses,
    modeOf: (mailbox) => deskOf(mailbox).letterMode,
    newMessageId: (mailbox) => letterMessageId(newToken(), deskOf(mailbox).mailFrom),
  };
}

export async function openService(settings: Settings, mail: MailSettings[]): Promise<Service> {
  const intake = await openIntake(settings);
  const servers = mail.map((desk) => ({ desk, ...mailServers(desk, intake.now, loginTokens(intake.db)) }));
  const sources = servers.map(({ mailbox }) => ({ name: mailboxName(mailbox), address: mailbox }));
  const posts = openPosts(servers);
  const [first] = sources;
  return {
    ...intake,
    sources,
    connections: settings.mailboxConnections,
    alarms: {
      channels: openChannels(settings, intake, first && posts.of(first.name)),
      mailboxes: intake.mailboxes,
      steps: ['receive', 'read', 'register', 'reply', ...(settings.ocr ? ['scan'] : [])],
      pollSeconds: settings.pollSeconds,
    },
    postOf: (mailbox) => postOf(posts, mailbox, intake.answeredFrom(mailbox)),
    close: async () => {
      await intake.close();
      await posts.close();
    },
  };
}

interface Posts {
  /** Undefined: there is no such mailbox. */
  of(mailbox: string): Post | undefined;
  close(): Promise<void>;
}

/** Each is opened when it is first asked for: a process may have thousands, and send from few. */
function openPosts(servers: ({ desk: MailSettings } & ReturnType<typeof mailServers>)[]): Posts {
  const known = new Map(servers.map((one) => [mailboxName(one.mailbox), one]));
  const opened = new Map<string, Post>();
  return {
    of(name) {
      const found = known.get(name);
      const post = opened.get(name) ?? (found && openPost(found));
      if (post) opened.set(name, post);
      return post;
    },
    async close() {
      for (const { smtp, sent } of opened.values()) {
        smtp.close();
        await sent.close();
      }
    },
  };
}

function openPost({ desk, mailbox, smtp }: { desk: MailSettings } & ReturnType<typeof mailServers>): Post {
  return {
    smtp: openSmtp(smtp),
    mailFrom: desk.from.header,
    account: smtpAccount(smtp),
    limits: desk.smtpLimits,
    sent: openSentFolder(mailbox),
    savesCopies: desk.savesCopies,
  };
}

/** The two are independent: what the mail server cannot tell of itself, the webhook does. */
function openChannels(
  { alarmMail, alarmWebhook }: Settings,
  { newToken, now }: Intake,
  post: Post | undefined,
): AlarmChannel[] {
  const sender = post && { smtp: post.smtp, mailFrom: post.mailFrom, newToken, now };
  return [
    ...(sender && alarmMail.length > 0
      ? [{ name: 'mail' as const, tell: (owed: Owed[]) => mailAlarms(sender, alarmMail, owed) }]
      : []),
    ...(alarmWebhook
      ? [{ name: 'webhook' as const, tell: (owed: Owed[]) => postAlarms(alarmWebhook, owed) }]
      : []),
  ];
}

/** Imported mail belongs to no mailbox: it is answered from the first; what was handed in, from its campaign's. */
function postOf(posts: Posts, mailbox: string, from: string | null): Post {
  const isOurs = mailbox === IMPORTED || mailbox.startsWith(BY_HAND);
  const post = posts.of(isOurs ? (from ?? '') : mailbox);
  if (!post) throw new Fault('mailbox-not-set-up', { transient: true });
  return post;
}

/** The servers with what they take for a login: a password, or OAuth2 tokens. */
export function mailServers(
  { mailbox, smtp, oauth, trustedCertificates: ca }: MailSettings,
  now: () => Date,
  kept: KeptTokens,
) {
  const token = oauth && openOAuth(oauth, now, kept);
  return {
    mailbox: { ...mailbox, ca, password: mailbox.password ?? token ?? '' },
    smtp: { ...smtp, ca, password: smtp.password ?? token },
  };
}

export function loginTokens(db: Database): KeptTokens {
  return {
    load: (settingsToken) => findLoginToken(db, settingsToken),
    save: (settingsToken, sealed) => saveLoginToken(db, settingsToken, sealed, new Date()),
  };
}
