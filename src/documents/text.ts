// The text of a document, line by line, as far as letterhead and headings can stand in it.
import { readFile } from 'node:fs/promises';
import mammoth from 'mammoth';
import { getDocumentProxy } from 'unpdf';
import yauzl from 'yauzl';
import type { Reason } from '../core/reasons.ts';

export interface TextResult {
  text: string | null;
  problem: Reason | null;
}

const DAMAGED: TextResult = { text: null, problem: 'damaged' };

export async function docxText(path: string): Promise<TextResult> {
  if (!(await isHonestZip(path))) return DAMAGED;
  try {
    const { value } = await mammoth.extractRawText({ path });
    return { text: value.replace(/\n{2,}/g, '\n'), problem: null };
  } catch {
    // mammoth names no kinds of errors: whatever it cannot open, nobody's Word will.
    return DAMAGED;
  }
}

const PAGES = 5;

export async function pdfText(path: string): Promise<TextResult> {
  try {
    const pdf = await getDocumentProxy(new Uint8Array(await readFile(path)), { verbosity: 0 });
    const pages: string[] = [];
    for (let number = 1; number <= Math.min(PAGES, pdf.numPages); number++) {
      const page = await pdf.getPage(number);
      pages.push(linesOf((await page.getTextContent()).items as TextItem[]));
    }
    await pdf.destroy();
    return { text: pages.join('\n'), problem: null };
  } catch (error) {
    return { text: null, problem: isPassword(error) ? 'encrypted' : 'damaged' };
  }
}

function isPassword(error: unknown): boolean {
  return error instanceof Error && error.name === 'PasswordException';
}

/** A piece of text on a page; `transform[5]` is the height of its base line. */
interface TextItem {
  str?: string;
  hasEOL?: boolean;
  transform?: number[];
}

/** Pieces on one base line make a line (points). */
const SAME_LINE = 2;

function linesOf(items: TextItem[]): string {
  let text = '';
  let height: number | null = null;
  for (const { str = '', hasEOL, transform } of items) {
    const at = transform?.[5] ?? null;
    if (
      str.trim() !== '' &&
      height !== null &&
      at !== null &&
      Math.abs(at - height) > SAME_LINE &&
      !text.endsWith('\n')
    ) {
      text += '\n';
    }
    text += str;
    if (str.trim() !== '') height = at;
    if (hasEOL && !text.endsWith('\n')) text += '\n';
  }
  return text;
}

const MOST_ENTRIES = 5_000;
const MOST_UNPACKED = 200 * 1024 * 1024;
const HIGHEST_RATIO = 200;
/** Small files pack well without being bombs. */
const RATIO_FROM = 10 * 1024 * 1024;

/** Whether unpacking would stay within limits, by the sizes the archive itself tells; yauzl holds it to them. */
async function isHonestZip(path: string): Promise<boolean> {
  try {
    const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: true });
    if (zip.entryCount > MOST_ENTRIES) {
      zip.close();
      return false;
    }
    let packed = 0;
    let unpacked = 0;
    for await (const entry of zip.eachEntry()) {
      packed += entry.compressedSize;
      unpacked += entry.uncompressedSize;
      if (unpacked > MOST_UNPACKED) return false;
    }
    return unpacked < RATIO_FROM || unpacked / Math.max(packed, 1) < HIGHEST_RATIO;
  } catch {
    return false;
  }
}
