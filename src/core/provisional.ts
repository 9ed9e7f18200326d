// Bodies that no registry lists: schools, the bodies of a commune, hamlets, cooperatives; each told by its kind and name.

import { type Head, head, headAt } from './body-head.ts';
import type { Unit } from './facts.ts';
import { fold } from './fold.ts';
import {
  capitalsTell,
  isCapital,
  levelLength,
  nameAt,
  type Place,
  placeAt,
  runOf,
  titled,
} from './proper-name.ts';
import { SCHOOL, SCHOOL_WORDS, schoolAt } from './school.ts';
import { isApart, matchAny, phrases, type Word } from './words.ts';

export interface Body {
  unit: Unit;
  /** Words it takes up. */
  length: number;
}

const PREFIX = 'tam-';
const LONGEST_CODE = 60;

export function isProvisional(code: string): boolean {
  return code.startsWith(PREFIX);
}

/**
 * The body whose name begins at a word, or null.
 * @param places longest first
 * @param near the commune named before it, if any: that of the superior in a letterhead
 */
export function bodyAt(words: Word[], at: number, places: Place[], near: string | null): Body | null {
  if (!FIRST_WORDS.has(words[at]?.folded)) return null;
  return (
    communeBodyAt(words, at, places) ??
    hamletBodyAt(words, at, places, near) ??
    schoolBodyAt(words, at, places, near) ??
    cooperativeAt(words, at, places, near)
  );
}

function body(slug: string, name: string, shortName: string, place: string | null, length: number): Body {
  const code = `${PREFIX}${fold(slug).replace(/[^a-z0-9]+/g, '-')}`.slice(0, LONGEST_CODE).replace(/-+$/, '');
  const unit: Unit = {
    code,
    name,
    shortName,
    group: 'provisional',
    place,
    aliases: [],
    addresses: [],
    expected: 'no',
  };
  return { unit, length };
}

const UNION = head('Công đoàn', 'Công đoàn', 'Công đoàn cơ sở, CĐCS, CĐ');
const COMMITTEE_OF_PARTY_CELL = head('Chi bộ', 'Chi bộ');
const YOUTH_CELL = head('Chi đoàn', 'Chi đoàn');

const COMMUNE_HEADS: Head[] = [
  head('Ủy ban nhân dân', 'UBND', 'UB nhân dân'),
  head('Hội đồng nhân dân', 'HĐND'),
  head('Đảng ủy', 'Đảng ủy', 'Đảng bộ'),
  head('Hội Liên hiệp Phụ nữ', 'Hội LHPN', 'HLHPN, Hội Phụ nữ, Hội PN, LHPN, HPN'),
  head('Hội Nông dân', 'Hội Nông dân', 'Hội ND, HND'),
  head('Hội Cựu chiến binh', 'Hội CCB', 'HCCB, CCB'),
  head(
    'Đoàn TNCS Hồ Chí Minh',
    'Đoàn TN',
    'Đoàn Thanh niên Cộng sản Hồ Chí Minh, Đoàn TNCS HCM, Đoàn TNCS, Đoàn Thanh niên, ĐTN, Đoàn',
  ),
  head('Hội Người cao tuổi', 'Hội NCT'),
  head('Hội Khuyến học', 'Hội Khuyến học'),
  head('Hội Chữ thập đỏ', 'Hội CTĐ'),
  head('Hội Cựu giáo chức', 'Hội Cựu giáo chức'),
  head('Hội Cựu Thanh niên xung phong', 'Hội Cựu TNXP'),
  head('Trạm Y tế', 'Trạm Y tế', 'TYT, Trạm YT'),
  head('Công an', 'Công an', 'CA'),
  head('Ban Chỉ huy Quân sự', 'Ban CHQS', 'BCHQS'),
  UNION,
];
/** Words that mean a body only where xã or thị trấn follows: "Đoàn xã". */
const NEEDS_LEVEL = new Set(['doan', 'ca', 'cd']);
const OF_THE_COUNTRY = phrases('Việt Nam, VN');

const HAMLET_HEADS: Head[] = [
  head('Ban công tác Mặt trận', 'Ban CTMT', 'BCTMT, BCT Mặt trận'),
  head('Chi hội Phụ nữ', 'Chi hội Phụ nữ', 'Chi hội PN, Chi hội LHPN'),
  head('Chi hội Nông dân', 'Chi hội Nông dân', 'Chi hội ND'),
  head('Chi hội Cựu chiến binh', 'Chi hội CCB'),
  head('Chi hội Người cao tuổi', 'Chi hội NCT'),
  COMMITTEE_OF_PARTY_CELL,
  YOUTH_CELL,
];
const HAMLETS = [
  head('thôn', 'thôn'),
  head('bản', 'bản'),
  head('tổ dân phố', 'TDP', 'tổ'),
  head('khu dân cư', 'KDC'),
  head('khu phố', 'khu phố'),
];

/** Bodies within a school, which are not the school. */
const SCHOOL_HEADS: Head[] = [
  UNION,
  COMMITTEE_OF_PARTY_CELL,
  YOUTH_CELL,
  head('Đoàn Thanh niên', 'Đoàn TN', 'ĐTN'),
  head('Liên đội', 'Liên đội'),
];
const COOPERATIVE = phrases('Hợp tác xã, HTX');

