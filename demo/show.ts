// What the demo says: where it is, the intake log, the letters, and how to look further.
import { relative } from 'node:path';
import { printLog } from '../src/app/print-log.ts';
import type { Campaign } from '../src/core/campaign.ts';
import type { Queryable } from '../src/store/database.ts';
import { type LogLetter, readLog } from '../src/store/log.ts';
import type { MailServer } from './mail-server.ts';
import { ACCOUNT, type Office } from './office.ts';
import type { DemoPage } from './page.ts';
import { wholeLog } from './play.ts';

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function introduce({ settings }: Office, server: MailServer): void {
  say('Tiếp Nhận, the demo: the whole service on this machine, with a mail server of its own.');
  say(`Everything is kept in ${here(settings.dataDir)}, which each demo empties first.`);
  say(`  the office's mailbox  ${ACCOUNT.user} at imap://127.0.0.1:${server.imapPort}`);
  say(`  outgoing mail         smtp://127.0.0.1:${server.smtpPort}; nothing leaves this machine`);
  say('The campaign ended yesterday. The service starts this morning and finds mail of the last days.');
}

export function introducePage({ url, username, password }: DemoPage): void {
  say(`\nThe staff's page: ${url}`);
  say(`  username ${username}, password ${password}`);
}

export async function showLog(db: Queryable, campaigns: Campaign[]): Promise<void> {
  say('\nThe intake log, as "tiepnhan log" prints it:');
  await printLog(readLog(db, { since: null, status: null, unit: null }), 'table', campaigns, process.stdout);
}

/** Every letter, in the order in which the mail server took them. */
export async function showLetters(db: Queryable, server: MailServer): Promise<void> {
  const log = await wholeLog(db);
  const subjects = new Map(
    log.flatMap(({ letters }) => letters.map(({ messageId, subject }) => [messageId, subject])),
  );
  say('\nThe letters, as the units got them:');
  for (const { to, messageId, file } of server.letters) {
    say(`  ${to}  ${subjects.get(messageId) ?? ''}\n    ${here(file)}`);
  }
}

/** A letter that came back had been taken, too. */
const WAS_TAKEN: readonly LogLetter['state'][] = ['sent', 'bounced'];

/** Letters that the log calls sent and nobody got, and letters that somebody got and the log does not know. */
export async function findUnkept(db: Queryable, server: MailServer): Promise<string[]> {
  const sent = (await wholeLog(db)).flatMap(({ letters }) =>
    letters.filter(({ state }) => WAS_TAKEN.includes(state)),
  );
  const kept = server.letters.map(({ to, messageId }) => `${messageId} to ${to}`).sort();
  const told = sent.map(({ to, messageId }) => `${messageId} to ${to}`).sort();
  return kept.join() === told.join()
    ? []
    : [`the mail server has ${kept.length} letters, the log ${told.length}, and they are not the same`];
}

export function sayResult(differences: string[], began: Date): void {
  const seconds = Math.round((Date.now() - began.getTime()) / 1000);
  if (differences.length === 0) {
    say(`\nEvery mail has become what the story expects, in ${seconds} s.`);
    return;
  }
  say('\nNot as the story expects:');
  for (const difference of differences) say(`  ✗ ${difference}`);
}

/** @param server where it stays open; null: the demo ends here */
export function sayHowToLookFurther({ envFile }: Office, server: MailServer | null): void {
  const command = `ENV_FILE=${here(envFile)} npx tiepnhan`;
  say(`\nTo look further${server ? ', from another terminal' : ''}:`);
  say(`  ${command} log --format jsonl`);
  say(`  ${command} log --status awaiting-documents`);
  if (!server) return;
  say(`  ${command} check`);
  say(`Or write to ${ACCOUNT.user} with a mail program of your own, by smtp://127.0.0.1:${server.smtpPort};`);
  say(
    `at imap://127.0.0.1:${server.imapPort} (user ${ACCOUNT.user}, password ${ACCOUNT.password}) is the mailbox,`,
  );
  say('and each address that got letters has a folder there.');
  say('\nThe service runs on and watches the mailbox. Ctrl-C ends it.');
}

function here(path: string): string {
  return relative(process.cwd(), path);
}
