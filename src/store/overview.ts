// Figures of a campaign. Each question reads small indexes alone: half a million dossiers are counted within a second.
import type { ExpectedUnit } from '../core/expected.ts';
import type { DeadlineVerdict, DossierStatus } from '../core/states.ts';
import type { Queryable } from './database.ts';

export interface CampaignScope {
  campaign: string;
  /** Kinds whose dossiers are periodic reports. */
  reportKinds: string[];
}

/** What no longer stands for a submission of its own. */
const VOID = `('duplicate', 'not-a-submission')`;
/** Dossiers with initiatives; $1 and $2 are the scope. */
const COUNTED = `d.campaign = $1 and d.kind <> all($2::text[]) and d.status not in ${VOID}`;

const scopeOf = ({ campaign, reportKinds }: CampaignScope) => [campaign, reportKinds];

export interface StatusCount {
  status: DossierStatus;
  deadline: DeadlineVerdict;
  count: number;
  /** Those whose time for missing documents is over. */
  overdue: number;
}

export const STATUSES_SQL = `select status, deadline, count(*) as count,
    count(*) filter (where status = 'awaiting-documents' and supplement_until < $3) as overdue
  from dossiers d where ${COUNTED} group by status, deadline`;

export async function countByStatus(db: Queryable, scope: CampaignScope, now: Date): Promise<StatusCount[]> {
  const { rows } = await db.query<StatusCount>(STATUSES_SQL, [...scopeOf(scope), now]);
  return rows;
}

/** By day of receipt, "YYYY-MM-DD" in the campaign's zone; days without any are left out. */
export async function countByDay(
  db: Queryable,
  scope: CampaignScope,
  timeZone: string,
): Promise<{ day: string; count: number }[]> {
  const { rows } = await db.query<{ day: string; count: number }>(
    `select to_char(received_at at time zone $3, 'YYYY-MM-DD') as day, count(*) as count
     from dossiers d where ${COUNTED} group by day order by day`,
    [...scopeOf(scope), timeZone],
  );
  return rows;
}

export interface GroupCount {
  /** Null: not known. */
  name: string | null;
  count: number;
}

/** Dossiers by group of units, most first. */
export async function countByUnitGroup(db: Queryable, scope: CampaignScope): Promise<GroupCount[]> {
  const { rows } = await db.query<GroupCount>(
    `select u.unit_group as name, sum(n.count)::integer as count
     from (select unit_code, count(*) as count from dossiers d where ${COUNTED} group by unit_code) n
       left join units u on u.code = n.unit_code
     group by u.unit_group order by count desc, name`,
    scopeOf(scope),
  );
  return rows;
}

/** Initiatives by code of their sector, most first. */
export async function countItemsBySector(db: Queryable, scope: CampaignScope): Promise<GroupCount[]> {
  const { rows } = await db.query<GroupCount>(
    `select i.sector as name, count(*) as count from dossiers d join items i on i.dossier_id = d.id
     where ${COUNTED} group by i.sector order by count desc, name`,
    scopeOf(scope),
  );
  return rows;
}

/** Messages that belong to a dossier of the campaign, reports too. */
export async function countMessagesOfDossiers(db: Queryable, campaign: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from dossiers d join messages m on m.dossier_id = d.id where d.campaign = $1`,
    [campaign],
  );
  return rows[0]?.count ?? 0;
}

/** Listed units that are asked for dossiers, in the order of the registry's codes. */
export async function findExpectedUnits(
  db: Queryable,
  scope: CampaignScope,
  opensAt: Date | null,
): Promise<ExpectedUnit[]> {
  const { rows } = await db.query<ExpectedUnit>(
    `select u.code, u.name, u.short_name as "shortName", u.unit_group as "group", u.expected,
       array(select distinct d.status from dossiers d where d.unit_code = u.code and ${COUNTED}) as statuses,
       exists (select from unit_addresses a join messages m on m.from_address = a.address
         where a.unit_code = u.code and m.reason = 'nothing-to-propose'
           and ($3::timestamptz is null or m.received_at >= $3)) as nothing
     from units u where u.listed and u.expected <> 'no' order by u.code`,
    [...scopeOf(scope), opensAt],
  );
  return rows;
}

/** A periodic report, with what may tell the period it is of. */
export interface ReceivedReport {
  kind: string;
  unit: string | null;
  receivedAt: Date;
  /** Subject, names and openings of files, as registration looks at them. */
  texts: string[];
}

/** More reports than every unit of a province sends in a year. */
const MOST_REPORTS = 5_000;
/** As much of each file as registration looks at (characters). */
const OPENING = 4_000;

/** Newest first. */
export async function findReports(db: Queryable, scope: CampaignScope): Promise<ReceivedReport[]> {
  const { rows } = await db.query<ReceivedReport>(
    `select d.kind, d.unit_code as unit, d.received_at as "receivedAt",
       array(select m.subject from messages m where m.dossier_id = d.id order by m.id)
       || array(select a.name from documents o join attachments a on a.id = o.attachment_id
         where o.dossier_id = d.id order by o.id)
       || array(select left(coalesce(f.text, f.scanned_text, ''), ${OPENING}) from documents o
         join attachments a on a.id = o.attachment_id join files f on f.sha256 = a.sha256
         where o.dossier_id = d.id order by o.id limit 10) as texts
     from dossiers d where d.campaign = $1 and d.kind = any($2) and d.status not in ${VOID}
     order by d.received_at desc limit ${MOST_REPORTS}`,
    scopeOf(scope),
  );
  return rows;
}