/** Syllables that stand for a body only beside others. */
const NOT_ALONE = new Set(['doan', 'ca', 'cd', 'th', 'mn', 'mg']);
const NAMES: Word[][] = [
  ...[...COMMUNE_HEADS, ...HAMLET_HEADS, ...SCHOOL_HEADS].flatMap(({ words }) => words),
  ...SCHOOL_WORDS,
  ...COOPERATIVE,
];
/** Most words begin no name. */
const FIRST_WORDS = new Set(NAMES.map(([first]) => first?.folded));
/** Every way to name a body other than the commune's Front, longest first. */
export const BODY_WORDS: Word[][] = [...NAMES, ...phrases('Chi hội')]
  .filter(([first, second]) => second || !NOT_ALONE.has(first?.folded ?? ''))
  .sort((a, b) => b.length - a.length);

/** "UBND xã Gia Phú", "HỘI NÔNG DÂN / XÃ SƠN HẢI", "Công an TT Phố Lu". */
function communeBodyAt(words: Word[], at: number, places: Place[]): Body | null {
  const found = headAt(words, at, COMMUNE_HEADS);
  if (!found) return null;
  const after = at + found.length + matchAny(words, at + found.length, OF_THE_COUNTRY);
  const where = placeAt(words, after, places);
  if (!where || isApart(words[after])) return null;
  const lone = found.length === 1 && NEEDS_LEVEL.has(words[at]?.folded ?? '');
  if (lone && levelLength(words, after) === 0) return null;
  const { name, level } = where.place;
  const place = `${level} ${name}`.trim();
  const { shortName } = found.head;
  const length = after - at + where.length;
  return body(`${shortName} ${place}`, `${found.head.name} ${place}`, `${shortName} ${place}`, name, length);
}

/** A hamlet's body is nobody without its commune: every commune has a "thôn 1". */
function hamletBodyAt(words: Word[], at: number, places: Place[], near: string | null): Body | null {
  const found = headAt(words, at, HAMLET_HEADS);
  const area = found && headAt(words, at + found.length, HAMLETS);
  if (!found || !area) return null;
  const start = at + found.length + area.length;
  const own = nameAt(words, start, places, MOST_HAMLET_WORDS);
  const commune = placeAt(words, start + own.length, places);
  const place = commune?.place ?? places.find(({ name }) => name === near);
  if (!place || own.length === 0) return null;
  const hamlet = `${area.head.name} ${own.map(titled).join(' ')}`;
  const full = `${hamlet}, ${place.level} ${place.name}`;
  const length = start - at + own.length + (commune?.length ?? 0);
  const { name, shortName } = found.head;
  return body(`${shortName} ${full}`, `${name} ${full}`, `${shortName} ${full}`, place.name, length);
}

const MOST_HAMLET_WORDS = 3;
const MOST_COOPERATIVE_WORDS = 7;

/** "Trường THCS số 1 Gia Phú", "TH&THCS Sơn Hà", "Công đoàn trường Tiểu học Phú Nhuận". */
function schoolBodyAt(words: Word[], at: number, places: Place[], near: string | null): Body | null {
  const within = headAt(words, at, SCHOOL_HEADS);
  const start = at + (within?.length ?? 0);
  const school = schoolAt(words, start, places);
  if (!school || (within && !matchAny(words, start, SCHOOL))) return null;
  const [before, beforeShort] = within ? [`${within.head.name} `, `${within.head.shortName} `] : ['', ''];
  return body(
    `${beforeShort}truong ${school.key}`,
    `${before}Trường ${school.name}`,
    `${beforeShort}Trường ${school.shortName}`,
    school.place ?? near,
    start - at + school.length,
  );
}

/** "Hợp tác xã Nông nghiệp Xuân Quang". */
function cooperativeAt(words: Word[], at: number, places: Place[], near: string | null): Body | null {
  const called = matchAny(words, at, COOPERATIVE);
  if (called === 0) return null;
  const start = at + called;
  const run = runOf(words, start, MOST_COOPERATIVE_WORDS);
  const told = capitalsTell(words, at);
  const last = told ? run.findLastIndex((word) => isCapital(word)) : run.length - 1;
  if (last === -1 || isApart(words[start])) return null;
  const own = run.slice(0, last + 1);
  const commune = placeAt(words, start + own.length, places);
  const within = own.map((_, offset) => placeAt(words, start + offset, places)).find((one) => one !== null);
  const name = told ? own.map(({ raw }) => raw).join(' ') : titledTrade(own);
  const place = commune?.place.name ?? within?.place.name ?? near;
  const length = called + own.length + (commune?.length ?? 0);
  return body(`htx ${name}`, `Hợp tác xã ${name}`, `HTX ${name}`, place, length);
}

/** What a cooperative does is no part of its proper name. */
const TRADES = phrases(
  `nông nghiệp, dịch vụ, tổng hợp, sản xuất, kinh doanh, chăn nuôi, trồng trọt, thủy sản, chế biến, tiêu thụ, vận tải,
  xây dựng, môi trường, rau, an toàn, chè, thương mại, và`,
);

function titledTrade(words: Word[]): string {
  const trade = new Set<number>();
  for (let at = 0; at < words.length; at++) {
    for (let offset = 0; offset < matchAny(words, at, TRADES); offset++) trade.add(at + offset);
  }
  return words.map((word, at) => (at > 0 && trade.has(at) ? word.raw.toLowerCase() : titled(word))).join(' ');
}
