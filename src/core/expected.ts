// Units that a campaign expects dossiers of: how far each has got.
import type { DossierStatus } from './states.ts';

export const UNIT_STATES = ['complete', 'awaiting', 'submitted', 'nothing', 'silent'] as const;
export type UnitState = (typeof UNIT_STATES)[number];

/**
 * What somebody is waited for with comes first; a dossier counts for more than the word that there is none.
 * @param statuses of its dossiers that count
 * @param nothing it has written that it has nothing to propose
 */
export function stateOf(statuses: DossierStatus[], nothing: boolean): UnitState {
  if (statuses.includes('awaiting-documents')) return 'awaiting';
  if (statuses.length === 0) return nothing ? 'nothing' : 'silent';
  return statuses.every((status) => status === 'complete' || status === 'forwarded')
    ? 'complete'
    : 'submitted';
}

/** Whether a unit in this state has sent something that counts. */
export function hasSubmitted(state: UnitState): boolean {
  return state !== 'silent' && state !== 'nothing';
}
