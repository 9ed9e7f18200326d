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
  beginLetters,
  type DueLetter,
  findDueLetters,
  type LetterToSend,
  markNotTaken,
  markSendingIfPending,
  markSentIfSending,
  markUnanswered,
  markUnknownIfSending,
  type SendingLetter,
} from '../store/letters.ts';
import { type AttemptDeps, describeError, type Failure } from './attempt.ts';
import type { Post, PostDeps } from './post.ts';

export interface ReplyDeps extends AttemptDeps, PostDeps {
  bells: Bells;
}

export async function reply(deps: ReplyDeps, ids: number[]): Promise<Failure[]> {
  const { db, claims, bells, now } = deps;
  const handed: Handed = { copies: [], failures: [] };
  await claims.holdingEach('letter', ids, async (held) => {
    const due = await findDueLetters(db, held, dueBy(now()));
    for (const mailbox of new Set(due.map((letter) => letter.mailbox))) {
      const own = due.filter((letter) => letter.mailbox === mailbox);
      await replyFrom(deps, mailbox, own, handed);
    }
  });
  // After the claims, which the copies need.
  await bells.ring('copy', handed.copies);
  return handed.failures;
}

/** What became of letters that were to be handed over. */
interface Handed {
  /** Those of which a copy is to be kept. */
  copies: number[];
  failures: Failure[];
}

/** Hands over what may leave a mailbox now. What keeps the server from taking one letter keeps it from the others: they wait too. */
async function replyFrom(
  deps: ReplyDeps,
  mailbox: string,
  due: DueLetter[],
  { copies, failures }: Handed,
): Promise<void> {
  let fault: unknown;
  const waits = async (letter: DueLetter, error: unknown) => {
    fault ??= error instanceof Fault ? error : undefined;
    failures.push({ id: letter.id, error });
    await putOff(deps, letter, error);
  };
  let taken = new Map<number, LetterToSend>();
  try {
    taken = await takeTurns(deps, deps.postOf(mailbox), due);
  } catch (error) {
    for (const letter of due) await waits(letter, error);
  }
  for (const letter of due) {
    const begun = taken.get(letter.id);
    if (!begun) continue;
    const sending = fault ? Promise.reject(fault) : send(deps, mailbox, begun);
    const outcome = await sending.catch((error: unknown) => waits(letter, error));
    if (!outcome) continue;
    try {
      await untilRecorded(() => record(deps, begun, mailbox, outcome));
      if (outcome.how === 'sent' && deps.postOf(mailbox).savesCopies) copies.push(letter.id);
    } catch (error) {
      // It may have been taken: the sweep settles it.
      failures.push({ id: letter.id, error });
    }
  }
}

async function send({ db, postOf }: ReplyDeps, mailbox: string, letter: LetterToSend): Promise<SendOutcome> {
  const { smtp, mailFrom } = postOf(mailbox);
  return smtp.send(letter, mailFrom, () => markSendingIfPending(db, letter.id));
}

/** Letters whose turn is now; the others wait for the budget of their account, or are no longer to be sent. */
async function takeTurns(
  { db, now }: ReplyDeps,
  { account, limits }: Post,
  due: DueLetter[],
): Promise<Map<number, LetterToSend>> {
  const windows = windowsOf(limits);
  // Where there is no budget, one letter's turn is every other's.
  const turns = windows.length === 0 ? [due] : due.map((letter) => [letter]);
  return transaction(db, async (tx) => {
    const taken: LetterToSend[] = [];
    for (const letters of turns) {
      const at = now();
      const ids = letters.map(({ id }) => id);
      const standing = await lockStanding(tx, account, windows, ids[0] ?? 0, at);
      const turn = decideTurn(standing, at);
      if (turn === 'now') taken.push(...(await beginLetters(tx, ids, account, at)));
      else await markWaiting(tx, ids, account, turn.dueAt, turn.reason);
    }
    return new Map(taken.map((letter) => [letter.id, letter]));
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
  { id, mailbox, attempts }: DueLetter,
  error: unknown,
): Promise<void> {
  if (!(error instanceof Fault)) return;
  const said = describeError(error);
  await markNotTaken(db, id, said, nextTryAt(attempts + 1, id, now()));
  if (error.code === 'smtp-limit-reached') {
    const until = pauseAfterLimit(now());
    const { account } = postOf(mailbox);
    await pauseAccount(db, account, until, said);
    await markWaiting(db, [id], account, until, 'account-paused');
  }
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
