// Collects the text of a document as lines: paragraphs, and the rows of its tables.
import { decodeRuns, type LegacyEncoding, type Run } from './legacy.ts';

/** Longest text kept of one paragraph (characters). */
const LONGEST = 100_000;

export interface Lines {
  /** @param encoding that the text's font tells */
  add(text: string, encoding?: LegacyEncoding | null): void;
  endParagraph(): void;
  startRow(): void;
  endCell(): void;
  endRow(): void;
  /** Characters collected so far. */
  length(): number;
  text(): string;
}

/**
 * A row is one line, its cells apart by tabs. Letterheads are tables too, whose cells hold several lines side by side:
 * a row of two such columns is read cell by cell.
 */
export function collectLines(): Lines {
  const lines: string[] = [];
  let length = 0;
  let paragraph: Run[] = [];
  /** Characters of it. */
  let paragraphLength = 0;
  /** Open rows, innermost last: a table may lie in a cell. */
  const rows: { cells: string[][]; cell: string[] }[] = [];

  function put(line: string): void {
    const row = rows.at(-1);
    (row ? row.cell : lines).push(line);
  }
  function endParagraph(): void {
    for (const line of decodeRuns(paragraph).split('\n')) if (line.trim() !== '') put(line.trim());
    paragraph = [];
    paragraphLength = 0;
  }
  function endRow(): void {
    const row = rows.pop();
    if (!row) return;
    if (row.cell.length > 0) row.cells.push(row.cell);
    for (const line of rowLines(row.cells)) put(line);
  }

  return {
    add(text, encoding = null) {
      length += text.length;
      paragraphLength += text.length;
      if (paragraphLength < LONGEST) paragraph.push({ text, encoding });
    },
    endParagraph,
    startRow() {
      rows.push({ cells: [], cell: [] });
    },
    endCell() {
      const row = rows.at(-1);
      if (!row) return;
      row.cells.push(row.cell);
      row.cell = [];
    },
    endRow,
    length: () => length,
    text() {
      endParagraph();
      while (rows.length > 0) endRow();
      return lines.join('\n');
    },
  };
}

function rowLines(cells: string[][]): string[] {
  if (cells.length <= 2 && cells.some((cell) => cell.length > 1)) return cells.flat();
  const line = cells
    .map((cell) => cell.join(' '))
    .join('\t')
    .trimEnd();
  return line === '' ? [] : [line];
}
