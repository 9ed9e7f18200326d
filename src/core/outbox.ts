// Which letters a verdict owes, when each is due, and which wait for staff.
import type { Campaign } from './campaign.ts';
import type { MessageFacts } from './facts.ts';
import type { LetterKind } from './letter.ts';
import type { Reason } from './reasons.ts';
import type { DossierState, RegistrationVerdict } from './registration.ts';

export type LetterMode = 'send' | 'review' | 'off';

export interface LetterRules {
  mode: LetterMode;
  /** Messages received before this moment are registered and never answered. */
  replySince: Date;
  quietSeconds: number;
  /** Automatic letters written to this recipient in the last 24 hours. */
  recentLetters: number;
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
  return kindsOwed(verdict, state, rules.quietSeconds > 0).map(({ kind, afterQuiet }) => ({
    kind,
    to,
    dueAt: afterQuiet ? new Date(now.getTime() + rules.quietSeconds * 1000) : now,
    held,
  }));
}

function heldReason(rules: LetterRules, campaign: Campaign): Reason | null {
  if (rules.recentLetters >= campaign.lettersPerAddressPerDay) return 'letter-cap';
  return rules.mode === 'review' ? 'letter-review' : null;
}

interface OwedKind {
  kind: LetterKind;
  /** Goes out only when the dossier has been quiet for a while: more mails may be on their way. */
  afterQuiet: boolean;
}

const atOnce = (kind: LetterKind): OwedKind[] => [{ kind, afterQuiet: false }];

function kindsOwed(verdict: RegistrationVerdict, state: DossierState | null, quiet: boolean): OwedKind[] {
  if (verdict.reason === 'no-attachment') return atOnce('no-attachment');
  if (verdict.duplicateOf) return atOnce('duplicate');
  if (!verdict.dossier || !state || verdict.reason === 'reply-without-documents') return [];
  const { existing, unit } = verdict.dossier;
  if (unit.reason === 'unit-unknown') return atOnce('unknown-unit');
  if (unit.reason === 'unit-conflict') return atOnce('receipt-checking');
  // A dossier that has just learned its unit has not had its receipt yet.
  return existing?.unit ? forSupplement(state, quiet) : forNewDossier(state, quiet);
}

function forNewDossier({ status }: DossierState, quiet: boolean): OwedKind[] {
  if (status === 'complete') return atOnce('receipt');
  if (status === 'checking') return atOnce('receipt-checking');
  if (!quiet) return atOnce('missing-documents');
  return [...atOnce('receipt-checking'), { kind: 'missing-documents', afterQuiet: true }];
}

function forSupplement({ status }: DossierState, quiet: boolean): OwedKind[] {
  if (status === 'complete') return atOnce('supplement-complete');
  if (status === 'checking') return atOnce('receipt-checking');
  return [{ kind: 'supplement-missing', afterQuiet: quiet }];
}

/** Lists of what is missing that have not gone out become untrue as soon as the dossier changes. */
export const WITHDRAWN_BY_SUPPLEMENT: readonly LetterKind[] = ['missing-documents', 'supplement-missing'];
