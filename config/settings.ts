// The settings: the one place that reads the environment. Faults name settings and never repeat what stands in them.
import { join } from 'node:path';
import { Fault } from '../src/core/fault.ts';
import type { BucketSettings } from './bucket.ts';
import { type DeskSettings, hasMail, type MailSettings, missingOf, readDesks, toDesk } from './desks.ts';
import { readEnvFile, withoutEmpty } from './env-file.ts';
import { issuesOf, type LogLevel, settingsSchema, usesOAuth, type Values } from './settings-schema.ts';
import { findUnknown } from './unknown-settings.ts';

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

/** The mailboxes to work with. Errors: Fault settings-invalid, which names what is missing. */
export function requireMail(settings: DeskSettings & { desks: DeskSettings[] }): MailSettings[] {
  const desks = settings.desks.length > 0 ? settings.desks : [settings];
  const faults = desks.flatMap(missingOf);
  if (faults.length > 0) throw settingsFault(faults);
  return desks.filter(hasMail);
}

function settingsFault(lines: string[]): Fault {
  return new Fault('settings-invalid', {
    transient: false,
    detail: lines.map((line) => `\n  ${line}`).join(''),
  });
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
