// The text of a page: follows its content (ISO 32000-1, §7.8.2) as far as text is shown.
import type { PdfFile } from './pdf-file.ts';
import { type Font, readFont } from './pdf-font.ts';
import { dictOf, isWordObject, numberOf, numbersOf } from './pdf-object.ts';
import { type Dict, Parser, Unusual, type Value } from './pdf-syntax.ts';
import {
  type Box,
  copyOf,
  IDENTITY,
  type Matrix,
  move,
  multiply,
  startingState,
  TextBuilder,
  type TextState,
} from './pdf-text.ts';

export interface Page {
  resources: Dict;
  box: Box;
  content: Buffer;
}

/** Fonts are read once for all pages, by the number of their object. */
export type Fonts = Map<number, Font>;

/** Errors: Unusual. @param characters enough of them */
export function pageText(file: PdfFile, page: Page, fonts: Fonts, characters: number): string {
  return contentText(
    { file, fonts, box: page.box, characters, forms: 0 },
    page.resources,
    page.content,
    startingState(),
  );
}

interface Reading {
  file: PdfFile;
  fonts: Fonts;
  box: Box;
  characters: number;
  /** Within which this one is. */
  forms: number;
}

const MOST_FORMS = 10;
const MOST_STATES = 1_000;

function contentText(reading: Reading, resources: Dict, content: Buffer, state: TextState): string {
  const reader = new ContentReader(reading, resources, state);
  const parser = new Parser(content);
  const values: Value[] = [];
  for (let value = parser.next(false); value !== undefined; value = parser.next(false)) {
    if (isWordObject(value)) {
      reader.run(value.word, values);
      values.length = 0;
      if (reader.text.length() > reading.characters) break;
    } else if (values.length > 100) throw new Unusual('an operator of too many values');
    else values.push(value);
  }
  return reader.text.text();
}

class ContentReader {
  readonly text: TextBuilder;
  private readonly reading: Reading;
  private readonly resources: Dict;
  private state: TextState;
  private readonly states: TextState[] = [];

  constructor(reading: Reading, resources: Dict, state: TextState) {
    this.reading = reading;
    this.resources = resources;
    this.state = state;
    this.text = new TextBuilder(reading.box);
  }

  run(word: string, values: Value[]): void {
    const { state } = this;
    const number = (index: number) => numberOf(values.at(index));
    switch (word) {
      case 'q':
        if (this.states.length > MOST_STATES) throw new Unusual('states lie too deep');
        this.states.push(copyOf(state));
        return;
      case 'Q':
        this.restore();
        return;
      case 'cm':
        state.ctm = multiply(state.ctm, matrixOf(values));
        return;
      case 'BT':
        state.matrix = [...IDENTITY];
        state.lineMatrix = [...IDENTITY];
        return;
      case 'Tf':
        this.setFont(values.at(-2), number(-1));
        return;
      case 'Tc':
        state.charSpacing = number(-1);
        return;
      case 'Tw':
        state.wordSpacing = number(-1);
        return;
      case 'Tz':
        state.scale = number(-1) / 100;
        return;
      case 'TL':
        state.leading = number(-1);
        return;
      case 'Ts':
        state.rise = number(-1);
        return;
      case 'Tm':
        state.matrix = matrixOf(values);
        state.lineMatrix = [...state.matrix];
        this.text.rescale(state);
        return;
      case 'TD':
        state.leading = -number(-1);
        this.moveLine(number(-2), number(-1));
        return;
      case 'Td':
        this.moveLine(number(-2), number(-1));
        return;
      case 'T*':
        this.moveLine(0, -state.leading);
        return;
      case 'Tj':
        this.show(values.at(-1), 0);
        return;
      case 'TJ':
        this.showSpaced(values.at(-1));
        return;
      case "'":
        this.moveLine(0, -state.leading);
        this.show(values.at(-1), 0);
        return;
      case '"':
        state.wordSpacing = number(-3);
        state.charSpacing = number(-2);
        this.moveLine(0, -state.leading);
        this.show(values.at(-1), 0);
        return;
      case 'Do':
        this.draw(values.at(-1));
        return;
      case 'gs':
        if (dictOf(this.resource('/ExtGState', values.at(-1))).has('/Font'))
          throw new Unusual('a font set aside');
        return;
      case 'BMC':
      case 'BDC':
      case 'EMC':
        this.text.flush();
        return;
      case 'BI':
        throw new Unusual('a picture among the text');
    }
  }

