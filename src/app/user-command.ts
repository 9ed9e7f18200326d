// The command "user": accounts of staff. It prints links to choose a password, and never takes or prints a password.
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { readSettings, type WebSettings } from '../../config/settings.ts';
import { isUsername, staffName, type Viewer } from '../core/staff.ts';
import { ROLES, type Role } from '../core/states.ts';
import type { Database } from '../store/database.ts';
import {
  type Account,
  type AccountRefusal,
  addAccount,
  disableIfEnabled,
  enableIfDisabled,
  findAccount,
  findAccounts,
  inviteIfEnabled,
} from '../store/staff.ts';
import { invitationLink, newInvitation } from '../web/invitations.ts';
import { pageUrl } from '../web/place.ts';
import { DONE, FAILED } from './exit.ts';
import { openStore } from './service.ts';

/** In the history: whoever gave the command. */
const ACTOR = 'operator';

export function addUserCommand(program: Command, exit: (code: number) => void): void {
  const user = program.command('user').description('accounts of staff for the page');
  const username = () => new Argument('<username>').argParser(parseUsername);
  user.command('list', { isDefault: true }).description('print them').action(withStore(list, exit));
  user
    .command('add')
    .description('add an account, and print the link by which its owner chooses a password')
    .addArgument(username())
    .requiredOption('--name <name>', 'as the history shows it', parseName)
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .action((username: string, { name, role }: { name: string; role: Role }) =>
      withStore((db, web) => add(db, web, { username, name, role }), exit)(),
    );
  user
    .command('passwd')
    .description('end its password and sessions, and print a new link')
    .addArgument(username())
    .action((username: string) => withStore((db, web) => invite(db, web, username), exit)());
  user
    .command('disable')
    .description('let it log in no more, and end its sessions')
    .addArgument(username())
    .action((username: string) => withStore((db) => disable(db, username), exit)());
  user
    .command('enable')
    .description('let a disabled one log in again, by a new link')
    .addArgument(username())
    .action((username: string) => withStore((db, web) => enable(db, web, username), exit)());
}

type Work = (db: Database, web: WebSettings) => Promise<number>;

function withStore(work: Work, exit: (code: number) => void): () => Promise<void> {
  return async () => {
    const settings = readSettings(process.env, process.cwd());
    const store = await openStore(settings);
    try {
      exit(await work(store.db, settings.web));
    } finally {
      await store.close();
    }
  };
}

async function list(db: Database): Promise<number> {
  const accounts = await findAccounts(db);
  for (const account of accounts) say(lineOf(account, new Date()));
  say(`${accounts.length} accounts`);
  return DONE;
}

function lineOf(account: Account, now: Date): string {
  return [account.username, account.role, stateOf(account, now), account.name].join('\t');
}

function stateOf({ disabledAt, hasPassword, invitedUntil }: Account, now: Date): string {
  if (disabledAt) return 'disabled';
  if (hasPassword) return 'active';
  return invitedUntil && invitedUntil > now ? 'invited' : 'link expired';
}

async function add(db: Database, web: WebSettings, account: Viewer): Promise<number> {
  const now = new Date();
  const { token, invitation } = newInvitation(now);
  const added = await addAccount(db, account, invitation, ACTOR, now);
  return added ? tell(web, account.username, token) : fail(`${account.username}: there is such an account`);
}

async function invite(db: Database, web: WebSettings, username: string): Promise<number> {
  const now = new Date();
  const { token, invitation } = newInvitation(now);
  const invited = await inviteIfEnabled(db, username, invitation, ACTOR, now);
  return invited ? tell(web, username, token) : fail(await whyNot(db, username));
}

async function whyNot(db: Database, username: string): Promise<string> {
  return `${username}: ${(await findAccount(db, username)) ? 'is disabled' : 'there is no such account'}`;
}

async function enable(db: Database, web: WebSettings, username: string): Promise<number> {
  const now = new Date();
  const { token, invitation } = newInvitation(now);
  const enabled = await enableIfDisabled(db, username, invitation, ACTOR, now);
  return enabled ? tell(web, username, token) : fail(`${username}: is no disabled account`);
}

const REFUSALS: Record<AccountRefusal, string> = {
  unknown: 'is no account that is enabled',
  'last-administrator': 'is the last administrator; add another one first',
};

async function disable(db: Database, username: string): Promise<number> {
  const refusal = await disableIfEnabled(db, username, ACTOR, new Date());
  if (refusal !== null) return fail(`${username}: ${REFUSALS[refusal]}`);
  say(`${username}: is disabled`);
  return DONE;
}

function tell(web: WebSettings, username: string, token: string): number {
  say(`${username}: hand this link to its owner; it is good once, for 7 days`);
  say(invitationLink(pageUrl(web, web.port), token));
  if (web.url === null && web.port === 0) say('WEB_PORT is 0: put the port in that the log of "start" names');
  return DONE;
}

function fail(line: string): number {
  say(line);
  return FAILED;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function parseUsername(text: string): string {
  if (!isUsername(text))
    throw new InvalidArgumentError('Expected 2 to 32 lower-case letters a-z, digits, ".", "-" and "_".');
  return text;
}

function parseName(text: string): string {
  const name = staffName(text);
  if (name === null) throw new InvalidArgumentError('Expected a name of at most 100 characters.');
  return name;
}
