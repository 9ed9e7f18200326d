// File names as people vary them: what a document is called, apart from the marks of its copies and versions.
import { fold } from './fold.ts';

export interface Stem {
  /** Folded, without extension and marks: the same for all copies and versions of one document. */
  base: string;
  /** `base` without the number at its end: the same for the pages of one document. */
  whole: string;
  /** Higher is later, among names that are otherwise the same. */
  version: number;
}

export function stemOf(name: string): Stem {
  const bare = withoutSuffixes(name);
  const numbers = [...bare.matchAll(COPY_NUMBER)].map(([, number]) => Number(number));
  const folded = fold(bare.replace(COPY_NUMBER, ' '));
  const version = Math.max(0, ...numbers) + versionOf(folded);
  const base = [FORM_MARKS, COPY_MARKS, ...VERSION_MARKS.map(({ mark }) => mark)]
    .reduce((text, marks) => text.replace(marks, ' '), folded)
    .replace(/\s+/g, ' ')
    .trim();
  return { base, whole: base.replace(PAGE, '').trim(), version };
}

/**
 * The name without its extension, and without what the signing tool of the Government Cipher Committee appends: one
 * ".signed" for each signer. A print of a Word file keeps both extensions ("To trinh.docx.signed.pdf").
 */
export function withoutSuffixes(name: string): string {
  let bare = name.replace(/\.[a-z0-9]{1,5}$/i, '');
  for (let left = bare.length; left > 0; left--) {
    const shorter = bare.replace(SUFFIX, '');
    if (shorter === bare || shorter === '') break;
    bare = shorter;
  }
  return bare;
}

const SUFFIX = /[ ._-](?:signed|pdf|docx?|xlsx?|odt|rtf)$/i;

/** "bao cao (2).docx", as browsers and Zalo number downloads. */
const COPY_NUMBER = /\((\d{1,2})\)/g;
const COPY_MARKS = /\b(copy of|copy|ban sao)\b/g;
const FORM_MARKS =
  /\b(signed|scan|scaned|ban (ky|mem|cung|giay|word|pdf|scan)|file (mem|word|pdf|scan|cung)|da ky|ky so|dong dau|co dau|word|pdf|excel)\b/g;
const PAGE = / ?(\b(trang|tr|page|p|phan|part|anh) ?)?\b\d{1,3}$/;

const VERSION_MARKS: { mark: RegExp; rank: number }[] = [
  { mark: /\b(ban nhap|du thao)\b/g, rank: -50 },
  { mark: /\b(lan|ban|v|ver|version) ?(thu )?(\d{1,2})\b/g, rank: 0 },
  { mark: /\b(da (chinh )?sua|chinh sua|sua (lai|doi)|ban sua|gui lai|thay the|bo sung)\b/g, rank: 100 },
  { mark: /\b(final|(ban )?cuoi cung|ban (cuoi|chuan)|moi nhat|hoan chinh|chinh thuc)\b/g, rank: 1000 },
];

function versionOf(folded: string): number {
  const counted = [...folded.matchAll(/\b(?:lan|ban|v|ver|version) ?(?:thu )?(\d{1,2})\b/g)];
  const marks = VERSION_MARKS.filter(({ mark }) => folded.search(mark) !== -1);
  return [...counted.map(([, number]) => Number(number)), ...marks.map(({ rank }) => rank)].reduce(
    (sum, rank) => sum + rank,
    0,
  );
}

/** Words that any report's name may hold, and so tell no two apart. */
const GENERIC =
  /^(bao|cao|bc|baocao|mo|ta|mota|tom|tat|thuyet|minh|ban|sang|kien|kiem|sk|skkn|hinh|mh|giai|phap|san|pham|sp|tep|mau|so|\d+)$/;

/** True for "BC mo ta sk", false for "BC mo hinh trong que". */
export function isGeneric(base: string): boolean {
  return base.split(' ').every((word) => word === '' || GENERIC.test(word));
}
