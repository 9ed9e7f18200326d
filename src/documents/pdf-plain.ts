// The text of PDFs as office programs, browsers and scanners write them, at a tenth of what pdf.js takes. What is
// written in any other way is not read at all: pdf.js reads it.
import type { Bytes } from './bytes.ts';
import { openPdfFile, type PdfFile } from './pdf-file.ts';
import { dictOf, numberOf, numbersOf } from './pdf-object.ts';
import { type Fonts, type Page, pageText } from './pdf-page-text.ts';
import { type Dict, Unusual, type Value } from './pdf-syntax.ts';
import type { Box } from './pdf-text.ts';

interface PlainPdf {
  /** How many it has. */
  pages: number;
  /** Of the first ones, line by line. */
  text: string;
}

/** @returns null where anything is unusual, or broken */
export function plainPdf(file: Bytes, pages: number, characters: number): PlainPdf | null {
  try {
    const pdf = openPdfFile(file);
    const root = dictOf(pdf.get(pdf.catalog.get('/Pages')));
    const count = numberOf(pdf.get(root.get('/Count')));
    checkLast(pdf, root);
    const wanted = Math.min(pages, count);
    const fonts: Fonts = new Map();
    let text = '';
    let read = 0;
    for (const page of pagesOf(pdf, root)) {
      if (read === wanted || text.length >= characters) break;
      read++;
      text += `${pageText(pdf, page, fonts, characters - text.length)}\n`;
    }
    return read === wanted || text.length >= characters ? { pages: count, text } : null;
  } catch (error) {
    // Numbers that lead out of the file are a RangeError.
    if (error instanceof Unusual || error instanceof RangeError) return null;
    throw error;
  }
}

const DEEPEST = 50;

/** A tree that has no last page tells a wrong number of them. */
function checkLast(pdf: PdfFile, root: Dict): void {
  let node = root;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const kids = pdf.get(node.get('/Kids'));
    if (kids === undefined && node.get('/Type') === '/Page') return;
    if (!Array.isArray(kids) || kids.length === 0) break;
    node = dictOf(pdf.get(kids.at(-1)));
  }
  throw new Unusual('no last page');
}

/** What pages take from the nodes above them (§7.7.3.4). */
const INHERITED = ['/Resources', '/MediaBox', '/CropBox'];
/** Looked at for five pages. */
const MOST_NODES = 1_000;

function* pagesOf(pdf: PdfFile, node: Dict, seen = { nodes: 0 }, depth = 0): Generator<Page> {
  if (depth > DEEPEST || ++seen.nodes > MOST_NODES) throw new Unusual('a tree without pages');
  const kids = pdf.get(node.get('/Kids'));
  if (Array.isArray(kids)) {
    for (const kid of kids) yield* pagesOf(pdf, withInherited(dictOf(pdf.get(kid)), node), seen, depth + 1);
  } else if (node.get('/Type') === '/Page') {
    yield {
      resources: dictOf(pdf.get(node.get('/Resources'))),
      box: boxOf(pdf, node),
      content: contentOf(pdf, node.get('/Contents')),
    };
  } else throw new Unusual('no page');
}

function withInherited(node: Dict, above: Dict): Dict {
  const whole: Dict = new Map(node);
  for (const key of INHERITED) {
    const value = above.get(key);
    if (value !== undefined && !whole.has(key)) whole.set(key, value);
  }
  return whole;
}

/** The part of the paper that is shown. */
function boxOf(pdf: PdfFile, page: Dict): Box {
  const box = (key: string) => {
    const numbers = numbersOf(pdf.get(page.get(key)));
    const [left = 0, bottom = 0, right = 0, top = 0] = numbers;
    if (numbers.length !== 4 || left >= right || bottom >= top) throw new Unusual('paper of no size');
    return [left, bottom, right, top] as const;
  };
  const media = box('/MediaBox');
  if (!page.has('/CropBox')) return media;
  const crop = box('/CropBox');
  const [left, bottom, right, top] = [
    Math.max(media[0], crop[0]),
    Math.max(media[1], crop[1]),
    Math.min(media[2], crop[2]),
    Math.min(media[3], crop[3]),
  ];
  if (left >= right || bottom >= top) throw new Unusual('paper of no size');
  return [left, bottom, right, top];
}

const LINE_END = Buffer.from('\n');

function contentOf(pdf: PdfFile, contents: Value | undefined): Buffer {
  if (contents === undefined) return Buffer.alloc(0);
  const parts = pdf.get(contents);
  if (!Array.isArray(parts)) return pdf.stream(contents).bytes();
  return Buffer.concat(parts.flatMap((part) => [pdf.stream(part).bytes(), LINE_END]));
}
