// Which letter a decision of staff owes: only what is news to the unit.
import { type DossierDecision, SAYS_NOTHING } from './decision.ts';
import type { DossierState } from './dossier-state.ts';
import { ANSWER_KINDS, type LetterKind } from './letter.ts';
import type { Missing } from './missing.ts';
import { firstLetter, withdrawnByChange } from './outbox.ts';
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
 * @param withdrawn letters that were taken back for it: the unit is told what is so instead
 */
export function letterAfter(
  what: DossierDecision['what'],
  before: Before,
  after: After,
  closed: boolean,
  withdrawn: readonly LetterKind[],
): LetterKind | null {
  if (what === 'refuse') return 'refusal';
  if (closed) return null;
  const isLost = ANSWER_KINDS.some((kind) => withdrawn.includes(kind));
  return newsOf(what, before, after) ?? (isLost ? firstLetter(after.state, after) : null);
}

function newsOf(what: DossierDecision['what'], before: Before, after: After): LetterKind | null {
  if (!CHANGING.includes(what)) return null;
  const { state } = after;
  const first = () => firstLetter(state, after);
  if (before.unit !== after.unit || before.kind !== after.kind) return first();
  if (state.status === 'complete') {
    if (before.status === 'complete') return null;
    return before.told.some((kind) => LISTS.includes(kind)) ? 'supplement-complete' : first();
  }
  return isSameList(before.missing, state.missing) || state.missing.length === 0 ? null : first();
}

/** What has not gone out and is not true any more. */
export function untrueAfter(
  what: DossierDecision['what'],
  before: Before,
  { state, ...after }: After,
  closed: boolean,
): readonly LetterKind[] {
  if (SAYS_NOTHING.includes(what)) return [];
  if (closed) return [...ANSWER_KINDS, 'supplement-reminder'];
  const taken: LetterKind[] = what === 'reopen' ? ['refusal'] : [];
  const same =
    before.unit === after.unit &&
    before.kind === after.kind &&
    toUnit(before.status) === toUnit(state.status);
  if (same && isSameList(before.missing, state.missing)) return taken;
  return [...taken, ...withdrawnByChange(state), 'receipt-checking'];
}

/** Line by line; what was kept has its fields in another order. */
function isSameList(a: Missing[], b: Missing[]): boolean {
  const lines = (missing: Missing[]) =>
    missing.map(({ document, form, item, reason }) => [document, form, item, reason].join()).join('\n');
  return lines(a) === lines(b);
}

/** As the unit hears of it: what tells two of them apart is the office's own business. */
function toUnit(status: DossierStatus): DossierStatus {
  if (status === 'supplemented') return 'checking';
  return status === 'forwarded' ? 'complete' : status;
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
