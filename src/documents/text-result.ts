// What reading the text of a document comes to.
import type { Reason } from '../core/reasons.ts';

export interface TextResult {
  text: string | null;
  problem: Reason | null;
  /** Of a PDF. */
  pages?: number;
}

export const DAMAGED: TextResult = { text: null, problem: 'damaged' };
