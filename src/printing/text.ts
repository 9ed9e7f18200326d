// Lines and paragraphs as official papers set them.
import { keep, left, mm, type Page, SIZE, textWidth } from './page.ts';

export interface Style {
  face?: 'regular' | 'italic' | 'bold';
  /** Points. */
  size?: number;
  align?: 'left' | 'center' | 'right' | 'justify';
}

/** The fonts have whole letters; a letter and its marks apart would be drawn one over the other. */
export function setText(page: Page, text: string, { face = 'regular', size = SIZE }: Style): string {
  page.font(face).fontSize(size);
  return text.normalize('NFC');
}

/** Sets lines into a column, from the top. @returns where they end */
export function writeColumn(
  page: Page,
  { x, y, width }: { x: number; y: number; width: number },
  lines: [string, Style][],
): number {
  let end = y;
  for (const [line, style] of lines) {
    page.text(setText(page, line, style), x, end, { width, align: style.align ?? 'center' });
    end = page.y;
  }
  return end;
}

export function writeTitle(page: Page, title: string): void {
  writeLine(page, title, { face: 'bold', size: 14, align: 'center' });
}

export function writeLine(page: Page, text: string, style: Style = {}): void {
  page.text(setText(page, text, style), left(page), page.y, {
    width: textWidth(page),
    align: style.align ?? 'left',
  });
}

/** Between paragraphs, at least 6 points. */
const BETWEEN = 6;

export function space(page: Page, height = BETWEEN): void {
  page.y += height;
}

/** Short paragraphs stay together; points. */
const SHORT = mm(40);

export function writeParagraph(page: Page, text: string, style: Style = {}): void {
  const set = setText(page, text, style);
  const options = {
    width: textWidth(page),
    align: style.align ?? ('justify' as const),
    indent: mm(10),
    lineGap: 1.5,
  };
  const height = page.heightOfString(set, options);
  if (height <= SHORT) keep(page, height);
  page.text(set, left(page), page.y, options);
  space(page);
}
