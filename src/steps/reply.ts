// Step 4, reply: hands a due letter to the mail server when its turn has come, and records the answer; the code decides.
import { setTimeout } from 'node:timers/promises';
import { decideTurn, pauseAfterLimit, windowsOf } from '../core/budget.ts';
import { Fault } from '../core/fault.ts';
import { dueBy, nextOfferAt, nextTryAt } from '../core/retry.ts';
import { settle } from '../core/unanswered.ts';
import type { SendOutcome } from '../mail/smtp.ts';
import type { Bells } from '../queue/bells.ts';
import { lockStanding, markWaiting, pauseAccount } from '../store/budget.ts';
import { databaseFault, transaction } from '../store/database.ts';
import {
  beginLetter,
  findDueLetter,
  type LetterToSend,
  markNotTaken,
  markSendingIfPending,
  markSentIfSending,
  markUnanswered,
  markUnknownIfSending,
  type SendingLetter,
} from '../store/letters.ts';
import { type AttemptDeps, describeError } from './attempt.ts';
import type { Post, PostDeps } from './post.ts';

export interface ReplyDeps extends AttemptDeps, PostDeps {
  bells: Bells;
}

export async function reply(deps: ReplyDeps, id: number): Promise<void> {
  const { db, claims, bells, now, postOf } = deps;
  let copyDue = false;
  await claims.holding('letter', id, async () => {
    const due = await findDueLetter(db, id, dueBy(now()));
    if (!due) return;
    const sending = async () => {
      const post = postOf(due.mailbox);
      const letter = await takeTurn(deps, id, post);
      if (!letter) return null;
      const outcome = await post.smtp.send(letter, post.mailFrom, () => markSendingIfPending(db, id));
      return { letter, outcome };
    };
    const handed = await sending().catch((error: unknown) => putOff(deps, id, due, error));
    if (!handed) return;
    await untilRecorded(() => record(deps, handed.letter, due.mailbox, handed.outcome));
    copyDue = handed.outcome.how === 'sent' && postOf(due.mailbox).savesCopies;
  });
  // After the claim, which the copy needs.
  if (copyDue) await bells.ring('copy', [id]);
}

/** Null: it waits for the budget of its account, or is no longer to be sent. */
async function takeTurn({ db, now }: ReplyDeps, id: number, post: Post): Promise<LetterToSend | null> {
  const { account, limits } = post;
  return transaction(db, async (tx) => {
    const at = now();
    const standing = await lockStanding(tx, account, windowsOf(limits), id, at);
    const turn = decideTurn(standing, at);
    if (turn === 'now') return beginLetter(tx, id, account, at);
    await markWaiting(tx, id, account, turn.dueAt, turn.reason);
    return null;
  });
}

async function record(
  deps: ReplyDeps,
  { id, messageId, deferrals }: LetterToSend,
  mailbox: string,
  { how, answer }: SendOutcome,
): Promise<void> {
  const { db, now, postOf } = deps;
  const { savesCopies } = postOf(mailbox);
  if (how === 'sent') await markSentIfSending(db, id, answer, now(), savesCopies ? now() : null);
  if (how === 'later') {
    await markNotTaken(db, id, answer, nextOfferAt(deferrals + 1, id, now()), deferrals + 1);
  }
  if (how === 'refused') await markNotTaken(db, id, answer, null);
  if (how === 'unknown') {
    await markUnanswered(db, id, answer, now());
    await settleUnanswered(deps, { id, messageId, mailbox, unansweredAt: now() });
  }
}

/** The server was never asked to take it, so the letter waits as long as the server is away. */
async function putOff(
  { db, now, postOf }: ReplyDeps,
  id: number,
  { mailbox, attempts }: { mailbox: string; attempts: number },
  error: unknown,
): Promise<never> {
  if (error instanceof Fault) {
    const said = describeError(error);
    await markNotTaken(db, id, said, nextTryAt(attempts + 1, id, now()));
    if (error.code === 'smtp-limit-reached') {
      const until = pauseAfterLimit(now());
      const { account } = postOf(mailbox);
      await pauseAccount(db, account, until, said);
      await markWaiting(db, id, account, until, 'account-paused');
    }
  }
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
export async function settleUnanswered(
  { db, now, postOf }: Pick<ReplyDeps, 'db' | 'now' | 'postOf'>,
  { id, messageId, mailbox, unansweredAt }: SendingLetter,
): Promise<void> {
  const { sent, savesCopies } = postOf(mailbox);
  const inSent = await sent.holds(messageId).catch((error: unknown) => {
    if (error instanceof Fault) return undefined;
    throw error;
  });
  const traces = { inSent, serverKeeps: !savesCopies, unansweredAt: unansweredAt ?? now() };
  const how = settle(traces, now());
  if (how === 'sent') await markSentIfSending(db, id, 'found in the Sent folder', now(), null);
  if (how === 'unknown') await markUnknownIfSending(db, id);
}
