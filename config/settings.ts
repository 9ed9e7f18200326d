// The settings: the one place that reads the environment. Faults name settings and never repeat what stands in them.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { z } from 'zod';
import type { SendingLimits } from '../src/core/budget.ts';
import { Fault } from '../src/core/fault.ts';
import type { BucketSettings } from './bucket.ts';
import { type EnvFile, parseEnvFile } from './env-file.ts';
import { type MailboxSettings, mailboxName, type Sender, type SmtpSettings } from './mail-server.ts';
import { EXPECTED, type LogLevel, type Schema, settingsSchema, type Values } from './settings-schema.ts';
import { keepsSent, usualLimits } from './smtp-limits.ts';
import { findUnknown } from './unknown-settings.ts';

/** What each mailbox may have of its own. */
export interface DeskSettings {
  /** Null where unset; commands that need mail call requireMail. */
  mailbox: MailboxSettings | null;
  smtp: SmtpSettings | null;
  from: Sender | null;
  oauth: OAuthSettings | null;
  smtpLimits: SendingLimits;
  /** Whether we put copies of letters into the Sent folder. */
  savesCopies: boolean;
  /** Certificates trusted besides the usual ones, PEM; null: none. */
  trustedCertificates: string | null;
  /** At least one, in the order in which they are tried. */
  campaignFiles: string[];
  unitsFile: string;
  lettersDir: string;
  letterMode: 'send' | 'review' | 'off';
  /** Seconds; null: as the campaign says. */
  letterQuietSeconds: number | null;
  /** Messages received earlier are never answered; null: since the mailbox was first connected. */
  replySince: Date | null;
  /** The authserv-id whose Authentication-Results are believed (RFC 8601 §2.5). */
  trustedAuthservId: string | null;
}

export interface Settings extends DeskSettings {
  /** Mailboxes described by files of their own (MAILBOXES_DIR); empty: there is the one of MAILBOX_URL. */
  desks: DeskSettings[];
  /** Null: the embedded Postgres in dataDir. */
  databaseUrl: string | null;
  /** Null: the queue lives in Postgres. */
  redisUrl: string | null;
  dataDir: string;
  /** The archive, or, with a bucket, what is on its way to and from it. */
  archiveDir: string;
  bucket: BucketSettings | null;
  pollSeconds: number;
  /** Most connections by which one process watches mailboxes. */
  mailboxConnections: number;
  /** Of a larger message only so much is kept (bytes). */
  largestMessage: number;
  /** Null: files are not checked for viruses. */
  clamd: { host: string; port: number } | null;
  /** Whether scans are read by OCR. */
  ocr: boolean;
  web: WebSettings;
  /** Staff who are told of alarms; empty: nobody. */
  alarmMail: string[];
  /** Where alarms are posted to; it may hold a token and is never logged. */
  alarmWebhook: string | null;
  /** Base URL of an OpenTelemetry collector; null: no traces. */
  traces: string | null;
  logLevel: LogLevel;
}

export interface WebSettings {
  /** Where the step "web" listens; port 0: any free one. */
  host: string;
  port: number;
  /** As browsers see the page, with its prefix and without a last slash; null: as it is served. */
  url: string | null;
  /** Null: a random one is kept in secretFile. */
  secret: string | null;
  secretFile: string;
}

interface OAuthSettings {
  tokenUrl: string;
  clientId: string;
  clientSecret: string | null;
  refreshToken: string;
}

/** A mailbox that can be read and answered from. */
export interface MailSettings extends DeskSettings {
  mailbox: MailboxSettings;
  smtp: SmtpSettings;
  from: Sender;
}

/** Errors: Fault settings-invalid, which lists every fault at once. */
export function readSettings(env: NodeJS.ProcessEnv, cwd: string): Settings {
  const environment = withoutEmpty(Object.entries(env));
  const file = readEnvFile(environment.ENV_FILE, cwd);
  const fromFile = withoutEmpty(file.values);
  // The real environment wins: a container's operator overrides a line without editing the file.
  const values = { ...fromFile, ...environment };
  const schema = settingsSchema(cwd, usesOAuth(values));
  const result = schema.safeParse(values);
  const desks = readDesks(values, cwd);
  const faults = [
    ...file.faults.map((fault) => `ENV_FILE: ${fault}`),
    ...findUnknown(Object.keys(environment), Object.keys(fromFile), Object.keys(schema.shape)),
    ...issuesOf(result),
    ...desks.faults,
    ...(result.success ? alarmLoops(result.data, desks.desks) : []),
  ];
  if (!result.success || faults.length > 0) throw settingsFault(faults);
  return { ...toSettings(result.data), desks: desks.desks };
}