  private restore(): void {
    const before = this.state;
    this.state = this.states.pop() ?? before;
    const { font, fontName, size } = this.state;
    if (font !== before.font || fontName !== before.fontName || size !== before.size) this.text.flush();
  }

  private moveLine(x: number, y: number): void {
    move(this.state.lineMatrix, x, y);
    this.state.matrix = [...this.state.lineMatrix];
  }

  private resource(kind: string, name: Value | undefined): Value | undefined {
    const { file } = this.reading;
    return file.get(dictOf(file.get(this.resources.get(kind))).get(String(name)));
  }

  private setFont(name: Value | undefined, size: number): void {
    const { file, fonts } = this.reading;
    const { state } = this;
    if (state.font && state.fontName === name && state.size === size) return;
    this.text.flush();
    const given = dictOf(file.get(this.resources.get('/Font'))).get(String(name));
    if (typeof given !== 'object' || given === null || !('ref' in given))
      throw new Unusual('a font of no number');
    const font = fonts.get(given.ref) ?? readFont(file, dictOf(file.get(given)));
    fonts.set(given.ref, font);
    state.font = font;
    state.fontName = String(name);
    state.size = size;
  }

  private show(shown: Value | undefined, extra: number): void {
    const { font } = this.state;
    if (!font || !Buffer.isBuffer(shown)) throw new Unusual('text without a font');
    if (shown.length % font.bytes !== 0) throw new Unusual('half a letter');
    this.text.show(this.state, font, shown, extra);
  }

  /** Numbers draw the next letter nearer (§9.4.3); each belongs to the string before. */
  private showSpaced(parts: Value | undefined): void {
    if (!Array.isArray(parts)) throw new Unusual('no text');
    let waiting: Buffer[] = [];
    for (const part of parts) {
      if (Buffer.isBuffer(part)) waiting.push(part);
      else if (part !== 0) {
        this.show(joined(waiting), (-numberOf(part) * this.state.size) / 1000);
        waiting = [];
      }
    }
    if (waiting.length > 0) this.show(joined(waiting), 0);
  }

  /** Forms have content of their own; pictures, no text. */
  private draw(name: Value | undefined): void {
    this.text.flush();
    const { file, forms, characters } = this.reading;
    const { dict, bytes } = file.stream(dictOf(file.get(this.resources.get('/XObject'))).get(String(name)));
    if (file.get(dict.get('/Subtype')) !== '/Form') return;
    if (forms > MOST_FORMS) throw new Unusual('forms lie too deep');
    const state = copyOf(this.state);
    if (dict.has('/Matrix'))
      state.ctm = multiply(state.ctm, matrixOf(numbersOf(file.get(dict.get('/Matrix')))));
    const resources = dict.has('/Resources') ? dictOf(file.get(dict.get('/Resources'))) : this.resources;
    const left = characters - this.text.length();
    this.text.append(
      contentText({ ...this.reading, forms: forms + 1, characters: left }, resources, bytes(), state),
    );
  }
}

const NOTHING = Buffer.alloc(0);

function joined(parts: Buffer[]): Buffer {
  return parts.length === 1 ? (parts[0] ?? NOTHING) : Buffer.concat(parts);
}

function matrixOf(values: Value[]): Matrix {
  const numbers = values.map(numberOf);
  if (numbers.length !== 6) throw new Unusual('no matrix');
  return numbers as Matrix;
}
