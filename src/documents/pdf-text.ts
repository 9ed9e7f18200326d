// Puts the glyphs of a page together to words and lines, by where they stand: as pdf.js does, and to the same text.
import type { Font, Glyph } from './pdf-font.ts';

/** a, b, c, d, e, f (ISO 32000-1, §8.3.3). */
export type Matrix = [number, number, number, number, number, number];

export const IDENTITY: Readonly<Matrix> = [1, 0, 0, 1, 0, 0];

/** Left, bottom, right, top. */
export type Box = readonly [number, number, number, number];

/** What text is shown with (§9.3); a copy is kept for each "q". */
export interface TextState {
  ctm: Matrix;
  matrix: Matrix;
  lineMatrix: Matrix;
  font: Font | null;
  /** As its page calls it, and how large. */
  fontName: string;
  size: number;
  charSpacing: number;
  wordSpacing: number;
  /** Of 1. */
  scale: number;
  leading: number;
  rise: number;
}

export function startingState(): TextState {
  return {
    ctm: [...IDENTITY],
    matrix: [...IDENTITY],
    lineMatrix: [...IDENTITY],
    font: null,
    fontName: '',
    size: 0,
    charSpacing: 0,
    wordSpacing: 0,
    scale: 1,
    leading: 0,
    rise: 0,
  };
}

export function copyOf(state: TextState): TextState {
  return {
    ...state,
    ctm: [...state.ctm],
    matrix: [...state.matrix],
    lineMatrix: [...state.lineMatrix],
  };
}

/** The second after the first. */
export function multiply(m: Readonly<Matrix>, n: Readonly<Matrix>): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

export function move(m: Matrix, x: number, y: number): void {
  m[4] += m[0] * x + m[2] * y;
  m[5] += m[1] * x + m[3] * y;
}

/** Parts of the font's size (pdf.js). */
const SPACE = 0.102;
const NO_SPACE = 0.03;
const BACK = -0.2;
const WIDEST_SPACE = 0.6;
/** Part of a line's height. */
const SHIFTED = 0.25;

/** The text of one stream of content. @param box of the page: what stands outside is left out */
export class TextBuilder {
  private out = '';
  private readonly box: Box;
  /** The piece of text that is being put together. */
  private piece = '';
  private isOpen = false;
  private width = 0;
  private height = 0;
  private advance = 0;
  private size = 0;
  /** How the last glyph was turned, and where it ended. */
  private last: Matrix | null = null;
  private lastX = 0;
  private lastY = 0;
  /** Whether the last two were space. */
  private wasSpace = true;
  private wasSpaceBefore = true;

  constructor(box: Box) {
    this.box = box;
  }

  text(): string {
    this.flush();
    return this.out;
  }

  length(): number {
    return this.out.length;
  }

  /** What stands on the page as a part of its own. */
  append(text: string): void {
    this.flush();
    this.out += text;
  }

  flush(): void {
    if (!this.isOpen) return;
    this.out += this.piece;
    this.piece = '';
    this.isOpen = false;
  }

  /** After Tm. */
  rescale(state: TextState): void {
    const advance = advanceOf(state);
    if (!this.isOpen || advance === this.advance) return;
    this.width = 0;
    this.advance = advance;
  }

  /** @param extra space behind the last glyph */
  show(state: TextState, font: Font, shown: Buffer, extra: number): void {
    const { bytes } = font;
    const last = shown.length - bytes;
    if (last < 0) move(state.matrix, (state.charSpacing + extra) * state.scale, 0);
    const transform = transformOf(state);
    for (let at = 0; at <= last; at += bytes) {
      const code = shown[at] ?? 0;
      const glyph = font.glyph(bytes === 1 ? code : (code << 8) | (shown[at + 1] ?? 0));
      if (glyph.isInvisible) continue;
      let spacing = state.charSpacing;
      if (at === last) spacing += extra;
      if (glyph.isSpaceCode) spacing += state.wordSpacing;
      this.put(state, glyph, spacing, transform);
    }
  }

  private put(state: TextState, glyph: Glyph, spacing: number, transform: Matrix): void {
    let width = glyph.width * 0.001 * state.size;
    if (glyph.isWhite) {
      move(state.matrix, (spacing + width) * state.scale, 0);
      this.noteSpace(true);
      return;
    }
    place(transform, state);
    if (!glyph.isMark && !this.comeTo(transform, width)) {
      move(state.matrix, width * state.scale, 0);
      return;
    }
    this.begin(state, transform);
    width = glyph.isMark ? 0 : width * state.scale;
    move(state.matrix, width, 0);
    this.width += width;
    if (width !== 0) {
      place(transform, state);
      this.last = transform;
      this.lastX = transform[4];
      this.lastY = transform[5];
    }
    if (this.noteSpace(false)) this.piece += ' ';
    this.piece += glyph.text;
    if (spacing !== 0) move(state.matrix, spacing * state.scale, 0);
  }

