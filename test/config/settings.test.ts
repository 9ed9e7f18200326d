import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings, requireMail } from '../../config/settings.ts';
import { brokenFiles, faultOf } from './faults.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'tiepnhan-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const path = join(folder, 'test.env');
  writeFileSync(path, text);
  return path;
}

const mail = {
  MAILBOX_URL: 'imaps://hopthu%40example.vn:p%40ss%2F%23@imap.example.vn/H%E1%BB%93%20s%C6%A1/2022',
  SMTP_URL: 'smtp://smtp.example.vn',
  MAIL_FROM: 'Bộ phận tiếp nhận hồ sơ <HopThu@example.vn>',
};

describe('readSettings', () => {
  it('needs nothing: everything has a default or is null', () => {
    expect(readSettings({}, '/srv')).toEqual({
      mailbox: null,
      smtp: null,
      smtpLimits: { perMinute: null, perDay: null },
      savesCopies: true,
      from: null,
      oauth: null,
      trustedCertificates: null,
      databaseUrl: null,
      redisUrl: null,
      dataDir: '/srv/data',
      archiveDir: '/srv/data/archive',
      bucket: null,
      campaignFiles: [join(root, 'config/campaign.yaml')],
      desks: [],
      largestMessage: 100 * 1024 * 1024,
      clamd: null,
      unitsFile: join(root, 'config/units.yaml'),
      lettersDir: join(root, 'config/letters'),
      letterMode: 'send',
      letterQuietSeconds: null,
      replySince: null,
      pollSeconds: 60,
      mailboxConnections: 200,
      ocr: true,
      web: {
        host: '127.0.0.1',
        port: 8080,
        url: null,
        secret: null,
        secretFile: '/srv/data/session-secret',
      },
      alarmMail: [],
      alarmWebhook: null,
      traces: null,
      trustedAuthservId: null,
      logLevel: 'info',
    });
  });

  it('takes every setting', () => {
    const settings = readSettings(
      {
        ...mail,
        SMTP_LIMITS: '300/day, 20/minute',
        SENT_COPIES: 'off',
        DATABASE_URL: 'postgres:///tiepnhan?host=/run/postgresql',
        REDIS_URL: 'rediss://:x@redis.example.vn:6380/1',
        ARCHIVE_URL: 'file:///srv/kho%20l%C6%B0u',
        DATA_DIR: 'here',
        CAMPAIGN_FILE: '/etc/c.yaml, d.yaml',
        MESSAGE_MAX_MB: '40',
        CLAMD_URL: 'tcp://clamd',
        UNITS_FILE: 'u.yaml',
        LETTERS_DIR: '../letters',
        LETTER_MODE: 'review',
        LETTER_QUIET_SECONDS: '0',
        REPLY_SINCE: '2022-06-01T08:00:00Z',
        POLL_SECONDS: '5',
        MAILBOX_CONNECTIONS: '40',
        OCR: 'off',
        WEB_HOST: '0.0.0.0',
        WEB_PORT: '0',
        WEB_URL: 'https://MTTQ.example.vn/tiep-nhan/',
        SESSION_SECRET: 'm'.repeat(32),
        ALARM_MAIL: 'Cán bộ <CanBo@example.vn>, quantri@example.vn',
        ALARM_WEBHOOK_URL: 'https://chat.example.vn/hooks/t0ken',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
        TRUSTED_AUTHSERV_ID: 'mx.example.vn',
        LOG_LEVEL: 'debug',
      },
      '/srv/app',
    );
    expect(settings).toEqual({
      mailbox: {
        host: 'imap.example.vn',
        port: 993,
        secure: true,
        user: 'hopthu@example.vn',
        password: 'p@ss/#',
        folder: 'Hồ sơ/2022',
      },
      smtp: { host: 'smtp.example.vn', port: 587, secure: false, user: null, password: null },
      from: { header: 'Bộ phận tiếp nhận hồ sơ <HopThu@example.vn>', address: 'hopthu@example.vn' },
      oauth: null,
      smtpLimits: { perMinute: 20, perDay: 300 },
      savesCopies: false,
      trustedCertificates: null,
      databaseUrl: 'postgres:///tiepnhan?host=/run/postgresql',
      redisUrl: 'rediss://:x@redis.example.vn:6380/1',
      dataDir: '/srv/app/here',
      archiveDir: '/srv/kho lưu',
      bucket: null,
      campaignFiles: ['/etc/c.yaml', '/srv/app/d.yaml'],
      desks: [],
      largestMessage: 40 * 1024 * 1024,
      clamd: { host: 'clamd', port: 3310 },
      unitsFile: '/srv/app/u.yaml',
      lettersDir: '/srv/letters',
      letterMode: 'review',
      letterQuietSeconds: 0,
      replySince: new Date('2022-06-01T08:00:00Z'),
      pollSeconds: 5,
      mailboxConnections: 40,
      ocr: false,
      web: {
        host: '0.0.0.0',
        port: 0,
        url: 'https://mttq.example.vn/tiep-nhan',
        secret: 'm'.repeat(32),
        secretFile: '/srv/app/here/session-secret',
      },
      alarmMail: ['canbo@example.vn', 'quantri@example.vn'],
      alarmWebhook: 'https://chat.example.vn/hooks/t0ken',
      traces: 'http://127.0.0.1:4318',
      trustedAuthservId: 'mx.example.vn',
      logLevel: 'debug',
    });
  });

  it.each([
    ['imap://u:p@localhost:1143', { host: 'localhost', port: 1143, secure: false, folder: 'INBOX' }],
    ['imaps://u:p@[::1]/', { host: '::1', port: 993, secure: true, folder: 'INBOX' }],
    ['imaps://ten@example.vn:p@imap.example.vn', { user: 'ten@example.vn', password: 'p' }],
    ['imaps://u:p@h/INBOX/', { folder: 'INBOX' }],
  ])('reads %s', (url, expected) => {
    expect(readSettings({ MAILBOX_URL: url }, '/').mailbox).toMatchObject(expected);
  });

  it.each([
    ['2022-06-01', '2022-05-31T17:00:00Z'],
    ['2022-06-01T08:30:00', '2022-06-01T01:30:00Z'],
    ['2022-06-01T08:30:00+07:00', '2022-06-01T01:30:00Z'],
  ])('takes %s as Vietnam’s time', (text, instant) => {
    expect(readSettings({ REPLY_SINCE: text }, '/').replySince).toEqual(new Date(instant));
  });

  it.each([
    'mttq.example.vn',
    'ftp://mttq.example.vn',
    'https://mttq.example.vn/?a',
    'https://mttq.example.vn/#',
    'https://mttq.example.vn//b',
    'https://u@mttq.example.vn',
  ])('takes no %s for the address of the page', (url) => {
    expect(faultOf(() => readSettings({ WEB_URL: url }, '/'))).toContain('WEB_URL: expected');
  });

  it('needs no password where OAuth2 logs in, and no client secret', () => {
    const settings = readSettings(
      {
        MAILBOX_URL: 'imaps://u@h',
        SMTP_URL: 'smtps://u@h',
        MAIL_OAUTH_TOKEN_URL: 'https://oauth.example.vn/token',
        MAIL_OAUTH_CLIENT_ID: 'id',
        MAIL_OAUTH_REFRESH_TOKEN: 'token',
      },
      '/',
    );
    expect(settings.mailbox?.password).toBeNull();
    expect(settings.oauth).toEqual({
      tokenUrl: 'https://oauth.example.vn/token',
      clientId: 'id',
      clientSecret: null,
      refreshToken: 'token',
    });
  });

  it('lets other programs’ variables be, and accepts settings that come later', () => {
    const env = { MAIL: '/var/mail/root', REDIS_PORT: 'tcp://10.0.0.1', SESSION_SECRET: '' };
    expect(readSettings(env, '/')).toEqual(readSettings({}, '/'));
  });
});

