// The text of a Word document, line by line; runs in old Vietnamese fonts are decoded one by one.
import { encodingOfFont } from './legacy.ts';
import { collectLines } from './lines.ts';
import { DAMAGED, type TextResult } from './text-result.ts';
import { type Attributes, readXml } from './xml.ts';
import type { Zip } from './zip.ts';

/** Bytes of XML read of each part. */
const PART_LIMIT = 8 * 1024 * 1024;

/** @param characters enough of them */
export async function docxText(zip: Zip, characters: number): Promise<TextResult> {
  if (!zip.modest) return DAMAGED;
  try {
    const document = await readPart(zip, 'document');
    if (document === null) return DAMAGED;
    const fonts = readStyles((await readPart(zip, 'styles')) ?? '');
    return readDocument(document, fonts, characters);
  } catch {
    // Neither yauzl nor zlib name kinds of errors: what they cannot unpack, nobody's Word will.
    return DAMAGED;
  }
}

/** "word/document.xml"; Word on the web numbers its parts: "word/document2.xml". */
async function readPart(zip: Zip, name: string): Promise<string | null> {
  const [, entry] = [...zip.entries].find(([path]) => NUMBERED.exec(path)?.[1] === name) ?? [];
  return entry ? new TextDecoder().decode(await zip.start(entry, PART_LIMIT)) : null;
}

const NUMBERED = /^word\/([a-z]+)\d*\.xml$/;

/** What to do where an element begins. */
type Handlers = Record<string, (attributes: () => Attributes) => void>;

/** Fonts by style, and the one of runs that name none. */
interface Fonts {
  byStyle: Map<string, string>;
  /** The style of paragraphs that name none. */
  ofParagraphs: string;
  standard: string;
}

function readStyles(xml: string): Fonts {
  const fonts: Fonts = { byStyle: new Map(), ofParagraphs: '', standard: '' };
  const basedOn = new Map<string, string>();
  let style: string | null = null;
  let inDefaults = false;
  const openers: Handlers = {
    'w:docDefaults': () => {
      inDefaults = true;
    },
    'w:style': (attributes) => {
      const { 'w:styleId': id, 'w:type': type, 'w:default': byDefault = '' } = attributes();
      style = id ?? null;
      if (style && type === 'paragraph' && /^(1|true|on)$/.test(byDefault)) fonts.ofParagraphs = style;
    },
    'w:basedOn': (attributes) => {
      if (style) basedOn.set(style, attributes()['w:val'] ?? '');
    },
    'w:rFonts': (attributes) => {
      const font = fontOf(attributes());
      if (inDefaults) fonts.standard = font;
      else if (style && font) fonts.byStyle.set(style, font);
    },
  };
  readXml(xml, {
    open: (name, attributes) => openers[name]?.(attributes),
    close(name) {
      if (name === 'w:style') style = null;
      if (name === 'w:docDefaults') inDefaults = false;
    },
    text: () => {},
    isDone: () => false,
  });
  for (const child of basedOn.keys()) inherit(child, basedOn, fonts.byStyle);
  return fonts;
}

/** Chains of styles are short; one that leads into itself ends. */
function inherit(child: string, basedOn: Map<string, string>, byStyle: Map<string, string>): void {
  let from: string | undefined = child;
  for (let steps = 0; from !== undefined && steps < 20; steps++) {
    const font = byStyle.get(from);
    if (font) {
      byStyle.set(child, font);
      return;
    }
    from = basedOn.get(from);
  }
}

function fontOf(attributes: Attributes): string {
  return attributes['w:ascii'] ?? attributes['w:hAnsi'] ?? '';
}

/** What is not there for the reader: deleted and moved passages, fonts of old, and the codes of fields. */
const SILENT = new Set([
  'w:delText',
  'w:instrText',
  'w:delInstrText',
  'w:moveFrom',
  'w:rPrChange',
  'w:pPrChange',
  'mc:Fallback',
]);

function readDocument(xml: string, fonts: Fonts, characters: number): TextResult {
  const lines = collectLines();
  let silent = 0;
  let inText = false;
  let paragraphStyle = '';
  let run = { font: '', style: '' };
  const fontNow = () =>
    run.font ||
    fonts.byStyle.get(run.style) ||
    fonts.byStyle.get(paragraphStyle || fonts.ofParagraphs) ||
    fonts.standard;

  const openers: Handlers = {
    'w:p': () => {
      paragraphStyle = '';
    },
    'w:pStyle': (attributes) => {
      paragraphStyle = attributes()['w:val'] ?? '';
    },
    'w:r': () => {
      run = { font: '', style: '' };
    },
    'w:rFonts': (attributes) => {
      run.font = fontOf(attributes());
    },
    'w:rStyle': (attributes) => {
      run.style = attributes()['w:val'] ?? '';
    },
    'w:t': () => {
      inText = true;
    },
    'w:tab': () => lines.add('\t'),
    'w:br': () => lines.add('\n'),
    'w:cr': () => lines.add('\n'),
    'w:noBreakHyphen': () => lines.add('-'),
    // Word takes TCVN3's ư for one.
    'w:softHyphen': () => lines.add('\u00ad', encodingOfFont(fontNow())),
    'w:txbxContent': () => lines.endParagraph(),
    'w:tr': () => lines.startRow(),
  };
  const closers: Record<string, () => void> = {
    'w:t': () => {
      inText = false;
    },
    'w:p': () => lines.endParagraph(),
    'w:tc': () => lines.endCell(),
    'w:tr': () => lines.endRow(),
  };

  let hasBody = false;
  readXml(xml, {
    open(name, attributes) {
      if (name === 'w:body') hasBody = true;
      if (SILENT.has(name)) silent++;
      else if (silent === 0) openers[name]?.(attributes);
    },
    close(name) {
      if (SILENT.has(name)) silent--;
      else if (silent === 0) closers[name]?.();
    },
    text(text) {
      if (inText && silent === 0) lines.add(text, encodingOfFont(fontNow()));
    },
    isDone: () => lines.length() > characters,
  });
  return hasBody ? { text: lines.text(), problem: null } : DAMAGED;
}
