// Collects the text of a document as lines: paragraphs, and the rows of its tables.

/** Longest text kept of one paragraph (characters). */
const LONGEST = 100_000;

export interface Lines {
  add(text: string): void;
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
  let paragraph = '';
  /** Open rows, innermost last: a table may lie in a cell. */
  const rows: { cells: string[][]; cell: string[] }[] = [];

  function put(line: string): void {
    const row = rows.at(-1);
    if (row) row.cell.push(line);
    else {
      lines.push(line);
      length += line.length + 1;
    }
  }

  return {
    add(text) {
      if (paragraph.length < LONGEST) paragraph += text;
    },
    endParagraph() {
      for (const line of paragraph.split('\n')) if (line.trim() !== '') put(line.trim());
      paragraph = '';
    },
    startRow() {
      rows.push({ cells: [], cell: [] });
    },
    endCell() {
      const row = rows.at(-1);
      if (!row) return;
      row.cells.push(row.cell);
      row.cell = [];
    },
    endRow() {
      const row = rows.pop();
      if (!row) return;
      if (row.cell.length > 0) row.cells.push(row.cell);
      for (const line of rowLines(row.cells)) put(line);
    },
    length: () => length,
    text: () => [...lines, paragraph].join('\n'),
  };
}

function rowLines(cells: string[][]): string[] {
  if (cells.length <= 2 && cells.some((cell) => cell.length > 1)) return cells.flat();
  const line = cells.map((cell) => cell.join(' ')).join('\t');
  return line.trim() === '' ? [] : [line];
}
