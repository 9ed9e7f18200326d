// Makes Word 97 documents (MS-DOC): a text, the piece table that finds it, and the marks of table rows.
import { CFB } from '@e965/xlsx';

/** A paragraph, or the cells of a table's row. */
export type DocLine = string | string[];

interface DocOptions {
  /** Says that its text is behind a password. */
  encrypted?: boolean;
  /** Word 97 by default; 0x65 is Word 6, 0x68 Word 95. */
  version?: number;
  /** Carries macros. */
  macros?: boolean;
}

/** Text of Latin-1 letters alone is kept in single bytes, as Word does; other text in UTF-16. */
export function makeDoc(lines: DocLine[], options: DocOptions = {}): Buffer {
  const paragraphs = lines.flatMap(paragraphsOf);
  const text = paragraphs.map((one) => one.text).join('');
  const wide = /[^\0-\xff]/.test(text);
  const bytes = Buffer.from(text, wide ? 'utf16le' : 'latin1');
  const pages = propertyPages(paragraphs, wide ? 2 : 1);
  const firstPage = Math.ceil((TEXT_AT + bytes.length) / PAGE);
  const stream = Buffer.alloc(Math.max(4096, (firstPage + pages.length) * PAGE));
  bytes.copy(stream, TEXT_AT);
  pages.forEach((page, at) => {
    page.copy(stream, (firstPage + at) * PAGE);
  });
  const pieces = pieceTable(text.length, wide);
  const marks = pagesTable(pages, firstPage, TEXT_AT + bytes.length);
  writeHead(stream, text.length, { clx: pieces.length, marks: marks.length }, options);
  return assemble({ WordDocument: stream, '1Table': padded(Buffer.concat([pieces, marks])) }, options);
}

/** What else makes a file of Office 97: streams by path, with folders. */
export function makeCompound(streams: Record<string, Buffer>): Buffer {
  const file = CFB.utils.cfb_new();
  for (const [path, content] of Object.entries(streams)) CFB.utils.cfb_add(file, path, content);
  CFB.utils.cfb_del(file, '/\u0001Sh33tJ5');
  return CFB.write(file, { type: 'buffer' }) as Buffer;
}

function assemble(streams: Record<string, Buffer>, { macros }: DocOptions): Buffer {
  const more: Record<string, Buffer> = macros
    ? { 'Macros/VBA/dir': Buffer.alloc(600), 'Macros/PROJECT': Buffer.alloc(600) }
    : {};
  return makeCompound({ ...streams, ...more });
}

const PAGE = 512;
const TEXT_AT = 2048;

interface Paragraph {
  text: string;
  inTable: boolean;
  endsRow: boolean;
}

/** A cell ends with U+0007, and so does its row (MS-DOC §2.4.3). */
function paragraphsOf(line: DocLine): Paragraph[] {
  if (typeof line === 'string') return [{ text: `${line}\r`, inTable: false, endsRow: false }];
  const cells = line.map((cell) => ({ text: `${cell}\u0007`, inTable: true, endsRow: false }));
  return [...cells, { text: '\u0007', inTable: true, endsRow: true }];
}

/** Paragraph properties, eight to a page (PapxFkp, §2.9.175). */
function propertyPages(paragraphs: Paragraph[], width: number): Buffer[] {
  const pages: Buffer[] = [];
  let at = TEXT_AT;
  for (let first = 0; first < paragraphs.length; first += 8) {
    const some = paragraphs.slice(first, first + 8);
    const page = Buffer.alloc(PAGE);
    some.forEach((paragraph, index) => {
      page.writeUInt32LE(at, index * 4);
      at += paragraph.text.length * width;
      const properties = propertiesOf(paragraph);
      const place = 480 - (index + 1) * 16;
      page.writeUInt8(place / 2, (some.length + 1) * 4 + index * 13);
      properties.copy(page, place);
    });
    page.writeUInt32LE(at, some.length * 4);
    page.writeUInt8(some.length, PAGE - 1);
    pages.push(page);
  }
  return pages;
}

/** sprmPFInTable and sprmPFTtp (§2.6.2), behind the style's number. */
function propertiesOf({ inTable, endsRow }: Paragraph): Buffer {
  const list = [0, 0, ...(inTable ? [0x16, 0x24, 1] : []), ...(endsRow ? [0x17, 0x24, 1] : [])];
  return list.length % 2 === 1
    ? Buffer.from([(list.length + 1) / 2, ...list])
    : Buffer.from([0, list.length / 2, ...list]);
}

/** Clx with one piece (§2.9.38, §2.9.177). */
function pieceTable(length: number, wide: boolean): Buffer {
  const bytes = Buffer.alloc(5 + 16);
  bytes.writeUInt8(2, 0);
  bytes.writeUInt32LE(16, 1);
  bytes.writeUInt32LE(length, 9);
  bytes.writeUInt32LE(wide ? TEXT_AT : TEXT_AT * 2 + 0x40000000, 15);
  return bytes;
}

/** PlcBtePapx (§2.8.6). */
function pagesTable(pages: Buffer[], firstPage: number, end: number): Buffer {
  const bytes = Buffer.alloc(pages.length * 8 + 4);
  pages.forEach((page, at) => {
    bytes.writeUInt32LE(page.readUInt32LE(0), at * 4);
    bytes.writeUInt32LE(firstPage + at, (pages.length + 1 + at) * 4);
  });
  bytes.writeUInt32LE(end, pages.length * 4);
  return bytes;
}

/** The FIB (§2.5.1), as far as readers of text look into it. */
function writeHead(
  stream: Buffer,
  length: number,
  sizes: { clx: number; marks: number },
  options: DocOptions,
): void {
  stream.writeUInt16LE(0xa5ec, 0);
  stream.writeUInt16LE(options.version ?? 0xc1, 2);
  stream.writeUInt16LE(0x0200 | (options.encrypted ? 0x0100 : 0), 0x0a);
  stream.writeUInt32LE(TEXT_AT, 0x18);
  stream.writeUInt16LE(0x0e, 0x20);
  stream.writeUInt16LE(0x16, 0x3e);
  stream.writeUInt32LE(length, 0x4c);
  stream.writeUInt16LE(0x5d, 0x98);
  stream.writeUInt32LE(sizes.clx, 0x102);
  stream.writeUInt32LE(sizes.marks, 0x106);
  stream.writeUInt32LE(0, 0x1a2);
  stream.writeUInt32LE(sizes.clx, 0x1a6);
}

/** Smaller streams would share sectors (MS-CFB §2.2); Word's own tables never do. */
function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(Math.max(0, 4096 - bytes.length))]);
}
