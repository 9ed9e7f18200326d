// The name of a part, from its raw head: every way in which programs write one (RFC 2045, 2047, 2183, 2231, and none of them).
import { decodeBytes } from './charset.ts';
import { byteOf, decodeWords } from './words.ts';

/** More of a header is not looked at (characters). */
const LONGEST_HEADER = 16_000;
const LONGEST_NAME = 2_000;

/** One line of a head, folded or not, its bytes one per character. */
export interface RawLine {
  /** Lower case. */
  key: string;
  line: string;
}

/** As the sender meant it, decoded; null where the part has none. */
export function nameOfPart(lines: readonly RawLine[]): string | null {
  const names = [
    nameIn(headerOf(lines, 'content-disposition'), 'filename'),
    nameIn(headerOf(lines, 'content-type'), 'name'),
  ].filter((name) => name !== '');
  // No system takes a question mark in a name: one stands where a program lost a letter.
  return names.find((name) => !/[?\ufffd]/.test(name)) ?? names[0] ?? null;
}

function headerOf(lines: readonly RawLine[], key: string): string {
  const line = lines.find((one) => one.key === key)?.line.slice(0, LONGEST_HEADER) ?? '';
  return line.slice(line.indexOf(':') + 1).replace(/\r?\n[ \t]/g, ' ');
}

function nameIn(value: string, parameter: string): string {
  const all = parametersOf(value);
  const segments = segmentsOf(all, parameter);
  const name = segments.length > 0 ? joinSegments(segments) : decodeWords(all.get(parameter) ?? '');
  return name.slice(0, LONGEST_NAME).trim();
}

/** Parameters of a structured header; of two of one name the first counts. */
function parametersOf(value: string): Map<string, string> {
  const found = new Map<string, string>();
  // A quoted string ends at a quote before the next parameter: names hold bare quotes.
  const parameter = /(?:^|;)\s*([^\s=;"]+)\s*=\s*(?:"((?:\\.|[^"\\]|"(?!\s*(?:;|$)))*)"?|([^;]*))/gs;
  for (const [, key = '', quoted, bare = ''] of value.matchAll(parameter)) {
    const name = key.toLowerCase();
    // Only quotes and backslashes are escaped in earnest; before other letters it is a path of Windows.
    if (!found.has(name)) found.set(name, quoted?.replace(/\\(["\\])/g, '$1') ?? bare);
  }
  return found;
}

interface Segment {
  number: number;
  /** Written with %XX. */
  extended: boolean;
  value: string;
}

/** "name*", "name*0", "name*1*"… in their order (RFC 2231 §3). */
function segmentsOf(parameters: Map<string, string>, name: string): Segment[] {
  const found: Segment[] = [];
  for (const [key, value] of parameters) {
    const [, stem, number = '0', star] = /^([^*]+)\*(?:(\d{1,4})(\*?))?$/.exec(key) ?? [];
    if (stem === name) found.push({ number: Number(number), extended: star !== '', value });
  }
  return found.sort((a, b) => a.number - b.number);
}

function joinSegments(segments: Segment[]): string {
  if (!segments.some(({ extended }) => extended)) {
    return decodeWords(segments.map(({ value }) => value).join(''));
  }
  // Where there is no charset'language' in front, an apostrophe belongs to the name.
  const head = segments[0]?.extended ? /^([\w.:-]*)'[\w-]*'/.exec(segments[0].value) : null;
  // Mailers cut within %XX; in a plain segment the sign means itself.
  const escaped = segments.map(({ extended, value }) => (extended ? value : value.replaceAll('%', '%25')));
  const bytes = unescapePercent(escaped.join('').slice(head?.[0].length ?? 0));
  return decodeBytes(Buffer.from(bytes, 'latin1'), head?.[1] ?? null);
}

/** @returns bytes, one per character */
export function unescapePercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => byteOf(hex));
}
