// How alike two titles are, whoever typed them.
import { fold } from './fold.ts';

/** A title, or a file name, as comparisons see it. */
export interface Words {
  all: Set<string>;
  numbers: string;
}

/** Longer titles are compared by their first words. */
const LONGEST = 40;

export function wordsOf(title: string): Words {
  const folded = fold(title).split(' ').slice(0, LONGEST).map(withoutTypos);
  const telling = fold(folded.join(' ').replace(COMMON, ' ')).split(' ').filter(Boolean);
  const words = telling.length >= 2 ? telling : folded.filter(Boolean);
  return { all: new Set(words), numbers: words.filter((word) => /^\d+$/.test(word)).join(' ') };
}

/** Words that most titles share. */
const COMMON =
  /\b(mo hinh|sang kien|giai phap|san pham|y tuong|de tai|bien phap|mot so|nang cao|hieu qua|chat luong|xay dung|ung dung|va|ve|cho|cua|tai|trong|nham)\b/g;

/** No Vietnamese syllable ends in these letters or has a q without u: they are tone keys of Telex that were left over. */
function withoutTypos(word: string): string {
  if (/\d/.test(word)) return word;
  const typed = word.replace(/q(?!u)/g, '').replace(/[fjwzsxr]$/, '');
  return typed === 'kiem' ? 'kien' : typed;
}

/** The same words, but for typing errors. */
export function sameWords(a: Words, b: Words): boolean {
  if (a.numbers !== b.numbers || a.all.size !== b.all.size) return false;
  const [left, right] = [missingFrom(a, b), missingFrom(b, a)];
  // A word more than one letter apart is another word.
  return left.length <= 2 && left.every((word) => right.some((other) => isNear(word, other)));
}

/** 0: nothing in common, or numbers that differ ("thôn 1", "thôn 2"); 1: the same words. */
export function similarity(a: Words, b: Words): number {
  if (a.all.size === 0 || b.all.size === 0) return 0;
  if (a.numbers && b.numbers && a.numbers !== b.numbers) return 0;
  const absent = missingFrom(a, b);
  const left = missingFrom(b, a);
  const near = absent.filter((word) => left.some((other) => isNear(word, other))).length;
  const common = a.all.size - absent.length + near;
  const shorter = Math.min(a.all.size, b.all.size);
  const dice = Math.min(1, (2 * common) / (a.all.size + b.all.size));
  // A title cut short, or told in fewer words.
  return shorter >= 3 ? Math.max(dice, (0.9 * Math.min(common, shorter)) / shorter) : dice;
}

function missingFrom(a: Words, b: Words): string[] {
  return [...a.all].filter((word) => !b.all.has(word));
}

/** One letter typed otherwise, too many or too few. */
function isNear(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 3 || Math.abs(a.length - b.length) > 1 || /\d/.test(a + b)) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [longer, other] = a.length >= b.length ? [a, b] : [b, a];
  const skip = longer.length === other.length ? start + 1 : start;
  return longer.slice(start + 1) === other.slice(skip);
}
