// The command "restored": the step between putting a backup back and starting the service again.
import type { Command } from 'commander';
import { readSettings, requireMail } from '../../config/settings.ts';
import { settleRestoredLetters } from '../steps/settle-restored.ts';
import { markRestored } from '../store/restores.ts';
import { DONE } from './exit.ts';
import { openProgress } from './progress.ts';
import { openService, openStore } from './service.ts';

export function addRestoredCommand(program: Command, exit: (code: number) => void): void {
  const restored = program
    .command('restored')
    .description('after a backup was put back: no letter is sent a second time');
  restored
    .command('mark', { isDefault: true })
    .description('before the service starts: letters on mail received until now wait for a person')
    .action(async () => exit(await mark()));
  restored
    .command('settle')
    .description('when mail has been taken in again: settle what the Sent folder shows as answered')
    .action(async () => exit(await settle()));
}

async function mark(): Promise<number> {
  const store = await openStore(readSettings(process.env, process.cwd()));
  try {
    const held = await markRestored(store.db, 'operator', new Date());
    say(`${held} letters wait for a person, and so will those on mail received until now`);
    say('start the service; when it has caught up, run "tiepnhan restored settle"');
    return DONE;
  } finally {
    await store.close();
  }
}

async function settle(): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  const service = await openService(settings, requireMail(settings));
  const progress = openProgress('looked up in the Sent folder');
  try {
    const { sent, answered, waiting } = await settleRestoredLetters(service, (done, total) =>
      progress.show(done, total),
    );
    progress.end();
    say(`${sent} letters had been sent, ${answered} mails had been answered`);
    if (waiting > 0) say(`${waiting} letters wait: "tiepnhan letters" lists them, release or discard them`);
    return DONE;
  } finally {
    progress.end();
    await service.close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
