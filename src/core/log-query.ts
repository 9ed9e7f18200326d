// What staff ask of the intake log: a tab, filters, words, an order, and where in it a page begins.
import type { DeadlineVerdict } from './states.ts';

export const TABS = [
  'all',
  'action',
  'unsorted',
  'waiting',
  'overdue',
  'complete',
  'forwarded',
  'no-submission',
] as const;
export type Tab = (typeof TABS)[number];

/** By time of receipt, arrival number, unit, or the day until which documents are awaited. */
export const SORTS = ['received', 'arrival', 'unit', 'supplement'] as const;
export type Sort = (typeof SORTS)[number];

export interface LogQuery {
  tab: Tab;
  campaign: string | null;
  /** First and last day of receipt, "YYYY-MM-DD". */
  from: string | null;
  to: string | null;
  unit: string | null;
  group: string | null;
  sector: string | null;
  /** Status of a dossier, or state of a message of none. */
  status: string | null;
  deadline: DeadlineVerdict | null;
  fileTrouble: boolean;
  noPaper: boolean;
  /** As it was typed: words, a code, or an arrival number. */
  search: string | null;
  /** The text of files is left out of the search. */
  factsOnly: boolean;
  sort: Sort;
  descending: boolean;
}

/** What an order goes by, value for value; the last one is the entry's own number. */
export type Position = (string | number)[];

/** A page begins after a position, or ends before it. */
export interface Place {
  position: Position;
  before: boolean;
}
