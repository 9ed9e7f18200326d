// Opens a workbook with another library than the one that wrote it, and reads the parts that library passes over.
import { type CellObject, read, utils, type WorkSheet } from '@e965/xlsx';

export interface Opened {
  name: string;
  sheet: WorkSheet;
  /** Values by row: text, number, or a date as the cell shows it; null: empty. */
  rows: (string | number | null)[][];
  cell(address: string): CellObject | undefined;
  /** "A1:C1" */
  merges: string[];
  /** A part of the package: "xl/worksheets/sheet1.xml". */
  part(path: string): string;
}

export function openWorkbook(bytes: Buffer): Opened {
  const book = read(bytes, { cellNF: true, cellStyles: true, bookFiles: true });
  const [name = ''] = book.SheetNames;
  const sheet = book.Sheets[name] ?? {};
  const { files } = book as unknown as { files: Record<string, { content: Buffer }> };
  return {
    name,
    sheet,
    rows: rowsOf(sheet),
    cell: (address) => sheet[address],
    merges: (sheet['!merges'] ?? []).map((range) => utils.encode_range(range)).sort(),
    part(path) {
      const found = files[path];
      if (!found) throw new Error(`${path} is not among ${Object.keys(files).join(', ')}`);
      return Buffer.from(found.content).toString('utf8');
    },
  };
}

function rowsOf(sheet: WorkSheet): Opened['rows'] {
  const { e } = utils.decode_range(sheet['!ref'] ?? 'A1');
  return Array.from({ length: e.r + 1 }, (_, r) =>
    Array.from({ length: e.c + 1 }, (_, c) => shown(sheet[utils.encode_cell({ r, c })])),
  );
}

function shown(cell: CellObject | undefined): string | number | null {
  if (cell?.v === undefined || cell.t === 'z') return null;
  if (cell.t === 'n') return /y/.test(String(cell.z)) ? String(cell.w) : Number(cell.v);
  return String(cell.v);
}

/** The rows between the headings and the line that counts, without those that are empty. */
export function tableOf({ rows }: Opened, firstHeading: string): Opened['rows'] {
  const from = rows.findIndex(([first]) => first === firstHeading);
  const to = rows.findIndex(([first]) => /^Tổng số/.test(String(first)));
  return rows.slice(from, to).filter((row) => row.some((value) => value !== null));
}
