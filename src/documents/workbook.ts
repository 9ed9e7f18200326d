// Writes a workbook that Excel opens: text that is never a formula, dates that are dates.
import { type CellObject, utils, type WorkSheet, write } from '@e965/xlsx';

/** A moment is shown as the clocks of `timeZone` show it. */
export type Cell = string | number | Date | null;

export interface Sheet {
  name: string;
  columns: { name: string /** Characters. */; width: number }[];
  rows: Cell[][];
}

export function writeWorkbook(sheets: Sheet[], timeZone: string): Buffer {
  const book = utils.book_new();
  for (const { name, columns, rows } of sheets) {
    const cells = rows.map((row) => row.map((cell) => cellOf(cell, timeZone)));
    const sheet: WorkSheet = utils.aoa_to_sheet([columns.map((column) => column.name), ...cells]);
    sheet['!cols'] = columns.map(({ width }) => ({ wch: width }));
    sheet['!autofilter'] = {
      ref: utils.encode_range({ s: { r: 0, c: 0 }, e: { r: rows.length, c: columns.length - 1 } }),
    };
    utils.book_append_sheet(book, sheet, name);
  }
  return write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
}

/** Excel's own limit (characters). */
const LONGEST_CELL = 32_767;

function cellOf(cell: Cell, timeZone: string): CellObject {
  if (cell === null) return { t: 'z' };
  if (cell instanceof Date) return { t: 'n', v: serialDay(cell, timeZone), z: 'dd/mm/yyyy hh:mm' };
  if (typeof cell === 'number') return { t: 'n', v: cell };
  return { t: 's', v: harmless(cell).slice(0, LONGEST_CELL) };
}

/** A cell that begins like a formula would be one to whoever copies it. */
function harmless(text: string): string {
  const shown = text.replace(/(?![\n\t])\p{Cc}/gu, ' ');
  return /^[=+\-@\t]/.test(shown) ? `'${shown}` : shown;
}

const DAY = 24 * 3600_000;
/** Day 0 of spreadsheets. */
const EPOCH = Date.UTC(1899, 11, 30);

/** Days since 30/12/1899 on the zone's clocks. */
function serialDay(at: Date, timeZone: string): number {
  const shown = at.toLocaleString('sv-SE', { timeZone });
  return (Date.parse(`${shown.replace(' ', 'T')}Z`) - EPOCH) / DAY;
}
