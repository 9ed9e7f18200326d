// The command "export": everything into a folder, for the archive and for whoever comes after.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readSettings } from '../../config/settings.ts';
import { openArchive } from '../archive/archive.ts';
import { openDesks } from './desks.ts';
import { DONE, FAILED } from './exit.ts';
import { exportAll } from './export/export-all.ts';
import { openProgress } from './progress.ts';
import { openStore } from './service.ts';

export function addExportCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('export')
    .description('write dossiers, original mails, letters, registers and checksums into a new folder')
    .requiredOption('--all <folder>', 'everything, into this folder')
    .option('--campaign <code>', 'only dossiers of this campaign')
    .action(async ({ all, campaign }: { all: string; campaign?: string }) =>
      exit(await exportInto(resolve(all), campaign ?? null)),
    );
}

async function exportInto(target: string, campaign: string | null): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  const { deskOf, campaigns } = openDesks(settings.desks.length > 0 ? settings.desks : [settings]);
  const archive = await openArchive(settings.archiveDir);
  const store = await openStore(settings);
  const progress = openProgress('exported');
  try {
    const mailFromOf = (mailbox: string) => deskOf(mailbox).mailFrom;
    const deps = { db: store.db, archive, campaigns, mailFromOf, now: () => new Date() };
    const { messages, dossiers, bad } = await exportAll(deps, target, campaign, (done, total) =>
      progress.show(done, total),
    );
    progress.end();
    process.stdout.write(`${messages} messages, ${dossiers} dossiers written to ${target}\n`);
    if (bad > 0) process.stdout.write(`${bad} files are missing or damaged: see khong-xuat.csv\n`);
    return bad > 0 ? FAILED : DONE;
  } finally {
    progress.end();
    await store.close();
  }
}
