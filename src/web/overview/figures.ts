// What the overview shows of a campaign, counted from what the store knows.
import type { Campaign, ReportPeriod } from '../../core/campaign.ts';
import { type ExpectedUnit, hasSubmitted, stateOf, type UnitState } from '../../core/expected.ts';
import { periodNamed } from '../../core/kind.ts';
import { type DeadlineVerdict, DOSSIER_STATUSES, type DossierStatus } from '../../core/states.ts';
import type { Database } from '../../store/database.ts';
import { countMessages } from '../../store/figures.ts';
import {
  countByDay,
  countByStatus,
  countByUnitGroup,
  countItemsBySector,
  countMessagesOfDossiers,
  findExpectedUnits,
  findReports,
  type GroupCount,
  type ReceivedReport,
  type StatusCount,
} from '../../store/overview.ts';

export interface BoardUnit extends Pick<ExpectedUnit, 'code' | 'name' | 'shortName' | 'group' | 'expected'> {
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
  const units = await findExpectedUnits(db, scope, campaign.opensAt);
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
    board: units.map(({ statuses, nothing, ...unit }) => ({
      ...unit,
      state: stateOf({ statuses, nothing }),
    })),
    periods: periodsOf(campaign, await findReports(db, scope), units),
  };
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

function periodsOf(campaign: Campaign, reports: ReceivedReport[], units: ExpectedUnit[]): PeriodFigures[] {
  const required = units.filter(({ expected }) => expected === 'required');
  return campaign.kinds.flatMap((kind) => {
    if (kind.handling !== 'report') return [];
    const judged = reports
      .filter((report) => report.kind === kind.code)
      .map(({ unit, texts, receivedAt }) => ({ unit, period: periodNamed(kind, texts, receivedAt) }));
    return kind.periods.map((period) => {
      const senders = judged.filter((one) => one.period === period).map(({ unit }) => unit);
      const missing = required.filter(({ code }) => !senders.includes(code));
      const others = senders.filter((unit) => !required.some(({ code }) => code === unit));
      return {
        kind: kind.name,
        period,
        expected: required.length,
        received: required.length - missing.length,
        missing: missing.map(({ shortName }) => shortName),
        others: others.length,
      };
    });
  });
}

/** "đã nộp 12/15": those that must, and those that are invited to. */
export function countSubmitted(board: BoardUnit[], expected: ExpectedUnit['expected']) {
  const asked = board.filter((unit) => unit.expected === expected);
  return { submitted: asked.filter(({ state }) => hasSubmitted(state)).length, all: asked.length };
}
