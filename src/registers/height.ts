// How high a row must be for its text: programs that open a workbook do not all see to it by themselves.
import type { CellObject } from 'write-excel-file/node';

type Row = (CellObject | null)[];

/** Of the font at 12 points, in points; a little more than it needs, for words wrap a little otherwise elsewhere. */
const LINE = 15.75;
const PADDING = 4;
/** Excel's own limit (points). */
const HIGHEST = 409;

/** @param widths of the columns, in digits of the font at 12 points */
export function fitted(row: Row, widths: number[]): Row {
  const heights = row.map((cell, at) => (cell && (cell.rowSpan ?? 1) === 1 ? heightOf(cell, at, widths) : 0));
  const height = Math.min(Math.max(LINE + PADDING, ...heights), HIGHEST);
  // A cell that another one covers must stay none.
  const bearer = row.findIndex((cell) => cell !== null);
  return bearer === -1 ? [{ height }] : row.with(bearer, { ...row[bearer], height });
}

function heightOf(cell: CellObject, at: number, widths: number[]): number {
  const size = (cell.fontSize ?? 12) / 12;
  const room = widths.slice(at, at + (cell.columnSpan ?? 1)).reduce((sum, width) => sum + width, 0) - 1;
  const bold = cell.fontWeight === 'bold' ? 1.1 : 1;
  const lines = typeof cell.value === 'string' ? countLines(cell.value, room / size / bold) : 1;
  return Math.max(lines * LINE * size + PADDING, cell.height ?? 0);
}

/** Lines that a text takes where each has room for so many digits. */
export function countLines(text: string, room: number): number {
  return text.split(/\r\n|[\n\r]/).reduce((sum, line) => sum + countWrapped(line, room), 0);
}

function countWrapped(line: string, room: number): number {
  let lines = 1;
  let used = 0;
  for (const word of line.split(/(?<=[\s-])/)) {
    const width = widthOf(word);
    if (used > 0 && used + widthOf(word.trimEnd()) > room) {
      lines++;
      used = 0;
    }
    // A word that is too long by itself is broken anywhere.
    lines += Math.max(0, Math.ceil(widthOf(word.trimEnd()) / room) - 1);
    used += width;
  }
  return lines;
}

/** In digits; capitals of Times New Roman are nearly half as wide again, small letters a little narrower. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += /[\p{Lu}mw@—…]/u.test(char) ? 1.35 : 0.88;
  return width;
}
