// The text of a Word document from before 2007 (MS-DOC). Its fonts are left alone: old encodings are told by words.
import { CFB } from '@e965/xlsx';
import type { Bytes } from './bytes.ts';
import { collectLines, type Lines } from './lines.ts';
import type { TextResult } from './text-result.ts';

/** Larger ones are told by type alone: reading one takes the whole file into memory (bytes). */
const MOST_BYTES = 50 * 1024 * 1024;
/** What cannot be read here, Word may still be able to. */
const NO_TEXT: TextResult = { text: null, problem: null };

/** @param characters enough of them */
export function docText(file: Bytes, characters: number): TextResult {
  if (file.size > MOST_BYTES) return NO_TEXT;
  const bytes = file.whole();
  try {
    return readDocument(bytes, characters);
  } catch (error) {
    // Numbers that lead out of the file, and whatever SheetJS finds wrong with its folders.
    if (error instanceof RangeError || error instanceof Error) return NO_TEXT;
    throw error;
  }
}

/** nFib of Word 97 (§2.5.1); before it, the text is kept in another way. */
const WORD_97 = 0x00c1;
/** Flags of FibBase (§2.5.2). */
const ENCRYPTED = 0x0100;
const SECOND_TABLE = 0x0200;

function readDocument(bytes: Buffer, characters: number): TextResult {
  const file = CFB.read(bytes, { type: 'buffer' });
  const stream = (name: string) => Buffer.from(CFB.find(file, `/${name}`)?.content ?? []);
  const main = stream('WordDocument');
  const flags = main.readUInt16LE(0x0a);
  if (flags & ENCRYPTED) return { text: null, problem: 'encrypted' };
  if (main.readUInt16LE(2) < WORD_97) return NO_TEXT;
  const table = stream(flags & SECOND_TABLE ? '1Table' : '0Table');
  const document: Document = { main, table, pieces: readPieces(main, table), marks: readMarks(main, table) };
  blankDeleted(document);
  const lines = collectLines();
  const body = main.readUInt32LE(0x4c);
  readRange(document, 0, body, lines, characters);
  // Text boxes stand behind footnotes, headers, comments and endnotes (§2.3).
  const before = [0x50, 0x54, 0x58, 0x5c, 0x60].reduce((sum, at) => sum + main.readUInt32LE(at), body);
  readRange(document, before, before + main.readUInt32LE(0x64), lines, characters);
  return { text: lines.text(), problem: null };
}

interface Document {
  main: Buffer;
  table: Buffer;
  pieces: Piece[];
  marks: Map<number, Mark>;
}

/** A stretch of text: characters from one position to another, and where their bytes begin. */
interface Piece {
  from: number;
  to: number;
  start: number;
  /** Bytes of a character. */
  width: 1 | 2;
}

const MOST_PIECES = 100_000;

/** Clx (§2.9.38): properties, then the piece table. */
function readPieces(main: Buffer, table: Buffer): Piece[] {
  let at = main.readUInt32LE(0x1a2);
  while (table.readUInt8(at) === 1) at += 3 + table.readUInt16LE(at + 1);
  const count = Math.floor((table.readUInt32LE(at + 1) - 4) / 12);
  if (count > MOST_PIECES) return [];
  return Array.from({ length: count }, (_, index) => {
    const position = at + 5 + index * 4;
    const place = table.readUInt32LE(at + 5 + (count + 1) * 4 + index * 8 + 2);
    const narrow = (place & 0x40000000) !== 0;
    const start = place & 0x3fffffff;
    return {
      from: table.readUInt32LE(position),
      to: table.readUInt32LE(position + 4),
      start: narrow ? start / 2 : start,
      width: narrow ? 1 : 2,
    };
  });
}

/** What the mark at a paragraph's end says of it. */
interface Mark {
  inTable: boolean;
  endsRow: boolean;
}

/** sprmPFInTable, sprmPFTtp (§2.6.2) and sprmCFRMarkDel (§2.6.1), each with the value 1. */
const IN_TABLE = Buffer.from('162401', 'hex');
const ENDS_ROW = Buffer.from('172401', 'hex');
const DELETED = Buffer.from('000801', 'hex');

/** Marks of paragraphs in tables, by the byte behind them. */
function readMarks(main: Buffer, table: Buffer): Map<number, Mark> {
  const marks = new Map<number, Mark>();
  for (const { to, properties } of formatted(main, table, 0x102, 13)) {
    const endsRow = properties.includes(ENDS_ROW);
    if (endsRow || properties.includes(IN_TABLE)) marks.set(to, { inTable: true, endsRow });
  }
  return marks;
}

