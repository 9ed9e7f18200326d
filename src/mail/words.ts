// Encoded words of headers (RFC 2047), and the bare 8-bit letters that stand where such words should.
import { decodeBytes } from './charset.ts';

const WORD = /=\?([^?\s]{1,100})\?([bq])\?([^?]*)\?=/gi;

/** @param value raw bytes of an unfolded header, one per character */
export function decodeWords(value: string): string {
  let text = '';
  for (const run of runsOf(value)) text += decodeBytes(Buffer.concat(run.bytes), run.label);
  return text.normalize('NFC');
}

/** The same header with every letter in UTF-8 and every word labelled so, for whoever takes the syntax apart. */
export function relabelWords(value: string): string {
  const words = runsOf(value).map(({ label, bytes }) => {
    const text = decodeBytes(Buffer.concat(bytes), label);
    return label === null ? text : `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`;
  });
  return words.join('');
}

/** Letters of one charset that stand together: mailers cut words within a letter. */
interface Run {
  /** Null: no encoded word. */
  label: string | null;
  bytes: Buffer[];
}

function runsOf(value: string): Run[] {
  const runs: Run[] = [];
  const add = (label: string | null, bytes: Buffer) => {
    const last = runs.at(-1);
    if (last && last.label === label) last.bytes.push(bytes);
    else runs.push({ label, bytes: [bytes] });
  };
  let end = 0;
  for (const { 0: word, 1: charset = '', 2: encoding = '', 3: letters = '', index } of value.matchAll(WORD)) {
    const between = value.slice(end, index);
    // Space between two words only parts them (RFC 2047 §6.2).
    if (end === 0 || /\S/.test(between)) add(null, Buffer.from(between, 'latin1'));
    add(labelOf(charset), bytesOf(encoding, letters));
    end = index + word.length;
  }
  add(null, Buffer.from(value.slice(end), 'latin1'));
  return runs;
}

/** Without the language that RFC 2231 §5 allows: "utf-8*vi". */
function labelOf(charset: string): string {
  return charset.replace(/\*.*/, '').toLowerCase();
}

function bytesOf(encoding: string, letters: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(letters, 'base64');
  const plain = letters.replace(/_/g, ' ').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => byteOf(hex));
  return Buffer.from(plain, 'latin1');
}

/** @param hex two digits */
export function byteOf(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}