/** Alarms about a mailbox would lie unread in it. */
function alarmLoops(values: Values, desks: DeskSettings[]): string[] {
  const own = [toDesk(values), ...desks].flatMap(({ mailbox, from }) => [mailbox?.user, from?.address]);
  const loops = values.ALARM_MAIL?.some((address) => own.includes(address)) === true;
  return loops ? ['ALARM_MAIL: is the mailbox itself; expected addresses that staff read elsewhere'] : [];
}

function usesOAuth(values: Record<string, string>): boolean {
  return Object.keys(values).some((name) => name.startsWith('MAIL_OAUTH_'));
}

function issuesOf(result: z.ZodSafeParseResult<unknown>): string[] {
  return result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
}

/** One mailbox for each .env file of the folder; what a file leaves out is as in the settings of all. */
function readDesks(values: Record<string, string>, cwd: string): { desks: DeskSettings[]; faults: string[] } {
  const folder = values.MAILBOXES_DIR;
  if (folder === undefined) return { desks: [], faults: [] };
  if (values.MAILBOX_URL !== undefined) {
    return { desks: [], faults: ['MAILBOX_URL: stands beside MAILBOXES_DIR; each mailbox has a file there'] };
  }
  const files = listEnvFiles(resolve(cwd, folder));
  if (files.length === 0) {
    return {
      desks: [],
      faults: ['MAILBOXES_DIR: holds no .env file; expected a folder with one for each mailbox'],
    };
  }
  const schemas = { password: settingsSchema(cwd, false), oauth: settingsSchema(cwd, true) };
  const read = files.map((path) => readDesk(path, values, cwd, schemas));
  const twice = findTwice(read.map(({ desk }) => desk));
  return {
    desks: read.flatMap(({ desk }) => (desk ? [desk] : [])),
    faults: [...read.flatMap(({ faults }) => faults), ...twice],
  };
}

function listEnvFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.env'));
    return names.sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function readDesk(
  path: string,
  common: Record<string, string>,
  cwd: string,
  schemas: Record<'password' | 'oauth', Schema>,
): { desk: DeskSettings | null; faults: string[] } {
  const file = readEnvFile(path, cwd);
  const own = withoutEmpty(file.values);
  const { MAILBOXES_DIR: _, ...rest } = common;
  const values = { ...rest, ...own };
  const result = schemas[usesOAuth(values) ? 'oauth' : 'password'].safeParse(values);
  const strange = Object.keys(own).filter((name) => !DESK_NAMES.includes(name));
  const faults = [
    ...file.faults,
    ...strange.map((name) => `${name}: is no setting of one mailbox`),
    ...issuesOf(result),
  ];
  const desk = result.success ? toDesk(result.data) : null;
  if (desk) faults.push(...missingOf(desk));
  return { desk, faults: faults.map((fault) => `MAILBOXES_DIR: ${basename(path)}: ${fault}`) };
}

/** Two files for one folder would read it twice. */
function findTwice(desks: (DeskSettings | null)[]): string[] {
  const names = desks.flatMap((desk) => (desk?.mailbox ? [mailboxName(desk.mailbox)] : []));
  return new Set(names).size < names.length
    ? ['MAILBOXES_DIR: two files name the same folder of one mailbox']
    : [];
}

/** The mailboxes to work with. Errors: Fault settings-invalid, which names what is missing. */
export function requireMail(settings: DeskSettings & { desks: DeskSettings[] }): MailSettings[] {
  const desks = settings.desks.length > 0 ? settings.desks : [settings];
  const faults = desks.flatMap(missingOf);
  if (faults.length > 0) throw settingsFault(faults);
  return desks.filter(hasMail);
}

function hasMail(desk: DeskSettings): desk is MailSettings {
  return desk.mailbox !== null && desk.smtp !== null && desk.from !== null;
}

function missingOf({ mailbox, smtp, from }: DeskSettings): string[] {
  return [
    mailbox ? '' : `MAILBOX_URL: is not set; ${EXPECTED.mailbox}`,
    smtp ? '' : `SMTP_URL: is not set; ${EXPECTED.smtp}`,
    from ? '' : `MAIL_FROM: is not set; ${EXPECTED.from}`,
  ].filter((line) => line !== '');
}

