// A kind of body, by every name it goes by.
import { matchAny, phrases, type Word } from './words.ts';

export interface Head {
  name: string;
  shortName: string;
  words: Word[][];
}

export function head(name: string, shortName: string, others = ''): Head {
  return { name, shortName, words: phrases([name, shortName, others].filter(Boolean).join(',')) };
}

export function headAt(words: Word[], at: number, heads: Head[]): { head: Head; length: number } | null {
  for (const one of heads) {
    const length = matchAny(words, at, one.words);
    if (length > 0) return { head: one, length };
  }
  return null;
}
