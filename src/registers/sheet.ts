// Lays a register out on a sheet: the office and the motto, the title, the table, the sum and the places to sign.
import type { CellObject, SheetData } from 'write-excel-file/node';
import { BAND, cellsIn, HEADING, type Style, textCell } from './cells.ts';
import { fitted } from './height.ts';
import type { Cell, Column, Maker, Register } from './register.ts';

export interface Sheet {
  data: SheetData;
  /** First and last row of the headings, from 1: they stand on each printed page. */
  headings: [number, number];
}

type Row = (CellObject | null)[];

export function layOut(register: Register): Sheet {
  const { columns } = register;
  const above = [...headOf(register.maker, columns), ...titlesOf(register)];
  const headings = headingsOf(register);
  const rows = [...above, ...headings, ...bodyOf(register), ...footOf(register)];
  const widths = columns.map(({ width }) => width);
  return {
    data: rows.map((row) => fitted(row, widths)),
    headings: [above.length + 1, above.length + headings.length],
  };
}

const CENTRED: Style = { align: 'center', alignVertical: 'center', wrap: true };
const BOLD: Style = { ...CENTRED, fontWeight: 'bold' };
const ITALIC: Style = { ...CENTRED, fontStyle: 'italic' };

/** Nghị định 30/2020, Phụ lục I: who issues it on the left, the motto on the right. */
function headOf({ letterhead }: Maker, columns: Column[]): Row[] {
  const lines = letterhead.map((line, at) => textCell(line, at === letterhead.length - 1 ? BOLD : CENTRED));
  const motto = [
    textCell('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', BOLD),
    textCell('Độc lập - Tự do - Hạnh phúc', { ...BOLD, fontSize: 13, textDecoration: { underline: true } }),
  ];
  const height = Math.max(lines.length, motto.length);
  const rows = Array.from({ length: height }, (_, at) => halves(columns, lines[at], motto[at]));
  return [...rows, []];
}

function titlesOf({ title, subtitle, notes, columns }: Register): Row[] {
  return [
    across(columns, textCell(title.toUpperCase(), { ...BOLD, fontSize: 14 })),
    ...(subtitle ? [across(columns, textCell(subtitle, { ...BOLD, fontSize: 13 }))] : []),
    ...notes.map((note) => across(columns, textCell(`(${note})`, { ...ITALIC, fontSize: 13 }))),
    [],
  ];
}

/** One row of headings, or two where some share one; and the numbers of the columns. */
function headingsOf({ columns, numbered }: Register): Row[] {
  const cell = (text: string, span: Style = {}) => textCell(text, { ...HEADING, ...span });
  const names = columns.map(({ name }) => cell(name));
  const grouped = columns.some(({ group }) => group !== null);
  const upper = columns.map(({ name, group }, at) => {
    if (group === null) return cell(name, { rowSpan: 2 });
    if (columns[at - 1]?.group === group) return null;
    return cell(group, { columnSpan: columns.filter((one) => one.group === group).length });
  });
  const lower = columns.map(({ name, group }) => (group === null ? null : cell(name)));
  const numbers = columns.map((_, at) => cell(`(${at + 1})`, { fontStyle: 'italic' }));
  return [...(grouped ? [upper, lower] : [names]), ...(numbered ? [numbers] : [])];
}

function bodyOf({ sections, sums, columns, maker }: Register): Row[] {
  const cellOf = cellsIn(maker.timeZone);
  const rowOf = (cells: Cell[], change: Style = {}): Row =>
    columns.map(({ format }, at) => cellOf(cells[at] ?? null, format, change));
  const rows = sections.flatMap(({ title, rows: cells }) => [
    ...(title === null ? [] : [across(columns, textCell(title, BAND))]),
    ...cells.map((one) => rowOf(one)),
  ]);
  const nothing = across(columns, textCell('Không có', { ...BAND, fontWeight: undefined, align: 'center' }));
  return [...(rows.length > 0 ? rows : [nothing]), ...(sums ? [rowOf(sums, { fontWeight: 'bold' })] : [])];
}

/** Points: room for a hand to sign, in the same row, for a page must not end between. */
const ROOM_TO_SIGN = 110;

function footOf({ total, columns, maker }: Register): Row[] {
  const signing: Style = { ...BOLD, alignVertical: 'top', height: ROOM_TO_SIGN };
  return [
    [],
    across(columns, textCell(total, { fontWeight: 'bold', align: 'left' })),
    [],
    halves(columns, undefined, textCell(maker.placeAndDate, ITALIC)),
    halves(columns, textCell('NGƯỜI LẬP BIỂU', signing), textCell(maker.signer, signing)),
  ];
}

function across(columns: Column[], cell: CellObject): Row {
  return spanning(cell, columns.length);
}

/** Two cells that share the width of the table. */
function halves(columns: Column[], left: CellObject | undefined, right: CellObject | undefined): Row {
  const middle = middleOf(columns);
  return [...spanning(left ?? {}, middle), ...spanning(right ?? {}, columns.length - middle)];
}

function spanning(cell: CellObject, columns: number): Row {
  return [{ ...cell, columnSpan: columns }, ...Array.from({ length: columns - 1 }, () => null)];
}

/** Columns that make up about half of the width, at least one on either side. */
function middleOf(columns: Column[]): number {
  const half = columns.reduce((sum, { width }) => sum + width, 0) / 2;
  let left = 0;
  const at = columns.findIndex(({ width }) => {
    left += width;
    return left - width / 2 >= half;
  });
  return Math.min(Math.max(at, 1), columns.length - 1);
}
