// The message that letters about a dossier answer, with what is known of it.
import type { RegistrationFacts } from '../core/registration.ts';
import type { Queryable } from '../store/database.ts';
import { findLatestMessage } from '../store/decisions.ts';
import { lockMessage } from '../store/messages.ts';
import type { Desk, DeskDeps } from './desk.ts';
import { loadFacts } from './load-facts.ts';

export interface DecideDeps extends DeskDeps {
  /** A token nobody can guess. */
  newToken: () => string;
  now: () => Date;
}

export interface Told {
  desk: Desk;
  facts: RegistrationFacts;
}

/** Null: no message of the dossier is kept. */
export async function loadTold(tx: Queryable, deps: DecideDeps, dossierId: number): Promise<Told | null> {
  const id = await findLatestMessage(tx, dossierId);
  const row = id === null ? null : await lockMessage(tx, id, ['registered', 'supplement', 'unsorted']);
  if (!row) return null;
  const desk = deps.deskOf(row.mailbox);
  return { desk, facts: await loadFacts(tx, desk, row) };
}
