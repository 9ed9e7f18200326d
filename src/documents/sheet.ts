// The text of an Excel sheet, old or new: a line for each row, its cells apart by tabs.
import { read, utils } from '@e965/xlsx';
import type { Bytes } from './bytes.ts';
import { DAMAGED, type TextResult } from './text-result.ts';
import type { Zip } from './zip.ts';

/** Larger ones are told by type alone: reading one takes several times its size of memory (bytes). */
const MOST_BYTES = 30 * 1024 * 1024;
/** Unpacked, a workbook of more is no list of a district's initiatives. */
const MOST_UNPACKED = 60 * 1024 * 1024;
/** Rows read of each sheet, and sheets. */
const MOST_ROWS = 2_000;
const MOST_SHEETS = 5;
const MOST_COLUMNS = 60;

/** @param zip of a new one */
export function sheetText(file: Bytes, zip: Zip | null): TextResult {
  if (file.size > MOST_BYTES) return { text: null, problem: null };
  if (zip) {
    if (!zip.modest) return DAMAGED;
    if (sizeUnpacked(zip) > MOST_UNPACKED) return { text: null, problem: null };
  }
  try {
    const book = readSilently(file.whole(), {
      sheetRows: MOST_ROWS,
      cellFormula: false,
      cellHTML: false,
      cellStyles: false,
      bookVBA: false,
      // Dates without a form of their own, as people here write them.
      dateNF: 'dd/mm/yyyy',
    });
    const names = book.SheetNames.slice(0, MOST_SHEETS);
    return {
      text: names.map((name) => rowsOf(book.Sheets[name])).join('\n'),
      problem: null,
    };
  } catch (error) {
    // The library names one kind of error; what else it cannot read Excel may still be able to.
    const locked = error instanceof Error && /password|encrypt/i.test(error.message);
    return { text: null, problem: locked ? 'encrypted' : null };
  }
}

/** SheetJS tells the console of each record that it does not know; a hostile workbook has millions. */
function readSilently(...parameters: Parameters<typeof read>): ReturnType<typeof read> {
  const { error } = console;
  console.error = () => {};
  try {
    return read(...parameters);
  } finally {
    console.error = error;
  }
}

/** Bytes. */
function sizeUnpacked(zip: Zip): number {
  return [...zip.entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
}

function rowsOf(sheet: ReturnType<typeof read>['Sheets'][string] | undefined): string {
  if (!sheet) return '';
  const rows = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: false, blankrows: false, defval: '' });
  return rows
    .map((cells) =>
      cells
        .slice(0, MOST_COLUMNS)
        .map((cell) => String(cell).replace(/\s+/g, ' ').trim())
        .join('\t')
        .trimEnd(),
    )
    .join('\n');
}
