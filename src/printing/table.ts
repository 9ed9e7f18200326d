// A ruled table that goes on over pages, its head on each of them.
import { bottom, keep, left, mm, type Page, SMALL } from './page.ts';
import { type Style, setText } from './text.ts';

export interface Column {
  title: string;
  /** Millimetres. */
  width: number;
  align?: 'left' | 'center';
}

const PADDING = mm(1.5);
const HEAD: Style = { face: 'bold', size: SMALL, align: 'center' };
const BODY: Style = { size: SMALL };

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
