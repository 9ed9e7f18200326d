// Plays samples: mails each, waits for what becomes of it, tells it, and compares it with what the story expects.
import { setTimeout } from 'node:timers/promises';
import type { LetterKind } from '../src/core/letter.ts';
import type { Queryable } from '../src/store/database.ts';
import { type LogEntry, readLog } from '../src/store/log.ts';
import type { MailServer } from './mail-server.ts';

export interface Sample {
  name: string;
  messageId: string;
  /** What happens, for whoever watches. */
  tells: string;
  /** When it came into the mailbox; null: as it is played. */
  receivedAt: Date | null;
  /** The mail, which may answer a letter that came before. */
  write: (letterTo: FindLetter) => Promise<Buffer>;
  expected: Expected;
}

/** What the intake log should hold of a sample. */
export interface Expected {
  outcome: string;
  reason?: string;
  /** Of the dossier, if it belongs to one. */
  dossier?: { unit: string | null; status: string; deadline: string };
  /** Letters that answer it, all of them sent. */
  letters: LetterKind[];
}

/** The letter of a kind that answered a sample. */
export type FindLetter = (sample: string, kind: LetterKind) => { messageId: string; subject: string };

export interface Stage {
  db: Queryable;
  server: Pick<MailServer, 'deliver'>;
  say: (line: string) => void;
  stop: AbortSignal;
}

/** Returns what differs from the story, one sentence each. Errors: the reason of `stop`, once it is aborted. */
export async function play(samples: Sample[], stage: Stage): Promise<string[]> {
  const played = new Map<string, LogEntry>();
  const differences: string[] = [];
  for (const [at, sample] of samples.entries()) {
    stage.say(`\n${at + 1}. ${sample.tells}`);
    stage.server.deliver(await sample.write(letterIn(played)), sample.receivedAt ?? new Date());
    const entry = await untilAnswered(stage, sample.messageId);
    if (entry) played.set(sample.name, entry);
    if (entry) for (const line of describe(entry)) stage.say(`   ${line}`);
    const found = entry
      ? compare(sample, entry)
      : [`${sample.name}: not taken in after ${PATIENCE / 1000} s`];
    for (const difference of found) stage.say(`   ✗ ${difference}`);
    differences.push(...found);
    if (!entry) return differences;
  }
  return differences;
}

function letterIn(played: Map<string, LogEntry>): FindLetter {
  return (sample, kind) => {
    const letter = played.get(sample)?.letters.find((one) => one.kind === kind);
    // Its absence has been told already; the reply then answers a letter that nobody wrote.
    return letter ?? { messageId: '<no-letter@demo.example>', subject: '' };
  };
}

/** Far more than anything here takes (ms). */
const PATIENCE = 60_000;

/** Waits until a message is decided and its letters have gone out; null: it was not even taken in. */
async function untilAnswered({ db, stop }: Stage, messageId: string): Promise<LogEntry | null> {
  for (const until = Date.now() + PATIENCE; ; await setTimeout(100, undefined, { signal: stop })) {
    const entry = (await wholeLog(db)).find((one) => one.message.messageId === messageId) ?? null;
    if ((entry && isSettled(entry)) || Date.now() > until) return entry;
  }
}

export async function wholeLog(db: Queryable): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const entry of readLog(db, { since: null, status: null, unit: null })) entries.push(entry);
  return entries;
}

function isSettled({ outcome, letters }: LogEntry): boolean {
  return outcome !== 'received' && letters.every(({ state }) => state !== 'pending' && state !== 'sending');
}

function* describe({ message, outcome, reason, dossier, documents, letters }: LogEntry): Generator<string> {
  const counted = documents.filter((document) => document.verdict === 'accepted').length;
  const files = counted === 1 ? '1 file' : `${counted} files`;
  yield `mail     ${message.from}, "${message.subject}", ${files}`;
  yield `outcome  ${outcome}${reason ? ` (${reason})` : ''}`;
  if (dossier) {
    const { code, unit, status, deadline, missing } = dossier;
    const lacks = missing.map(({ document, form }) => `${document}/${form}`).join(', ');
    yield `dossier  ${code}, ${unit ?? 'unit unknown'}, ${status}${lacks ? ` (${lacks})` : ''}, ${deadline}`;
  }
  for (const letter of letters) yield `letter   ${letter.kind}, ${letter.state}: "${letter.subject}"`;
  if (letters.length === 0) yield 'letter   none';
}

function compare({ name, expected }: Sample, { outcome, reason, dossier, letters }: LogEntry): string[] {
  const places: [string, unknown, unknown][] = [
    ['outcome', outcome, expected.outcome],
    ['reason', reason, expected.reason ?? null],
    ['unit', dossier?.unit, expected.dossier?.unit],
    ['status', dossier?.status, expected.dossier?.status],
    ['deadline', dossier?.deadline, expected.dossier?.deadline],
    ['letters', letters.map(({ kind }) => kind).join(', '), expected.letters.join(', ')],
    ...letters.map(({ kind, state }): [string, unknown, unknown] => [`letter ${kind}`, state, 'sent']),
  ];
  return places
    .filter(([, found, wanted]) => found !== wanted)
    .map(([what, found, wanted]) => `${name}: ${what} is ${found || 'none'}, expected ${wanted || 'none'}`);
}
