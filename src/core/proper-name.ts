// Proper names as they stand in a text: where they end, which commune they are, how they are capitalised.
import { beginsLine, isApart, matchAny, matchesAt, phrases, type Word } from './words.ts';

/** A commune, by one of its names. */
export interface Place {
  /** As the registry has it: "Gia Phú". */
  name: string;
  /** "xã", "thị trấn"; empty where the registry does not say. */
  level: string;
  /** How this text may call it, without its level. */
  words: Word[];
}

const LEVEL = new Set(['xa', 'x', 'thi', 'tran', 'tt', 't', 'nt', 'n', 'ttnt', 'phuong', 'p']);
const LONGEST_LEVEL = 4;

/** The words of "xã", "thị trấn", "TT", "N.T" before a place. */
export function levelLength(words: Word[], at: number): number {
  let length = 0;
  while (length < LONGEST_LEVEL && LEVEL.has(words[at + length]?.folded ?? '')) length++;
  return length;
}

/** A place with or without its level; length counts both. */
export function placeAt(words: Word[], at: number, places: Place[]): { place: Place; length: number } | null {
  const level = levelLength(words, at);
  const place = places.find((one) => matchesAt(words, at + level, one.words));
  return place ? { place, length: level + place.words.length } : null;
}

/** "số 1", "số1". */
export function numberAt(words: Word[], at: number): { number: string; length: number } | null {
  const glued = /^so(\d{1,2})$/.exec(words[at]?.folded ?? '')?.[1];
  if (glued) return { number: String(Number(glued)), length: 1 };
  const next = words[at + 1];
  const number = /^\d{1,2}$/.exec(next?.folded ?? '')?.[0];
  if (words[at]?.folded !== 'so' || !number || isApart(next)) return null;
  return { number: String(Number(number)), length: 2 };
}

/** The words of a proper name: as far as its capitals, or a word that no name holds, or the next comma or place. */
export function nameAt(words: Word[], at: number, places: Place[], most: number): Word[] {
  const numbered = numberAt(words, at);
  if (numbered) return words.slice(at, at + numbered.length);
  const run = runOf(words, at, most);
  const told = capitalsTell(words, at);
  const loud = isLoud(words[at - 1]) && isLoud(words[at]);
  const end = run.findIndex(
    (word, offset) =>
      (told && !isCapital(word) && !/^\d/.test(word.raw)) ||
      (told && loud && !isLoud(word)) ||
      (offset > 0 && placeAt(words, at + offset, places) !== null),
  );
  return end === -1 ? run : run.slice(0, end);
}

export function runOf(words: Word[], at: number, most: number): Word[] {
  const run = words.slice(at, at + most);
  const end = run.findIndex(
    (word, offset) =>
      isApart(word) ||
      (offset > 0 && beginsLine(word)) ||
      matchAny(words, at + offset, NO_NAME) > 0 ||
      /^\d{3,}$/.test(word.folded),
  );
  return end === -1 ? run : run.slice(0, end);
}

/** What follows a name in a sentence, a subject, a file name. */
const NO_NAME = phrases(
  `gửi, nộp, xin, kính, trình, tờ trình, báo cáo, đề nghị, đăng ký, hồ sơ, hs, sáng kiến, sk, bc, ttr, ds, danh sách,
  huyện, tỉnh, thành phố, tp, xã, x, thị trấn, tt, ttnt, phường, thôn, năm, năm học, về, v, số, tác giả, cộng hòa,
  độc lập, đảng cộng, là, có, và, với, cho, của, thuộc, tại, ở, do, ngày, kèm, đã, đang, sẽ, trong, trên, nhằm, khi,
  như, theo, được, áp dụng, thực hiện, mô hình, sản phẩm, ý tưởng, giải pháp, biện pháp, mô tả, signed, scan, final,
  copy, pdf, doc, docx, xls, xlsx, bản ký, bản mềm, bản giấy, bản chuẩn, bản sửa, đã ký, lần, hiệu trưởng, ban giám,
  bgh, email, dt, sđt, điện thoại, địa chỉ, ạ`,
);

/** Whether capitals tell names around a word; they do not where all letters are capital, or none. */
export function capitalsTell(words: Word[], at: number): boolean {
  const near = words.slice(Math.max(0, at - AROUND), at + AROUND);
  const small = near.some(({ raw }) => /^\p{Ll}/u.test(raw));
  return small && near.some((word) => word.gap !== '' && !isApart(word) && /^\p{Lu}\p{Ll}/u.test(word.raw));
}

const AROUND = 12;

export function isCapital(word: Word | undefined): boolean {
  return word !== undefined && /^\p{Lu}/u.test(word.raw);
}

function isLoud(word: Word | undefined): boolean {
  return word !== undefined && /^[\p{Lu}\d]+$/u.test(word.raw);
}

export function titled({ raw }: Word): string {
  return /^\d/.test(raw) || raw.toLowerCase() === 'số'
    ? raw.toLowerCase()
    : raw.charAt(0).toUpperCase() + raw.slice(1).toLowerCase();
}
