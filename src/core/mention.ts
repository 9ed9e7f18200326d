// Finds units named in a line of text: whole words, accents respected where they are written, the body beside the place.
import type { Unit } from './facts.ts';
import { fold } from './fold.ts';

export interface Mention {
  unit: string;
  quote: string;
  /** 1: body and place, or the full name. Less: a short form, or a place that any body of the commune might name. */
  strength: number;
}

/** The units' names cut into words once. */
export interface Registry {
  phrases: Phrase[];
}

interface Phrase {
  unit: string;
  words: Word[];
  kind: 'place' | 'name' | 'alias';
}

interface Word {
  text: string;
  folded: string;
}

export function prepareRegistry(units: Unit[]): Registry {
  const phrases = units.flatMap((unit) => {
    const names = unit.place ? placePhrases(unit, unit.place) : namePhrases(unit);
    return names.filter((phrase) => phrase.words.length > 0);
  });
  // Longest first: "Sơn Hải" must not be read as "Sơn Hà", nor "Nông trường Phong Hải" as its last words.
  return { phrases: phrases.sort((a, b) => b.words.length - a.words.length) };
}

function placePhrases(unit: Unit, place: string): Phrase[] {
  const places = [place, ...unit.aliases].map((name) => wordsOf(name));
  return places.map((words) => ({ unit: unit.code, words: withoutLevel(words), kind: 'place' }));
}

function namePhrases(unit: Unit): Phrase[] {
  const full = wordsOf(unit.name.replace(/\(.*\)/, ''));
  const name: Phrase = { unit: unit.code, words: full, kind: 'name' };
  // "Hội Nông dân huyện" is often written without its last word; a commune has a Hội Nông dân too, so that is weaker.
  const short: Phrase[] =
    full.at(-1)?.folded === 'huyen' ? [{ unit: unit.code, words: full.slice(0, -1), kind: 'alias' }] : [];
  const aliases = unit.aliases.map(
    (alias): Phrase => ({ unit: unit.code, words: wordsOf(alias), kind: 'alias' }),
  );
  return [name, ...short, ...aliases];
}

const LEVEL = new Set(['xa', 'x', 'thi', 'tran', 'tt', 't', 'nt', 'n', 'ttnt', 'phuong', 'p']);

function withoutLevel(words: Word[]): Word[] {
  const start = words.findIndex((word) => !LEVEL.has(word.folded));
  return start === -1 ? [] : words.slice(start);
}

export function findMentions(line: string, registry: Registry): Mention[] {
  const words = wordsOf(line);
  const mentions: Mention[] = [];
  for (let at = 0; at < words.length; ) {
    const phrase = registry.phrases.find((one) => matchesAt(words, at, one.words));
    if (!phrase) {
      at++;
      continue;
    }
    const strength = strengthOf(phrase, words, at);
    const quote = words
      .slice(Math.max(0, at - 4), at + phrase.words.length)
      .map((word) => word.text)
      .join(' ');
    if (strength > 0) mentions.push({ unit: phrase.unit, quote, strength });
    at += phrase.words.length;
  }
  return mentions;
}

function matchesAt(words: Word[], at: number, phrase: Word[]): boolean {
  return phrase.every((wanted, offset) => {
    const word = words[at + offset];
    if (!word || word.folded !== wanted.folded) return false;
    // "Phòng Hải quan" is not "Phong Hải": a word written with accents must carry the right ones.
    const bare = word.text === word.folded;
    return bare || sameAccents(word.text, wanted.text) || wanted.text === wanted.folded;
  });
}

/** Compares letters and marks without their order, so that "hòa" equals "hoà". */
function sameAccents(a: string, b: string): boolean {
  const marks = (text: string) => [...text.normalize('NFD')].sort().join('');
  return a === b || marks(a) === marks(b);
}

function strengthOf(phrase: Phrase, words: Word[], at: number): number {
  if (phrase.kind === 'place') return placeStrength(words, at);
  const next = words[at + phrase.words.length]?.folded;
  // "Hội Nông dân xã …": the commune's association, not the district's
  if (next && COMMUNE_NEXT.has(next)) return 0;
  return phrase.kind === 'name' || next === 'huyen' ? 1 : SHORT_FORM;
}

const SHORT_FORM = 0.7;
const PLACE_WITH_LEVEL = 0.55;
const PLACE_ALONE = 0.45;
const COMMUNE_NEXT = new Set(['xa', 'thi', 'truong', 'thon']);

/** How the Front is named beside a place, folded. */
const FRONT = phraseList('mttq, mttqvn, ubmttq, ubmttqvn, ubmt, mat tran');
/** Bodies that sit in a commune without being its Front, folded. */
const OTHER_BODIES = phraseList(
  `ubnd, uy ban nhan dan, hdnd, hoi dong nhan dan, dang uy, dang bo, chi bo, cong an, ban chqs, tram y te, cong doan,
  doan tn, doan thanh nien, hoi nong dan, hoi nd, hnd, hoi phu nu, hoi lhpn, hlhpn, hoi lien hiep phu nu, hoi ccb, hccb,
  hoi cuu chien binh, hoi nguoi cao tuoi, hoi khuyen hoc, hop tac xa, htx, thcs, thpt, ptdtbt, ptdtnt, mam non, truong mn,
  tieu hoc, truong th, truong`,
);
/** How far before the place the body may begin (words): "Mặt trận Tổ quốc Việt Nam thị trấn Nông trường Phong Hải". */
const REACH = 10;

/** A place counts for the commune's Front only where the Front is named; beside another body it counts for nobody. */
function placeStrength(words: Word[], at: number): number {
  for (let start = at - 1; start >= Math.max(0, at - REACH); start--) {
    // "MTTQ huyện Bảo Thắng, xã Gia Phú": that Front is the district's
    if (words[start]?.folded === 'huyen' || words[start]?.folded === 'tinh') break;
    if (startsAny(words, start, FRONT)) return 1;
    if (startsAny(words, start, OTHER_BODIES) && words[start - 1]?.folded !== 'nong') return 0;
  }
  const before = words[at - 1]?.folded;
  return before !== undefined && LEVEL.has(before) ? PLACE_WITH_LEVEL : PLACE_ALONE;
}

function phraseList(text: string): string[][] {
  return text.split(',').map((phrase) => phrase.trim().split(/\s+/));
}

function startsAny(words: Word[], at: number, phrases: string[][]): boolean {
  return phrases.some((phrase) => phrase.every((wanted, offset) => words[at + offset]?.folded === wanted));
}

function wordsOf(text: string): Word[] {
  return [
    ...text
      .normalize('NFC')
      .toLowerCase()
      .matchAll(/[\p{L}\p{N}]+/gu),
  ].map(([word]) => ({
    text: word,
    folded: fold(word),
  }));
}
