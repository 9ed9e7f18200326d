// The two that do the job: the product with all its steps in one process, and the plain script.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BenchOffice } from './office.ts';

const root = dirname(createRequire(import.meta.url).resolve('#package.json'));

export interface Contestant {
  child: ChildProcess;
  databaseUrl: string;
  /** Where it keeps files. */
  files: string;
  said(): string;
}

export interface ProductOptions {
  redis: boolean;
  /** Folder for CPU profiles; null: none are taken. */
  profile: string | null;
  /** With text reading off: a condition of package.json's imports puts another reader thread in. */
  withoutText: boolean;
}

/** @param databaseUrl of an earlier run, to start once more on */
export async function startProduct(
  office: BenchOffice,
  options: ProductOptions,
  databaseUrl?: string,
): Promise<Contestant> {
  databaseUrl ??= await office.createDatabase();
  const dataDir = join(office.folder, new URL(databaseUrl).pathname.slice(1));
  mkdirSync(dataDir, { recursive: true });
  const flags = [
    ...(options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : []),
    ...(options.withoutText ? ['--conditions=without-text'] : []),
  ];
  const env = {
    MAILBOX_URL: office.dovecot.url,
    SMTP_URL: `smtp://127.0.0.1:${office.sink.port}`,
    MAIL_FROM: 'Bộ phận tiếp nhận hồ sơ <hopthu@example.vn>',
    SMTP_LIMITS: 'none',
    // As with Gmail and Microsoft 365, whose servers keep copies by themselves.
    SENT_COPIES: 'off',
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    CAMPAIGN_FILE: campaignWithoutLimit(office.folder),
    LETTER_QUIET_SECONDS: '0',
    REPLY_SINCE: '2022-01-01',
    OCR: 'off',
    WEB_PORT: '0',
    LOG_LEVEL: 'warn',
    MALLOC_ARENA_MAX: '2',
    ...(options.redis && { REDIS_URL: office.redis?.url }),
  };
  return start(
    [...flags, join(root, 'bin', 'tiepnhan.js'), 'start'],
    env,
    databaseUrl,
    join(dataDir, 'archive'),
  );
}

export async function startPlain(office: BenchOffice): Promise<Contestant> {
  const databaseUrl = await office.createDatabase();
  const files = join(office.folder, new URL(databaseUrl).pathname.slice(1));
  const { port, user, password } = office.dovecot.address;
  const env = {
    PLAIN_IMAP_PORT: String(port),
    PLAIN_USER: user,
    PLAIN_PASSWORD: String(password),
    PLAIN_SMTP_PORT: String(office.sink.port),
    PLAIN_FOLDER: files,
    DATABASE_URL: databaseUrl,
  };
  return start([join(root, 'dist', 'bench', 'intake', 'plain.js')], env, databaseUrl, files);
}

/** Asks it to end, and waits until it has. */
export async function end({ child }: Contestant): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

function start(args: string[], env: NodeJS.ProcessEnv, databaseUrl: string, files: string): Contestant {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-20_000);
  });
  return { child, databaseUrl, files, said: () => said };
}

/** 20,000 mails in an hour are more than an office would ever answer, and its campaign would hold their letters. */
function campaignWithoutLimit(folder: string): string {
  const file = join(folder, 'campaign.yaml');
  const text = readFileSync(join(root, 'config', 'campaign.yaml'), 'utf8');
  writeFileSync(file, text.replace(/^(letters_per_(?:hour|day)): \d+$/gm, '$1: 1000000'));
  return file;
}
