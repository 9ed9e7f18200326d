// Step 5, sweep: rings whatever is due and silent, and settles letters whose sender died.
import type { Bells } from '../queue/bells.ts';
import type { Claims } from '../store/claims.ts';
import type { Database } from '../store/database.ts';
import { findOverdueLetters, findSending } from '../store/letters.ts';
import { findOverdueMessages } from '../store/messages.ts';
import { findOverdueScans } from '../store/scans.ts';
import { findOverdueVirusChecks } from '../store/viruses.ts';
import { type PostDeps, settleUnknown } from './reply.ts';

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
  await settleAbandoned(deps);
  await ringOverdue(deps, silence);
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

/** A letter on the wire that nobody holds was being sent by a process that died. */
async function settleAbandoned(deps: SweepDeps): Promise<void> {
  for (const letter of await findSending(deps.db)) {
    await deps.claims.holding('letter', letter.id, () =>
      settleUnknown(deps, letter, 'the process that was sending it ended'),
    );
  }
}
