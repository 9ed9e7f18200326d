// Purges as they are planned, approved and noted: which messages may go, and how far the work is.
import type { RetentionClass } from '../core/campaign.ts';
import type { Purge, PurgeRules } from '../core/retention.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { saveEvent } from './events.ts';

/** What message m is kept as; null while it is on its way. */
const CLASS = `case when m.dossier_id is not null then 'dossiers'
  when m.state in ('unsorted', 'duplicate', 'failed') then 'others'
  when m.state in ('not-a-submission', 'automatic') then 'ordinary' end`;

/** A letter that is still on its way. */
const UNDERWAY = "(l.state in ('pending', 'sending') or l.copy_due_at is not null)";

/** Nothing is still to be done with a message or the letters that answer it. */
const IDLE = (message: string) => `${message}.due_at is null and ${message}.scan_due_at is null
  and ${message}.viruses_due_at is null
  and not exists (select from letters l where l.answers = ${message}.id and ${UNDERWAY})`;

/**
 * Common tables before a query: `disposable (id, class)`, every message that the rules ($1) let go. A dossier goes whole or
 * not at all; what no rule speaks of is kept.
 * @param among the messages that are looked at, as a parameter; null: all
 */
export const disposable = (among: string | null) => `
  with closing as materialized (
    select * from jsonb_to_recordset($1::jsonb -> 'dossiers') as r(campaign text, ends timestamptz, before timestamptz)),
  loose as materialized (
    select * from jsonb_to_recordset($1::jsonb -> 'loose')
      as r(class text, mailbox bigint, opens timestamptz, ends timestamptz, before timestamptz)),
  closed as materialized (
    select d.id from dossiers d where d.purged_at is null
      ${among ? `and d.id in (select dossier_id from messages where id = any(${among}))` : ''}
      and exists (select from closing r where r.campaign = d.campaign)
      and not exists (select from closing r where r.campaign = d.campaign
        and (greatest(r.ends, d.supplement_until) >= r.before
          or exists (select from messages x where x.dossier_id = d.id and x.received_at >= r.before)
          or exists (select from messages x join attachments a on a.message_id = x.id
            -- staff moved a document of it to a dossier that is still to be kept
            join documents o on o.attachment_id = a.id and o.dossier_id <> d.id
            join messages y on y.dossier_id = o.dossier_id
            where x.dossier_id = d.id and y.received_at >= r.before)))
      and not exists (select from messages x where x.dossier_id = d.id and not (${IDLE('x')}))
      and not exists (select from letters l where l.dossier_id = d.id and ${UNDERWAY})),
  disposable as (
    select m.id, ${CLASS} as class from messages m where m.purged_at is null and ${IDLE('m')}
      ${among ? `and m.id = any(${among})` : ''}
      and (m.dossier_id in (select id from closed)
        or exists (select from loose r where r.mailbox = m.mailbox_id and r.class = ${CLASS})
          and not exists (select from loose r where r.mailbox = m.mailbox_id and r.class = ${CLASS}
            and m.received_at >= coalesce(r.opens, '-infinity') and greatest(m.received_at, r.ends) >= r.before)))`;

export interface PlannedClass {
  class: RetentionClass;
  messages: number;
  dossiers: number;
  /** Of the messages and their files as they were sent. */
  bytes: number;
  oldest: Date;
  newest: Date;
}

export interface PurgePlan {
  id: number;
  classes: PlannedClass[];
  /** Dossiers that no campaign file speaks of, so nothing says how long they are kept. */
  withoutRule: number;
}

/** Writes down what the rules let go; null: nothing. */
export function planPurge(
  db: Database,
  rules: PurgeRules,
  by: string,
  now: Date,
): Promise<PurgePlan | { id: null; withoutRule: number }> {
  return transaction(db, async (tx) => {
    const withoutRule = await countWithoutRule(tx, rules);
    const { rows } = await tx.query<{ id: number }>(
      `insert into purges (planned_at, planned_by, rules, plan) values ($1, $2, $3, '[]') returning id`,
      [now, by, JSON.stringify(rules)],
    );
    const id = rows[0]?.id ?? 0;
    const listed = await tx.query(
      `${disposable(null)} insert into purge_items (purge_id, message_id, class) select $2, id, class from disposable`,
      [JSON.stringify(rules), id],
    );
    if (listed.rowCount === 0) {
      await tx.query('delete from purges where id = $1', [id]);
      return { id: null, withoutRule };
    }
    const classes = await countClasses(tx, id);
    await tx.query('update purges set plan = $2 where id = $1', [id, JSON.stringify(classes)]);
    await saveEvent(tx, { what: 'purge-planned', detail: { purge: id, messages: listed.rowCount } }, now, by);
    return { id, classes, withoutRule };
  });
}

