// The command "letters": what waits for a person, and what becomes of it.
import type { Command } from 'commander';
import { readSettings } from '../../config/settings.ts';
import { reasonForStaff } from '../core/reasons.ts';
import type { Database } from '../store/database.ts';
import {
  discardLetters,
  findLettersPause,
  findWaitingLetters,
  pauseLetters,
  releaseLetters,
  type WaitingLetter,
} from '../store/letter-decisions.ts';
import { DONE, FAILED } from './exit.ts';
import { openStore } from './service.ts';

/** In the history: whoever gave the command. */
const ACTOR = 'operator';

/** @param parseIds reads numbers of letters from the command line */
export function addLettersCommand(
  program: Command,
  parseIds: (text: string, before: number[] | undefined) => number[],
  exit: (code: number) => void,
): void {
  const letters = program.command('letters').description('letters that wait for a person');
  letters.command('list', { isDefault: true }).description('print them').action(withStore(list, exit));
  letters
    .command('release')
    .description('send these, or with --all every letter that is held')
    .argument('[ids...]', 'numbers of letters', parseIds)
    .option('--all', 'all that are held')
    .action((ids: number[] | undefined, { all }: { all?: boolean }) =>
      withStore((db) => release(db, ids ?? [], all === true), exit)(),
    );
  letters
    .command('discard')
    .description('never send these')
    .argument('<ids...>', 'numbers of letters', parseIds)
    .action((ids: number[]) => withStore((db) => discard(db, ids), exit)());
  letters
    .command('pause')
    .description('let no letter leave; mail is taken in as before')
    .action(withStore((db) => pause(db, true), exit));
  letters
    .command('resume')
    .description('let letters leave again')
    .action(withStore((db) => pause(db, false), exit));
}

function withStore(
  work: (db: Database) => Promise<number>,
  exit: (code: number) => void,
): () => Promise<void> {
  return async () => {
    const store = await openStore(readSettings(process.env, process.cwd()));
    try {
      exit(await work(store.db));
    } finally {
      await store.close();
    }
  };
}

async function list(db: Database): Promise<number> {
  const paused = await findLettersPause(db);
  if (paused) say(`no letter leaves since ${paused.toISOString()} ("tiepnhan letters resume" lets them)`);
  const waiting = await findWaitingLetters(db);
  for (const letter of waiting) say(lineOf(letter));
  say(`${waiting.length} letters wait for a person`);
  return DONE;
}

function lineOf({ id, kind, state, recipient, subject, reason }: WaitingLetter): string {
  const why = reason ? ` (${reasonForStaff(reason)})` : '';
  return `${id}\t${state}\t${kind}\t${recipient}\t${subject.replace(/\p{C}/gu, ' ')}${why}`;
}

async function release(db: Database, ids: number[], all: boolean): Promise<number> {
  const released = await releaseLetters(db, all ? null : ids, ACTOR, new Date());
  return tell(all ? released : ids, released, 'will be sent');
}

async function discard(db: Database, ids: number[]): Promise<number> {
  return tell(ids, await discardLetters(db, ids, ACTOR, new Date()), 'will not be sent');
}

function tell(asked: number[], done: number[], what: string): number {
  for (const id of asked) say(`${id}: ${done.includes(id) ? what : 'does not wait for a person'}`);
  return asked.every((id) => done.includes(id)) ? DONE : FAILED;
}

async function pause(db: Database, paused: boolean): Promise<number> {
  const changed = await pauseLetters(db, paused, ACTOR, new Date());
  const state = paused ? 'letters are paused' : 'letters leave';
  say(changed ? `${state} from now on` : `${state} already`);
  return DONE;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
