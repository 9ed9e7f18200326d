// The command line. Exit codes: 0 done, 1 work failed, 2 wrong use or settings.
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { readCampaign } from '../../config/campaign.ts';
import { readSettings, requireMail } from '../../config/settings.ts';
import { DOSSIER_STATUSES, MESSAGE_STATES } from '../core/states.ts';
import { retryIfFailed } from '../store/attempts.ts';
import { countFailed, type LogFilter, readLog } from '../store/log.ts';
import { checkAll } from './check.ts';
import { DONE, explain, FAILED, WRONG_USE } from './exit.ts';
import { addExportCommand } from './export-command.ts';
import { importFiles } from './import.ts';
import { addLettersCommand } from './letters-command.ts';
import { openLog } from './log.ts';
import { writeLogWorkbook } from './log-workbook.ts';
import { poll } from './poll.ts';
import { LOG_FORMATS, type LogFormat, OutputClosed, printLog } from './print-log.ts';
import { openProgress } from './progress.ts';
import { addPurgeCommand } from './purge-command.ts';
import { settingOf } from './registers.ts';
import { addRestoredCommand } from './restored-command.ts';
import { STEPS, type Step, workUntilIdle } from './run.ts';
import { openIntake, openService, openStore } from './service.ts';
import { start } from './start.ts';
import { addUserCommand } from './user-command.ts';
import { addVerifyCommand } from './verify-command.ts';

process.exitCode = await run(process.argv);

async function run(argv: string[]): Promise<number> {
  // `tiepnhan log | head` closes the pipe early: the next write says so, and what is open is closed in order.
  process.stdout.on('error', () => {});
  let code: number = DONE;
  try {
    await buildProgram((result) => {
      code = result;
    }).parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof OutputClosed) return DONE;
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USE;
    return explain(error);
  }
}

function buildProgram(exit: (code: number) => void): Command {
  const program = new Command('tiepnhan')
    .description('Takes in dossiers that arrive by email: keeps, reads, registers and answers them.')
    .exitOverride();
  program
    .command('start')
    .description('run the service, or some of its steps')
    .addArgument(new Argument('[steps...]', 'steps to run here (all by default)').choices(STEPS))
    .action((steps: Step[]) => start(steps.length > 0 ? steps : STEPS));
  program
    .command('run-once')
    .description('check the mailbox once and work until nothing is due')
    .action(async () => exit(await runOnce()));
  program
    .command('import')
    .description('take in mail from .eml and .mbox files, or folders of them')
    .argument('<files...>')
    .action(async (files: string[]) => exit(await importMail(files)));
  program
    .command('check')
    .description('connect to everything the settings name and say what is wrong')
    .action(async () => exit(await check()));
  program
    .command('log')
    .description('print the intake log, oldest first')
    .addOption(
      new Option('--format <format>', 'how to print it; xlsx: a workbook')
        .choices([...LOG_FORMATS, 'xlsx'])
        .default('table'),
    )
    .option('--since <time>', 'only messages received since this day or time', parseTime)
    .addOption(
      new Option('--status <status>', 'only this outcome or dossier status').choices([
        ...new Set([...MESSAGE_STATES, ...DOSSIER_STATUSES]),
      ]),
    )
    .option('--unit <code>', 'only dossiers of this unit')
    .action((options: LogOptions, command: Command) => log(options, command));
  program
    .command('retry')
    .description('put failed messages back on their path')
    .argument('<ids...>', 'numbers of the messages, as the log gives them', parseIds)
    .action(async (ids: number[]) => exit(await retry(ids)));
  addLettersCommand(program, parseIds, exit);
  addExportCommand(program, exit);
  addPurgeCommand(program, parseIds, exit);
  addRestoredCommand(program, exit);
  addUserCommand(program, exit);
  addVerifyCommand(program, parseTime, exit);
  program.command('migrate').description('bring the database schema up to date').action(migrateOnly);
  program
    .command('demo')
    .description('run the whole path with sample dossiers and a local mail server')
    .option('--once', 'end when every sample is answered')
    .action(async ({ once }: { once?: boolean }) => {
      const { runDemo } = await import('../../demo/run.ts');
      exit(await runDemo({ once: once === true }));
    });
  return program;
}

