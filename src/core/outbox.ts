// Which letters a verdict owes, when each is due, and which wait for staff.
import type { Campaign, LetterLimit } from './campaign.ts';
import type { DocumentVerdict } from './document.ts';
import type { DossierState } from './dossier-state.ts';
import type { MessageFacts } from './facts.ts';
import type { LetterKind } from './letter.ts';
import type { Reason } from './reasons.ts';
import type { DossierVerdict, RegistrationVerdict } from './registration.ts';

export type LetterMode = 'send' | 'review' | 'off';

/** Letters within the last hour, and the last 24. */
export interface LetterCount {
  hour: number;
  day: number;
}

export interface LetterRules {
  mode: LetterMode;
  /** Messages received before this moment are registered and never answered. */
  replySince: Date;
  quietSeconds: number;
  /** Letters written to this recipient, and all that the mailbox has been answered with. */
  written: { toAddress: LetterCount; inAll: LetterCount };
  /** Why letters to its sender wait for staff whatever they say; null: they need not. */
  hold: Reason | null;
  /** Scans of this message are still to be read: what depends on them waits for a moment. */
  scansPending: boolean;
  /** A virus was found in a file of this message after it was registered. */
  foundVirus: boolean;
  /** Letters that answer this message and cannot be taken back. */
  gone: readonly LetterKind[];
  /** Letters on the dossier that had not gone out and were taken back for this message. */
  withdrawn: readonly LetterKind[];
}

export interface OwedLetter {
  kind: LetterKind;
  to: string;
  dueAt: Date;
  /** Why it waits for staff instead of being sent; null: it goes out. */
  held: Reason | null;
}

/** RFC 3834 §4: a letter goes to Reply-To, else From, and to nobody else. */
export function recipientOf(message: MessageFacts): string | null {
  return (message.envelope.replyTo ?? message.envelope.from)?.address ?? null;
}

/** A scanned page takes seconds; a letter that is not written by then goes out without what OCR may find (ms). */
const SCAN_PATIENCE = 120_000;

export function decideLetters(
  verdict: RegistrationVerdict,
  state: DossierState | null,
  message: MessageFacts,
  rules: LetterRules,
  campaign: Campaign,
  now: Date,
): OwedLetter[] {
  const to = recipientOf(message);
  if (!to || rules.mode === 'off' || message.receivedAt < rules.replySince) return [];
  const held = heldReason(rules, campaign);
  const owed = kindsOwed(verdict, state, message, rules, campaign);
  return owed
    .filter(({ kind }) => mayFollow(kind, rules))
    .map(({ kind, afterQuiet }) => {
      const wait = Math.max(
        afterQuiet ? rules.quietSeconds * 1000 : 0,
        rules.scansPending && !SETTLED.includes(kind) ? SCAN_PATIENCE : 0,
      );
      return { kind, to, dueAt: new Date(now.getTime() + wait), held };
    });
}

/** Why a letter waits for staff; null: it goes out. */
export function heldReason(
  rules: Pick<LetterRules, 'mode' | 'written' | 'hold'>,
  campaign: Campaign,
): Reason | null {
  const { toAddress, inAll } = rules.written;
  if (reaches(toAddress, campaign.lettersPerAddress)) return 'letter-cap';
  if (reaches(inAll, campaign.lettersInAll)) return 'letter-flood';
  return rules.mode === 'review' ? 'letter-review' : rules.hold;
}

function reaches({ hour, day }: LetterCount, { perHour, perDay }: LetterLimit): boolean {
  return hour >= perHour || day >= perDay;
}

/** What these say stays true whatever a scan turns out to be. */
const SETTLED: readonly LetterKind[] = [
  'receipt',
  'supplement-complete',
  'replacement',
  'report-receipt',
  'duplicate',
  'no-attachment',
  'message-too-large',
];
/** These promise that somebody looks and tells; only they are followed by a second letter on the same message. */
const PROMISES: readonly LetterKind[] = ['receipt-checking', 'unknown-unit'];

/** A letter that said what came is followed by one that says that some of it is infected. */
function mayFollow(kind: LetterKind, { gone, foundVirus }: LetterRules): boolean {
  return (
    gone.length === 0 ||
    (foundVirus && kind === 'unreadable-files' && !gone.includes(kind)) ||
    (!gone.includes(kind) && !PROMISES.includes(kind) && gone.every((one) => PROMISES.includes(one)))
  );
}

interface OwedKind {
  kind: LetterKind;
  /** Goes out only when the dossier has been quiet for a while: more mails may be on their way. */
  afterQuiet: boolean;
}

const atOnce = (kind: LetterKind): OwedKind[] => [{ kind, afterQuiet: false }];

function kindsOwed(
  verdict: RegistrationVerdict,
  state: DossierState | null,
  message: MessageFacts,
  rules: LetterRules,
  campaign: Campaign,
): OwedKind[] {
  const { dossier, reason } = verdict;
  if (reason === 'no-attachment' || reason === 'message-too-large') return atOnce(reason);
  // A machine that sends the same once more is not told.
  if (verdict.duplicateOf) return rules.hold === 'sent-by-machine' ? [] : atOnce('duplicate');
  if (!dossier || !state || reason === 'reply-without-documents') return [];
  if (dossier.unit.reason === 'unit-unknown') return atOnce('unknown-unit');
  if (dossier.unit.reason === 'unit-conflict') return atOnce('receipt-checking');
  if (isReport(dossier, campaign))
    return atOnce(hasUsable(verdict.documents) ? 'report-receipt' : 'unreadable-files');
  return forDossier(verdict, dossier, state, message, rules);
}

