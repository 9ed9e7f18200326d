// "Danh sách tổng hợp đề nghị xét, công nhận": every item, by sector or by unit, as it goes to whoever decides.
import { FORMS } from '../core/labels.ts';
import type { Grouping, ProposedItem } from '../core/register-facts.ts';
import { type Cell, column, type Register, type Section } from './register.ts';
import { byName, counted, makerOf, periodOf, type Setting, shortcomingsOf } from './setting.ts';

const COLUMNS = [
  column('STT', 5, 'centred'),
  column('Tên sản phẩm, mô hình, sáng kiến, ý tưởng mới', 30),
  column('Tác giả/nhóm tác giả', 18),
  column('Chức vụ, đơn vị', 20),
  column('Loại hình', 11),
  column('Lĩnh vực', 15),
  column('Tóm tắt nội dung, tính mới', 24),
  column('Hiệu quả, phạm vi áp dụng', 20),
  column('Hồ sơ kèm theo', 24),
  column('Ghi chú', 13),
];

export function proposalsRegister(items: ProposedItem[], by: Grouping, setting: Setting): Register {
  const { campaigns, from, until } = setting;
  const [campaign, ...others] = campaigns;
  const dossiers = new Set(items.map(({ dossier }) => dossier));
  return {
    sheet: 'Đề nghị công nhận',
    title: 'Danh sách tổng hợp',
    subtitle: others.length === 0 ? `Đề nghị ${campaign.title}` : 'Đề nghị xét, công nhận',
    notes: [
      // Its number and date are written in by hand.
      'Kèm theo Tờ trình số ……………… ngày …… tháng …… năm ………',
      ...(from || until ? [periodOf(setting)] : []),
    ],
    columns: COLUMNS,
    numbered: false,
    sections: numbered(groups(items, by, setting), setting),
    sums: null,
    total: `Tổng số: ${counted(dossiers.size, 'hồ sơ')}, ${counted(items.length, 'sáng kiến')}.`,
    maker: makerOf(setting),
  };
}

interface Group {
  title: string;
  items: ProposedItem[];
}

/** Sectors as the campaign lists them, units by name; what is not known comes last. */
function groups(items: ProposedItem[], by: Grouping, setting: Setting): Group[] {
  const nameOf = (item: ProposedItem) => (by === 'unit' ? item.unit : sectorOf(item, setting));
  const names = [...new Set(items.map(nameOf))].filter((name) => name !== null);
  const listed = setting.campaigns.flatMap(({ sectors }) => sectors.map(({ name }) => name));
  const sorted = names.toSorted(
    by === 'unit' ? byName : (a, b) => listed.indexOf(a) - listed.indexOf(b) || byName(a, b),
  );
  const unknown = by === 'unit' ? 'Chưa xác định đơn vị' : 'Chưa xác định lĩnh vực';
  return [...sorted, null]
    .map((name) => ({ title: name ?? unknown, items: items.filter((item) => nameOf(item) === name) }))
    .filter((group) => group.items.length > 0);
}

/** Rows are numbered through the whole list. */
function numbered(found: Group[], setting: Setting): Section[] {
  let number = 0;
  return found.map(({ title, items }, at) => ({
    title: `${roman(at + 1)}. ${title} (${counted(items.length, 'sáng kiến')})`,
    rows: items.map((item) => rowOf(item, ++number, setting)),
  }));
}

function rowOf(item: ProposedItem, number: number, setting: Setting): Cell[] {
  return [
    number,
    item.title || 'Chưa rõ tên',
    item.authors.join(', '),
    // Positions, summaries and results are filled in from the reports.
    item.unit,
    objectKindOf(item, setting),
    sectorOf(item, setting),
    null,
    null,
    enclosed(item, setting),
    shortcomingsOf(item),
  ];
}

function sectorOf({ campaign, sector }: ProposedItem, { campaigns }: Setting): string | null {
  const of = campaigns.find(({ code }) => code === campaign);
  return of?.sectors.find(({ code }) => code === sector)?.name ?? null;
}

function objectKindOf({ campaign, objectKind }: ProposedItem, { campaigns }: Setting): string | null {
  const of = campaigns.find(({ code }) => code === campaign);
  return of?.objectKinds.find(({ code }) => code === objectKind)?.name ?? null;
}

/** "Tờ trình đề nghị xét, công nhận (bản ký, bản mềm)", a line for each type in the order of the campaign. */
function enclosed({ campaign, documents }: ProposedItem, { campaigns }: Setting): string {
  const types = campaigns.find(({ code }) => code === campaign)?.documents ?? [];
  return types
    .map(({ code, name }) => {
      const forms = documents.filter(({ type }) => type === code).map(({ form }) => form);
      const told = (['signed', 'editable'] as const).filter((form) => forms.includes(form));
      if (forms.length === 0) return '';
      return told.length > 0 ? `${name} (${told.map((form) => FORMS[form]).join(', ')})` : name;
    })
    .filter((line) => line !== '')
    .join('\n');
}

const ROMAN: [number, string][] = [
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(number: number): string {
  const [value, digit] = ROMAN.find(([least]) => number >= least) ?? [];
  return value === undefined ? '' : digit + roman(number - value);
}