async function runOnce(): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  const service = await openService(settings, requireMail(settings));
  const progress = openProgress('on their way');
  try {
    const before = await countFailed(service.db);
    const runLog = openLog(settings.logLevel);
    await poll(service, runLog);
    await workUntilIdle(service, runLog, (left) => progress.show(left, null));
    return (await countFailed(service.db)) > before ? FAILED : DONE;
  } finally {
    progress.end();
    await service.close();
  }
}

async function importMail(files: string[]): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  const intake = await openIntake(settings);
  const progress = openProgress('imported');
  try {
    const before = await countFailed(intake.db);
    const { stored, known } = await importFiles(intake, files, (done, total) => progress.show(done, total));
    await workUntilIdle(intake, openLog(settings.logLevel), (left) => progress.show(left, null));
    process.stdout.write(`${stored} messages imported, ${known} known before\n`);
    return (await countFailed(intake.db)) > before ? FAILED : DONE;
  } finally {
    progress.end();
    await intake.close();
  }
}

async function check(): Promise<number> {
  let code = DONE;
  for await (const { what, found, warnings, fault } of checkAll(readSettings(process.env, process.cwd()))) {
    if (fault) code = FAILED;
    process.stdout.write(
      fault ? `✗ ${what}: ${fault.message}\n    ${fault.mend}\n` : `✓ ${what}: ${found}\n`,
    );
    for (const warning of warnings) process.stdout.write(`  ! ${warning}\n`);
  }
  return code;
}

interface LogOptions {
  format: LogFormat | 'xlsx';
  since?: Date;
  status?: string;
  unit?: string;
}

async function log({ format, since, status, unit }: LogOptions, command: Command): Promise<void> {
  if (format === 'xlsx' && process.stdout.isTTY)
    command.error('A workbook is no text for a terminal: tiepnhan log --format xlsx > so-tiep-nhan.xlsx');
  const settings = readSettings(process.env, process.cwd());
  const desks = settings.desks.length > 0 ? settings.desks : [settings];
  const campaigns = desks.flatMap(({ campaignFiles }) => campaignFiles).map(readCampaign);
  const filter: LogFilter = { since: since ?? null, status: status ?? null, unit: unit ?? null };
  const store = await openStore(settings);
  try {
    const entries = readLog(store.db, filter);
    if (format !== 'xlsx') return await printLog(entries, format, campaigns, process.stdout);
    const setting = settingOf(campaigns, filter.since, null, new Date());
    await writeLogWorkbook(entries, setting, process.stdout);
  } finally {
    await store.close();
  }
}

async function retry(ids: number[]): Promise<number> {
  const store = await openStore(readSettings(process.env, process.cwd()));
  let code = DONE;
  try {
    for (const id of ids) {
      const done = await retryIfFailed(store.db, id, 'operator', new Date());
      if (!done) code = FAILED;
      process.stdout.write(`${id}: ${done ? 'will be tried again' : 'is not a failed message'}\n`);
    }
    return code;
  } finally {
    await store.close();
  }
}

async function migrateOnly(): Promise<void> {
  const store = await openStore(readSettings(process.env, process.cwd()));
  await store.close();
  process.stdout.write(
    store.migrated > 0 ? `${store.migrated} migrations applied\n` : 'the schema is up to date\n',
  );
}

function parseTime(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('Expected a day or time, such as 2022-08-01.');
  return time;
}

function parseIds(text: string, before: number[] | undefined): number[] {
  if (!/^\d{1,15}$/.test(text))
    throw new InvalidArgumentError('Expected a number, as the log or the list gives it.');
  return [...(before ?? []), Number(text)];
}
