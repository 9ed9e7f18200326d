// The text of an Excel sheet, old or new: a line for each row, its cells apart by tabs.
import { readFile, stat } from 'node:fs/promises';
import { read, utils } from '@e965/xlsx';
import { decodeUnlabelled } from './legacy.ts';
import { DAMAGED, type TextResult } from './text-result.ts';
import { openZip } from './zip.ts';

/** Larger ones are told by type alone: reading one takes several times its size of memory (bytes). */
const MOST_BYTES = 30 * 1024 * 1024;
/** Unpacked, a workbook of more is no list of a district's initiatives. */
const MOST_UNPACKED = 60 * 1024 * 1024;
/** Rows read of each sheet, and sheets. */
const MOST_ROWS = 2_000;
const MOST_SHEETS = 5;
const MOST_COLUMNS = 60;

export async function sheetText(path: string, type: 'xls' | 'xlsx'): Promise<TextResult> {
  if ((await stat(path)).size > MOST_BYTES) return { text: null, problem: null };
  if (type === 'xlsx' && !(await isModest(path))) return DAMAGED;
  try {
    const book = read(await readFile(path), {
      sheetRows: MOST_ROWS,
      cellFormula: false,
      cellHTML: false,
      cellStyles: false,
      bookVBA: false,
    });
    const names = book.SheetNames.slice(0, MOST_SHEETS);
    return {
      text: decodeUnlabelled(names.map((name) => rowsOf(book.Sheets[name])).join('\n')),
      problem: null,
    };
  } catch (error) {
    // The library names one kind of error; what else it cannot read Excel may still be able to.
    const locked = error instanceof Error && /password|encrypt/i.test(error.message);
    return { text: null, problem: locked ? 'encrypted' : null };
  }
}

async function isModest(path: string): Promise<boolean> {
  const zip = await openZip(path);
  zip?.close();
  if (!zip?.modest) return false;
  const unpacked = [...zip.entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  return unpacked <= MOST_UNPACKED;
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