  private begin(state: TextState, transform: Matrix): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.width = 0;
    this.height = Math.hypot(transform[2], transform[3]);
    this.advance = advanceOf(state);
    this.size = state.size;
  }

  /** @returns whether a space stands between the last letter and this one */
  private noteSpace(isSpace: boolean): boolean {
    const between = this.wasSpace && !this.wasSpaceBefore;
    this.wasSpaceBefore = this.wasSpace;
    this.wasSpace = isSpace;
    return between;
  }

  private forgetSpaces(): void {
    this.wasSpace = true;
    this.wasSpaceBefore = true;
  }

  /** From the last glyph to this one: space and lines between them. @returns false if it stands outside the page */
  private comeTo(transform: Matrix, width: number): boolean {
    const { box, last, lastX, lastY } = this;
    const x = transform[4];
    const y = transform[5];
    if (x + width < box[0] || x > box[2] || y < box[1] || y > box[3]) return false;
    if (!last || (lastX === x && lastY === y)) return true;
    const by = isTurnedByQuarters(transform) ? transform : last;
    const across = (acrossOf(x, y, transform) - acrossOf(lastX, lastY, by)) / this.advance;
    const along = alongOf(x, y, transform) - alongOf(lastX, lastY, by);
    const way = Math.sign(this.width);
    if (across < way * this.size * BACK) {
      if (Math.abs(along) > 0.5 * this.height) this.endLine();
      else {
        this.forgetSpaces();
        this.flush();
      }
      return true;
    }
    if (Math.abs(along) > this.height) {
      this.endLine();
      return true;
    }
    this.cross(across, way);
    if (Math.abs(along) > this.height * SHIFTED) this.flush();
    return true;
  }

  /** @param across from the end of the last glyph */
  private cross(across: number, way: number): void {
    if (across <= way * this.size * NO_SPACE) this.forgetSpaces();
    if (across <= way * this.size * SPACE) {
      if (this.wasSpace && !this.wasSpaceBefore) this.space();
      else this.width += across;
    } else if (way * this.size * SPACE <= across && across <= way * this.size * WIDEST_SPACE) {
      if (this.isOpen) {
        this.forgetSpaces();
        this.piece += ' ';
        this.width += across;
      } else {
        this.forgetSpaces();
        this.out += ' ';
      }
    } else this.space();
  }

  private space(): void {
    this.forgetSpaces();
    this.flush();
    this.out += ' ';
  }

  private endLine(): void {
    this.forgetSpaces();
    this.flush();
    this.out += '\n';
  }
}

/** How glyphs are turned and scaled; where the next one stands is not yet told. */
function transformOf({ ctm, matrix, size, scale }: TextState): Matrix {
  const [a, b, c, d] = multiply(ctm, matrix);
  return [a * size * scale, b * size * scale, c * size, d * size, 0, 0];
}

/** Where the next glyph stands. */
function place(transform: Matrix, { ctm, matrix, rise }: TextState): void {
  const x = matrix[2] * rise + matrix[4];
  const y = matrix[3] * rise + matrix[5];
  transform[4] = ctm[0] * x + ctm[2] * y + ctm[4];
  transform[5] = ctm[1] * x + ctm[3] * y + ctm[5];
}

function advanceOf({ ctm, lineMatrix }: TextState): number {
  return Math.hypot(ctm[0], ctm[1]) * Math.hypot(lineMatrix[0], lineMatrix[1]);
}

function isTurnedByQuarters(m: Matrix): boolean {
  return (m[0] !== 0 && m[1] === 0 && m[2] === 0) || (m[1] !== 0 && m[0] === 0 && m[3] === 0);
}

/** Where a place stands on its line, as if text that is turned as `by` ran from left to right. */
function acrossOf(x: number, y: number, by: Matrix): number {
  if (by[0] !== 0 && by[1] === 0 && by[2] === 0) return by[0] > 0 ? x : -x;
  if (by[1] !== 0 && by[0] === 0 && by[3] === 0) return by[1] > 0 ? y : -y;
  return (by[0] * x + by[1] * y) / Math.hypot(by[0], by[1]);
}

/** Where its line stands. */
function alongOf(x: number, y: number, by: Matrix): number {
  if (by[0] !== 0 && by[1] === 0 && by[2] === 0) return by[0] > 0 ? y : -y;
  if (by[1] !== 0 && by[0] === 0 && by[3] === 0) return by[1] > 0 ? x : -x;
  return (by[2] * x + by[3] * y) / Math.hypot(by[0], by[1]);
}
