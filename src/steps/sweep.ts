// Step 5, sweep: rings whatever is due and silent, and settles letters whose sender died.
import type { Bells } from '../queue/bells.ts';
import { findOverdueMessages } from '../store/attempts.ts';
import type { Claims } from '../store/claims.ts';
import { pullIn } from '../store/clock.ts';
import { findOverdueCopies } from '../store/copies.ts';
import type { Database } from '../store/database.ts';
import {
  findOverdueLetters,
  findSending,
  markUnanswered,
  type SendingLetter,
} from '../store/letters-to-send.ts';
import { findOverdueScans } from '../store/scans.ts';
import { findOverdueVirusChecks } from '../store/viruses.ts';
import type { PostDeps } from './post.ts';
import { settleUnanswered } from './reply.ts';

export interface RingDeps {
  db: Database;
  bells: Bells;
  now: () => Date;
}

export interface SweepDeps extends RingDeps, PostDeps {
  claims: Claims;
}

/** Rows rung again in one sweep, of each kind. */
const MOST = 1_000;

/** @param silence a row is rung again when it has been due for this long (ms) */
export async function sweep(deps: SweepDeps, silence: number): Promise<void> {
  const { db, bells, now } = deps;
  await pullIn(db, now());
  await ringOverdue(deps, silence);
  await bells.ring('copy', await findOverdueCopies(db, new Date(now().getTime() - silence), now(), MOST));
  await settleSending(deps);
}

/** @param silence as for sweep; 0 rings everything that is due */
export async function ringOverdue({ db, bells, now }: RingDeps, silence: number): Promise<void> {
  const dueBefore = new Date(now().getTime() - silence);
  await bells.ring('read', await findOverdueMessages(db, 'received', dueBefore, now(), MOST));
  await bells.ring('register', await findOverdueMessages(db, 'read', dueBefore, now(), MOST));
  await bells.ring('reply', await findOverdueLetters(db, dueBefore, now(), MOST));
  await bells.ring('scan', await findOverdueScans(db, dueBefore, now(), MOST));
  await bells.ring('viruses', await findOverdueVirusChecks(db, dueBefore, now(), MOST));
}

/** A letter on the wire that nobody holds is unanswered, or was being sent by a process that died. */
async function settleSending(deps: SweepDeps): Promise<void> {
  const mailboxes = new Map<string, SendingLetter[]>();
  for (const letter of await findSending(deps.db, MOST)) {
    mailboxes.set(letter.mailbox, [...(mailboxes.get(letter.mailbox) ?? []), letter]);
  }
  // Side by side: a mailbox that does not answer holds up no other.
  const settled = await Promise.allSettled(
    [...mailboxes.values()].map((letters) => settleEach(deps, letters)),
  );
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}

async function settleEach(deps: SweepDeps, letters: SendingLetter[]): Promise<void> {
  for (const letter of letters) {
    await deps.claims.holding('letter', letter.id, async () => {
      const unansweredAt = letter.unansweredAt ?? deps.now();
      await markUnanswered(deps.db, letter.id, 'the process that was sending it ended', unansweredAt);
      await settleUnanswered(deps, { ...letter, unansweredAt });
    });
  }
}
