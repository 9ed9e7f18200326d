// Who has not submitted: units without a dossier, and for each period those with and without their report.
import { periodOf as periodOfReport } from '../core/kind.ts';
import { DEADLINES } from '../core/labels.ts';
import {
  type ExpectedUnit,
  REGISTER_TITLES,
  type ReportFacts,
  type SilentUnit,
} from '../core/register-facts.ts';
import { count, timesIn } from '../core/vietnamese.ts';
import { type Cell, column, type Register, type Section } from './register.ts';
import { byName, counted, makerOf, periodOf, type Setting, subtitleOf } from './setting.ts';

const SILENT = [
  column('STT', 5, 'centred'),
  column('Đơn vị', 48),
  column('Nhóm', 32),
  column('Thư đôn đốc gần nhất', 18, 'time'),
  column('Ghi chú', 38),
];

export function silentRegister(units: SilentUnit[], setting: Setting): Register {
  const { shortDate } = timesIn(setting.campaigns[0].timeZone);
  const nothing = units.filter(({ nothingAt }) => nothingAt !== null).length;
  const section = (expected: string, title: string): Section => ({
    title,
    rows: byGroup(units.filter((unit) => unit.expected === expected)).map((unit, at): Cell[] => [
      at + 1,
      unit.name,
      unit.group,
      unit.remindedAt,
      unit.nothingAt && `Đã trả lời không có nội dung đề nghị (ngày ${shortDate(unit.nothingAt)})`,
    ]),
  });
  const sections = [
    section('required', 'I. Đơn vị phải nộp hồ sơ'),
    section('encouraged', 'II. Đơn vị được khuyến khích nộp hồ sơ'),
  ];
  return {
    sheet: 'Chưa nộp',
    title: REGISTER_TITLES['not-submitted'],
    subtitle: subtitleOf(setting),
    notes: [periodOf(setting)],
    columns: SILENT,
    numbered: false,
    sections: sections.filter(({ rows }) => rows.length > 0),
    sums: null,
    total: `Tổng số: ${counted(units.length - nothing, 'đơn vị')} chưa nộp; ${counted(nothing, 'đơn vị')} đã trả lời không có nội dung đề nghị.`,
    maker: makerOf(setting),
  };
}

function byGroup<T extends ExpectedUnit>(units: T[]): T[] {
  return units.toSorted((a, b) => byName(a.group, b.group) || byName(a.name, b.name));
}

const REPORTS = [
  column('STT', 5, 'centred'),
  column('Đơn vị', 46),
  column('Nhóm', 32),
  column('Ngày nộp', 18, 'time'),
  column('Mã hồ sơ', 22, 'centred'),
  column('Tình trạng', 18),
];

export function reportsRegister(
  reports: ReportFacts[],
  expected: ExpectedUnit[],
  setting: Setting,
): Register {
  const periods = periodsOf(reports, setting);
  return {
    sheet: 'Báo cáo định kỳ',
    title: REGISTER_TITLES.reports,
    subtitle: null,
    notes: [periodOf(setting)],
    columns: REPORTS,
    numbered: false,
    sections: periods.map((period) => sectionOf(period, expected)),
    sums: null,
    total: `Tổng số: ${counted(reports.length, 'báo cáo')} đã nộp, ${counted(periods.length, 'kỳ báo cáo')}.`,
    maker: makerOf(setting),
  };
}

interface ReportsOfPeriod {
  title: string;
  reports: ReportFacts[];
}

function periodsOf(reports: ReportFacts[], { campaigns }: Setting): ReportsOfPeriod[] {
  return campaigns.flatMap((campaign) =>
    campaign.kinds
      .filter(({ handling }) => handling === 'report')
      .flatMap((kind) =>
        kind.periods.map((period) => ({
          title: `Báo cáo ${period.name} (${period.deadline.wording})`,
          reports: reports.filter(
            (one) =>
              one.campaign === campaign.code &&
              one.kind === kind.code &&
              periodOfReport(kind, one)?.name === period.name,
          ),
        })),
      ),
  );
}

/** Those who have submitted, in the order of receipt, then those who have not. */
function sectionOf({ title, reports }: ReportsOfPeriod, expected: ExpectedUnit[]): Section {
  const missing = byGroup(expected.filter(({ code }) => !reports.some(({ unit }) => unit?.code === code)));
  const submitted = reports.map(({ unit, receivedAt, code, deadline }): Cell[] => [
    unit?.name ?? 'Chưa xác định đơn vị',
    unit?.group ?? null,
    receivedAt,
    code,
    `Đã nộp, ${DEADLINES[deadline].toLowerCase()}`,
  ]);
  const absent = missing.map(({ name, group }): Cell[] => [name, group, null, null, 'Chưa nộp']);
  return {
    title: `${title}: đã nộp ${count(submitted.length)}, chưa nộp ${count(absent.length)}`,
    rows: [...submitted, ...absent].map((row, at) => [at + 1, ...row]),
  };
}
