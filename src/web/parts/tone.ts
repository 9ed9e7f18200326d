// The colours that statuses, outcomes and letters have everywhere on the page.
import type { DossierStatus, LetterState, MessageState } from '../../core/states.ts';

export const STATUS_TONES: Record<DossierStatus, string> = {
  unsorted: 'bg-secondary-lt',
  checking: 'bg-azure-lt',
  'awaiting-documents': 'bg-orange-lt',
  supplemented: 'bg-purple-lt',
  complete: 'bg-green-lt',
  forwarded: 'bg-blue-lt',
  refused: 'bg-red-lt',
  duplicate: 'bg-secondary-lt',
  'not-a-submission': 'bg-secondary-lt',
};

export const LETTER_TONES: Record<LetterState, string> = {
  pending: 'bg-azure-lt',
  held: 'bg-orange-lt',
  sending: 'bg-azure-lt',
  sent: 'bg-green-lt',
  failed: 'bg-red-lt',
  bounced: 'bg-red-lt',
  unknown: 'bg-orange-lt',
};

export function outcomeTone(state: MessageState): string {
  return state === 'failed' ? 'bg-red-lt' : 'bg-secondary-lt';
}
