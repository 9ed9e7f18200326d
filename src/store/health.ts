// Health: what the alarms are decided from, in questions that stay cheap at a million messages: each reads a small index.
import {
  type HealthFacts,
  LETTER_DELAY,
  type MailboxHealth,
  type StepHealth,
  UNDELIVERED_NEWS,
} from '../core/alarms.ts';
import type { Queryable } from './database.ts';
import { LETTERS_LEAVE } from './letters-to-send.ts';
import { LEASE } from './receivers.ts';

/**
 * @param mailboxes names of those that are set up
 * @param steps those that somebody should run
 */
export async function findHealth(
  db: Queryable,
  mailboxes: string[],
  steps: readonly string[],
  now: Date,
): Promise<Omit<HealthFacts, 'queueAnswers'>> {
  const found = await findSteps(db, now);
  return {
    mailboxes: await findMailboxHealth(db, mailboxes),
    steps: steps.map((name) => found.find((step) => step.name === name) ?? unseen(name)),
    archiveFree: found.reduce<number | null>((least, { archiveFree }) => lesser(least, archiveFree), null),
    ...(await findStandstills(db, now)),
  };
}

export interface MailboxFigures extends MailboxHealth {
  /** When a whole pass was last done. */
  succeededAt: Date | null;
}

export async function findMailboxHealth(db: Queryable, names: string[]): Promise<MailboxFigures[]> {
  const { rows } = await db.query<MailboxFigures>(
    `select n.name, connected_at as "connectedAt", coalesce(advanced_at, last_success_at) as "advancedAt",
       last_success_at as "succeededAt", failing_since as "failingSince", last_fault as fault,
       seen_at + $2 * interval '1 ms' as "heldUntil", coalesce(on_server - with_row - withheld, 0) as missing,
       coalesce(withheld, 0) as withheld
     from unnest($1::text[]) as n(name) left join mailboxes using (name)
     left join receivers r on r.name = held_by order by n.name`,
    [names, LEASE],
  );
  return rows;
}

export interface StepRow extends StepHealth {
  archiveFree: number | null;
}

function unseen(name: string): StepRow {
  return { name, due: 0, seenAt: null, doneAt: null, archiveFree: null };
}

/** What a process told longer ago is no longer known (ms). */
const STALE = 5 * 60_000;

/** Every step that a row waits for or that a process has ever run. */
export async function findSteps(db: Queryable, now: Date): Promise<StepRow[]> {
  const { rows } = await db.query<StepRow>(
    `with due(name, due) as (
       select case state when 'received' then 'read' else 'register' end, count(*)
         from messages where due_at <= $1 group by state
       union all select 'scan', count(*) from messages where scan_due_at <= $1
       union all select 'reply', count(*) from letters where due_at <= $1 and ${LETTERS_LEAVE})
     select name, coalesce(due, 0) as due, seen_at as "seenAt", done_at as "doneAt",
       case when seen_at > $2 then archive_free end as "archiveFree"
     from due full join steps using (name) order by name`,
    [now, new Date(now.getTime() - STALE)],
  );
  return rows;
}

const OVER_BUDGET = `due_at is not null and reason in ('letter-budget', 'account-paused')`;

/** Letters that wait because enough was sent. */
export async function countOverBudget(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from letters where ${OVER_BUDGET}`,
  );
  return rows[0]?.count ?? 0;
}

type Standstills = Omit<HealthFacts, 'mailboxes' | 'steps' | 'queueAnswers' | 'archiveFree'>;

async function findStandstills(db: Queryable, now: Date): Promise<Standstills> {
  const { rows } = await db.query<
    Record<'failed' | 'delayed' | 'unchecked' | 'unknown' | 'undelivered' | 'late' | 'overBudget', number> &
      Record<'failedNumbers' | 'unknownNumbers', number[]>
  >(
    `select
       (select count(*) from messages where state = 'failed') as failed,
       array(select id from messages where state = 'failed' order by id limit 10) as "failedNumbers",
       (select count(*) from messages where due_at is not null and last_error is not null) as delayed,
       (select count(*) from messages where viruses_due_at is not null) as unchecked,
       (select count(*) from letters where state = 'unknown') as unknown,
       array(select id from letters where state = 'unknown' order by id limit 10) as "unknownNumbers",
       (select count(*) from letters where state = 'failed' and reason is null and written_at > $1)
         + (select count(*) from letters where state = 'bounced' and delivery_reported_at > $1) as undelivered,
       (select count(*) from letters where due_at is not null and attempts > 0 and deferrals = 0
         and reason is null and written_at < $2 and ${LETTERS_LEAVE}) as late,
       (select count(*) from letters where ${OVER_BUDGET}) as "overBudget"`,
    [new Date(now.getTime() - UNDELIVERED_NEWS), new Date(now.getTime() - LETTER_DELAY)],
  );
  const found = rows[0];
  if (!found) throw new Error('a question without a table has one answer');
  return {
    failedMessages: { count: found.failed, numbers: found.failedNumbers.map(Number) },
    delayedMessages: found.delayed,
    uncheckedMessages: found.unchecked,
    unknownLetters: { count: found.unknown, numbers: found.unknownNumbers.map(Number) },
    undeliveredLetters: found.undelivered,
    delayedLetters: found.late,
    lettersOverBudget: found.overBudget,
  };
}

function lesser(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