function settingsFault(lines: string[]): Fault {
  return new Fault('settings-invalid', {
    transient: false,
    detail: lines.map((line) => `\n  ${line}`).join(''),
  });
}

/** An empty value counts as unset, so that a copy of example.env works as it is. */
function withoutEmpty(entries: Iterable<[string, string | undefined]>): Record<string, string> {
  return Object.fromEntries(
    [...entries].flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
}

function readEnvFile(path: string | undefined, cwd: string): EnvFile {
  if (path === undefined) return { values: new Map(), faults: [] };
  try {
    return parseEnvFile(readFileSync(resolve(cwd, path), 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return {
      values: new Map(),
      faults: [`cannot be read (${code}); expected the path of a file of settings`],
    };
  }
}

/** What a mailbox's own file may set. */
const DESK_NAMES = [
  'MAILBOX_URL',
  'SMTP_URL',
  'MAIL_FROM',
  'SMTP_LIMITS',
  'SENT_COPIES',
  'MAIL_CA_FILE',
  'MAIL_OAUTH_TOKEN_URL',
  'MAIL_OAUTH_CLIENT_ID',
  'MAIL_OAUTH_CLIENT_SECRET',
  'MAIL_OAUTH_REFRESH_TOKEN',
  'CAMPAIGN_FILE',
  'UNITS_FILE',
  'LETTERS_DIR',
  'LETTER_MODE',
  'LETTER_QUIET_SECONDS',
  'REPLY_SINCE',
  'TRUSTED_AUTHSERV_ID',
];

function toDesk(values: Values): DeskSettings {
  const smtp = values.SMTP_URL ?? { host: '', user: null };
  return {
    mailbox: values.MAILBOX_URL ?? null,
    smtp: values.SMTP_URL ?? null,
    from: values.MAIL_FROM ?? null,
    oauth: toOAuth(values),
    smtpLimits: values.SMTP_LIMITS ?? usualLimits(smtp),
    savesCopies: values.SENT_COPIES === 'auto' ? !keepsSent(smtp) : values.SENT_COPIES === 'on',
    trustedCertificates: values.MAIL_CA_FILE ?? null,
    campaignFiles: values.CAMPAIGN_FILE,
    unitsFile: values.UNITS_FILE,
    lettersDir: values.LETTERS_DIR,
    letterMode: values.LETTER_MODE,
    letterQuietSeconds: values.LETTER_QUIET_SECONDS ?? null,
    replySince: values.REPLY_SINCE ?? null,
    trustedAuthservId: values.TRUSTED_AUTHSERV_ID ?? null,
  };
}

function toSettings(values: Values): Omit<Settings, 'desks'> {
  return {
    ...toDesk(values),
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    dataDir: values.DATA_DIR,
    ...placeArchive(values),
    pollSeconds: values.POLL_SECONDS,
    mailboxConnections: values.MAILBOX_CONNECTIONS,
    largestMessage: values.MESSAGE_MAX_MB,
    clamd: values.CLAMD_URL ?? null,
    ocr: values.OCR === 'on',
    web: {
      host: values.WEB_HOST,
      port: values.WEB_PORT,
      url: values.WEB_URL ?? null,
      secret: values.SESSION_SECRET ?? null,
      secretFile: join(values.DATA_DIR, 'session-secret'),
    },
    alarmMail: values.ALARM_MAIL ?? [],
    alarmWebhook: values.ALARM_WEBHOOK_URL ?? null,
    traces: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    logLevel: values.LOG_LEVEL,
  };
}

function placeArchive({ ARCHIVE_URL: place, DATA_DIR: dataDir }: Values) {
  if (typeof place === 'object') return { archiveDir: join(dataDir, 'bucket'), bucket: place };
  return { archiveDir: place ?? join(dataDir, 'archive'), bucket: null };
}

function toOAuth(values: Values): OAuthSettings | null {
  const { MAIL_OAUTH_TOKEN_URL: tokenUrl, MAIL_OAUTH_CLIENT_ID: clientId } = values;
  const refreshToken = values.MAIL_OAUTH_REFRESH_TOKEN;
  if (!tokenUrl || !clientId || !refreshToken) return null;
  return { tokenUrl, clientId, clientSecret: values.MAIL_OAUTH_CLIENT_SECRET ?? null, refreshToken };
}
