// The command "purge": lists what need no longer be kept; what a second person approves is deleted for good.
import type { Command } from 'commander';
import { readSettings, type Settings } from '../../config/settings.ts';
import { openArchive } from '../archive/archive.ts';
import { type ApprovalRefusal, type PurgeRules, purgeRules, refuseApproval } from '../core/retention.ts';
import { purge } from '../steps/purge.ts';
import { openClaims } from '../store/claims.ts';
import type { Database } from '../store/database.ts';
import { findMailboxes } from '../store/mailboxes.ts';
import {
  findPurge,
  findUnfinished,
  markApproved,
  type PlannedClass,
  type PurgeProgress,
  planPurge,
} from '../store/purges.ts';
import { openDesks } from './desks.ts';
import { DONE, FAILED } from './exit.ts';
import { openProgress } from './progress.ts';
import { writePlanList } from './purge-list.ts';
import { openStore, type Store } from './service.ts';

/** Who planned, where nobody is named. */
const OPERATOR = 'operator';

/** @param parseIds reads numbers from the command line */
export function addPurgeCommand(
  program: Command,
  parseIds: (text: string, before: number[] | undefined) => number[],
  exit: (code: number) => void,
): void {
  const command = program.command('purge').description('what need no longer be kept');
  command
    .command('plan', { isDefault: true })
    .description('list it; nothing is deleted')
    .option('--by <name>', 'who plans', OPERATOR)
    .option('--list <file>', 'write every message it concerns into this CSV file')
    .action(async ({ by, list }: { by: string; list?: string }) =>
      exit(await withStore((store, settings) => plan(store, settings, by, list ?? null))),
    );
  command
    .command('approve')
    .description('delete what a plan lists, for good; again, to carry on with what was cut short')
    .argument('<id>', 'number of the plan', (text: string) => parseIds(text, undefined))
    .requiredOption('--by <name>', 'who approves; not who planned')
    .action(async ([id = 0]: number[], { by }: { by: string }) =>
      exit(await withStore((store, settings) => approve(store, settings, id, by))),
    );
}

async function withStore(work: (store: Store, settings: Settings) => Promise<number>): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  const store = await openStore(settings);
  try {
    return await work(store, settings);
  } finally {
    await store.close();
  }
}

/** What the campaign files of each mailbox say now. */
async function currentRules(db: Database, settings: Settings): Promise<PurgeRules> {
  const { deskOf } = openDesks(settings.desks.length > 0 ? settings.desks : [settings]);
  const mailboxes = await findMailboxes(db);
  return purgeRules(
    mailboxes.map(({ id, name }) => ({ id, campaigns: deskOf(name).campaigns })),
    new Date(),
  );
}

async function plan({ db }: Store, settings: Settings, by: string, list: string | null): Promise<number> {
  for (const id of await findUnfinished(db)) {
    say(`purge ${id} was not carried to its end: "tiepnhan purge approve ${id} --by NAME" carries on`);
  }
  const planned = await planPurge(db, await currentRules(db, settings), by, new Date());
  if (planned.withoutRule > 0) {
    say(`${planned.withoutRule} dossiers belong to campaigns without a file in CAMPAIGN_FILE and are kept`);
  }
  if (planned.id === null) {
    say('nothing is to be purged');
    return DONE;
  }
  for (const one of planned.classes) say(sentenceOf(one));
  if (list !== null) await writePlanList(db, planned.id, list);
  say(`nothing has been deleted; within 30 days "tiepnhan purge approve ${planned.id} --by NAME" does`);
  return DONE;
}

function sentenceOf(planned: PlannedClass): string {
  const { messages, dossiers, bytes, oldest, newest } = planned;
  const what =
    planned.class === 'dossiers' ? `${messages} messages of ${dossiers} dossiers` : `${messages} messages`;
  return `${planned.class}: ${what}, ${day(oldest)} to ${day(newest)}, about ${bytes} bytes`;
}

const day = (at: Date) => at.toISOString().slice(0, 10);

const REFUSALS: Record<ApprovalRefusal, string> = {
  done: 'has been carried out already',
  'same-person': 'must be approved by somebody else than who planned it',
  stale: 'is more than 30 days old; plan anew',
};

async function approve(store: Store, settings: Settings, id: number, by: string): Promise<number> {
  const { db, databaseUrl } = store;
  const now = () => new Date();
  const found = await findPurge(db, id);
  const refusal = found && refuseApproval(found, by, now());
  if (!found || refusal) {
    say(`purge ${id} ${refusal ? REFUSALS[refusal] : 'does not exist'}`);
    return FAILED;
  }
  const rules = await currentRules(db, settings);
  const archive = await openArchive(settings.archiveDir, settings.bucket);
  const claims = openClaims(databaseUrl);
  const progress = openProgress('purged');
  try {
    await markApproved(db, id, by, now());
    const result = await purge({ db, archive, claims, now }, id, rules, (so) => progress.show(...stepOf(so)));
    progress.end();
    return tell(id, result);
  } finally {
    progress.end();
    await claims.close();
  }
}

/** Messages first, then their bytes. */
function stepOf({ purged, kept, left, deleted, owed }: PurgeProgress): [done: number, total: number] {
  return [purged + kept + deleted, purged + kept + left + deleted + owed];
}

function tell(id: number, result: PurgeProgress | null): number {
  if (!result) {
    say(`purge ${id} is being carried out by another process`);
    return FAILED;
  }
  const { purged, kept, deleted, owed } = result;
  say(`purge ${id}: ${purged} messages purged, ${deleted} files deleted`);
  if (kept > 0) say(`${kept} messages have changed since they were listed, and are kept`);
  if (owed > 0) say(`${owed} files were stored within the last day: run this command again tomorrow`);
  return DONE;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
