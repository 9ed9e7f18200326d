// A text cut into words, so that names are told by whole words, and by their accents where they are written.
import { fold } from './fold.ts';

export interface Word {
  /** As it stands, NFC. */
  raw: string;
  /** Lower case. */
  text: string;
  folded: string;
  /** What stands between it and the word before; empty for the first. */
  gap: string;
}

/** @param tolerant of misread accents: a word of a scan counts as one written without any */
export function wordsOf(text: string, tolerant = false): Word[] {
  const clean = text.normalize('NFC').replace(INVISIBLE, '').replace(D_CAPITAL, 'Đ').replace(D_SMALL, 'đ');
  let end = 0;
  return [...clean.matchAll(WORD)].map(({ 0: raw, index }) => {
    const gap = clean.slice(end, index);
    end = index + raw.length;
    const folded = fold(raw);
    return { raw, text: tolerant ? folded : raw.toLowerCase(), folded, gap };
  });
}

const WORD = /[\p{L}\p{N}]+/gu;
/** Soft hyphens, zero-width characters. */
const INVISIBLE = /\p{Cf}/gu;
/** Look-alikes of the letter đ. */
const D_CAPITAL = /[ÐƉ]/g;
const D_SMALL = /[ðɖ]/g;

/** Phrases for `matchAny`, longest first: "mttq, mặt trận". */
export function phrases(list: string): Word[][] {
  return list
    .split(',')
    .map((phrase) => wordsOf(phrase))
    .sort((a, b) => b.length - a.length);
}

/** Length of the longest phrase that begins there, 0 if none does. @param list longest first */
export function matchAny(words: Word[], at: number, list: Word[][]): number {
  return list.find((phrase) => matchesAt(words, at, phrase))?.length ?? 0;
}

export function matchesAt(words: Word[], at: number, phrase: Word[]): boolean {
  return phrase.every((wanted, offset) => {
    const word = words[at + offset];
    if (!word || word.folded !== wanted.folded) return false;
    // "Phòng Hải quan" is not "Phong Hải": a word written with accents must carry the right ones.
    const bare = word.text === word.folded;
    return bare || wanted.text === wanted.folded || sameAccents(word.text, wanted.text);
  });
}

/** Compares letters and marks without their order, so that "hòa" equals "hoà". */
function sameAccents(a: string, b: string): boolean {
  const marks = (text: string) => [...text.normalize('NFD')].sort().join('');
  return a === b || marks(a) === marks(b);
}

/** True where punctuation stands before the word: "xã Gia Phú, huyện". */
export function isApart(word: Word | undefined): boolean {
  return word !== undefined && /\S/.test(word.gap);
}

/** True where the word begins a line. */
export function beginsLine(word: Word | undefined): boolean {
  return word?.gap.includes('\n') ?? false;
}
