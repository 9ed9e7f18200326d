// Outgoing accounts: what was handed over through each, who waits, and whether the server has had enough.
import type { BudgetWindow, Standing } from '../core/budget.ts';
import { ANSWER_KINDS } from '../core/letter.ts';
import type { Reason } from '../core/reasons.ts';
import type { Queryable } from './database.ts';

/** How an account stands before letter `id`; it is locked until the transaction ends, so that turns are decided one by one. */
export async function lockStanding(
  tx: Queryable,
  account: string,
  windows: BudgetWindow[],
  id: number,
  now: Date,
): Promise<Standing> {
  const { rows } = await tx.query<{ pausedUntil: Date | null }>(
    `insert into smtp_accounts (name) values ($1) on conflict (name) do update set name = excluded.name
     returning paused_until as "pausedUntil"`,
    [account],
  );
  const standing: Standing = {
    pausedUntil: rows[0]?.pausedUntil ?? null,
    ahead: windows.length > 0 ? await countAhead(tx, account, id, now) : { due: 0, all: 0 },
    windows: [],
  };
  for (const window of windows) {
    standing.windows.push({ window, handed: await findHanded(tx, account, window, now) });
  }
  return standing;
}

/** Letters over the budget that go before this one: answers before reminders, older before newer. */
async function countAhead(
  tx: Queryable,
  account: string,
  id: number,
  now: Date,
): Promise<{ due: number; all: number }> {
  const { rows } = await tx.query<{ due: number; all: number }>(
    `select count(*) filter (where other.due_at <= $3) as due, count(*) as all
     from letters other join letters this on this.id = $2
     where other.account = $1 and other.state = 'pending' and other.reason = 'letter-budget'
       and (other.kind <> all($4), other.id) < (this.kind <> all($4), this.id)`,
    [account, id, now, ANSWER_KINDS],
  );
  return rows[0] ?? { due: 0, all: 0 };
}

/** When the last letters of a window were handed over, oldest first. */
async function findHanded(
  tx: Queryable,
  account: string,
  { limit, length }: BudgetWindow,
  now: Date,
): Promise<Date[]> {
  const { rows } = await tx.query<{ at: Date }>(
    'select handed_at as at from letters where account = $1 and handed_at > $2 order by handed_at desc limit $3',
    [account, new Date(now.getTime() - length), limit],
  );
  return rows.map(({ at }) => at).reverse();
}

/** The letters wait, without having been tried. */
export async function markWaiting(
  tx: Queryable,
  ids: number[],
  account: string,
  dueAt: Date,
  reason: Reason,
): Promise<void> {
  await tx.query(
    `update letters set due_at = $3, reason = $4, account = $2 where id = any($1) and state = 'pending'`,
    [ids, account, dueAt, reason],
  );
}

/** No letter of this account is tried before `until`. */
export async function pauseAccount(db: Queryable, account: string, until: Date, said: string): Promise<void> {
  await db.query(
    `insert into smtp_accounts (name, paused_until, said) values ($1, $2, $3)
     on conflict (name) do update set paused_until = excluded.paused_until, said = excluded.said`,
    [account, until, said],
  );
}
