// What is wrong with the service just now: figures in, troubles out.
import type { Trouble } from './alarm-codes.ts';

export interface HealthFacts {
  /** The mailboxes that are set up. */
  mailboxes: MailboxHealth[];
  steps: StepHealth[];
  queueAnswers: boolean;
  /** Free bytes on the disk of the archive; null: no process has told. */
  archiveFree: number | null;
  failedMessages: Counted;
  /** Messages that wait after an attempt that failed. */
  delayedMessages: number;
  /** Messages with files that clamd could not be asked about. */
  uncheckedMessages: number;
  unknownLetters: Counted;
  /** Given up or returned lately. */
  undeliveredLetters: number;
  /** Older than LETTER_DELAY, and the outgoing server could not even be asked. */
  delayedLetters: number;
  lettersOverBudget: number;
}

export interface Counted {
  count: number;
  /** The first few. */
  numbers: number[];
}

export interface MailboxHealth {
  name: string;
  /** Null: it has never been connected to. */
  connectedAt: Date | null;
  /** When a pass was last done, or got further. */
  advancedAt: Date | null;
  failingSince: Date | null;
  /** Code of the fault that it fails by; null: another error. */
  fault: string | null;
  /** Until when a process has said to watch it. */
  heldUntil: Date | null;
  /** On the server and not in the log. */
  missing: number;
  withheld: number;
}

export interface StepHealth {
  name: string;
  /** Rows that it could work on now. */
  due: number;
  /** When a process that runs it last said so. */
  seenAt: Date | null;
  /** When it last finished something. */
  doneAt: Date | null;
}

/** Processes say every 10 s what they run (ms). */
const UNSEEN = 60_000;
const STUCK = 15 * 60_000;
const SILENT = 30 * 60_000;
/** A letter that was tried in vain is late after this long (ms). */
export const LETTER_DELAY = 3600_000;
/** Returned letters happen; so many at a time are a sign. */
const MANY_UNDELIVERED = 5;
/** What came back or was given up so long ago is no news (ms). */
export const UNDELIVERED_NEWS = 3 * 24 * 3600_000;
/** Less is little for an archive of mail (bytes). */
export const LITTLE_SPACE = 5 * 1024 ** 3;

/** @param pollSeconds how often a mailbox is looked at */
export function findTroubles(facts: HealthFacts, pollSeconds: number, now: Date): Trouble[] {
  const receiver = facts.steps.find(({ name }) => name === 'receive');
  const received = receiver !== undefined && isRecent(receiver.seenAt, UNSEEN, now);
  return [
    ...facts.mailboxes.flatMap((mailbox) => mailboxTroubles(mailbox, received, pollSeconds, now)),
    ...facts.steps.flatMap((step) => stepTroubles(step, now)),
    ...(facts.queueAnswers ? [] : [trouble('queue-away')]),
    ...(facts.archiveFree !== null && facts.archiveFree < LITTLE_SPACE
      ? [trouble('archive-nearly-full', { count: Math.floor(facts.archiveFree / 1024 ** 3) })]
      : []),
    ...counted('messages-failed', facts.failedMessages),
    ...counted('messages-delayed', { count: facts.delayedMessages, numbers: [] }),
    ...counted('clamd-away', { count: facts.uncheckedMessages, numbers: [] }),
    ...counted('letters-unknown', facts.unknownLetters),
    ...counted('letters-undelivered', { count: facts.undeliveredLetters, numbers: [] }, MANY_UNDELIVERED),
    ...counted('letters-delayed', { count: facts.delayedLetters, numbers: [] }),
    ...counted('letters-over-budget', { count: facts.lettersOverBudget, numbers: [] }),
  ];
}

/** One trouble keeps mail from coming in, and the differences come beside it. */
function mailboxTroubles(
  mailbox: MailboxHealth,
  received: boolean,
  pollSeconds: number,
  now: Date,
): Trouble[] {
  const { name: subject, missing, withheld } = mailbox;
  const standing = standstillOf(mailbox, received, pollSeconds, now);
  return [
    ...(standing ? [{ ...standing, subject }] : []),
    ...(missing > 0 ? [trouble('mailbox-differs', { subject, count: missing })] : []),
    ...(withheld > 0 ? [trouble('mailbox-withholds', { subject, count: withheld })] : []),
  ];
}

function standstillOf(
  { connectedAt, advancedAt, failingSince: since, fault, heldUntil }: MailboxHealth,
  received: boolean,
  pollSeconds: number,
  now: Date,
): Trouble | null {
  // A receiver that runs nowhere is a trouble of its step.
  if (!received) return null;
  if (heldUntil === null || heldUntil < now) return trouble('mailbox-unwatched', { since: heldUntil });
  if (since && (fault === 'oauth-refused' || fault === 'mailbox-login-refused'))
    return trouble(fault, { since });
  if (since) return trouble('mailbox-failing', { since });
  const last = advancedAt ?? connectedAt;
  const patience = Math.max(SILENT, 3 * pollSeconds * 1000);
  return last && now.getTime() - last.getTime() > patience
    ? trouble('mailbox-silent', { since: last })
    : null;
}

/** A step that nothing waits for may rest; somebody must always receive. */
function stepTroubles({ name: subject, due: count, seenAt, doneAt }: StepHealth, now: Date): Trouble[] {
  const waitedFor = count > 0 || subject === 'receive';
  if (waitedFor && !isRecent(seenAt, UNSEEN, now))
    return [trouble('step-not-running', { subject, count, since: seenAt })];
  return count > 0 && !isRecent(doneAt, STUCK, now) ? [trouble('step-stuck', { subject, count })] : [];
}

function counted(code: Trouble['code'], { count, numbers }: Counted, many = 1): Trouble[] {
  return count >= many ? [trouble(code, { count, numbers })] : [];
}

function trouble(code: Trouble['code'], more: Partial<Trouble> = {}): Trouble {
  return { code, subject: '', count: 0, numbers: [], since: null, ...more };
}

function isRecent(at: Date | null, within: number, now: Date): boolean {
  return at !== null && now.getTime() - at.getTime() <= within;
}
