// The text of a Rich Text file: words, code pages, old Vietnamese fonts, and nothing of its pictures and styles.
import iconv from 'iconv-lite';
import { decodeLegacy, encodingOfFont } from './legacy.ts';

/** Groups within groups. */
const DEEPEST = 200;

/** Destinations whose content is not the document's text. */
const SILENT = new Set(
  `stylesheet colortbl info pict object objdata header footer headerl headerr footerl footerr fldinst
  themedata colorschememapping latentstyles datastore listtable listoverridetable rsidtbl generator xmlnstbl`.split(
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
  par: '\n',
  line: '\n',
  row: '\n',
  sect: '\n',
  page: '\n',
  cell: '\t',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
};

/** A control word with its number, a byte, text up to the next of them; a control symbol, or a brace. */
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|([^\\{}\r\n]{1,4096})|\\[^a-z]|[{}]/gi;

interface Group {
  silent: boolean;
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
  for (const match of rtf.matchAll(TOKEN)) {
    reader.take(match);
    if (reader.depth() > DEEPEST || reader.length() > characters) break;
  }
  return reader.text().replace(/\t+\n/g, '\n');
}

function openRtf() {
  const fonts = new Map<number, Font>();
  const outer: Group[] = [];
  let group: Group = { silent: false, inFonts: false, font: -1, skip: 1 };
  let codePage = 'windows-1252';
  let toSkip = 0;
  /** Bytes of \'hh in a row: letters of several bytes are whole only together. */
  let bytes: number[] = [];
  let text = '';

  const fontNow = () => fonts.get(group.font);
  const encodingNow = () => encodingOfFont(fontNow()?.name ?? '');

  function say(words: string): void {
    if (group.silent) return;
    const encoding = encodingNow();
    text += encoding ? decodeLegacy(words, encoding) : words;
  }
  function flush(): void {
    if (bytes.length === 0) return;
    const buffer = Buffer.from(bytes);
    bytes = [];
    if (encodingNow()) say(buffer.toString('latin1'));
    else say(iconv.decode(buffer, fontNow()?.codePage ?? codePage).normalize('NFC'));
  }

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
    f: (value) => {
      group.font = value;
      if (group.inFonts) fonts.set(value, { name: '', codePage });
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
    else controls[word]?.(value);
  }

  const symbols: Partial<Record<string, () => void>> = {
    '{': () => {
      outer.push(group);
      group = { ...group };
    },
    '}': () => {
      group = outer.pop() ?? group;
    },
    '\\*': () => {
      group.silent = true;
    },
    '\\~': () => say(' '),
    '\\\\': () => say('\\'),
    '\\{': () => say('{'),
    '\\}': () => say('}'),
  };
  function plain(words: string): void {
    const font = fontNow();
    if (!group.inFonts) {
      const kept = words.slice(toSkip);
      toSkip = Math.max(0, toSkip - words.length);
      say(kept);
    } else if (font && font.name.length < 100) {
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
    length: () => text.length,
    text(): string {
      flush();
      return text;
    },
  };
}
