// The text of a Rich Text file: words, code pages, old Vietnamese fonts, and nothing of its pictures and styles.
import iconv from 'iconv-lite';
import { encodingOfFont } from './legacy.ts';
import { collectLines } from './lines.ts';

/** Groups within groups. */
const DEEPEST = 200;

/** Destinations whose content is not the document's text. */
const SILENT = new Set(
  `stylesheet colortbl info pict object objdata header footer headerl headerr footerl footerr fldinst
  shprslt themedata colorschememapping latentstyles datastore listtable listoverridetable rsidtbl generator xmlnstbl`.split(
    /\s+/,
  ),
);

/** Code pages of \fcharset (RTF 1.9, "Font Table"). */
const CHARSETS: Partial<Record<number, string>> = {
  163: 'windows-1258',
  238: 'windows-1250',
  204: 'windows-1251',
};

const MARKS: Partial<Record<string, string>> = {
  line: '\n',
  tab: '\t',
  nestcell: '\t',
  nestrow: '\n',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
};

/** A control word with its number, a byte, text up to the next of them; a control symbol, or a brace. */
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|([^\\{}\r\n]{1,4096})|\\[^a-z]|[{}]/gi;

interface Group {
  silent: boolean;
  deleted: boolean;
  inFonts: boolean;
  font: number;
  /** Characters that stand for \uN in readers without Unicode (\ucN). */
  skip: number;
}

interface Font {
  name: string;
  codePage: string;
}

/** @param rtf its bytes as Latin-1 */
export function rtfText(rtf: string, characters: number): string {
  const reader = openRtf();
  const token = new RegExp(TOKEN);
  for (let match = token.exec(rtf); match; match = token.exec(rtf)) {
    reader.take(match);
    if (reader.depth() > DEEPEST || reader.length() > characters) break;
    // Bytes as they are, braces and all.
    if (match[1] === 'bin') token.lastIndex += Math.max(0, Number(match[2] ?? 0));
  }
  return reader.text();
}

function openRtf() {
  const lines = collectLines();
  const fonts = new Map<number, Font>();
  const outer: Group[] = [];
  let group: Group = { silent: false, deleted: false, inFonts: false, font: -1, skip: 1 };
  let codePage = 'windows-1252';
  let defaultFont = -1;
  let inRow = false;
  let toSkip = 0;
  /** Bytes of \'hh in a row: letters of several bytes are whole only together. */
  let bytes: number[] = [];

  const fontNow = () => fonts.get(group.font);
  const encodingNow = () => encodingOfFont(fontNow()?.name ?? '');

  function say(words: string): void {
    if (!group.silent && !group.deleted) lines.add(words, encodingNow());
  }
  function flush(): void {
    if (bytes.length === 0) return;
    const buffer = Buffer.from(bytes);
    bytes = [];
    if (encodingNow()) say(buffer.toString('latin1'));
    else say(iconv.decode(buffer, fontNow()?.codePage ?? codePage).normalize('NFC'));
  }
  function enterRow(): void {
    if (!inRow) lines.startRow();
    inRow = true;
  }

  /** Control words that end lines, and cells of tables. */
  const ends: Partial<Record<string, () => void>> = {
    par: lines.endParagraph,
    sect: lines.endParagraph,
    page: lines.endParagraph,
    intbl: enterRow,
    cell() {
      enterRow();
      lines.endParagraph();
      lines.endCell();
    },
    row() {
      if (inRow) lines.endRow();
      inRow = false;
    },
  };
  /** Control words that change how what follows is read. */
  const controls: Partial<Record<string, (value: number) => void>> = {
    fonttbl: () => {
      group.inFonts = true;
    },
    ansicpg: (value) => {
      codePage = iconv.encodingExists(`windows-${value}`) ? `windows-${value}` : codePage;
    },
    uc: (value) => {
      group.skip = Math.min(Math.max(value, 0), 10);
    },
    deff: (value) => {
      defaultFont = value;
      group.font = value;
    },
    plain: () => {
      group.font = defaultFont;
      group.deleted = false;
    },
    deleted: (value) => {
      group.deleted = value !== 0;
    },
    // The words of a text box, amid what only drawing it needs.
    shptxt: () => {
      lines.endParagraph();
      group.silent = false;
    },
    f: (value) => {
      group.font = value;
      if (group.inFonts && !group.silent) fonts.set(value, { name: '', codePage });
    },
    fcharset: (value) => {
      const font = fontNow();
      if (group.inFonts && font) font.codePage = CHARSETS[value] ?? codePage;
    },
    u: (value) => {
      say(String.fromCharCode(value & 0xffff));
      toSkip = group.skip;
    },
  };
  function control(word: string, value: number): void {
    const mark = MARKS[word];
    if (mark !== undefined) say(mark);
    else if (SILENT.has(word)) group.silent = true;
    else if (!group.silent && ends[word]) ends[word]?.();
    else controls[word]?.(value);
  }

  const symbols: Partial<Record<string, () => void>> = {
    '{': () => {
      outer.push(group);
      group = { ...group };
      toSkip = 0;
    },
    '}': () => {
      group = outer.pop() ?? group;
      toSkip = 0;
    },
    '\\*': () => {
      group.silent = true;
    },
    '\\~': () => say(' '),
    '\\_': () => say('-'),
    // Word takes TCVN3's ư for an optional hyphen.
    '\\-': () => say('\u00ad'),
    '\\\r': lines.endParagraph,
    '\\\n': lines.endParagraph,
    '\\\\': () => say('\\'),
    '\\{': () => say('{'),
    '\\}': () => say('}'),
  };
  function plain(words: string): void {
    if (!group.inFonts) {
      const kept = words.slice(toSkip);
      toSkip = Math.max(0, toSkip - words.length);
      if (kept !== '') say(kept);
      return;
    }
    const font = fontNow();
    // A font tells other things of itself too, in groups of their own.
    if (font && !group.silent && font.name.length < 100) {
      font.name = (font.name + words).replace(/;.*$/, '').trim();
    }
  }
  function byte(hex: string): void {
    if (toSkip > 0) toSkip--;
    else if (!group.inFonts) bytes.push(Number.parseInt(hex, 16));
  }

  return {
    take([whole, word, value, hex, words]: RegExpExecArray): void {
      if (hex !== undefined) {
        byte(hex);
        return;
      }
      flush();
      if (word !== undefined) control(word, Number(value ?? 1));
      else if (words !== undefined) plain(words);
      else symbols[whole]?.();
    },
    depth: () => outer.length,
    length: lines.length,
    text(): string {
      flush();
      return lines.text();
    },
  };
}
