// Puts a copy of a sent letter into the Sent folder where the server does not; a failure never touches the letter.
import { Fault } from '../core/fault.ts';
import { COPY_ATTEMPTS, dueBy, nextAttemptAt } from '../core/retry.ts';
import { buildLetter } from '../mail/compose.ts';
import { beginCopy, type LetterToCopy, markCopied, markCopyFailed } from '../store/copies.ts';
import { transaction } from '../store/database.ts';
import { describeError } from './attempt.ts';
import type { ReplyDeps } from './reply.ts';

export async function copy(deps: ReplyDeps, id: number): Promise<void> {
  const { db, claims, now } = deps;
  await claims.holding('letter', id, async () => {
    const letter = await beginCopy(db, id, dueBy(now()));
    if (!letter) return;
    try {
      await keep(deps, letter);
    } catch (error) {
      const allowed = error instanceof Fault ? COPY_ATTEMPTS : 0;
      const dueAt = nextAttemptAt(letter.attempts, allowed, now());
      await transaction(db, (tx) => markCopyFailed(tx, id, dueAt, describeError(error), now()));
      throw error;
    }
  });
}

async function keep({ db, now, postOf }: ReplyDeps, letter: LetterToCopy): Promise<void> {
  const { sent, mailFrom } = postOf(letter.mailbox);
  const kept = await sent.keep(letter.messageId, await buildLetter(letter, mailFrom), letter.date);
  await markCopied(db, letter.id, kept ? now() : null);
}
