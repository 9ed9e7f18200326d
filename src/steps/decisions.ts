// The decisions of staff as the page asks for them: rehearsed, or carried out and rung.
import type { Decisions, Intent } from '../core/decisions.ts';
import type { Bells } from '../queue/bells.ts';
import { type Database, type Queryable, transaction } from '../store/database.ts';
import { addByHand, type HandDeps } from './add-by-hand.ts';
import { decideOnDossier, type Outcome } from './decide.ts';
import { decideOnMessage, type MessageDeps } from './decide-message.ts';
import { undoDecision } from './undo-decision.ts';

export interface DecisionDeps extends MessageDeps, HandDeps {
  db: Database;
  bells: Bells;
}

export function openDecisions(deps: DecisionDeps): Decisions {
  const run = async ({ send }: Pick<Intent, 'send'>, work: (tx: Queryable) => Promise<Outcome>) => {
    // What is refused half-way leaves nothing behind.
    const keeps = ({ decided }: Outcome) => decided.how === 'done' && send !== 'preview';
    const outcome = await transaction(deps.db, work, keeps);
    if (keeps(outcome)) await deps.bells.ring('reply', outcome.letters);
    return outcome.decided;
  };
  return {
    onDossier: (code, version, decision, intent) =>
      run(intent, (tx) => decideOnDossier(tx, deps, code, version, decision, intent)),
    onMessage: (id, state, decision, intent) =>
      run(intent, (tx) => decideOnMessage(tx, deps, id, state, decision, intent)),
    undo: (id, actor) => run({ send: [] }, (tx) => undoDecision(tx, deps, id, actor)),
    addByHand: (order, files, sender, actor) => addByHand(deps, order, files, sender, actor),
  };
}
