// Folding: text as patterns and comparisons see it, without accents, case, punctuation or invisible characters.

/**
 * "Tờ_trình ĐỀ NGHỊ (1).Ký" → "to trinh de nghi 1 ky". However the accents were composed, whichever look-alike of
 * đ was typed, and wherever an old editor put the tone ("hoà", "hòa"), the result is the same.
 */
export function fold(text: string): string {
  const bare = text.toLowerCase().normalize('NFD').replace(ACCENTS, '').replace(D_WITH_STROKE, 'd');
  // Most text is ASCII by now, and what tells letters from signs there is quicker.
  if (ASCII.test(bare)) return bare.replace(ASCII_SEPARATORS, ' ').trim();
  return bare.replace(INVISIBLE, '').replace(SEPARATORS, ' ').trim();
}

const ACCENTS = /[\u0300-\u036f]+/g;
const ASCII = /^[\0-\x7f]*$/;
/** All but a single space, which stays as it is: most of them are. */
const ASCII_SEPARATORS = / [^a-z0-9]+|[^a-z0-9 ][^a-z0-9]*/g;
/** Zero-width characters, soft hyphens, direction and byte-order marks. */
const INVISIBLE = /\p{Cf}/gu;
/** đ does not decompose; ð and ɖ are what Ð (U+00D0) and Ɖ (U+0189) become in lower case. */
const D_WITH_STROKE = /[đðɖ]/g;
/** Punctuation, symbols, every kind of space and control character. */
const SEPARATORS = /[\p{P}\p{S}\p{Z}\p{Cc}]+/gu;
