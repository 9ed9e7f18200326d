// The text of an OpenDocument text or sheet, line by line.
import { decodeLegacy, encodingOfFont } from './legacy.ts';
import { collectLines } from './lines.ts';
import { DAMAGED, type TextResult } from './text-result.ts';
import { readXml } from './xml.ts';
import { openZip } from './zip.ts';

/** Bytes of XML read. */
const PART_LIMIT = 8 * 1024 * 1024;

/** @param characters enough of them */
export async function openDocumentText(path: string, characters: number): Promise<TextResult> {
  const zip = await openZip(path);
  try {
    const entry = zip?.modest ? zip.entries.get('content.xml') : undefined;
    if (!zip || !entry) return DAMAGED;
    const manifest = zip.entries.get('META-INF/manifest.xml');
    const told = manifest ? (await zip.start(manifest, PART_LIMIT)).toString('utf8') : '';
    // ODF 1.2 part 3 §4.8: a password encrypts the entries one by one.
    if (told.includes('encryption-data')) return { text: null, problem: 'encrypted' };
    return readContent(new TextDecoder().decode(await zip.start(entry, PART_LIMIT)), characters);
  } catch {
    // yauzl names no kinds of errors: what it cannot unpack, no office program will.
    return DAMAGED;
  } finally {
    zip?.close();
  }
}

/** Text that is not the document's own. */
const SILENT = new Set(['office:annotation', 'text:tracked-changes', 'svg:desc', 'svg:title']);

function readContent(xml: string, characters: number): TextResult {
  const lines = collectLines();
  const fonts = new Map<string, string>();
  /** Style names of the paragraph and the spans that are open. */
  const styles: string[] = [];
  let style = '';
  let silent = 0;
  let paragraphs = 0;

  const enter = (attributes: Record<string, string>) => {
    styles.push(attributes['text:style-name'] ?? '');
  };
  const enterParagraph = (attributes: Record<string, string>) => {
    paragraphs++;
    enter(attributes);
  };
  const leaveParagraph = () => {
    paragraphs--;
    styles.pop();
    lines.endParagraph();
  };
  const openers: Record<string, (attributes: Record<string, string>) => void> = {
    'style:style': (attributes) => {
      style = attributes['style:name'] ?? '';
    },
    'style:text-properties': (attributes) => {
      const font = attributes['style:font-name'] ?? attributes['fo:font-family'];
      if (font) fonts.set(style, font.replace(/^'|'$/g, ''));
    },
    'text:p': enterParagraph,
    'text:h': enterParagraph,
    'text:span': enter,
    'text:line-break': () => lines.add('\n'),
    'text:tab': () => lines.add('\t'),
    'text:s': () => lines.add(' '),
    'table:table-row': () => lines.startRow(),
  };
  const closers: Record<string, () => void> = {
    'text:p': leaveParagraph,
    'text:h': leaveParagraph,
    'text:span': () => styles.pop(),
    'table:table-cell': () => lines.endCell(),
    'table:table-row': () => lines.endRow(),
  };
  const found = readXml(xml, {
    open(name, attributes) {
      if (SILENT.has(name)) silent++;
      openers[name]?.(attributes);
    },
    close(name) {
      if (SILENT.has(name)) silent--;
      closers[name]?.();
    },
    text(text) {
      if (paragraphs === 0 || silent > 0) return;
      const font = styles.map((one) => fonts.get(one)).findLast((one) => one !== undefined);
      const encoding = font ? encodingOfFont(font) : null;
      lines.add(encoding ? decodeLegacy(text, encoding) : text);
    },
    isDone: () => lines.length() > characters,
  });
  return found ? { text: lines.text(), problem: null } : DAMAGED;
}