function forDossier(
  { outcome, documents }: RegistrationVerdict,
  { existing }: DossierVerdict,
  state: DossierState,
  message: MessageFacts,
  { quietSeconds, withdrawn, foundVirus, gone }: LetterRules,
): OwedKind[] {
  if (foundVirus && gone.length > 0) return atOnce('unreadable-files');
  const quiet = quietSeconds > 0;
  const only = onlyUnusable(message, documents);
  if (only && state.status !== 'complete') return [...atOnce(only), ...listAnew(state, withdrawn, quiet)];
  // A dossier that has just learned its unit has not had its receipt yet, nor has one whose receipt was taken back.
  const receipted = existing?.unit && !withdrawn.includes('receipt');
  return outcome === 'supplement' && receipted
    ? forSupplement(state, replacesOnly(state, message, documents), quiet)
    : forNewDossier(state, quiet);
}

/** A list that was taken back and is not told otherwise. */
function listAnew({ missing }: DossierState, withdrawn: readonly LetterKind[], quiet: boolean): OwedKind[] {
  const lost = missing.length > 0 && withdrawn.some((kind) => LISTS.includes(kind));
  return lost ? [{ kind: 'supplement-missing', afterQuiet: quiet }] : [];
}

const LISTS: readonly LetterKind[] = ['missing-documents', 'supplement-missing'];

function isReport({ kind }: DossierVerdict, campaign: Campaign): boolean {
  return campaign.kinds.find(({ code }) => code === kind)?.handling === 'report';
}

function hasUsable(documents: DocumentVerdict[]): boolean {
  return documents.some(({ verdict, reason }) => verdict === 'accepted' && reason !== 'unpacked');
}

/** Nothing came that can be used: the letter is about that, and not about each document that may be in it. */
function onlyUnusable(message: MessageFacts, documents: DocumentVerdict[]): LetterKind | null {
  if (hasUsable(documents)) return null;
  if (documents.some(({ verdict }) => verdict === 'refused')) return 'unreadable-files';
  return message.links.length > 0 ? 'external-links' : null;
}

function forNewDossier({ status, missing }: DossierState, quiet: boolean): OwedKind[] {
  if (status === 'complete') return atOnce('receipt');
  if (status === 'checking') return atOnce('receipt-checking');
  if (missing.length === 0) return atOnce('unreadable-files');
  if (!quiet) return atOnce('missing-documents');
  return [...atOnce('receipt-checking'), { kind: 'missing-documents', afterQuiet: true }];
}

function forSupplement({ status, missing }: DossierState, replacesOnly: boolean, quiet: boolean): OwedKind[] {
  if (status === 'complete') return atOnce(replacesOnly ? 'replacement' : 'supplement-complete');
  if (status === 'checking') return atOnce('receipt-checking');
  if (missing.length === 0) return atOnce('unreadable-files');
  return [{ kind: 'supplement-missing', afterQuiet: quiet }];
}

/** Every document of the message is a new version of one that was there. */
function replacesOnly(
  { replaced }: DossierState,
  message: MessageFacts,
  documents: DocumentVerdict[],
): boolean {
  const brought = message.attachments.filter((_, at) => {
    const judged = documents[at];
    return judged?.verdict === 'accepted' && judged.reason !== 'unpacked';
  });
  return (
    brought.length > 0 && brought.every(({ id }) => replaced.some(({ attachmentId }) => attachmentId === id))
  );
}

/** Letters that have not gone out become untrue as soon as the dossier changes; the change owes its own. */
export function withdrawnByChange({ status }: DossierState): readonly LetterKind[] {
  return status === 'complete' ? OVERTAKEN : [...OVERTAKEN, ...CLAIM_COMPLETE];
}

/** What a unit is told of a dossier of which it has heard nothing yet, or nothing that is true any more. */
export function firstLetter(
  { status, missing }: DossierState,
  { unit, isReport, usable }: { unit: string | null; isReport: boolean; usable: boolean },
): LetterKind {
  if (unit === null) return 'unknown-unit';
  if (isReport) return usable ? 'report-receipt' : 'unreadable-files';
  if (status === 'complete') return 'receipt';
  if (status === 'checking') return 'receipt-checking';
  return missing.length > 0 ? 'missing-documents' : 'unreadable-files';
}

const OVERTAKEN: readonly LetterKind[] = [
  'supplement-reminder',
  'missing-documents',
  'supplement-missing',
  'unknown-unit',
  'unreadable-files',
  'external-links',
];
const CLAIM_COMPLETE: readonly LetterKind[] = ['receipt', 'supplement-complete', 'replacement'];

/** What a message was to be told becomes another thing when more is known of its files. */
export const WITHDRAWN_BY_SCAN: readonly LetterKind[] = [
  'receipt-checking',
  'unknown-unit',
  'missing-documents',
  'supplement-missing',
  'unreadable-files',
];
