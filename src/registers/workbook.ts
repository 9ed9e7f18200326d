// Writes workbooks: a register in the official layout, or a plain table to be sorted and filtered.
import { cellsIn, FONT, HEADING, textCell } from './cells.ts';
import { fitted } from './height.ts';
import { paper } from './paper.ts';
import type { Cell, Column, Register } from './register.ts';
import { layOut } from './sheet.ts';

/** Loaded when the first workbook is written. */
const library = () => import('write-excel-file/node');

export async function writeRegister(register: Register): Promise<Buffer> {
  const { default: writeXlsxFile } = await library();
  const { data, headings } = layOut(register);
  const columns = register.columns.map(({ width }) => ({ width }));
  return writeXlsxFile(
    data,
    { sheet: register.sheet, orientation: 'landscape', columns },
    { ...FONT, features: [paper(register.sheet, headings)] },
  ).toBuffer();
}

export interface Table {
  sheet: string;
  columns: Column[];
  rows: Cell[][];
  timeZone: string;
}

export async function writeTable({ sheet, columns, rows, timeZone }: Table): Promise<Buffer> {
  const { default: writeXlsxFile } = await library();
  const { getCellAddress } = await import('write-excel-file/utility');
  const head = columns.map(({ name }) => textCell(name, HEADING));
  const last = getCellAddress(rows.length, columns.length - 1);
  const cellOf = cellsIn(timeZone);
  const body = rows.map((row) => columns.map(({ format }, at) => cellOf(row[at] ?? null, format)));
  return writeXlsxFile(
    [head, ...body].map((row) =>
      fitted(
        row,
        columns.map(({ width }) => width),
      ),
    ),
    {
      sheet,
      orientation: 'landscape',
      stickyRowsCount: 1,
      columns: columns.map(({ width }) => ({ width })),
    },
    { ...FONT, features: [paper(sheet, [1, 1], `A1:${last}`)] },
  ).toBuffer();
}
