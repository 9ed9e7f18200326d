// Cells of a workbook: text that is never a formula, dates that are dates, and how each looks.
import type { CellObject } from 'write-excel-file/node';
import type { Day } from '../core/code.ts';
import type { Cell, Format } from './register.ts';

export type Style = Omit<CellObject, 'value' | 'type' | 'format'>;

export const FONT = { fontFamily: 'Times New Roman', fontSize: 12 };
const BORDER = { borderStyle: 'thin' } as const;

export const HEADING: Style = {
  ...BORDER,
  fontWeight: 'bold',
  align: 'center',
  alignVertical: 'center',
  wrap: true,
};
export const BAND: Style = { ...BORDER, fontWeight: 'bold', alignVertical: 'center', wrap: true };

const BODY: Style = { ...BORDER, alignVertical: 'top', wrap: true };
const CENTRED: Style = { ...BODY, align: 'center' };

const FORMATS: Record<Format, { style: Style; number?: string }> = {
  text: { style: { ...BODY, align: 'left' } },
  centred: { style: CENTRED },
  count: { style: CENTRED, number: '#,##0' },
  share: { style: CENTRED, number: '0.0' },
  day: { style: CENTRED, number: 'dd/mm/yyyy' },
  time: { style: CENTRED, number: 'dd/mm/yyyy hh:mm' },
};

type BodyCell = (cell: Cell, format: Format, change?: Style) => CellObject;

/** What makes the cells of a table; moments are shown as the zone's clocks show them. */
export function cellsIn(timeZone: string): BodyCell {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (cell, format, change = {}) => {
    const { style, number } = FORMATS[format];
    const look = { ...style, ...change };
    if (cell === null || cell === '') return look;
    if (typeof cell === 'string') return textCell(cell, look);
    const value = typeof cell === 'number' ? cell : serialOf(cell, clock);
    const shown = format === 'day' ? Math.floor(value) : value;
    return { ...look, value: shown, type: Number, ...(number && { format: number }) };
  };
}

/** Excel's own limit (characters). */
const LONGEST_CELL = 32_767;

export function textCell(text: string, style: Style): CellObject {
  const shown = text
    .replace(/(?![\n\t\r])[\p{Cc}\ufffe\uffff]/gu, ' ')
    // "_x003D_" is how a workbook writes "=": text that reads so would be read as what it stands for.
    .replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_');
  return { ...style, value: harmless(shown).slice(0, LONGEST_CELL).toWellFormed(), type: String };
}

/** A cell that begins like a formula would be one to whoever copies it; also in the wide letters of East Asia. */
function harmless(text: string): string {
  return /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text.replace(/^[\t\r]+/, ' ')}` : text;
}

const DAY = 24 * 3600_000;
/** Day 0 of spreadsheets. */
const EPOCH = Date.UTC(1899, 11, 30);

/** Days since 30/12/1899 on the clock. */
function serialOf(cell: Date | Day, clock: Intl.DateTimeFormat): number {
  const shown =
    cell instanceof Date
      ? Date.parse(`${clock.format(cell).replace(' ', 'T')}Z`)
      : Date.UTC(cell.year, cell.month - 1, cell.day);
  return (shown - EPOCH) / DAY;
}
