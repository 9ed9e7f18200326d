// What the bytes of a PDF's text stand for, and how wide they are (ISO 32000-1, §9.6 to §9.10), of the common fonts.
import type { PdfFile, Stream } from './pdf-file.ts';
import { dictOf, isWordObject, numberOf } from './pdf-object.ts';
import { type Dict, Parser, Unusual, type Value } from './pdf-syntax.ts';

export interface Font {
  /** Bytes of a code. */
  bytes: 1 | 2;
  /** Errors: Unusual, if its letter is not told. */
  glyph(code: number): Glyph;
}

export interface Glyph {
  /** As pdf.js gives it out: ligatures taken apart. */
  text: string;
  /** In thousandths of the font's size. */
  width: number;
  /** Codes of one byte or two that space between words is added to (§9.3.3). */
  isSpaceCode: boolean;
  isWhite: boolean;
  /** Marks that stand above the letter before. */
  isMark: boolean;
  /** Soft hyphens and the like. */
  isInvisible: boolean;
}

/** Errors: Unusual. */
export function readFont(file: PdfFile, font: Dict): Font {
  const kind = font.get('/Subtype');
  if (kind === '/Type0') return compositeFont(file, font);
  if (kind === '/TrueType' || kind === '/Type1' || kind === '/MMType1') return simpleFont(file, font);
  throw new Unusual('a font of another kind');
}

type Letters = Map<number, string>;

function compositeFont(file: PdfFile, font: Dict): Font {
  if (font.get('/Encoding') !== '/Identity-H') throw new Unusual('another encoding');
  const letters = readLetters(file.stream(font.get('/ToUnicode')));
  const [first] = arrayOf(file.get(font.get('/DescendantFonts')));
  const descendant = dictOf(file.get(first));
  const widths = compositeWidths(file, descendant);
  const standard = Math.ceil(numberOf(file.get(descendant.get('/DW')) ?? 1000));
  // pdf.js takes a code for its own letter where the map leaves it out.
  const letterOf = (code: number) => letters.get(code) || String.fromCharCode(code);
  const glyphOf = cached((code) => glyph(letterOf(code), widths.get(code) ?? standard, code));
  return { bytes: 2, glyph: glyphOf };
}

/** §9.7.4.3 */
function compositeWidths(file: PdfFile, font: Dict): Map<number, number> {
  const widths = new Map<number, number>();
  const written = font.has('/W') ? arrayOf(file.get(font.get('/W'))) : [];
  let left = MOST_CODES;
  for (let at = 0; at < written.length; ) {
    const first = numberOf(file.get(written[at++]));
    const next = file.get(written[at++]);
    if (Array.isArray(next)) {
      for (const [index, width] of next.entries()) widths.set(first + index, numberOf(file.get(width)));
      continue;
    }
    const width = numberOf(file.get(written[at++]));
    const last = numberOf(next);
    left -= Math.max(0, last - first);
    if (left < 0) throw new Unusual('widths of too many letters');
    for (let code = first; code <= last; code++) widths.set(code, width);
  }
  return widths;
}

const LAST_CODE = 0xffff;
/** In all ranges together: each is written in a few bytes. */
const MOST_CODES = 2 * LAST_CODE;

function simpleFont(file: PdfFile, font: Dict): Font {
  const descriptor = dictOf(file.get(font.get('/FontDescriptor')));
  const isEmbedded = ['/FontFile', '/FontFile2', '/FontFile3'].some((key) => descriptor.has(key));
  const encoding = file.get(font.get('/Encoding'));
  const isWindows = isEmbedded && encoding === '/WinAnsiEncoding';
  const given = font.get('/ToUnicode');
  // Letters by another encoding's names are told by ToUnicode, or not here.
  if (given === undefined && !isWindows) throw new Unusual('letters of another encoding');
  const letters: Letters = given === undefined ? new Map() : readLetters(file.stream(given));
  const letterOf = (code: number) => {
    if (letters.get(code)) return letters.get(code);
    if (isWindows) return WINDOWS.get(code);
    return isEmbedded && encoding === undefined ? String.fromCharCode(code) : undefined;
  };
  const first = numberOf(file.get(font.get('/FirstChar')));
  const widths = arrayOf(file.get(font.get('/Widths'))).map((width) => numberOf(file.get(width)));
  const standard = numberOf(file.get(descriptor.get('/MissingWidth')) ?? 0);
  const glyphOf = cached((code) => glyph(letterOf(code), widths[code - first] ?? standard, code));
  return { bytes: 1, glyph: glyphOf };
}

