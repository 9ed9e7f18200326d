// What people decide about letters: which wait for them, which may go, which never, and whether any leaves at all.
import type { LetterKind } from '../core/letter.ts';
import type { Reason } from '../core/reasons.ts';
import type { LetterState } from '../core/states.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { saveEvent, saveEvents } from './events.ts';

export interface WaitingLetter {
  id: number;
  kind: LetterKind;
  state: LetterState;
  reason: Reason | null;
  recipient: string;
  subject: string;
  writtenAt: Date;
}

/** Letters that go no further without a person, oldest first. */
export async function findWaitingLetters(db: Queryable): Promise<WaitingLetter[]> {
  const { rows } = await db.query<WaitingLetter>(
    `select id, kind, state, reason, recipient, subject, written_at as "writtenAt" from letters
     where state in ('held', 'failed', 'unknown') and purged_at is null order by id`,
  );
  return rows;
}

/** Sends what waits; null: all that is held, but nothing of which the outcome is unknown. Returns the letters' ids. */
export function releaseLetters(
  db: Database,
  ids: number[] | null,
  actor: string,
  now: Date,
): Promise<number[]> {
  return decide(
    db,
    `update letters set state = 'pending', due_at = $1, reason = null, attempts = 0
     where purged_at is null
       and (($2::bigint[] is null and state = 'held') or (id = any($2) and state in ('held', 'failed', 'unknown')))
     returning id, answers, dossier_id as "dossierId"`,
    ids,
    'letter-released',
    actor,
    now,
  );
}

/** Never sends these; they stay in the log. Returns the ids of those that had been waiting. */
export function discardLetters(db: Database, ids: number[], actor: string, now: Date): Promise<number[]> {
  return decide(
    db,
    `update letters set state = 'failed', reason = 'discarded'
     where $1::timestamptz is not null and id = any($2) and state in ('held', 'unknown') and purged_at is null
     returning id, answers, dossier_id as "dossierId"`,
    ids,
    'letter-discarded',
    actor,
    now,
  );
}

async function decide(
  db: Database,
  sql: string,
  ids: number[] | null,
  what: string,
  actor: string,
  now: Date,
): Promise<number[]> {
  return transaction(db, async (tx) => {
    const { rows } = await tx.query<DecidedLetter>(sql, [now, ids]);
    return noteLetters(tx, rows, what, actor, now);
  });
}

export interface DecidedLetter {
  id: number;
  answers: number | null;
  dossierId: number | null;
}

/** The history has one line for each of them. Returns their ids. */
export async function noteLetters(
  tx: Queryable,
  letters: DecidedLetter[],
  what: string,
  actor: string,
  now: Date,
  detail: Record<string, unknown> = {},
): Promise<number[]> {
  const events = letters.map(({ id, answers, dossierId }) => ({
    what,
    messageId: answers,
    dossierId,
    detail: { letter: id, ...detail },
  }));
  await saveEvents(tx, events, now, actor);
  return letters.map(({ id }) => id);
}

/** Intake goes on; letters are written and wait. Returns whether that was a change. */
export async function pauseLetters(
  db: Database,
  paused: boolean,
  actor: string,
  now: Date,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { rowCount } = await tx.query(
      paused
        ? `insert into switches (name, since) values ('letters-paused', $1) on conflict do nothing`
        : `delete from switches where name = 'letters-paused'`,
      paused ? [now] : [],
    );
    if (rowCount !== 1) return false;
    await saveEvent(tx, { what: paused ? 'letters-paused' : 'letters-resumed' }, now, actor);
    return true;
  });
}

/** Since when letters wait; null: they leave. */
export async function findLettersPause(db: Queryable): Promise<Date | null> {
  const { rows } = await db.query<{ since: Date }>(
    `select since from switches where name = 'letters-paused'`,
  );
  return rows[0]?.since ?? null;
}
