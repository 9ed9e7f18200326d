// The words that a text is found by in the log, as Postgres folds them (fold_words), at a tenth of its cost.

/** Characters of a text whose words are kept. */
const KEPT = 20_000;
/** Letters of a word. */
const LONGEST = 40;

/** Each word once, after a dot; null: the text has letters of which Postgres alone knows what they become. */
export function searchWords(text: string): string[] | null {
  if (FAR.test(text)) return null;
  // What is written twice is folded once.
  const written = new Set(text.slice(0, KEPT).replace(INVISIBLE, '').split(/\s+/));
  const bare = [...written]
    .join(' ')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(ACCENTS, '')
    .replace(D_WITH_STROKE, 'd');
  if (FOREIGN.test(bare)) return null;
  const words = bare.split(SEPARATORS).filter((word) => word !== '');
  return [...new Set(words.map((word) => `.${word.slice(0, LONGEST)}`))];
}

/** Scripts of elsewhere, and halves of what lies beyond 16 bits. */
const FAR = /[\ua000-\udfff]/;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const ACCENTS = /[\u0300-\u0362]+/g;
const D_WITH_STROKE = /[đðɖ]/g;
/** What is neither ASCII nor a sign that is nothing but a space to both. */
const FOREIGN = /[^\0-\x7f\p{P}\p{Z}\u2190-\u21ff\u2500-\u27bf\ue000-\uf8ff]/u;
const SEPARATORS = /[^a-z0-9]+/;