async function countWithoutRule(tx: Queryable, { dossiers }: PurgeRules): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*) as count from dossiers where purged_at is null and campaign <> all($1)',
    [dossiers.map(({ campaign }) => campaign)],
  );
  return rows[0]?.count ?? 0;
}

async function countClasses(tx: Queryable, id: number): Promise<PlannedClass[]> {
  const { rows } = await tx.query<PlannedClass>(
    `select i.class, count(*) as messages, count(distinct m.dossier_id) as dossiers,
       min(m.received_at) as oldest, max(m.received_at) as newest,
       sum(m.size + coalesce((select sum(a.size) from attachments a where a.message_id = m.id), 0))::float8 as bytes
     from purge_items i join messages m on m.id = i.message_id where i.purge_id = $1 group by i.class order by i.class`,
    [id],
  );
  return rows;
}

export interface PlannedMessage {
  messageId: number;
  class: RetentionClass;
  receivedAt: Date;
  state: string;
  code: string | null;
  arrivalNumber: number | null;
  unit: string | null;
  from: string | null;
  subject: string;
  files: number;
}

const PAGE = 500;

/** What a plan lists, page by page. */
export async function* readPlan(db: Queryable, id: number): AsyncGenerator<PlannedMessage> {
  for (let after = 0; ; ) {
    const { rows } = await db.query<PlannedMessage>(
      `select m.id as "messageId", i.class, m.received_at as "receivedAt", m.state, d.code,
         d.arrival_number as "arrivalNumber", u.name as unit, m.from_address as "from", m.subject,
         (select count(*) from attachments a where a.message_id = m.id) as files
       from purge_items i join messages m on m.id = i.message_id left join dossiers d on d.id = m.dossier_id
         left join units u on u.code = d.unit_code
       where i.purge_id = $1 and m.id > $2 order by m.id limit ${PAGE}`,
      [id, after],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.messageId;
  }
}

const PURGE = `id, planned_at as "plannedAt", planned_by as "plannedBy", approved_at as "approvedAt", done_at as "doneAt"`;

export async function findPurge(db: Queryable, id: number): Promise<Purge | null> {
  const { rows } = await db.query<Purge>(`select ${PURGE} from purges where id = $1`, [id]);
  return rows[0] ?? null;
}

/** Plans that were approved and not carried to their end. */
export async function findUnfinished(db: Queryable): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'select id from purges where approved_at is not null and done_at is null order by id',
  );
  return rows.map(({ id }) => id);
}

export async function markApproved(db: Database, id: number, by: string, now: Date): Promise<void> {
  await transaction(db, async (tx) => {
    const { rowCount } = await tx.query(
      'update purges set approved_at = $2, approved_by = $3 where id = $1 and approved_at is null',
      [id, now, by],
    );
    if (rowCount === 1) await saveEvent(tx, { what: 'purge-approved', detail: { purge: id } }, now, by);
  });
}

export interface PurgeProgress {
  purged: number;
  kept: number;
  /** Still to be carried out. */
  left: number;
  /** Files of the archive: deleted, and still to be. */
  deleted: number;
  owed: number;
}

export async function findProgress(db: Queryable, id: number): Promise<PurgeProgress> {
  const { rows } = await db.query<PurgeProgress>(
    `select count(*) filter (where outcome = 'purged') as purged, count(*) filter (where outcome = 'kept') as kept,
       count(*) filter (where outcome is null) as left, (select deleted from purges where id = $1) as deleted,
       (select count(*) from purge_bytes where purge_id = $1) as owed
     from purge_items where purge_id = $1`,
    [id],
  );
  return rows[0] ?? { purged: 0, kept: 0, left: 0, deleted: 0, owed: 0 };
}

/** Ends a purge of which nothing is left. */
export async function markPurgeDone(
  db: Database,
  id: number,
  { purged, kept, deleted }: PurgeProgress,
  now: Date,
): Promise<void> {
  await transaction(db, async (tx) => {
    const { rows } = await tx.query<{ by: string }>(
      'update purges set done_at = $2 where id = $1 and done_at is null returning approved_by as by',
      [id, now],
    );
    const detail = { purge: id, purged, kept, deleted };
    if (rows[0]) await saveEvent(tx, { what: 'purge-done', detail }, now, rows[0].by);
  });
}
