// The service of the tests: the real wiring on a test's own servers, started and ended as a process would be.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireMail, type Settings } from '../../config/settings.ts';
import { openLog } from '../../src/app/log.ts';
import { poll } from '../../src/app/poll.ts';
import { workUntilIdle } from '../../src/app/run.ts';
import { openService, type Service } from '../../src/app/service.ts';
import { type LogEntry, readLog } from '../../src/store/log.ts';
import { startDovecot, type TestDovecot } from './dovecot.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';

export const LOG = openLog(process.env.TEST_LOG ?? 'silent');

export interface Office {
  dovecot: TestDovecot;
  smtp: TestSmtp;
  database: TestDatabase;
  settings: Settings;
  /** One run of the service, from opening to closing: what is in the mailbox is taken in and worked off. */
  runOnce(change?: (service: Service) => Service): Promise<void>;
  /** The whole intake log. */
  log(): Promise<LogEntry[]>;
  close(): Promise<void>;
}

/** An office with its servers; `redisUrl` puts the queue there. */
export async function openOffice({
  redisUrl = null as string | null,
  ...change
}: Partial<Settings> = {}): Promise<Office> {
  const [dovecot, smtp, database] = await Promise.all([startDovecot(), startSmtp(), createTestDatabase()]);
  const dataDir = await mkdtemp(join(tmpdir(), 'office-'));
  const settings: Settings = {
    mailbox: { ...dovecot.address, password: String(dovecot.address.password) },
    smtp: { host: '127.0.0.1', port: smtp.port, secure: false, user: null, password: null },
    from: { header: 'Bộ phận tiếp nhận hồ sơ <hopthu@example.vn>', address: 'hopthu@example.vn' },
    oauth: null,
    smtpLimits: { perMinute: null, perDay: null },
    savesCopies: true,
    trustedCertificates: null,
    desks: [],
    databaseUrl: database.url,
    redisUrl,
    dataDir,
    archiveDir: join(dataDir, 'archive'),
    bucket: null,
    campaignFiles: ['config/campaign.yaml'],
    unitsFile: 'config/units.yaml',
    lettersDir: 'config/letters',
    letterMode: 'send',
    letterQuietSeconds: 0,
    replySince: new Date(0),
    pollSeconds: 1,
    mailboxConnections: 200,
    largestMessage: 100 * 1024 * 1024,
    clamd: null,
    ocr: false,
    web: {
      host: '127.0.0.1',
      port: 0,
      url: null,
      secret: null,
      secretFile: join(dataDir, 'session-secret'),
    },
    alarmMail: [],
    alarmWebhook: null,
    traces: null,
    trustedAuthservId: null,
    logLevel: 'silent',
    ...change,
  };
  const office: Office = {
    dovecot,
    smtp,
    database,
    settings,
    async runOnce(changeService = (service) => service) {
      const opened = await openService(settings, requireMail(settings));
      const service = changeService(opened);
      try {
        await poll(service, LOG);
        await workUntilIdle(service, LOG, () => {});
      } finally {
        await opened.close();
      }
    },
    log: () => readWholeLog(settings),
    async close() {
      await Promise.all([
        dovecot.stop(),
        smtp.stop(),
        database.drop(),
        rm(dataDir, { recursive: true, force: true }),
      ]);
    },
  };
  return office;
}

async function readWholeLog(settings: Settings): Promise<LogEntry[]> {
  const { openDatabase } = await import('../../src/store/database.ts');
  const db = await openDatabase(settings.databaseUrl ?? '');
  const entries: LogEntry[] = [];
  for await (const entry of readLog(db, { since: null, status: null, unit: null })) entries.push(entry);
  await db.end();
  return entries;
}

/** The environment that gives a process of its own the same office. */
export function environmentOf({ dovecot, smtp, settings }: Office): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    MAILBOX_URL: dovecot.url,
    SMTP_URL: smtp.url,
    MAIL_FROM: settings.from?.header,
    DATABASE_URL: settings.databaseUrl ?? '',
    REDIS_URL: settings.redisUrl ?? '',
    DATA_DIR: settings.dataDir,
    LETTER_QUIET_SECONDS: '0',
    REPLY_SINCE: '2000-01-01',
    POLL_SECONDS: '1',
    OCR: 'off',
    WEB_PORT: '0',
    LOG_LEVEL: 'warn',
  };
}
