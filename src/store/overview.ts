// Figures of a campaign. Each question reads small indexes alone: half a million dossiers are counted within a second.
import type { Unit } from '../core/facts.ts';
import type { DeadlineVerdict, DossierStatus } from '../core/states.ts';
import type { Queryable } from './database.ts';
import { SUBMITTED } from './registers.ts';

export interface CampaignScope {
  campaign: string;
  /** Kinds whose dossiers are periodic reports. */
  reportKinds: string[];
}

/** Dossiers with initiatives; $1 and $2 are the scope. */
const COUNTED = `d.campaign = $1 and d.kind <> all($2::text[]) and ${SUBMITTED}`;

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

export interface AskedUnit extends Pick<Unit, 'code' | 'name' | 'shortName' | 'group' | 'expected'> {
  /** Of its dossiers that count. */
  statuses: DossierStatus[];
}

/** Listed units that are asked for dossiers. */
export async function findAskedUnits(db: Queryable, scope: CampaignScope): Promise<AskedUnit[]> {
  const { rows } = await db.query<AskedUnit>(
    `select u.code, u.name, u.short_name as "shortName", u.unit_group as "group", u.expected,
       array(select distinct d.status from dossiers d where d.unit_code = u.code and ${COUNTED}) as statuses
     from units u where u.listed and u.expected <> 'no' order by u.code`,
    scopeOf(scope),
  );
  return rows;
}

/** Reports of a unit for one period. */
export interface ReportCount {
  kind: string;
  /** As the campaign names it; null: not told. */
  period: string | null;
  unit: string | null;
  /** Of the first. */
  receivedAt: Date;
  count: number;
}

export async function countReports(db: Queryable, scope: CampaignScope): Promise<ReportCount[]> {
  const { rows } = await db.query<ReportCount>(
    `select kind, period, unit_code as unit, min(received_at) as "receivedAt", count(*) as count
     from dossiers d where d.campaign = $1 and d.kind = any($2) and ${SUBMITTED} and d.status <> 'refused'
     group by kind, period, unit_code`,
    scopeOf(scope),
  );
  return rows;
}
