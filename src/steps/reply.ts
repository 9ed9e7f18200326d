// Step 4, reply: hands a due letter to the mail server and records its answer; the server's code decides.
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../core/fault.ts';
import { dueBy, LETTER_ATTEMPTS, nextAttemptAt } from '../core/retry.ts';
import type { SendOutcome, Smtp } from '../mail/smtp.ts';
import { databaseFault } from '../store/database.ts';
import {
  beginLetter,
  type LetterToSend,
  markNotTaken,
  markSendingIfPending,
  markSentIfSending,
  markUnknownIfSending,
  type SendingLetter,
} from '../store/letters.ts';
import { type AttemptDeps, describeError } from './attempt.ts';

/** Where a mailbox's letters go out. */
export interface Post {
  smtp: Smtp;
  mailFrom: string;
  /** Whether the Sent folder holds a letter; null where there is no such folder. */
  isInSent(messageId: string): Promise<boolean | null>;
}

export interface PostDeps {
  /** @param mailbox its name. Errors: Fault mailbox-not-set-up */
  postOf(mailbox: string): Post;
}

export interface ReplyDeps extends AttemptDeps, PostDeps {}

export async function reply(deps: ReplyDeps, id: number): Promise<void> {
  const { db, claims, now, postOf } = deps;
  await claims.holding('letter', id, async () => {
    const letter = await beginLetter(db, id, dueBy(now()));
    if (!letter) return;
    const outcome = await hand(letter, () => markSendingIfPending(db, id), postOf).catch((error: unknown) =>
      putOff(deps, id, letter.attempts, error),
    );
    await untilRecorded(() => record(deps, letter, outcome));
  });
}

async function hand(
  letter: LetterToSend,
  beforeData: () => Promise<boolean>,
  postOf: PostDeps['postOf'],
): Promise<SendOutcome> {
  const { smtp, mailFrom } = postOf(letter.mailbox);
  return smtp.send(letter, mailFrom, beforeData);
}

async function record(deps: ReplyDeps, letter: LetterToSend, { how, answer }: SendOutcome): Promise<void> {
  const { db, now } = deps;
  const { id, attempts } = letter;
  if (how === 'sent') await markSentIfSending(db, id, answer, now());
  if (how === 'later') await markNotTaken(db, id, answer, nextAttemptAt(attempts, LETTER_ATTEMPTS, now()));
  if (how === 'refused') await markNotTaken(db, id, answer, null);
  if (how === 'unknown') await settleUnknown(deps, letter, answer);
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
  { db, now, postOf }: Pick<ReplyDeps, 'db' | 'now' | 'postOf'>,
  { id, messageId, mailbox }: SendingLetter,
  answer: string,
): Promise<void> {
  if (await postOf(mailbox).isInSent(messageId))
    await markSentIfSending(db, id, 'found in the Sent folder', now());
  else await markUnknownIfSending(db, id, answer);
}
