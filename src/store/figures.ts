// Figures for the monitoring: how many messages and letters stand in which state.
import { LETTER_STATES, type LetterState, MESSAGE_STATES, type MessageState } from '../core/states.ts';
import type { Queryable } from './database.ts';

/** Every state, those without a message too. Reads the index on state alone: a million rows take about 100 ms. */
export function countMessages(db: Queryable): Promise<Map<MessageState, number>> {
  return countByState(db, 'messages', MESSAGE_STATES);
}

export function countLetters(db: Queryable): Promise<Map<LetterState, number>> {
  return countByState(db, 'letters', LETTER_STATES);
}

async function countByState<State extends string>(
  db: Queryable,
  table: 'messages' | 'letters',
  states: readonly State[],
): Promise<Map<State, number>> {
  const { rows } = await db.query<{ state: State; count: number }>(
    `select state, count(*) as count from ${table} group by state`,
  );
  const found = new Map(rows.map(({ state, count }) => [state, count]));
  return new Map(states.map((state) => [state, found.get(state) ?? 0]));
}

/** "17.5" */
export async function findServerVersion(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ version: string }>(
    `select split_part(current_setting('server_version'), ' ', 1) as version`,
  );
  return rows[0]?.version ?? '';
}
