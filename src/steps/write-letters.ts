// Writes the letters a verdict owes into the outbox, in the transaction of the verdict itself.
import type { Campaign, LetterLimit } from '../core/campaign.ts';
import type { MessageFacts } from '../core/facts.ts';
import type { LetterKind } from '../core/letter.ts';
import { type LetterDossier, letterFacts } from '../core/letter-facts.ts';
import {
  decideLetters,
  type LetterCount,
  type LetterRules,
  type OwedLetter,
  recipientOf,
  WITHDRAWN_BY_SCAN,
  withdrawnByChange,
} from '../core/outbox.ts';
import type { RegistrationVerdict } from '../core/registration.ts';
import type { Letters } from '../letters/letters.ts';
import { letterMessageId } from '../mail/compose.ts';
import type { Queryable } from '../store/database.ts';
import { saveEvent } from '../store/events.ts';
import { countLettersOf, countLettersTo } from '../store/letter-counts.ts';
import { findLetterKinds, insertLetter, withdrawAnswers, withdrawUnsent } from '../store/letters.ts';
import type { Desk } from './desk.ts';

/** What a message's letters are written with: its desk, and the one of the desk's campaigns that it belongs to. */
export interface LetterDeps extends Desk {
  campaign: Campaign;
  letters: Letters;
  /** A token nobody can guess. */
  newToken: () => string;
  now: () => Date;
}

export interface Circumstances extends Pick<LetterRules, 'hold' | 'scansPending' | 'foundVirus'> {
  /** The mailbox that the message is answered from. */
  mailboxId: number;
  /** When it was first connected. */
  connectedAt: Date;
  written: WrittenLetters;
}

/** What each mailbox has been answered with, the letters of this transaction too: they count for one another. */
export type WrittenLetters = Map<number, Promise<LetterCount>>;

const NONE = { hour: 0, day: 0 };

/** Returns the ids of the letters that may go out at once. */
export async function writeLetters(
  tx: Queryable,
  deps: LetterDeps,
  message: MessageFacts,
  verdict: RegistrationVerdict,
  dossier: (LetterDossier & { id: number }) | null,
  { mailboxId, connectedAt, written, ...circumstances }: Circumstances,
): Promise<number[]> {
  const now = deps.now();
  // A mail that brings nothing leaves every letter as true as it was.
  const changed = verdict.dossier?.existing && verdict.reason !== 'reply-without-documents';
  const withdrawn = dossier && changed ? await withdraw(tx, dossier, message.id, now) : [];
  const to = recipientOf(message);
  const ofMailbox = written.get(mailboxId) ?? countLettersOf(tx, mailboxId, strictest(deps.campaigns), now);
  written.set(mailboxId, ofMailbox);
  const [gone, toAddress, inAll] = await Promise.all([
    findLetterKinds(tx, message.id),
    to ? countLettersTo(tx, to, now) : NONE,
    ofMailbox,
  ]);
  const rules = {
    mode: deps.letterMode,
    replySince: deps.replySince ?? connectedAt,
    quietSeconds: deps.campaign.quietSeconds,
    ...circumstances,
    gone,
    withdrawn,
    written: { toAddress, inAll },
  };
  const owed = decideLetters(verdict, dossier?.state ?? null, message, rules, deps.campaign, now);
  inAll.hour += owed.length;
  inAll.day += owed.length;
  const ids = await Promise.all(owed.map((letter) => write(tx, deps, letter, message, verdict, dossier)));
  return ids.filter((id, at): id is number => id !== null && isDue(owed[at], now));
}

/** Campaigns may share a mailbox. */
function strictest(campaigns: Campaign[]): LetterLimit {
  return {
    perHour: Math.min(...campaigns.map(({ lettersInAll }) => lettersInAll.perHour)),
    perDay: Math.min(...campaigns.map(({ lettersInAll }) => lettersInAll.perDay)),
  };
}

function isDue(letter: OwedLetter | undefined, now: Date): boolean {
  return letter !== undefined && !letter.held && letter.dueAt <= now;
}

/** What has not gone out and is no longer true: lists of what is missing, and what this very message was to be told. */
async function withdraw(
  tx: Queryable,
  { id, state }: LetterDossier & { id: number },
  messageId: number,
  now: Date,
): Promise<LetterKind[]> {
  const overtaken = await withdrawUnsent(tx, id, withdrawnByChange(state));
  const withdrawn = [
    ...overtaken.map(({ kind }) => kind),
    ...(await withdrawAnswers(tx, messageId, WITHDRAWN_BY_SCAN)),
  ];
  if (withdrawn.length > 0) {
    await saveEvent(tx, { what: 'letter-withdrawn', dossierId: id, detail: { kinds: withdrawn } }, now);
  }
  return withdrawn;
}

async function write(
  tx: Queryable,
  deps: LetterDeps,
  owed: OwedLetter,
  message: MessageFacts,
  verdict: RegistrationVerdict,
  dossier: (LetterDossier & { id: number }) | null,
): Promise<number | null> {
  const facts = letterFacts(
    owed.kind,
    message,
    verdict,
    dossier,
    deps.campaign,
    verdict.dossier?.report ?? null,
  );
  const letter = {
    ...deps.letters.render(owed.kind, facts),
    kind: owed.kind,
    answers: message.id,
    dossierId: dossier?.id ?? verdict.duplicateOf?.id ?? null,
    recipient: owed.to,
    messageId: letterMessageId(deps.newToken(), deps.mailFrom),
    dueAt: owed.dueAt,
    held: owed.held,
  };
  return insertLetter(tx, letter, deps.now());
}
