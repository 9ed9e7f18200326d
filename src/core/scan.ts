// What OCR read, made fit for patterns: specks and stray characters away, digits that stand for letters put right.
import { fold } from './fold.ts';

/** A page has no more lines than this. */
const LONGEST = 60;

export function linesOfScan(text: string): string[] {
  return text
    .split('\n')
    .slice(0, 4 * LONGEST)
    .map(repair)
    .filter((line) => line !== '')
    .slice(0, LONGEST);
}

/** "| TỜ TRÌNH ." → "to trinh"; "BÁ0 CÁ0" → "bao cao". */
function repair(line: string): string {
  const words = fold(line.slice(0, 300)).split(' ').map(letters);
  const isSpeck = (word: string | undefined) => word !== undefined && /^\D$/.test(word) && word !== 'v';
  while (isSpeck(words[0])) words.shift();
  while (isSpeck(words.at(-1))) words.pop();
  return words.join(' ');
}

function letters(word: string): string {
  if (!/[a-z]/.test(word) || !/\d/.test(word)) return word;
  return word.replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('5', 's').replaceAll('8', 'b');
}