describe('ENV_FILE', () => {
  it('is read as people write it, and the real environment wins', () => {
    const text =
      '\uFEFF# ghi chú\r\nexport LOG_LEVEL = debug # ít thôi\r\nPOLL_SECONDS="7"\r\n' +
      "MAIL_FROM='Tổ <a@example.vn>'\r\nLETTER_MODE=off\r\nREDIS_URL= # không dùng\r\n" +
      'MAILBOX_URL=imaps://u:p%23@h\r\n';
    const env = { ENV_FILE: fileOf(text), LETTER_MODE: 'review', LOG_LEVEL: '' };
    const settings = readSettings(env, '/');
    expect(settings).toMatchObject({
      logLevel: 'debug',
      pollSeconds: 7,
      from: { header: 'Tổ <a@example.vn>' },
      letterMode: 'review',
      redisUrl: null,
      mailbox: { password: 'p#' },
    });
  });

  it('is found from the working directory', () => {
    fileOf('POLL_SECONDS=9');
    expect(readSettings({ ENV_FILE: 'test.env' }, folder).pollSeconds).toBe(9);
  });

  it('that is missing is a fault', () => {
    expect(faultOf(() => readSettings({ ENV_FILE: 'no.env' }, folder))).toContain(
      'ENV_FILE: cannot be read (ENOENT)',
    );
  });
});

