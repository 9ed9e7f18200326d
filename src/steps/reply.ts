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
  putBack,
  type SendingLetter,
} from '../store/letters-to-send.ts';
import { type AttemptDeps, describeError, type Failure } from './attempt.ts';
import type { PostDeps } from './post.ts';

export interface ReplyDeps extends AttemptDeps, PostDeps {
  bells: Bells;
}

export async function reply(deps: ReplyDeps, ids: number[]): Promise<Failure[]> {
  const { db, claims, bells, now } = deps;
  const handed: Handed = { copies: [], untried: [], failures: [] };
  await claims.holdingEach('letter', ids, async (held) => {
    const due = await findDueLetters(db, held, dueBy(now()));
    for (const mailbox of new Set(due.map((letter) => letter.mailbox))) {
      const own = due.filter((letter) => letter.mailbox === mailbox);
      await replyFrom(deps, mailbox, own, handed);
    }
  });
  // After the claims, which either needs.
  await bells.ring('copy', handed.copies);
  await bells.ring('reply', handed.untried);
  return handed.failures;
}

/** What became of letters that were to be handed over. */
interface Handed {
  /** Those of which a copy is to be kept. */
  copies: number[];
  /** Those behind one whose server was away: each is tried by itself, for it may be the letter that the server cannot stand. */
  untried: number[];
  failures: Failure[];
}

/** Hands over what may leave a mailbox now, one after the other, as far as its server takes them. */
async function replyFrom(deps: ReplyDeps, mailbox: string, due: DueLetter[], handed: Handed): Promise<void> {
  const { db, postOf } = deps;
  const turns = await takeTurns(deps, mailbox, due).catch(async (error: unknown) => {
    for (const letter of due) await putOff(deps, letter, error, handed);
    return [];
  });
  for (const [at, letter] of turns.entries()) {
    const outcome = await send(deps, mailbox, letter).catch((error: unknown) =>
      putOff(deps, letter, error, handed),
    );
    if (!outcome) {
      const untried = turns.slice(at + 1).map(({ id }) => id);
      await putBack(db, untried);
      handed.untried.push(...untried);
      return;
    }
    try {
      await untilRecorded(() => record(deps, letter, mailbox, outcome));
      if (outcome.how === 'sent' && postOf(mailbox).savesCopies) handed.copies.push(letter.id);
    } catch (error) {
      // It may have been taken: the sweep settles it.
      handed.failures.push({ id: letter.id, error });
    }
  }
}

/** A letter in hand, and how it stood before. */
type Turn = LetterToSend & DueLetter;

async function send({ db, postOf }: ReplyDeps, mailbox: string, letter: LetterToSend): Promise<SendOutcome> {
  const { smtp, mailFrom } = postOf(mailbox);
  return smtp.send(letter, mailFrom, () => markSendingIfPending(db, letter.id));
}

/** Letters whose turn is now; the others wait for the budget of their account, or are no longer to be sent. */
async function takeTurns({ db, now, postOf }: ReplyDeps, mailbox: string, due: DueLetter[]): Promise<Turn[]> {
  const { account, limits } = postOf(mailbox);
  const windows = windowsOf(limits);
  // Where there is no budget, one letter's turn is every other's.
  const rounds = windows.length === 0 ? [due] : due.map((letter) => [letter]);
  const taken = await transaction(db, async (tx) => {
    const begun: LetterToSend[] = [];
    for (const letters of rounds) {
      const at = now();
      const ids = letters.map(({ id }) => id);
      const standing = await lockStanding(tx, account, windows, ids[0] ?? 0, at);
      const turn = decideTurn(standing, at);
      if (turn === 'now') begun.push(...(await beginLetters(tx, ids, account, at)));
      else await markWaiting(tx, ids, account, turn.dueAt, turn.reason);
    }
    return begun;
  });
  const letters = new Map(taken.map((letter) => [letter.id, letter]));
  return due.flatMap((one) => {
    const letter = letters.get(one.id);
    return letter ? [{ ...letter, ...one }] : [];
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
  { failures }: Handed,
): Promise<void> {
  failures.push({ id, error });
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
