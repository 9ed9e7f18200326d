// Finds who is named in a text: units of the registry, a body beside its place, and bodies that no registry lists.
import type { Unit } from './facts.ts';
import { levelLength, type Place } from './proper-name.ts';
import { BODY_WORDS, bodyAt } from './provisional.ts';
import { isApart, matchAny, matchesAt, phrases, type Word, wordsOf } from './words.ts';

export interface Mention {
  unit: string;
  /** The unit itself where it is provisional: no registry holds it. */
  provisional: Unit | null;
  quote: string;
  /** 1: body and place, or the full name. Less: a short form, or a place that any body of the commune might name. */
  strength: number;
  /** The words it takes up. */
  at: number;
  length: number;
}

/** The units' names cut into words once. */
export interface Registry {
  units: Map<string, Unit>;
  /** By their first word, the longest first: "Nông trường Phong Hải" must not be read as its last words. */
  names: Map<string, Name[]>;
  /** Longest first. */
  places: Place[];
}

interface Name {
  unit: string;
  words: Word[];
  kind: 'place' | 'name' | 'alias';
}

export function prepareRegistry(units: Unit[]): Registry {
  const all = units
    .flatMap((unit) => (isFront(unit) ? placeNames(unit, unit.place ?? '') : ownNames(unit)))
    .filter(({ words }) => words.length > 0)
    .sort((a, b) => b.words.length - a.words.length);
  const names = new Map<string, Name[]>();
  for (const name of all) {
    const first = name.words[0]?.folded ?? '';
    names.set(first, [...(names.get(first) ?? []), name]);
  }
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const places = all
    .filter(({ kind }) => kind === 'place')
    .map(({ unit, words }) => placeOf(byCode.get(unit), words));
  return { units: byCode, names, places };
}

/** How the Front is named beside a place. */
const FRONT = phrases('MTTQ, MTTQVN, UBMTTQ, UBMTTQVN, UBMT, Mặt trận');

/** The Front of a commune is known by the place; other bodies in a commune have a name of their own. */
function isFront(unit: Unit): boolean {
  if (unit.place === null) return false;
  const words = wordsOf(unit.name);
  return words.some((_, at) => matchAny(words, at, FRONT) > 0) && !words.some((_, at) => isHamlet(words, at));
}

function placeOf(unit: Unit | undefined, words: Word[]): Place {
  const name = unit?.place ?? '';
  const [, level = ''] = /(xã|thị trấn|phường)\s+\S/iu.exec(unit?.name ?? '') ?? [];
  return { name, level: level.toLowerCase(), words };
}

function placeNames(unit: Unit, place: string): Name[] {
  return [place, ...unit.aliases].map((name) => {
    const words = wordsOf(name);
    return { unit: unit.code, words: words.slice(levelLength(words, 0)), kind: 'place' };
  });
}

function ownNames(unit: Unit): Name[] {
  // "Huyện đoàn (Đoàn TNCS Hồ Chí Minh huyện)" has two.
  const full = unit.name.split(/[()]/).map((name) => wordsOf(name));
  const named = full.flatMap((words) => [words, ...abbreviated(words)]);
  // "Hội Nông dân huyện" is often written without its last word; a commune has a Hội Nông dân too, so that is weaker.
  const short = named.filter((words) => words.at(-1)?.folded === 'huyen').map((words) => words.slice(0, -1));
  const aliases = [...unit.aliases.map((alias) => wordsOf(alias)), ...short];
  return [
    ...named.map((words): Name => ({ unit: unit.code, words, kind: 'name' })),
    ...aliases.map((words): Name => ({ unit: unit.code, words, kind: 'alias' })),
  ];
}

const SHORT_HEADS = [
  { long: phrases('Trung tâm'), short: wordsOf('TT') },
  { long: phrases('Văn phòng'), short: wordsOf('VP') },
];

/** "TT Y tế huyện" is a centre, no thị trấn. */
function abbreviated(words: Word[]): Word[][] {
  return SHORT_HEADS.filter(({ long }) => matchAny(words, 0, long)).map(({ short }) => [
    ...short,
    ...words.slice(2),
  ]);
}

export function findMentions(text: string, registry: Registry): Mention[] {
  return mentionsIn(wordsOf(text), registry);
}

export function mentionsIn(words: Word[], registry: Registry): Mention[] {
  const mentions: Mention[] = [];
  let near: string | null = null;
  for (let at = 0; at < words.length; ) {
    const mention = mentionAt(words, at, registry, near);
    if (mention) {
      mentions.push(mention);
      near = placeOfMention(mention, registry) ?? near;
    }
    at += mention?.length ?? 1;
  }
  return mentions;
}

function placeOfMention({ unit, provisional }: Mention, registry: Registry): string | null {
  return (provisional ?? registry.units.get(unit))?.place ?? null;
}

