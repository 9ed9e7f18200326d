// Words of other people's making as they may stand in a letter or on paper: one line, nothing invisible, no link, not too long.

const LONGEST = 120;

/** A subject or a title. */
export function harmless(text: string): string {
  return cut(unlinked(oneLine(text)), LONGEST);
}

const LONGEST_ON_PAPER = 500;

/** A title or a name as it was written: paper has no links, and room. */
export function onPaper(text: string): string {
  return cut(oneLine(text), LONGEST_ON_PAPER);
}

const LONGEST_PARAGRAPH = 2_000;

/** What a member of staff wrote. */
export function harmlessParagraph(text: string): string {
  return cut(unlinked(oneLine(text)), LONGEST_PARAGRAPH);
}

/** Endings of documents, also several ("x.signed.pdf"); .zip and .mov are not among them, for the web has such domains. */
const DOCUMENT_ENDING =
  /(?:\.(?:signed|pdf|docx?|xlsx?|pptx?|rtf|od[tsp]|txt|csv|jpe?g|png|gif|bmp|tiff?|heic|webp|mp4|avi|rar|7z|eml|msg)){1,4}$/i;

/** A file's name keeps its ending when it is cut. */
export function harmlessName(name: string): string {
  const line = oneLine(name);
  const ending = DOCUMENT_ENDING.exec(line)?.[0] ?? '';
  return cut(unlinked(line.slice(0, line.length - ending.length)), LONGEST - ending.length) + ending;
}

/** Zero-width characters, marks that turn the direction of writing round, and code points nobody has assigned. */
const INVISIBLE = /(?!\s)[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Co}\p{Cn}]/gu;

function oneLine(text: string): string {
  const line = text
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(/[\p{Cc}\s]+/gu, ' ');
  // A mark at the beginning would change the letter or tag that stands before it.
  return line
    .normalize('NFC')
    .replace(/^[\s\p{M}]+/u, '')
    .trimEnd();
}

/** Mail programs make links of "www.x.y", "x://y" and "\\x\y"; a space takes them apart and leaves them readable. */
function unlinked(line: string): string {
  return line.replace(/[.．。｡](?=\p{L})|[:/\\](?=[/\\])/gu, '$& ');
}

function cut(line: string, longest: number): string {
  const letters = [...line];
  return letters.length > longest
    ? `${letters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
    : line;
}
