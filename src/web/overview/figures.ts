// What the overview shows of a campaign, counted from what the store knows.
import type { Campaign, ReportPeriod } from '../../core/campaign.ts';
import { hasSubmitted, stateOf, type UnitState } from '../../core/expected.ts';
import { periodOf } from '../../core/kind.ts';
import { type DeadlineVerdict, DOSSIER_STATUSES, type DossierStatus } from '../../core/states.ts';
import type { Database } from '../../store/database.ts';
import { countMessages } from '../../store/figures.ts';
import {
  type AskedUnit,
  countByDay,
  countByStatus,
  countByUnitGroup,
  countItemsBySector,
  countMessagesOfDossiers,
  countReports,
  findAskedUnits,
  type GroupCount,
  type ReportCount,
  type StatusCount,
} from '../../store/overview.ts';
import { findSilentUnits } from '../../store/register-figures.ts';

export interface BoardUnit extends Omit<AskedUnit, 'statuses'> {
  state: UnitState;
}

/** A period that reports are due for. */
export interface PeriodFigures {
  kind: string;
  period: ReportPeriod;
  /** Units that must report. */
  expected: number;
  /** Of those, the ones that did. */
  received: number;
  /** The ones that did not, by short name. */
  missing: string[];
  /** Reports of units that need not, or that nobody knows. */
  others: number;
}

export interface Overview {
  /** When it was counted. */
  at: Date;
  messages: { all: number; ofDossiers: number };
  items: number;
  dossiers: number;
  overdue: number;
  byStatus: { status: DossierStatus; count: number }[];
  byDeadline: Record<DeadlineVerdict, number>;
  byDay: { day: string; count: number }[];
  bySector: GroupCount[];
  byUnitGroup: GroupCount[];
  board: BoardUnit[];
  periods: PeriodFigures[];
}

export async function findOverview(db: Database, campaign: Campaign, now: Date): Promise<Overview> {
  const reportKinds = campaign.kinds.filter(({ handling }) => handling === 'report').map(({ code }) => code);
  const scope = { campaign: campaign.code, reportKinds };
  // One after the other: whoever looks at the page leaves the other connections to the work.
  const counts = await countByStatus(db, scope, now);
  const states = await countMessages(db);
  const bySector = await countItemsBySector(db, scope);
  const units = await findAskedUnits(db, scope);
  const nothing = await findUnitsWithNothing(db, campaign);
  return {
    at: now,
    messages: {
      all: [...states.values()].reduce((sum, count) => sum + count, 0),
      ofDossiers: await countMessagesOfDossiers(db, campaign.code),
    },
    items: bySector.reduce((sum, { count }) => sum + count, 0),
    ...sumUp(counts),
    byDay: await countByDay(db, scope, campaign.timeZone),
    bySector: bySector.map(({ name, count }) => ({ name: sectorName(campaign, name), count })),
    byUnitGroup: await countByUnitGroup(db, scope),
    board: units.map(({ statuses, ...unit }) => ({
      ...unit,
      state: stateOf(statuses, nothing.has(unit.code)),
    })),
    periods: periodsOf(campaign, await countReports(db, scope), units),
  };
}

/** As the register of silent units has it. */
async function findUnitsWithNothing(db: Database, { code, kinds, opensAt }: Campaign): Promise<Set<string>> {
  const ofDossiers = kinds.filter(({ handling }) => handling === 'dossier');
  const silent = await findSilentUnits(
    db,
    { campaign: code, from: opensAt, until: null },
    ofDossiers.map((kind) => `${code}/${kind.code}`),
  );
  return new Set(silent.filter(({ nothingAt }) => nothingAt !== null).map((unit) => unit.code));
}

function sumUp(counts: StatusCount[]): Pick<Overview, 'dossiers' | 'overdue' | 'byStatus' | 'byDeadline'> {
  const sum = (rows: { count: number }[]) => rows.reduce((total, { count }) => total + count, 0);
  const inTime = (verdict: DeadlineVerdict) => sum(counts.filter(({ deadline }) => deadline === verdict));
  return {
    dossiers: sum(counts),
    overdue: counts.reduce((total, { overdue }) => total + overdue, 0),
    byStatus: DOSSIER_STATUSES.map((status) => ({
      status,
      count: sum(counts.filter((one) => one.status === status)),
    })).filter(({ count }) => count > 0),
    byDeadline: { 'on-time': inTime('on-time'), grace: inTime('grace'), late: inTime('late') },
  };
}

function sectorName({ sectors }: Campaign, code: string | null): string | null {
  return sectors.find((sector) => sector.code === code)?.name ?? code;
}

function periodsOf(campaign: Campaign, reports: ReportCount[], units: AskedUnit[]): PeriodFigures[] {
  const required = units.filter(({ expected }) => expected === 'required');
  return campaign.kinds.flatMap((kind) => {
    const ofKind = reports.filter((report) => report.kind === kind.code);
    if (kind.handling !== 'report') return [];
    return kind.periods.map((period) => {
      const received = ofKind.filter((report) => periodOf(kind, report) === period);
      const missing = required.filter(({ code }) => !received.some(({ unit }) => unit === code));
      const others = received.filter(({ unit }) => !required.some(({ code }) => code === unit));
      return {
        kind: kind.name,
        period,
        expected: required.length,
        received: required.length - missing.length,
        missing: missing.map(({ shortName }) => shortName),
        others: others.reduce((sum, { count }) => sum + count, 0),
      };
    });
  });
}

/** "đã nộp 12/15": those that must, and those that are invited to. */
export function countSubmitted(board: BoardUnit[], expected: AskedUnit['expected']) {
  const asked = board.filter((unit) => unit.expected === expected);
  return { submitted: asked.filter(({ state }) => hasSubmitted(state)).length, all: asked.length };
}
