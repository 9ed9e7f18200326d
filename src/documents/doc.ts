// The text of a Word document from before 2007. Its fonts are out of reach, so old encodings are told by their words.
import { open, readFile, stat } from 'node:fs/promises';
import WordExtractor from 'word-extractor';
import { decodeUnlabelled } from './legacy.ts';
import { readOleStream } from './ole.ts';
import type { TextResult } from './text-result.ts';

/** Larger ones are told by type alone: reading one takes the whole file into memory (bytes). */
const MOST_BYTES = 60 * 1024 * 1024;

export async function docText(path: string): Promise<TextResult> {
  if ((await stat(path)).size > MOST_BYTES) return { text: null, problem: null };
  const head = await readHead(path);
  if (head && isEncrypted(head)) return { text: null, problem: 'encrypted' };
  // Word 6 and 95 are older than the library reads; people still open them.
  if (head && head.readUInt16LE(2) < WORD_97) return { text: null, problem: null };
  try {
    const document = await new WordExtractor().extract(await readFile(path));
    return { text: decodeUnlabelled(tidyTables(document.getBody())), problem: null };
  } catch {
    // The library names no kinds of errors. A whole file that it cannot read may still be one that Word can.
    return { text: null, problem: null };
  }
}

/** nFib of Word 97 (MS-DOC §2.5.1). */
const WORD_97 = 0x00c1;
/** Flags fEncrypted and fObfuscated (MS-DOC §2.5.1, FibBase). */
const ENCRYPTED = 0x0100;

async function readHead(path: string): Promise<Buffer | null> {
  const file = await open(path);
  try {
    const head = await readOleStream(file, 'WordDocument', 32);
    return head && head.length >= 32 ? head : null;
  } finally {
    await file.close();
  }
}

function isEncrypted(head: Buffer): boolean {
  return (head.readUInt16LE(10) & ENCRYPTED) !== 0;
}

const CELL_END = '\u0007';

/** A cell ends with a tab, a row with a tab and a line end. */
function tidyTables(text: string): string {
  return text.replaceAll('\r', '\n').replaceAll(CELL_END, '\t').replace(/\t+\n/g, '\n');
}
