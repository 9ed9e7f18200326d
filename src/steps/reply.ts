// Step 4, reply: hands a due letter to the mail server and records its answer; the server's code decides.
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../core/fault.ts';
import { dueBy, LETTER_ATTEMPTS, nextAttemptAt } from '../core/retry.ts';
import type { SendOutcome, Smtp } from '../mail/smtp.ts';
import { databaseFault } from '../store/database.ts';
import {
  beginLetter,
  markNotTaken,
  markSendingIfPending,
  markSentIfSending,
  markUnknownIfSending,
} from '../store/letters.ts';
import { type AttemptDeps, describeError } from './attempt.ts';

export interface ReplyDeps extends AttemptDeps {
  smtp: Smtp;
  mailFrom: string;
  /** Whether the Sent folder holds a letter; null where there is no such folder. */
  isInSent: (messageId: string) => Promise<boolean | null>;
}

export async function reply(deps: ReplyDeps, id: number): Promise<void> {
  const { db, claims, now, smtp, mailFrom } = deps;
  await claims.holding('letter', id, async () => {
    const letter = await beginLetter(db, id, dueBy(now()));
    if (!letter) return;
    const outcome = await smtp
      .send(letter, mailFrom, () => markSendingIfPending(db, id))
      .catch((error: unknown) => putOff(deps, id, letter.attempts, error));
    await untilRecorded(() => record(deps, id, letter.messageId, letter.attempts, outcome));
  });
}

async function record(
  deps: ReplyDeps,
  id: number,
  messageId: string,
  attempts: number,
  { how, answer }: SendOutcome,
): Promise<void> {
  const { db, now } = deps;
  if (how === 'sent') await markSentIfSending(db, id, answer, now());
  if (how === 'later') await markNotTaken(db, id, answer, nextAttemptAt(attempts, LETTER_ATTEMPTS, now()));
  if (how === 'refused') await markNotTaken(db, id, answer, null);
  if (how === 'unknown') await settleUnknown(deps, id, messageId, answer);
}

/** The server was never asked to take it, so the letter waits as long as the server is away. */
async function putOff({ db, now }: ReplyDeps, id: number, attempts: number, error: unknown): Promise<never> {
  const dueAt = nextAttemptAt(attempts, Number.POSITIVE_INFINITY, now());
  if (error instanceof Fault) await markNotTaken(db, id, describeError(error), dueAt);
  throw error;
}

/** What the server said is worth a minute's patience with a database that is restarting. */
async function untilRecorded(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries >= 60 || !(databaseFault(error) instanceof Fault)) throw error;
      await setTimeout(1_000);
    }
  }
}

/** Cut off in the middle: the Sent folder knows, or nobody does; a letter is never sent again on a guess. */
export async function settleUnknown(
  { db, now, isInSent }: Pick<ReplyDeps, 'db' | 'now' | 'isInSent'>,
  id: number,
  messageId: string,
  answer: string,
): Promise<void> {
  if (await isInSent(messageId)) await markSentIfSending(db, id, 'found in the Sent folder', now());
  else await markUnknownIfSending(db, id, answer);
}
