// The settings one by one: what each may be, what it is where nothing is said, and what is told of one that is wrong.
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { parseBucket } from './bucket.ts';
import { parseMailbox, parseSender, parseSmtp } from './mail-server.ts';
import {
  hasScheme,
  isHttpUrl,
  isPrivateUrl,
  parseAddresses,
  parseClamd,
  parseConnections,
  parseFolder,
  parseInstant,
  parseMegabytes,
  parsePageUrl,
  parsePort,
  readCertificates,
} from './setting-values.ts';
import { parseLimits } from './smtp-limits.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const ENCODED =
  'in user, password and folder write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25';
/** What a setting should have been, for whoever has to mend it. */
export const EXPECTED = {
  mailbox: `expected imaps://user:password@host/folder, or imap:// for a server without TLS; ${ENCODED}`,
  smtp: `expected smtps://user:password@host, or smtp:// for STARTTLS; ${ENCODED}`,
  from: 'expected the address letters come from: hopthu@example.vn, or Tên hiển thị <hopthu@example.vn>',
  limits: 'expected gmail, workspace, microsoft365, none, or numbers such as 30/minute,500/day',
};
const NO_PASSWORD = 'has no password; expected user:password@ before the host, or OAuth2 by MAIL_OAUTH_*';

const TOKEN_URL = 'expected the https:// address of the OAuth2 token endpoint';
const DATABASE_URL =
  'expected postgres://user:password@host:5432/database, with @ : / ? # % encoded as in MAILBOX_URL';
const ARCHIVE_URL =
  'expected nothing (the archive is in DATA_DIR), file:///folder, or s3://key:secret@host/bucket/prefix?region=name&tls=off with @ : / ? # % in key and secret encoded as in MAILBOX_URL; prefix, region and tls may be left out';
const REDIS_URL = 'expected redis://:password@host:6379/0, or rediss:// for TLS';

/** Found the same way from config/ and from dist/config/. */
const SHIPPED = join(dirname(createRequire(import.meta.url).resolve('#package.json')), 'config');

/** @param cwd paths begin there @param usesOAuth whether the login is by OAuth2, and passwords may be missing */
export function settingsSchema(cwd: string, usesOAuth: boolean) {
  const path = z.string().transform((text) => resolve(cwd, text));
  const text = z.string();
  const needed = (name: string) =>
    usesOAuth
      ? z.string(`is not set; with one MAIL_OAUTH_ setting the login needs this one too (${name})`)
      : text.optional();
  return z.object({
    ENV_FILE: text.optional(),
    MAILBOXES_DIR: text.optional(),
    MAILBOX_URL: setting(EXPECTED.mailbox, parseMailbox)
      .refine(({ user }) => user !== '', {
        error: 'has no user; expected user:password@ before the host',
        abort: true,
      })
      .refine(({ password }) => password !== null || usesOAuth, NO_PASSWORD)
      .optional(),
    SMTP_URL: setting(EXPECTED.smtp, parseSmtp)
      .refine(({ user, password }) => user === null || password !== null || usesOAuth, NO_PASSWORD)
      .optional(),
    MAIL_FROM: setting(EXPECTED.from, parseSender).optional(),
    SMTP_LIMITS: setting(EXPECTED.limits, parseLimits).optional(),
    SENT_COPIES: z.enum(['auto', 'on', 'off'], 'expected auto, on or off').default('auto'),
    MAIL_CA_FILE: setting('expected the path of a PEM file of certificates', (name) =>
      readCertificates(resolve(cwd, name)),
    ).optional(),
    MAIL_OAUTH_TOKEN_URL: usesOAuth
      ? z.string(`is not set; ${TOKEN_URL}`).refine(isHttpUrl, TOKEN_URL)
      : text.optional(),
    MAIL_OAUTH_CLIENT_ID: needed('the application’s client id'),
    MAIL_OAUTH_CLIENT_SECRET: text.optional(),
    MAIL_OAUTH_REFRESH_TOKEN: needed('the refresh token of the mailbox'),
    DATABASE_URL: text.refine((url) => hasScheme(url, ['postgres:', 'postgresql:']), DATABASE_URL).optional(),
    REDIS_URL: text.refine((url) => hasScheme(url, ['redis:', 'rediss:']), REDIS_URL).optional(),
    ARCHIVE_URL: setting(ARCHIVE_URL, (text) => parseFolder(text) ?? parseBucket(text)).optional(),
    DATA_DIR: path.prefault('data'),
    CAMPAIGN_FILE: text
      .transform((list) => list.split(',').map((one) => resolve(cwd, one.trim())))
      .prefault(join(SHIPPED, 'campaign.yaml')),
    UNITS_FILE: path.prefault(join(SHIPPED, 'units.yaml')),
    LETTERS_DIR: path.prefault(join(SHIPPED, 'letters')),
    LETTER_MODE: z.enum(['send', 'review', 'off'], 'expected send, review or off').default('send'),
    LETTER_QUIET_SECONDS: seconds(0).optional(),
    REPLY_SINCE: setting(
      'expected a day or a time, such as 2022-06-01 or 2022-06-01T08:00:00+07:00',
      parseInstant,
    ).optional(),
    POLL_SECONDS: seconds(1).default(60),
    MAILBOX_CONNECTIONS: setting(
      'expected a whole number of connections, 1 to 10000',
      parseConnections,
    ).prefault('200'),
    MESSAGE_MAX_MB: setting('expected a whole number of megabytes, 1 to 1000', parseMegabytes).prefault(
      '100',
    ),
    CLAMD_URL: setting('expected tcp://host:3310, the address of clamd', parseClamd).optional(),
    OCR: z.enum(['on', 'off'], 'expected on or off').default('on'),
    WEB_HOST: text
      .regex(/^[\w.:-]+$/, 'expected an address to listen on, such as 127.0.0.1')
      .default('127.0.0.1'),
    WEB_PORT: setting('expected a port, 0 to 65535; 0 takes any free one', parsePort).prefault('8080'),
    WEB_URL: setting(
      'expected the address of the page in browsers, such as https://mttq.example.vn/tiep-nhan',
      parsePageUrl,
    ).optional(),
    SESSION_SECRET: text.min(32, 'expected at least 32 characters that nobody can guess').optional(),
    ALARM_MAIL: setting(
      'expected one to ten addresses separated by commas, such as canbo@example.vn',
      parseAddresses,
    ).optional(),
    ALARM_WEBHOOK_URL: text
      .refine(isPrivateUrl, 'expected an https:// address, or http:// on this machine')
      .optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: text
      .refine(
        isHttpUrl,
        'expected the http:// or https:// address of a collector, such as http://127.0.0.1:4318',
      )
      .optional(),
    TRUSTED_AUTHSERV_ID: text
      .regex(/^[^\s;]+$/, 'expected one name, such as mx.example.vn, as Authentication-Results begins')
      .optional(),
    LOG_LEVEL: z.enum(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`).default('info'),
  });
}

function setting<T>(expected: string, parse: (text: string) => T | null) {
  return z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== null) return value;
    context.addIssue(expected);
    return z.NEVER;
  });
}

function seconds(least: number) {
  const expected = `expected a whole number of seconds, ${least} to 86400`;
  return setting(expected, (text) => {
    const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= 86_400 ? value : null;
  });
}

export type Schema = ReturnType<typeof settingsSchema>;
export type Values = z.output<Schema>;

export function usesOAuth(values: Record<string, string>): boolean {
  return Object.keys(values).some((name) => name.startsWith('MAIL_OAUTH_'));
}

export function issuesOf(result: z.ZodSafeParseResult<unknown>): string[] {
  return result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
}
