// Step 5, sweep: rings whatever is due and silent, and settles letters whose sender died.
import type { Bells } from '../queue/bells.ts';
import type { Claims } from '../store/claims.ts';
import type { Database } from '../store/database.ts';
import { findOverdueLetters, findSending } from '../store/letters.ts';
import { findOverdueMessages } from '../store/messages.ts';
import { settleUnknown } from './reply.ts';

export interface SweepDeps {
  db: Database;
  claims: Claims;
  bells: Bells;
  now: () => Date;
  isInSent: (messageId: string) => Promise<boolean | null>;
}

/** Rows rung again in one sweep, of each kind. */
const MOST = 1_000;

/** @param silence a row is rung again when it has been due for this long (ms); 0 rings everything that is due */
export async function sweep(deps: SweepDeps, silence: number): Promise<void> {
  await settleAbandoned(deps);
  const { db, bells, now } = deps;
  const dueBefore = new Date(now().getTime() - silence);
  await bells.ring('read', await findOverdueMessages(db, 'received', dueBefore, now(), MOST));
  await bells.ring('register', await findOverdueMessages(db, 'read', dueBefore, now(), MOST));
  await bells.ring('reply', await findOverdueLetters(db, dueBefore, now(), MOST));
}

/** A letter on the wire that nobody holds was being sent by a process that died. */
async function settleAbandoned(deps: SweepDeps): Promise<void> {
  for (const { id, messageId } of await findSending(deps.db)) {
    await deps.claims.holding('letter', id, () =>
      settleUnknown(deps, id, messageId, 'the process that was sending it ended'),
    );
  }
}
