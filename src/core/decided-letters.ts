// Which letter a decision of staff owes: only what is news to the unit.
import type { DossierDecision } from './decision.ts';
import { ANSWER_KINDS, type LetterKind } from './letter.ts';
import type { Missing } from './missing.ts';
import { firstLetter, withdrawnByChange } from './outbox.ts';
import type { DossierState } from './registration.ts';
import type { DossierStatus } from './states.ts';

/** Where the dossier stood, and what the unit had been told. */
export interface Before {
  unit: string | null;
  kind: string;
  status: DossierStatus;
  missing: Missing[];
  told: readonly LetterKind[];
}

export interface After {
  unit: string | null;
  kind: string;
  isReport: boolean;
  /** It has a document that can be opened. */
  usable: boolean;
  state: DossierState;
}

/**
 * Null: nothing.
 * @param closed staff have refused it, merged it into another one or found it to be none
 */
export function letterAfter(
  what: DossierDecision['what'],
  before: Before,
  after: After,
  closed: boolean,
): LetterKind | null {
  if (what === 'refuse') return 'refusal';
  if (closed || !CHANGING.includes(what)) return null;
  const { state } = after;
  const first = () => firstLetter(state, after);
  if (before.unit !== after.unit || before.kind !== after.kind) return first();
  if (state.status === 'complete') {
    if (before.status === 'complete') return null;
    return before.told.some((kind) => LISTS.includes(kind)) ? 'supplement-complete' : first();
  }
  const same = JSON.stringify(before.missing) === JSON.stringify(state.missing);
  return same || state.missing.length === 0 ? null : first();
}

/** What has not gone out and is not true any more. */
export function untrueAfter(
  before: Before,
  { state, ...after }: After,
  closed: boolean,
): readonly LetterKind[] {
  if (closed) return ANSWER_KINDS;
  const same = before.unit === after.unit && before.kind === after.kind && before.status === state.status;
  if (same && JSON.stringify(before.missing) === JSON.stringify(state.missing)) return [];
  return [...withdrawnByChange(state), 'receipt-checking'];
}

/** What the unit hears of; the rest is the office's own business. */
const CHANGING: readonly DossierDecision['what'][] = [
  'set-unit',
  'set-kind',
  'set-document',
  'move-documents',
  'split',
  'merge',
  'complete',
];

const LISTS: readonly LetterKind[] = ['missing-documents', 'supplement-missing'];
