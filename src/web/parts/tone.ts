// The colours that statuses, outcomes and letters have everywhere on the page.
import type { DossierStatus, LetterState, MessageState } from '../../core/states.ts';

export const STATUS_TONES: Record<DossierStatus, string> = {
  unsorted: 'app-grey',
  checking: 'app-blue',
  'awaiting-documents': 'app-orange',
  supplemented: 'app-purple',
  complete: 'app-green',
  forwarded: 'app-navy',
  refused: 'app-red',
  duplicate: 'app-grey',
  'not-a-submission': 'app-grey',
};

export const LETTER_TONES: Record<LetterState, string> = {
  pending: 'app-blue',
  held: 'app-orange',
  sending: 'app-blue',
  sent: 'app-green',
  failed: 'app-red',
  bounced: 'app-red',
  unknown: 'app-orange',
};

export const OUTCOME_TONES: Record<MessageState, string> = {
  received: 'app-blue',
  read: 'app-blue',
  registered: 'app-blue',
  supplement: 'app-blue',
  duplicate: 'app-grey',
  unsorted: 'app-grey',
  'not-a-submission': 'app-grey',
  automatic: 'app-grey',
  failed: 'app-red',
};
