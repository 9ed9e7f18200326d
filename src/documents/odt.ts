// The text of an OpenDocument text or sheet, line by line.
import { encodingOfFont } from './legacy.ts';
import { collectLines } from './lines.ts';
import { DAMAGED, type TextResult } from './text-result.ts';
import { type Attributes, readXml } from './xml.ts';
import type { Zip } from './zip.ts';

/** Bytes of XML read. */
const PART_LIMIT = 8 * 1024 * 1024;

/** @param characters enough of them */
export async function openDocumentText(zip: Zip, characters: number): Promise<TextResult> {
  if (!zip.modest) return DAMAGED;
  try {
    const content = await readPart(zip, 'content.xml');
    if (content === null) return DAMAGED;
    // ODF 1.2 part 3 §4.8: a password encrypts the entries one by one.
    const manifest = await readPart(zip, 'META-INF/manifest.xml');
    if (manifest?.includes('encryption-data')) return { text: null, problem: 'encrypted' };
    const styles = collectStyles();
    readXml((await readPart(zip, 'styles.xml')) ?? '', { ...styles, ...NOTHING_ELSE });
    return readContent(content, styles, characters);
  } catch {
    // Neither yauzl nor zlib name kinds of errors: what they cannot unpack, no office program will.
    return DAMAGED;
  }
}

async function readPart(zip: Zip, name: string): Promise<string | null> {
  const entry = zip.entries.get(name);
  return entry ? new TextDecoder().decode(await zip.start(entry, PART_LIMIT)) : null;
}

interface Styles {
  open(name: string, attributes: () => Attributes): void;
  /** The font of a style, of one it is made from, or of its family. */
  fontOf(family: string, name: string): string | undefined;
}

const NOTHING_ELSE = { close: () => {}, text: () => {}, isDone: () => false };

/** Chains of styles are short; one that leads into itself ends. */
const LONGEST_CHAIN = 20;

function collectStyles(): Styles {
  const fonts = new Map<string, string>();
  const parents = new Map<string, string>();
  let current = '';
  return {
    open(name, written) {
      if (name === 'style:style' || name === 'style:default-style') {
        const attributes = written();
        const family = attributes['style:family'] ?? '';
        current = `${family} ${attributes['style:name'] ?? ''}`;
        if (name === 'style:style') {
          parents.set(current, `${family} ${attributes['style:parent-style-name'] ?? ''}`);
        }
      } else if (name === 'style:text-properties') {
        const attributes = written();
        const font = attributes['style:font-name'] ?? attributes['fo:font-family'];
        if (font) fonts.set(current, font.replace(/^'|'$/g, ''));
      }
    },
    fontOf(family, name) {
      let style: string | undefined = `${family} ${name}`;
      for (let steps = 0; style !== undefined && steps < LONGEST_CHAIN; steps++) {
        const font = fonts.get(style);
        if (font !== undefined) return font;
        style = parents.get(style);
      }
      return undefined;
    },
  };
}

/** Text that is not the document's own. */
const SILENT = new Set(['office:annotation', 'text:tracked-changes', 'svg:desc', 'svg:title']);

function readContent(xml: string, styles: Styles, characters: number): TextResult {
  const lines = collectLines();
  /** Fonts of the paragraph and the spans that are open, as far as they name one. */
  const fonts: (string | undefined)[] = [];
  let silent = 0;

  const enter = (family: string) => (attributes: () => Attributes) => {
    fonts.push(styles.fontOf(family, attributes()['text:style-name'] ?? ''));
  };
  const leaveParagraph = () => {
    fonts.pop();
    lines.endParagraph();
  };
  const openers: Record<string, (attributes: () => Attributes) => void> = {
    'text:p': enter('paragraph'),
    'text:h': enter('paragraph'),
    'text:span': enter('text'),
    'text:line-break': () => lines.add('\n'),
    'text:tab': () => lines.add('\t'),
    'text:s': () => lines.add(' '),
    'draw:text-box': () => lines.endParagraph(),
    'table:table-row': () => lines.startRow(),
  };
  const closers: Record<string, () => void> = {
    'text:p': leaveParagraph,
    'text:h': leaveParagraph,
    'text:span': () => fonts.pop(),
    'table:table-cell': () => lines.endCell(),
    'table:table-row': () => lines.endRow(),
  };
  const found = readXml(xml, {
    open(name, attributes) {
      if (SILENT.has(name)) silent++;
      if (silent > 0) return;
      styles.open(name, attributes);
      openers[name]?.(attributes);
    },
    close(name) {
      if (SILENT.has(name)) silent--;
      else if (silent === 0) closers[name]?.();
    },
    text(text) {
      if (fonts.length === 0 || silent > 0) return;
      lines.add(text, encodingOfFont(fonts.findLast((one) => one !== undefined) ?? ''));
    },
    isDone: () => lines.length() > characters,
  });
  return found ? { text: lines.text(), problem: null } : DAMAGED;
}
