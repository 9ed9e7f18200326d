// The office's registers that count: by unit, by sector, and which units have not submitted.
import type {
  ExpectedUnit,
  ReportFacts,
  SectorFigure,
  SilentUnit,
  UnitFigures,
} from '../core/register-facts.ts';
import type { Queryable } from './database.ts';
import { bounds, IN_SCOPE, OF_KINDS, type RegisterScope, SUBMITTED } from './registers.ts';

/** Of each unit that has submitted; what is in grace is not late. */
export async function findUnitFigures(
  db: Queryable,
  scope: RegisterScope,
  kinds: string[],
  now: Date,
): Promise<UnitFigures[]> {
  const { rows } = await db.query<UnitFigures>(
    `select u.name as unit, sum(m.count)::bigint as messages, count(*) as dossiers, sum(i.count)::bigint as items,
       count(*) filter (where d.status in ('complete', 'forwarded')) as complete,
       count(*) filter (where d.status = 'awaiting-documents') as awaiting,
       count(*) filter (where d.status = 'awaiting-documents' and d.supplement_until < $5) as overdue,
       count(*) filter (where d.deadline <> 'late') as "onTime", count(*) filter (where d.deadline = 'late') as late
     from dossiers d left join units u on u.code = d.unit_code,
       lateral (select count(*) from messages where dossier_id = d.id) m,
       lateral (select count(*) from items where dossier_id = d.id) i
     where ${IN_SCOPE} and ${OF_KINDS} and ${SUBMITTED} group by u.code, u.name order by u.name, u.code`,
    [...bounds(scope), kinds, now],
  );
  return rows;
}

export async function findSectorFigures(
  db: Queryable,
  scope: RegisterScope,
  kinds: string[],
): Promise<SectorFigure[]> {
  const { rows } = await db.query<SectorFigure>(
    `select d.campaign, i.sector, i.object_kind as "objectKind", count(*) as items
     from dossiers d join items i on i.dossier_id = d.id
     where ${IN_SCOPE} and ${OF_KINDS} and ${SUBMITTED} and d.status <> 'refused' group by 1, 2, 3 order by 1, 2, 3`,
    [...bounds(scope), kinds],
  );
  return rows;
}

const UNIT = `u.code, u.name, case when u.provisional then 'Chưa có trong danh sách' else u.unit_group end as "group",
  u.expected`;

/**
 * Units that are asked to submit and have not. That one has nothing to propose is known of mail from its addresses, and
 * of answers to a reminder that was sent to one.
 */
export async function findSilentUnits(
  db: Queryable,
  scope: RegisterScope,
  kinds: string[],
): Promise<SilentUnit[]> {
  const { rows } = await db.query<SilentUnit>(
    `with reminders as (
       select a.unit_code, l.message_id, l.sent_at from letters l
         join unit_addresses a on a.address = lower(l.recipient)
       where l.kind = 'submission-reminder' and l.sent_at is not null),
     answers as (
       select coalesce(a.unit_code, r.unit_code) as unit_code, m.received_at from messages m
         left join unit_addresses a on a.address = m.from_address
         left join reminders r on r.message_id = any(m.in_reply_to)
       where m.reason = 'nothing-to-propose' and ($2::timestamptz is null or m.received_at >= $2)
         and ($3::timestamptz is null or m.received_at < $3))
     select ${UNIT}, (select max(sent_at) from reminders r where r.unit_code = u.code) as "remindedAt",
       (select max(received_at) from answers a where a.unit_code = u.code) as "nothingAt"
     from units u where u.listed and u.expected <> 'no' and not exists (select from dossiers d
       where d.unit_code = u.code and ${IN_SCOPE} and ${OF_KINDS} and ${SUBMITTED})
     order by u.code`,
    [...bounds(scope), kinds],
  );
  return rows;
}

export async function findExpectedUnits(db: Queryable): Promise<ExpectedUnit[]> {
  const { rows } = await db.query<ExpectedUnit>(
    `select ${UNIT} from units u where u.listed and u.expected <> 'no' order by u.code`,
  );
  return rows;
}

export async function findReports(
  db: Queryable,
  scope: RegisterScope,
  kinds: string[],
): Promise<ReportFacts[]> {
  const { rows } = await db.query<ReportFacts>(
    `select d.code, d.campaign, d.kind, d.period, d.status, d.deadline, d.received_at as "receivedAt",
       (select to_jsonb(x) from (select ${UNIT}) x where u.code is not null) as unit
     from dossiers d left join units u on u.code = d.unit_code
     where ${IN_SCOPE} and ${OF_KINDS} and ${SUBMITTED} and d.status <> 'refused' order by d.received_at, d.id`,
    [...bounds(scope), kinds],
  );
  return rows;
}
