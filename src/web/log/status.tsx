// A status in its colour.
import { OUTCOMES, STATUSES } from '../../core/labels.ts';
import type { LogRow } from '../../store/log-rows.ts';

type Standing = NonNullable<LogRow['dossier']>['status'] | NonNullable<LogRow['message']>['state'];

/** Dossiers and messages share some words and mean the same by them. */
export const STANDINGS: Record<Standing, string> = { ...OUTCOMES, ...STATUSES };

export function Status({ status }: { status: Standing }) {
  return <span class={`app-status app-status-${status}`}>{STANDINGS[status]}</span>;
}