describe('example.env', () => {
  const example = readFileSync(join(root, 'config/example.env'), 'utf8');

  it('works as it is, and with only the mailbox filled in', () => {
    expect(readSettings({ ENV_FILE: fileOf(example) }, '/')).toEqual(readSettings({}, '/'));
    const filled = Object.entries(mail).reduce(
      (text, [name, value]) => text.replace(new RegExp(`^${name}=$`, 'm'), `${name}=${value}`),
      example,
    );
    const settings = readSettings({ ENV_FILE: fileOf(filled) }, '/');
    expect(requireMail(settings)[0]?.mailbox.folder).toBe('Hồ sơ/2022');
  });

  it('has every setting, in its own line', () => {
    const names = [...example.matchAll(/^([A-Z_]+)=$/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual(
      [
        ...Object.keys(mail),
        ...['TOKEN_URL', 'CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN'].map((name) => `MAIL_OAUTH_${name}`),
        ...[
          'DATABASE_URL',
          'REDIS_URL',
          'ARCHIVE_URL',
          'DATA_DIR',
          'CAMPAIGN_FILE',
          'UNITS_FILE',
          'LETTERS_DIR',
        ],
        ...[
          'SMTP_LIMITS',
          'SENT_COPIES',
          'LETTER_MODE',
          'LETTER_QUIET_SECONDS',
          'REPLY_SINCE',
          'POLL_SECONDS',
          'MAILBOX_CONNECTIONS',
          'MAILBOXES_DIR',
          'WEB_URL',
          'SESSION_SECRET',
          'MAIL_CA_FILE',
          'CLAMD_URL',
          'MESSAGE_MAX_MB',
          'OCR',
          'WEB_HOST',
          'WEB_PORT',
          'ALARM_MAIL',
          'ALARM_WEBHOOK_URL',
          'OTEL_EXPORTER_OTLP_ENDPOINT',
          'TRUSTED_AUTHSERV_ID',
          'LOG_LEVEL',
        ],
      ].sort(),
    );
  });
});

describe('broken settings', () => {
  it.each(brokenFiles('settings-'))('%s', (path, want) => {
    const message = faultOf(() => readSettings({ ENV_FILE: path }, '/'));
    expect(message).toBe(want);
    expect(message).not.toContain('hunter2');
  });

  it('requireMail lists what is missing', () => {
    const message = faultOf(() => requireMail(readSettings({ SMTP_URL: mail.SMTP_URL }, '/')));
    expect(message).toMatch(
      /^The settings are not usable:\n {2}MAILBOX_URL: is not set.*\n {2}MAIL_FROM: is not set.*$/,
    );
  });

  it('finds mistyped names among the real environment’s variables too', () => {
    const message = faultOf(() => readSettings({ MAILBOX_URI: 'x', SMTP_HOST: 'x', LOGLEVEL: 'x' }, '/'));
    expect(message).toBe(
      'The settings are not usable:\n  MAILBOX_URI: is not a setting; did you mean MAILBOX_URL?',
    );
  });

  it('never repeats a value, whatever stands in it', () => {
    // The q keeps a random secret from being a word that messages contain anyway.
    const secret = fc
      .string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 20 })
      .map((text) => `qq${text}qq`);
    const names = [...Object.keys(mail), 'DATABASE_URL', 'REDIS_URL', 'ARCHIVE_URL', 'MAIL_OAUTH_TOKEN_URL'];
    const others = [
      'MAIL_OAUTH_CLIENT_SECRET',
      'LETTER_MODE',
      'REPLY_SINCE',
      'POLL_SECONDS',
      'MAILBOX_PASWORD',
    ];
    const place = fc.constantFrom(
      (text: string) => text,
      (text: string) => `imaps://u:${text}@h:x`,
      (text: string) => `ftp://${text}:p@h/`,
      (text: string) => `imap://u:p@h/${text}?${text}#%${text}`,
    );
    fc.assert(
      fc.property(secret, place, fc.boolean(), (text, put, inFile) => {
        const values = Object.fromEntries([...names, ...others].map((name) => [name, put(text)]));
        const lines = [...Object.entries(values).map(([name, value]) => `${name}=${value}`), text].join('\n');
        const env = inFile ? { ENV_FILE: fileOf(lines) } : values;
        expect(faultOf(() => readSettings(env, '/'))).not.toContain(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('MAILBOXES_DIR', () => {
  const SMTP_URL = 'smtp://smtp.example.vn';
  function folderOf(files: Record<string, string>): string {
    const path = mkdtempSync(join(folder, 'mailboxes-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    return path;
  }
  const file = (user: string, more = '') =>
    `MAILBOX_URL=imaps://${user}:x@imap.example.vn\nMAIL_FROM=${user}@example.vn\n${more}`;

  it('makes one mailbox of each file; what a file leaves out is as in the settings of all', () => {
    const settings = readSettings(
      {
        MAILBOXES_DIR: folderOf({
          'b.env': file('b', 'LETTER_MODE=review\nCAMPAIGN_FILE=b.yaml\nSMTP_URL=smtp://b.example.vn'),
          'a.env': file('a'),
          'notes.txt': 'no mailbox',
        }),
        SMTP_URL,
        CAMPAIGN_FILE: 'all.yaml',
      },
      '/srv',
    );
    const desks = requireMail(settings);
    expect(desks.map(({ mailbox, smtp }) => [mailbox.user, smtp.host])).toEqual([
      ['a', 'smtp.example.vn'],
      ['b', 'b.example.vn'],
    ]);
    expect(desks).toMatchObject([
      { letterMode: 'send', campaignFiles: ['/srv/all.yaml'] },
      { letterMode: 'review', campaignFiles: ['/srv/b.yaml'] },
    ]);
  });

  it('names the file of each fault, and no value', () => {
    const MAILBOXES_DIR = folderOf({
      'a.env': file('a', 'REDIS_URL=redis://secret\nLETTER_MODE=secret'),
      'b.env': 'MAIL_FROM=b@example.vn',
      'c.env': file('a'),
      'd.env': file('a'),
    });
    const message = faultOf(() => readSettings({ MAILBOXES_DIR, SMTP_URL }, '/srv'));
    expect(message).toContain('MAILBOXES_DIR: a.env: REDIS_URL: is no setting of one mailbox');
    expect(message).toContain('MAILBOXES_DIR: a.env: LETTER_MODE: expected send, review or off');
    expect(message).toContain('MAILBOXES_DIR: b.env: MAILBOX_URL: is not set');
    expect(message).toContain('two files name the same folder');
    expect(message).not.toContain('secret');
  });

  it('stands alone, and holds something', () => {
    const MAILBOXES_DIR = folderOf({});
    expect(faultOf(() => readSettings({ MAILBOXES_DIR }, '/srv'))).toContain('holds no .env file');
    expect(faultOf(() => readSettings({ ...mail, MAILBOXES_DIR }, '/srv'))).toContain(
      'stands beside MAILBOXES_DIR',
    );
  });
});
