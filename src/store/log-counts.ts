// What stands beside the intake log: how many entries each tab has, letters in trouble, and mail that is newer.
import { TABS, type Tab } from '../core/log-query.ts';
import type { Queryable } from './database.ts';
import { TAB_CLAUSES } from './log-entries.ts';

/** Nobody counts further. */
export const COUNTED = 10_000;

export type TabCounts = Record<Tab, number>;

/** Exact up to COUNTED; one more means that there are more. */
export async function countTabs(db: Queryable, campaign: string | null, now: Date): Promise<TabCounts> {
  const ofCampaign = campaign === null ? '' : 'and e.campaign = $2';
  const counts = TABS.map(
    (tab) =>
      `(select count(*) from (select from log_entries e where ${TAB_CLAUSES[tab]} ${ofCampaign} limit ${COUNTED + 1}) x) as "${tab}"`,
  );
  const { rows } = await db.query<TabCounts>(
    `select ${counts.join(', ')}`,
    campaign === null ? [now] : [now, campaign],
  );
  const found = rows[0];
  if (!found) throw new Error('a question without a table has one answer');
  return found;
}

/** Letters that a person must see to. */
export async function countLettersInTrouble(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from (select from letters
       where state in ('held', 'unknown', 'bounced') or state = 'failed' and reason is null limit ${COUNTED + 1}) l`,
  );
  return rows[0]?.count ?? 0;
}

/** The newest message. */
export async function findNewestMessage(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ id: number }>('select coalesce(max(id), 0) as id from messages');
  return rows[0]?.id ?? 0;
}

/** Messages taken in after that one. */
export async function countNewer(db: Queryable, messageId: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from (select from messages where id > $1 limit ${COUNTED + 1}) m`,
    [messageId],
  );
  return rows[0]?.count ?? 0;
}

/** Units to choose from: those of the registry, and the latest of those found in mails. */
export async function findUnitChoices(
  db: Queryable,
): Promise<{ code: string; name: string; group: string }[]> {
  const { rows } = await db.query<{ code: string; name: string; group: string }>(
    `select code, short_name as name, unit_group as "group" from units where listed or provisional
     order by listed desc, short_name limit 1500`,
  );
  return rows;
}
