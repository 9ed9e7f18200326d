// After a backup was put back: the Sent folder tells which of the letters that wait were sent before.
import type { Database } from '../store/database.ts';
import { findRestoredLetters, type RestoredLetter, settleRestored } from '../store/restores.ts';
import type { PostDeps } from './post.ts';

export interface SettleDeps extends PostDeps {
  db: Database;
  now: () => Date;
}

export interface Settled {
  /** This very letter lies in the Sent folder. */
  sent: number;
  /** Another one there answers the mail: that of the time before. */
  answered: number;
  /** Nothing there: a person decides. */
  waiting: number;
}

/** Errors: Fault mailbox-…, mailbox-not-set-up. */
export async function settleRestoredLetters(
  deps: SettleDeps,
  onLetter: (done: number, total: number) => void,
): Promise<Settled> {
  const letters = await findRestoredLetters(deps.db);
  const settled: Settled = { sent: 0, answered: 0, waiting: 0 };
  for (const [done, letter] of letters.entries()) {
    onLetter(done, letters.length);
    const how = await lookUp(deps, letter);
    if (how !== 'waiting') await settleRestored(deps.db, letter.id, how, deps.now());
    settled[how]++;
  }
  return settled;
}

async function lookUp(
  { postOf }: PostDeps,
  { messageId, answered, mailbox }: RestoredLetter,
): Promise<keyof Settled> {
  const { sent } = postOf(mailbox);
  if (await sent.holds(messageId)) return 'sent';
  return answered !== null && (await sent.answers(answered)) ? 'answered' : 'waiting';
}
