// One object of a PDF where it stands in the file (ISO 32000-1, §7.3.8 and §7.3.10), and what its stream unpacks to.
import { inflateSync } from 'node:zlib';
import type { Bytes } from './bytes.ts';
import { type Dict, Parser, Unusual, type Value } from './pdf-syntax.ts';

export interface Found {
  value: Value;
  /** Where the bytes of a stream begin. */
  data: number | null;
}

/** @param number that it must have; null: any */
export function objectAt(file: Bytes, at: number, number: number | null): Found {
  return parse(file, at, (parser, base) => {
    const told = numberOf(parser.next(false));
    numberOf(parser.next(false));
    if (!isWord(parser.next(false), 'obj') || (number !== null && told !== number)) {
      throw new Unusual('an object is elsewhere');
    }
    const value = parser.next(true);
    const after = parser.next(false);
    if (value === undefined || isWordObject(value)) throw new Unusual('an object of nothing');
    if (isWord(after, 'stream')) return { value, data: base + parser.at };
    if (!isWord(after, 'endobj')) throw new Unusual('an object does not end');
    return { value, data: null };
  });
}

const WINDOWS = [2 * 1024, 64 * 1024, 4 * 1024 * 1024];

/** Parses what begins at a place; of a large file more is read only where that is not enough. */
export function parse<T>(file: Bytes, at: number, take: (parser: Parser, base: number) => T): T {
  for (const window of WINDOWS) {
    const bytes = file.read(at, window);
    const parser = new Parser(bytes);
    try {
      const taken = take(parser, at);
      // What ends with the window may go on behind it.
      if (parser.at < bytes.length || bytes.length < window) return taken;
    } catch (error) {
      if (!(error instanceof Unusual) || bytes.length < window) throw error;
    }
  }
  throw new Unusual('an object too large');
}

/** §7.3.8.1: "stream", the end of its line, the bytes, and "endstream". */
export function dataOf(file: Bytes, word: number, length: Value | undefined): Buffer {
  const around = file.read(word, numberOf(length) + 20);
  const start = around[0] === 13 && around[1] === 10 ? 2 : around[0] === 10 ? 1 : 0;
  const end = start + numberOf(length);
  if (start === 0 || !/^[\r\n ]{0,2}endstream/.test(around.toString('latin1', end, end + 12))) {
    throw new Unusual('a stream of another length');
  }
  return around.subarray(start, end);
}

const MOST_UNPACKED = 16 * 1024 * 1024;

/** §7.3.8.2 and §7.4 */
export function unpack(dict: Dict, packed: Buffer): Buffer {
  const [filter, ...others] = listed(dict.get('/Filter'));
  if (filter === undefined) return packed;
  if (filter !== '/FlateDecode' || others.length > 0) throw new Unusual('packed in another way');
  const bytes = inflate(packed);
  const parameters = listed(dict.get('/DecodeParms'))[0] ?? null;
  return parameters === null ? bytes : undoPrediction(bytes, dictOf(parameters));
}

/** One alone may stand without brackets. */
function listed(value: Value | undefined): Value[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function inflate(packed: Buffer): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: MOST_UNPACKED });
  } catch (error) {
    throw new Unusual('it cannot be unpacked', { cause: error });
  }
}

/** Rows as PNG has them; of its ways, the one in use: what is above is added (§7.4.4.4). */
function undoPrediction(bytes: Buffer, parameters: Dict): Buffer {
  const told = (key: string, otherwise: number) => numberOf(parameters.get(key) ?? otherwise);
  if (told('/Predictor', 1) === 1) return bytes;
  const columns = told('/Columns', 1);
  const isPlain =
    told('/Predictor', 1) >= 10 && told('/Colors', 1) === 1 && told('/BitsPerComponent', 8) === 8;
  const isWhole = columns >= 1 && columns < bytes.length && bytes.length % (columns + 1) === 0;
  if (!isPlain || !isWhole) throw new Unusual('packed in another way');
  const rows: Buffer[] = [];
  let above = Buffer.alloc(columns);
  for (let at = 0; at < bytes.length; at += columns + 1) {
    const row = bytes.subarray(at + 1, at + 1 + columns);
    const kind = bytes[at];
    if (kind !== 0 && kind !== 2) throw new Unusual('packed in another way');
    above =
      kind === 0 ? Buffer.from(row) : Buffer.from(row.map((byte, column) => byte + (above[column] ?? 0)));
    rows.push(above);
  }
  return Buffer.concat(rows);
}

export function isWordObject(value: Value | undefined): value is { word: string } {
  return typeof value === 'object' && value !== null && 'word' in value;
}

export function isWord(value: Value | undefined, word: string): boolean {
  return isWordObject(value) && value.word === word;
}

export function numberOf(value: Value | undefined): number {
  if (typeof value !== 'number') throw new Unusual('no number');
  return value;
}

export function numbersOf(value: Value | undefined): number[] {
  if (!Array.isArray(value)) throw new Unusual('no numbers');
  return value.map(numberOf);
}

export function dictOf(value: Value | undefined): Dict {
  if (!(value instanceof Map)) throw new Unusual('no dictionary');
  return value;
}
