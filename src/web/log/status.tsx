// A status in its colour.
import { OUTCOMES, STATUSES } from '../../core/labels.ts';
import type { LogRow } from '../../store/log-rows.ts';
import { OUTCOME_TONES, STATUS_TONES } from '../parts/tone.ts';

type Standing = NonNullable<LogRow['dossier']>['status'] | NonNullable<LogRow['message']>['state'];

/** Dossiers and messages share some words and mean the same by them. */
export const STANDINGS: Record<Standing, string> = { ...OUTCOMES, ...STATUSES };

const TONES: Record<Standing, string> = { ...OUTCOME_TONES, ...STATUS_TONES };

export function Status({ status }: { status: Standing }) {
  return <span class={`badge ${TONES[status]}`}>{STANDINGS[status]}</span>;
}