/** Deleted passages that Word still shows struck out become zeros. */
function blankDeleted({ main, table }: Document): void {
  let left = main.length;
  for (const { from, to, properties } of formatted(main, table, 0xfa, 1)) {
    if (!properties.includes(DELETED) || to <= from) continue;
    left -= to - from;
    if (left < 0) return;
    main.fill(0, from, to);
  }
}

interface Formatted {
  from: number;
  to: number;
  properties: Buffer;
}

const PAGE = 512;
const MOST_PAGES = 20_000;

/**
 * Stretches of bytes with the properties of their paragraphs or characters, as far as they have any of their own
 * (PlcBtePapx, PlcBteChpx, §2.8.5). @param entry bytes of an entry: 13 for paragraphs, 1 for characters
 */
function* formatted(main: Buffer, table: Buffer, at: number, entry: 1 | 13): Generator<Formatted> {
  const list = main.readUInt32LE(at);
  const count = Math.min(Math.floor((main.readUInt32LE(at + 4) - 4) / 8), MOST_PAGES);
  for (let number = 0; number < count; number++) {
    const start = (table.readUInt32LE(list + (count + 1 + number) * 4) & 0x3fffff) * PAGE;
    const page = main.subarray(start, start + PAGE);
    const runs = page.length === PAGE ? page.readUInt8(PAGE - 1) : 0;
    for (let run = 0; run < runs && (run + 2) * 4 + run * entry < PAGE; run++) {
      const place = page.readUInt8((runs + 1) * 4 + run * entry) * 2;
      if (place === 0) continue;
      const properties = entry === 1 ? ofCharacters(page, place) : ofParagraph(page, place);
      yield { from: page.readUInt32LE(run * 4), to: page.readUInt32LE((run + 1) * 4), properties };
    }
  }
}

/** §2.9.32 */
function ofCharacters(page: Buffer, place: number): Buffer {
  return page.subarray(place + 1, place + 1 + page.readUInt8(place));
}

/** §2.9.175 */
function ofParagraph(page: Buffer, place: number): Buffer {
  const words = page.readUInt8(place);
  if (words > 0) return page.subarray(place + 1, place + words * 2);
  return page.subarray(place + 2, place + 2 + page.readUInt8(place + 1) * 2);
}

/** Characters looked at for each that is kept: codes of fields are long. */
const SPARE = 10;

function readRange(document: Document, from: number, to: number, lines: Lines, characters: number): void {
  const reader = openReader(lines);
  let left = characters * SPARE;
  for (const piece of document.pieces) {
    const first = Math.max(piece.from, from);
    const length = Math.min(piece.to, to) - first;
    if (length <= 0) continue;
    const start = piece.start + (first - piece.from) * piece.width;
    const text = decode(
      document.main.subarray(start, start + Math.min(length, left) * piece.width),
      piece.width,
    );
    for (let at = 0; at < text.length; at++) {
      reader.take(text.charAt(at), document.marks.get(start + (at + 1) * piece.width));
    }
    left -= text.length;
    if (left <= 0 || lines.length() > characters) break;
  }
}

function decode(bytes: Buffer, width: 1 | 2): string {
  return width === 2 ? bytes.toString('utf16le') : new TextDecoder('windows-1252').decode(bytes);
}

/** Characters that stand for others (§2.9.229 and Word's own). */
const SPECIAL: Partial<Record<string, string>> = {
  '\u000b': '\n',
  '\u001e': '-',
  // The optional hyphen; it is also where TCVN3 has its ư.
  '\u001f': '\u00ad',
  '\t': '\t',
};

function openReader(lines: Lines) {
  /** Fields that are open; true while their code lasts (§2.8.25). */
  const fields: boolean[] = [];
  let inRow = false;

  const ends: Partial<Record<string, (mark: Mark | undefined) => void>> = {
    '\r': (mark) => end(mark, false),
    '\f': (mark) => end(mark, false),
    '\u0007': (mark) => end(mark ?? { inTable: true, endsRow: false }, true),
    '\u0013': () => {
      if (fields.length < 100) fields.push(true);
    },
    '\u0014': () => {
      if (fields.length > 0) fields[fields.length - 1] = false;
    },
    '\u0015': () => {
      fields.pop();
    },
  };
  function end(mark: Mark | undefined, endsCell: boolean): void {
    if (mark?.inTable && !inRow) {
      lines.startRow();
      inRow = true;
    } else if (!mark?.inTable && inRow) {
      lines.endRow();
      inRow = false;
    }
    lines.endParagraph();
    if (mark?.endsRow && inRow) {
      lines.endRow();
      inRow = false;
    } else if (endsCell) lines.endCell();
  }
  return {
    take(character: string, mark: Mark | undefined): void {
      const ending = ends[character];
      if (ending) ending(mark);
      else if (fields.includes(true)) return;
      else if (character >= ' ') lines.add(character);
      else if (SPECIAL[character]) lines.add(SPECIAL[character]);
    },
  };
}
