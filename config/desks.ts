// The desks: what each mailbox may have of its own, from the settings of all or from a file for each in a folder.
import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { SendingLimits } from '../src/core/budget.ts';
import { readEnvFile, withoutEmpty } from './env-file.ts';
import { type MailboxSettings, mailboxName, type Sender, type SmtpSettings } from './mail-server.ts';
import {
  EXPECTED,
  issuesOf,
  type Schema,
  settingsSchema,
  usesOAuth,
  type Values,
} from './settings-schema.ts';
import { keepsSent, usualLimits } from './smtp-limits.ts';

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

/** One mailbox for each .env file of the folder; what a file leaves out is as in the settings of all. */
export function readDesks(
  values: Record<string, string>,
  cwd: string,
): { desks: DeskSettings[]; faults: string[] } {
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

export function toDesk(values: Values): DeskSettings {
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

function toOAuth(values: Values): OAuthSettings | null {
  const { MAIL_OAUTH_TOKEN_URL: tokenUrl, MAIL_OAUTH_CLIENT_ID: clientId } = values;
  const refreshToken = values.MAIL_OAUTH_REFRESH_TOKEN;
  if (!tokenUrl || !clientId || !refreshToken) return null;
  return { tokenUrl, clientId, clientSecret: values.MAIL_OAUTH_CLIENT_SECRET ?? null, refreshToken };
}

export function hasMail(desk: DeskSettings): desk is MailSettings {
  return desk.mailbox !== null && desk.smtp !== null && desk.from !== null;
}

export function missingOf({ mailbox, smtp, from }: DeskSettings): string[] {
  return [
    mailbox ? '' : `MAILBOX_URL: is not set; ${EXPECTED.mailbox}`,
    smtp ? '' : `SMTP_URL: is not set; ${EXPECTED.smtp}`,
    from ? '' : `MAIL_FROM: is not set; ${EXPECTED.from}`,
  ].filter((line) => line !== '');
}
