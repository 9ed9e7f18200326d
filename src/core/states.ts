// The states a message, a dossier and a letter can be in; SQL's check constraints and the README repeat them.

/** received → read → one of the outcomes; failed waits for staff. */
export const MESSAGE_STATES = [
  'received',
  'read',
  'registered',
  'supplement',
  'duplicate',
  'unsorted',
  'not-a-submission',
  'automatic',
  'failed',
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** What register may decide about a message. */
export type Outcome = Exclude<MessageState, 'received' | 'read' | 'failed'>;

/** From unsorted to complete the documents decide, the rest is for staff; supplemented: to be checked once more. */
export const DOSSIER_STATUSES = [
  'unsorted',
  'checking',
  'awaiting-documents',
  'supplemented',
  'complete',
  'forwarded',
  'refused',
  'duplicate',
  'not-a-submission',
] as const;
export type DossierStatus = (typeof DOSSIER_STATUSES)[number];

/** pending → sending (from DATA on) → sent, failed or unknown; held waits for staff; bounced follows sent. */
export const LETTER_STATES = ['pending', 'held', 'sending', 'sent', 'failed', 'bounced', 'unknown'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

export const DEADLINE_VERDICTS = ['on-time', 'grace', 'late'] as const;
export type DeadlineVerdict = (typeof DEADLINE_VERDICTS)[number];

/** What an account may do: see; see and decide; all that and the accounts. */
export const ROLES = ['leader', 'officer', 'administrator'] as const;
export type Role = (typeof ROLES)[number];
