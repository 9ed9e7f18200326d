// The command "export": everything into a folder, for the archive and for whoever comes after; or one register.
import { stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { readSettings } from '../../config/settings.ts';
import { openArchive } from '../archive/archive.ts';
import { type Day, parseDay } from '../core/code.ts';
import { Fault } from '../core/fault.ts';
import { GROUPINGS, type Grouping, REGISTERS, type RegisterName } from '../core/register-facts.ts';
import { saveEvent } from '../store/events.ts';
import { openDesks } from './desks.ts';
import { DONE, FAILED } from './exit.ts';
import { exportAll } from './export/export-all.ts';
import { openProgress } from './progress.ts';
import { makeRegister } from './registers.ts';
import { openStore } from './service.ts';

interface ExportOptions {
  all?: string;
  campaign?: string;
  from?: Day;
  to?: Day;
  by: Grouping;
  out?: string;
}

export function addExportCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('export')
    .description('write a register as a workbook; or everything the service keeps into a new folder')
    .addArgument(new Argument('[register]', 'the register').choices(REGISTERS))
    .option('--all <folder>', 'dossiers, original mails, letters, registers and checksums, into this folder')
    .option('--campaign <code>', 'only dossiers of this campaign')
    .option('--from <day>', 'of a register: only what was received on this day or later', parseOption)
    .option('--to <day>', 'of a register: only what was received on this day or earlier', parseOption)
    .addOption(
      new Option('--by <grouping>', 'how proposals are grouped').choices(GROUPINGS).default('sector'),
    )
    .option('--out <file|folder>', 'where the register goes')
    .action(async (register: RegisterName | undefined, options: ExportOptions, command: Command) => {
      const { all, out } = options;
      if (all !== undefined && register === undefined)
        return exit(await exportInto(resolve(all), options.campaign ?? null));
      if (register === undefined || all !== undefined || out === undefined)
        command.error('Name a register and where it goes (--out), or --all and a folder.');
      await exportRegister(register, options, resolve(out));
    });
}

function parseOption(text: string): Day {
  const day = parseDay(text);
  if (!day) throw new InvalidArgumentError('Expected a day, such as 2022-08-01.');
  return day;
}

/** Errors: Fault campaign-unknown, file-unwritable. */
async function exportRegister(
  name: RegisterName,
  { campaign, from, to, by }: ExportOptions,
  out: string,
): Promise<void> {
  const settings = readSettings(process.env, process.cwd());
  const { campaigns } = openDesks(settings.desks.length > 0 ? settings.desks : [settings]);
  const store = await openStore(settings);
  const now = () => new Date();
  try {
    const request = { campaign: campaign ?? null, from: from ?? null, to: to ?? null, by };
    const { fileName, bytes } = await makeRegister({ db: store.db, campaigns, now }, name, request);
    const file = (await isFolder(out)) ? join(out, fileName) : out;
    await writeFile(file, bytes, { flag: 'wx', mode: 0o600 }).catch((cause: Error) => {
      throw new Fault('file-unwritable', { transient: false, detail: cause.message, cause });
    });
    await saveEvent(
      store.db,
      { what: 'exported', detail: { register: name, ...request } },
      now(),
      'operator',
    );
    process.stdout.write(`${file} written\n`);
  } finally {
    await store.close();
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function exportInto(target: string, campaign: string | null): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  const { deskOf, campaigns } = openDesks(settings.desks.length > 0 ? settings.desks : [settings]);
  const archive = await openArchive(settings.archiveDir, settings.bucket);
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
