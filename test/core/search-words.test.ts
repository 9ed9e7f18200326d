import { expect, it } from 'vitest';
import { searchWords } from '../../src/core/search-words.ts';

it.each([
  ['Tờ trình ĐỀ NGHỊ, tờ trình', ['.to', '.trinh', '.de', '.nghi']],
  ['', []],
  ['— … ☐', []],
  [`${'a'.repeat(50)} b`, [`.${'a'.repeat(40)}`, '.b']],
])('the words of %j', (text, words) => {
  expect(searchWords(text)).toEqual(words);
});

it('leaves foreign letters to Postgres', () => {
  expect(searchWords('Straße')).toBeNull();
  expect(searchWords('Привет')).toBeNull();
  expect(searchWords('𝐀')).toBeNull();
});