/** What the registry lists wins, unless a longer name begins at the same word: "Hội Nông dân xã …". */
function mentionAt(words: Word[], at: number, registry: Registry, near: string | null): Mention | null {
  const name = registry.names.get(words[at]?.folded ?? '')?.find((one) => matchesAt(words, at, one.words));
  const body = bodyAt(words, at, registry.places, near);
  if (body && body.length > (name?.words.length ?? 0)) {
    const { unit, length } = body;
    return { unit: unit.code, provisional: unit, quote: quoteOf(words, at, length), strength: 1, at, length };
  }
  if (!name) return null;
  const strength = strengthOf(name, words, at, registry);
  const { length } = name.words;
  const quote = quoteOf(words, Math.max(0, at - 4), length + Math.min(4, at));
  return strength > 0 ? { unit: name.unit, provisional: null, quote, strength, at, length } : null;
}

function quoteOf(words: Word[], at: number, length: number): string {
  return words
    .slice(at, at + length)
    .map(({ raw }) => raw)
    .join(' ')
    .slice(0, 200);
}

const SHORT_FORM = 0.7;
const PLACE_WITH_LEVEL = 0.55;
const PLACE_ALONE = 0.45;

function strengthOf(name: Name, words: Word[], at: number, registry: Registry): number {
  if (name.kind === 'place') return placeStrength(words, at);
  if (name.kind === 'name') return 1;
  const after = at + name.words.length;
  const next = words[after];
  if (isApart(next)) return shortStrength(name, words, at, registry);
  if (next?.folded === 'huyen') return 1;
  // "Hội Nông dân xã …" is the commune's association, "Hội Nông dân tỉnh" the province's.
  if (
    OTHER_LEVEL.has(next?.folded ?? '') ||
    registry.places.some((one) => matchesAt(words, after, one.words))
  ) {
    return 0;
  }
  return shortStrength(name, words, at, registry);
}

const OTHER_LEVEL = new Set(['xa', 'x', 'thi', 'tt', 'ttnt', 'phuong', 'truong', 'thon', 'tinh', 'trung']);

/** "Phòng TC-KH" is complete: only the district has one. */
function shortStrength({ unit }: Name, words: Word[], at: number, registry: Registry): number {
  const full = wordsOf(registry.units.get(unit)?.name ?? '');
  if (!matchAny(full, 0, OFFICE) || full.at(-1)?.folded === 'huyen') return SHORT_FORM;
  return matchAny(words, at, OFFICE) || matchAny(words, at - 1, OFFICE) ? 1 : SHORT_FORM;
}

const OFFICE = phrases('Phòng');

/** "MT" is the Front only before xã or thị trấn: it stands for mô tả and môi trường too. */
const FRONT_INITIALS = phrases('MT');
const HAMLET_FRONT = phrases('Ban công tác, BCT, Ban CT');
/** How far before the place the body may begin (words): "Mặt trận Tổ quốc Việt Nam thị trấn Nông trường Phong Hải". */
const REACH = 10;

/** A place counts for the commune's Front only where the Front is named; beside another body it counts for nobody. */
function placeStrength(words: Word[], at: number): number {
  for (let start = at - 1; start >= Math.max(0, at - REACH); start--) {
    // "MTTQ huyện Bảo Thắng, xã Gia Phú": that Front is the district's
    if (words[start]?.folded === 'huyen' || words[start]?.folded === 'tinh') break;
    if (isFrontAt(words, start, at)) return isHamlet(words, start) ? 0 : 1;
    if (isBodyAt(words, start)) return 0;
  }
  return levelLength(words, at - 1) > 0 && at > 0 ? PLACE_WITH_LEVEL : PLACE_ALONE;
}

function isFrontAt(words: Word[], start: number, place: number): boolean {
  if (matchAny(words, start, FRONT)) return true;
  return matchAny(words, start, FRONT_INITIALS) > 0 && start < place - 1 && levelLength(words, start + 1) > 0;
}

/** "Ban công tác Mặt trận thôn …": the Front's people in a hamlet are not the commune's committee. */
function isHamlet(words: Word[], front: number): boolean {
  return [1, 2, 3].some((back) => matchAny(words, front - back, HAMLET_FRONT) === back);
}

function isBodyAt(words: Word[], start: number): boolean {
  if (!matchAny(words, start, BODY_WORDS)) return false;
  return words[start]?.folded !== 'truong' || !NOT_A_SCHOOL.has(words[start - 1]?.folded ?? '');
}

/** nông trường, thị trường, môi trường, hội trường, hiện trường, công trường */
const NOT_A_SCHOOL = new Set(['nong', 'thi', 'moi', 'hoi', 'hien', 'cong']);
