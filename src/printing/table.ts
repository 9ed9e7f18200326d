// A ruled table that goes on over pages, its head on each of them.
import { count } from '../core/vietnamese.ts';
import { bottom, keep, left, mm, type Page, SMALL } from './page.ts';
import { type Style, setText, space, writeParagraph } from './text.ts';

export interface Column {
  title: string;
  /** Millimetres. */
  width: number;
  align?: 'left' | 'center';
}

const PADDING = mm(1.5);
const HEAD: Style = { face: 'bold', size: SMALL, align: 'center' };
const BODY: Style = { size: SMALL };

const NUMBER: Column = { title: 'TT', width: 12, align: 'center' };
/** Lines of one list: a sender decides how long it is. */
export const MOST_LINES = 300;

/** A table of numbered rows; nothing where there are none. */
export function writeList(page: Page, columns: Column[], rows: string[][]): void {
  if (rows.length === 0) return;
  const numbered = rows.slice(0, MOST_LINES).map((row, at) => [String(at + 1), ...row]);
  writeTable(page, [NUMBER, ...columns], numbered);
  space(page, mm(3));
  writeRest(page, rows.length, 'tài liệu');
}

/** How many lines of a list are not shown. */
export function writeRest(page: Page, all: number, what: string): void {
  if (all > MOST_LINES) writeParagraph(page, `… và ${count(all - MOST_LINES)} ${what} khác.`);
}

/** @param least height of a row, in points */
export function writeTable(page: Page, columns: Column[], rows: string[][], least = 0): void {
  const head = columns.map(({ title }) => title);
  const headHeight = heightOf(page, columns, head, HEAD);
  // What no page can hold is cut: names of files are a sender's, and there may be many.
  const most = bottom(page) - page.page.margins.top - headHeight;
  const sized = rows.map((cells) => ({
    cells,
    height: Math.min(most, Math.max(least, heightOf(page, columns, cells, BODY))),
  }));
  // The head never stands alone.
  keep(page, headHeight + (sized[0]?.height ?? 0));
  writeRow(page, columns, head, headHeight, HEAD);
  for (const { cells, height } of sized) {
    if (page.y + height > bottom(page)) {
      page.addPage();
      writeRow(page, columns, head, headHeight, HEAD);
    }
    writeRow(page, columns, cells, height, BODY);
  }
}

function heightOf(page: Page, columns: Column[], row: string[], style: Style): number {
  const heights = columns.map(({ width }, at) =>
    page.heightOfString(setText(page, row[at] ?? '', style), { width: mm(width) - 2 * PADDING }),
  );
  return Math.max(...heights) + 2 * PADDING;
}

function writeRow(page: Page, columns: Column[], row: string[], height: number, style: Style): void {
  const y = page.y;
  let x = left(page);
  for (const [at, column] of columns.entries()) {
    const width = mm(column.width);
    page.lineWidth(0.5).rect(x, y, width, height).stroke('black');
    page.text(setText(page, row[at] ?? '', style), x + PADDING, y + PADDING, {
      width: width - 2 * PADDING,
      // Half a line more: a height that fits exactly would be cut by rounding.
      height: height - 2 * PADDING + SMALL / 2,
      align: style.align ?? column.align ?? 'left',
      ellipsis: true,
    });
    x += width;
  }
  page.y = y + height;
}
