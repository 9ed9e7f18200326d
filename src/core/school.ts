// Schools: told by their kind, number and name, however each is written.
import { type Head, head, headAt } from './body-head.ts';
import { capitalsTell, isCapital, nameAt, numberAt, type Place, placeAt, titled } from './proper-name.ts';
import { isApart, matchAny, phrases, type Word } from './words.ts';

export const SCHOOL = phrases('Trường');
const BOARDING: Head[] = [
  head('PTDTBT', 'PTDTBT', 'PTDT BT, Phổ thông dân tộc bán trú, PT dân tộc bán trú, PTDT bán trú, DTBT'),
  head('PTDTNT', 'PTDTNT', 'PTDT NT, Phổ thông dân tộc nội trú, PT dân tộc nội trú, PTDT nội trú, DTNT'),
];
const STAGES: Head[] = [
  head('Mầm non', 'MN'),
  head('Mẫu giáo', 'MG'),
  head('Tiểu học', 'TH'),
  head('THCS', 'THCS', 'Trung học cơ sở'),
  head('THPT', 'THPT', 'Trung học phổ thông'),
];
const AND = phrases('và');
const MOST_NAME_WORDS = 4;
/** Every word that says school. */
export const SCHOOL_WORDS: Word[][] = [...BOARDING, ...STAGES].flatMap(({ words }) => words).concat(SCHOOL);

interface School {
  /** What its code is made of: the same however it is written. */
  key: string;
  name: string;
  shortName: string;
  place: string | null;
  length: number;
}

export function schoolAt(words: Word[], at: number, places: Place[]): School | null {
  const called = matchAny(words, at, SCHOOL);
  const kind = schoolKindAt(words, at + called);
  if (!kind || matchAny(words, at - 1, MANY)) return null;
  const start = at + called + kind.length;
  const named = schoolNameAt(words, start, places);
  if (!named || (called === 0 && !isSchoolWithoutTheWord(words, at, kind, named))) return null;
  const number = named.number ? `số ${named.number} ` : '';
  return {
    key: `${kind.shortName} ${number}${named.key}`,
    name: `${kind.name} ${number}${named.name}`,
    shortName: `${kind.shortName} ${number}${named.name}`,
    place: named.place,
    length: called + kind.length + named.length,
  };
}

/** "học sinh tiểu học Gia Phú" is no school, nor is "TH" ("thực hiện") before any word. */
function isSchoolWithoutTheWord(words: Word[], at: number, kind: SchoolKind, named: SchoolName): boolean {
  if (PUPILS.has(words[at - 1]?.folded ?? '')) return false;
  const sure = named.number !== null || (named.place !== null && named.isPlace);
  return sure || (kind.isClear && isCapital(words[at + kind.length]) && capitalsTell(words, at));
}

const PUPILS = new Set(
  'sinh cap bac vien khoi lop tre cho mon hoc mn mg th thcs thpt non truong va'.split(' '),
);
const MANY = phrases('các, những');

interface SchoolKind {
  name: string;
  shortName: string;
  /** Not an abbreviation that stands for other things too. */
  isClear: boolean;
  length: number;
}

/** "PTDTBT TH&THCS", "Tiểu học và Trung học cơ sở", "Mầm non". */
function schoolKindAt(words: Word[], at: number): SchoolKind | null {
  const boarding = headAt(words, at, BOARDING);
  let length = boarding?.length ?? 0;
  const stages: Head[] = [];
  for (;;) {
    const link = stages.length > 0 ? matchAny(words, at + length, AND) : 0;
    const stage = headAt(words, at + length + link, STAGES);
    // "các trường MN, TH, THCS" are several.
    if (!stage || stages.includes(stage.head) || /[,;.:]/.test(words[at + length]?.gap ?? '')) break;
    stages.push(stage.head);
    length += link + stage.length;
  }
  if (length === 0) return null;
  const short = stages.map(({ shortName }) => shortName).join('&');
  const shortName = [boarding?.head.shortName, short].filter(Boolean).join(' ');
  const [stage] = stages;
  const isClear = length > 1 || !/^(th|mn|mg)$/.test(words[at]?.folded ?? '');
  return {
    name: boarding || stages.length > 1 || !stage ? shortName : stage.name,
    shortName,
    isClear,
    length,
  };
}

interface SchoolName {
  key: string;
  name: string;
  number: string | null;
  place: string | null;
  /** Called by its commune's name. */
  isPlace: boolean;
  length: number;
}

/** "số 1 Gia Phú", "Gia Phú số 1", "Hoa Mai xã Phú Nhuận"; "huyện Bảo Thắng" where there is no other name. */
function schoolNameAt(words: Word[], start: number, places: Place[]): SchoolName | null {
  const first = numberAt(words, start);
  let at = start + (first?.length ?? 0);
  if (words[at]?.folded === 'huyen' && !isApart(words[at])) at++;
  const name = placeNameAt(words, at, places) ?? givenNameAt(words, at, places);
  if (!name) return null;
  at += name.length;
  const last = first ? null : numberAt(words, at);
  at += last?.length ?? 0;
  const commune = name.isPlace ? null : placeAt(words, at, places);
  at += commune?.length ?? 0;
  const number = (first ?? last)?.number ?? null;
  return { ...name, number, place: name.place ?? commune?.place.name ?? null, length: at - start };
}

function placeNameAt(words: Word[], at: number, places: Place[]): SchoolName | null {
  const found = isApart(words[at]) ? null : placeAt(words, at, places);
  if (!found) return null;
  const { place, length } = found;
  return { key: place.name, name: displayOf(place), number: null, place: place.name, isPlace: true, length };
}

function givenNameAt(words: Word[], at: number, places: Place[]): SchoolName | null {
  const own = nameAt(words, at, places, MOST_NAME_WORDS);
  if (own.length === 0) return null;
  const name = own.map(titled).join(' ');
  return { key: name, name, number: null, place: null, isPlace: false, length: own.length };
}

/** A short name of the commune stays short; a misspelt one is put right. */
function displayOf({ name, words }: Place): string {
  return words.length === name.split(' ').length ? name : words.map(({ raw }) => raw).join(' ');
}
