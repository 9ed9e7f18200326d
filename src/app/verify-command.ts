// The command "verify": reads the whole archive again and says what is missing or damaged.
import type { Command } from 'commander';
import { readSettings } from '../../config/settings.ts';
import { openArchive } from '../archive/archive.ts';
import type { KeptProblem } from '../core/verification.ts';
import { type BadFile, verify } from '../steps/verify.ts';
import { DONE, FAILED } from './exit.ts';
import { openProgress } from './progress.ts';
import { openStore } from './service.ts';

export function addVerifyCommand(
  program: Command,
  parseTime: (text: string) => Date,
  exit: (code: number) => void,
): void {
  program
    .command('verify')
    .description('read every file of the archive again and compare it with the database')
    .option('--since <time>', 'only what was received since this day or time', parseTime)
    .action(async ({ since }: { since?: Date }) => exit(await verifyArchive(since ?? null)));
}

async function verifyArchive(since: Date | null): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  const archive = await openArchive(settings.archiveDir, settings.bucket);
  const store = await openStore(settings);
  const progress = openProgress('verified');
  try {
    const deps = { db: store.db, archive, now: () => new Date() };
    const { files, bytes, missing, damaged, orphans, leftovers } = await verify(deps, since, {
      onFile: (done, total) => progress.show(done, total),
      onBad: (bad) => {
        progress.end();
        say(sentenceOf(bad));
      },
    });
    progress.end();
    say(`${files} files (${bytes} bytes) read: ${missing} missing, ${damaged} damaged`);
    if (orphans) say(`${orphans} files that no row names; a crash leaves such files, and they do no harm`);
    if (leftovers)
      say(`${leftovers} leftovers of writes that broke off; those of a day ago go at the next start`);
    return missing + damaged > 0 ? FAILED : DONE;
  } finally {
    progress.end();
    await store.close();
  }
}

const PROBLEMS: Record<KeptProblem, string> = {
  missing: 'missing',
  damaged: 'damaged: its bytes are not those that were stored',
  size: 'whole, but of another size than its row says',
  unreadable: 'cannot be read from the disk',
};

function sentenceOf({ sha256, problem, messages }: BadFile): string {
  const concerned = messages.length > 0 ? ` (messages ${messages.join(', ')})` : '';
  return `${sha256}: ${PROBLEMS[problem]}${concerned}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
