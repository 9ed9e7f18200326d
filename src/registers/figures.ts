// The two statistics: by unit, and by sector and kind of object.
import type { Category } from '../core/campaign.ts';
import { REGISTER_TITLES, type SectorFigure, type UnitFigures } from '../core/register-facts.ts';
import { type Cell, column, type Register } from './register.ts';
import { byName, counted, makerOf, periodOf, type Setting, subtitleOf } from './setting.ts';

const BY_UNIT = [
  column('STT', 5, 'centred'),
  column('Đơn vị', 40),
  column('Số thư', 9, 'count'),
  column('Số hồ sơ', 9, 'count'),
  column('Số sáng kiến', 9, 'count'),
  column('Đủ', 9, 'count'),
  column('Chờ bổ sung', 10, 'count'),
  column('Quá hạn bổ sung', 11, 'count'),
  column('Nộp đúng hạn', 10, 'count'),
  column('Nộp sau hạn', 10, 'count'),
  column('Tỷ lệ đủ (%)', 9, 'share'),
];

const UNKNOWN_UNIT = 'Chưa xác định đơn vị';

export function unitRegister(figures: UnitFigures[], setting: Setting): Register {
  const known = figures.filter(({ unit }) => unit !== null);
  const sorted = [
    ...known.toSorted((a, b) => byName(a.unit ?? '', b.unit ?? '')),
    ...figures.filter(({ unit }) => unit === null),
  ];
  const rows = sorted.map((one, at): Cell[] => [at + 1, one.unit ?? UNKNOWN_UNIT, ...numbersOf(one)]);
  const sum = sumOf(figures);
  return {
    sheet: 'Theo đơn vị',
    title: REGISTER_TITLES['by-unit'],
    subtitle: subtitleOf(setting),
    notes: [periodOf(setting)],
    columns: BY_UNIT,
    numbered: false,
    sections: [{ title: null, rows }],
    sums: [null, 'Cộng', ...numbersOf(sum)],
    total: `Tổng số: ${counted(known.length, 'đơn vị')}, ${counted(sum.dossiers, 'hồ sơ')}, ${counted(sum.items, 'sáng kiến')}.`,
    maker: makerOf(setting),
  };
}

type Figures = Omit<UnitFigures, 'unit'>;

function numbersOf({
  messages,
  dossiers,
  items,
  complete,
  awaiting,
  overdue,
  onTime,
  late,
}: Figures): number[] {
  const share = dossiers === 0 ? 0 : (complete / dossiers) * 100;
  return [messages, dossiers, items, complete, awaiting, overdue, onTime, late, share];
}

function sumOf(figures: Figures[]): Figures {
  const sum = (of: (one: Figures) => number) => figures.reduce((total, one) => total + of(one), 0);
  return {
    messages: sum((one) => one.messages),
    dossiers: sum((one) => one.dossiers),
    items: sum((one) => one.items),
    complete: sum((one) => one.complete),
    awaiting: sum((one) => one.awaiting),
    overdue: sum((one) => one.overdue),
    onTime: sum((one) => one.onTime),
    late: sum((one) => one.late),
  };
}

/** Sectors down, kinds of object across. */
export function sectorRegister(figures: SectorFigure[], setting: Setting): Register {
  const { campaigns } = setting;
  const named = figures.map((one) => {
    const campaign = campaigns.find(({ code }) => code === one.campaign);
    return {
      items: one.items,
      sector: nameOf(campaign?.sectors ?? [], one.sector),
      objectKind: nameOf(campaign?.objectKinds ?? [], one.objectKind),
    };
  });
  const sectors = namesOf(
    campaigns.flatMap((campaign) => campaign.sectors),
    named.map(({ sector }) => sector),
  );
  const kinds = namesOf(
    campaigns.flatMap(({ objectKinds }) => objectKinds),
    named.map(({ objectKind }) => objectKind),
  );
  const total = (matches: (one: (typeof named)[number]) => boolean) =>
    named.reduce((sum, one) => sum + (matches(one) ? one.items : 0), 0);
  const all = total(() => true);
  return {
    sheet: 'Theo lĩnh vực',
    title: REGISTER_TITLES['by-sector'],
    subtitle: subtitleOf(setting),
    notes: [periodOf(setting)],
    columns: [
      column('STT', 5, 'centred'),
      column('Lĩnh vực', 42),
      ...kinds.map((kind) => column(kind, 14, 'count', 'Loại hình')),
      column('Cộng', 9, 'count'),
    ],
    numbered: false,
    sections: [
      {
        title: null,
        rows: sectors.map((name, at) => [
          at + 1,
          name,
          ...kinds.map((kind) => total(({ sector, objectKind }) => sector === name && objectKind === kind)),
          total(({ sector }) => sector === name),
        ]),
      },
    ],
    sums: [null, 'Cộng', ...kinds.map((kind) => total(({ objectKind }) => objectKind === kind)), all],
    total: `Tổng số: ${counted(all, 'sáng kiến')}.`,
    maker: makerOf(setting),
  };
}

const UNKNOWN = 'Chưa xác định';

function nameOf(categories: Category[], code: string | null): string {
  return categories.find((one) => one.code === code)?.name ?? UNKNOWN;
}

/** Each once, in the order of the campaigns; what is not known comes last, and only where something is. */
function namesOf(categories: Category[], found: string[]): string[] {
  const names = [...new Set(categories.map(({ name }) => name))];
  return found.includes(UNKNOWN) || names.length === 0 ? [...names, UNKNOWN] : names;
}