/** WinAnsiEncoding (annex D.2): codes without a letter are bullets, and no space or hyphen is told from another. */
const WINDOWS: Letters = new Map(
  Array.from({ length: 0xe0 }, (_, index) => {
    const code = index + 0x20;
    const letter = new TextDecoder('windows-1252').decode(Uint8Array.of(code));
    if (code === 0xa0) return [code, ' '];
    if (code === 0xad) return [code, '-'];
    return [code, code >= 0x7f && letter < '\u00a0' ? '\u2022' : letter];
  }),
);

function cached(make: (code: number) => Glyph): (code: number) => Glyph {
  const glyphs: Glyph[] = [];
  return (code) => {
    glyphs[code] ??= make(code);
    return glyphs[code];
  };
}

function glyph(told: string | undefined, width: number, code: number): Glyph {
  if (!told || UNUSUAL.test(told)) throw new Unusual('a letter that is not told, or not ours');
  const text = told.replace(APART, (one) => one.normalize('NFKC'));
  const [, isWhite, isMark, isInvisible] = KIND.exec(told) ?? [];
  return {
    text,
    width,
    isSpaceCode: code === 0x20,
    isWhite: isWhite !== undefined,
    isMark: isMark !== undefined,
    isInvisible: isInvisible !== undefined,
  };
}

/** Scripts that are written from the right, or otherwise than one letter after another. */
const UNUSUAL = /[\u0590-\u1dff]|[\u20d0-\u20ff]|[\u2c00-\udfff]|[\uf900-\ufaff]|[\ufb05-\uffff]/;
const APART = /[\u00a0\u00b5\u037e\u2000-\u200a\u202f\u2126\ufb00-\ufb04]/g;
/** As pdf.js tells them. */
const KIND = /^(\s)|(\p{Mn})|(\p{Cf})$/u;

/** A ToUnicode map (§9.10.3): codes and the letters that they stand for. */
function readLetters(stream: Stream): Letters {
  const letters: Letters = new Map();
  const parser = new Parser(stream.bytes());
  let waiting: Value[] = [];
  let left = MOST_CODES;
  for (let value = parser.next(false); value !== undefined; value = parser.next(false)) {
    if (!isWordObject(value)) {
      waiting.push(value);
      continue;
    }
    if (value.word === 'endbfchar') putLetters(letters, waiting);
    else if (value.word === 'endbfrange') left = putRanges(letters, waiting, left);
    else if (!IN_MAPS.has(value.word)) throw new Unusual('letters told in another way');
    waiting = [];
  }
  return letters;
}

/** The words of such a map; "usecmap" and all others tell letters elsewhere, or are broken. */
const IN_MAPS = new Set(
  `begin end def dict dup pop findresource defineresource currentdict CMapName begincmap endcmap begincodespacerange
  endcodespacerange beginbfchar beginbfrange`.split(/\s+/),
);

function putLetters(letters: Letters, pairs: Value[]): void {
  for (let at = 0; at + 1 < pairs.length; at += 2) letters.set(codeOf(pairs[at]), lettersOf(pairs[at + 1]));
}

function putRanges(letters: Letters, ranges: Value[], most: number): number {
  let left = most;
  for (let at = 0; at + 2 < ranges.length; at += 3) {
    const [first, last, to] = [codeOf(ranges[at]), codeOf(ranges[at + 1]), ranges[at + 2]];
    left -= Math.max(0, last - first);
    if (left < 0) throw new Unusual('too many letters');
    for (let code = first; code <= last; code++) {
      if (Array.isArray(to)) letters.set(code, lettersOf(to[code - first]));
      else letters.set(code, after(lettersOf(to), code - first));
    }
  }
  return left;
}

/** The last letter counts up. */
function after(letters: string, steps: number): string {
  const last = letters.length - 1;
  const code = letters.charCodeAt(last) + steps;
  if (!(code <= LAST_CODE)) throw new Unusual('letters beyond the last');
  return letters.slice(0, last) + String.fromCharCode(code);
}

function codeOf(value: Value | undefined): number {
  if (!Buffer.isBuffer(value) || value.length < 1 || value.length > 2) throw new Unusual('no code');
  return value.readUIntBE(0, value.length);
}

/** UTF-16, high byte first. */
function lettersOf(value: Value | undefined): string {
  if (!Buffer.isBuffer(value) || value.length % 2 !== 0) throw new Unusual('no letters');
  return Buffer.from(value).swap16().toString('utf16le');
}

function arrayOf(value: Value | undefined): Value[] {
  if (!Array.isArray(value)) throw new Unusual('no array');
  return value;
}
