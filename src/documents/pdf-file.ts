// The objects of a PDF as they are asked for (ISO 32000-1, §7.5), of files in the form that programs write them.
import { inflateSync } from 'node:zlib';
import type { Bytes } from './bytes.ts';
import { type Dict, Parser, Unusual, type Value } from './pdf-syntax.ts';

export interface PdfFile {
  catalog: Dict;
  /** What a reference leads to; any other value is itself. */
  get(value: Value | undefined): Value | undefined;
  /** A stream's dictionary; its bytes stay where they are. */
  stream(value: Value | undefined): Stream;
}

export interface Stream {
  dict: Dict;
  /** Unpacked. */
  bytes(): Buffer;
}

/** Errors: Unusual. */
export function openPdfFile(file: Bytes): PdfFile {
  const places: Places = new Map();
  const trailer = readPlaces(file, places);
  if (trailer.has('/Encrypt')) throw new Unusual('it is locked');
  const loaded = new Map<number, Found>();
  const packed = new Map<number, Packed>();
  let left = MOST_IN_ALL;

  function load(number: number): Found {
    const before = loaded.get(number);
    if (before) return before;
    const found = find(number, places.get(number) ?? null);
    loaded.set(number, found);
    return found;
  }
  function find(number: number, place: Place | null): Found {
    if (!place) return { value: null, data: null };
    if (place.at !== undefined) return objectAt(file, place.at, number);
    const stream = packed.get(place.within) ?? unpackObjects(streamOf(load(place.within)));
    packed.set(place.within, stream);
    return { value: objectIn(stream, number), data: null };
  }
  function get(value: Value | undefined): Value | undefined {
    let got = value;
    for (let steps = 0; isRef(got); steps++) {
      if (steps > LONGEST_CHAIN) throw new Unusual('a reference leads to references');
      got = load(got.ref).value;
    }
    return got;
  }
  function streamOf({ value, data }: Found): Stream {
    if (!(value instanceof Map) || data === null) throw new Unusual('no stream');
    return {
      dict: value,
      bytes() {
        const bytes = unpack(value, dataOf(file, data, get(value.get('/Length'))));
        left -= bytes.length;
        if (left < 0) throw new Unusual('too much to unpack');
        return bytes;
      },
    };
  }
  const catalog = get(trailer.get('/Root'));
  if (!(catalog instanceof Map)) throw new Unusual('no catalog');
  return {
    catalog,
    get,
    stream(value) {
      if (!isRef(value)) throw new Unusual('no stream');
      return streamOf(load(value.ref));
    },
  };
}

function isRef(value: unknown): value is { ref: number } {
  return typeof value === 'object' && value !== null && 'ref' in value;
}

/** References that lead to references. */
const LONGEST_CHAIN = 5;
/** Unpacked from one file; a page's content has a hundredth of it (bytes). */
const MOST_IN_ALL = 64 * 1024 * 1024;

/** Where an object is: in the file, or in a stream of them. */
type Place = { at: number; within?: undefined } | { at?: undefined; within: number };
type Places = Map<number, Place | null>;

interface Found {
  value: Value;
  /** Where the bytes of a stream begin. */
  data: number | null;
}

/** The end of a file tells where its table is (bytes). */
const END = 1024;
const MOST_TABLES = 100;
const MOST_OBJECTS = 200_000;

/** Fills in the places, the newest first. @returns the newest trailer */
function readPlaces(file: Bytes, places: Places): Dict {
  const end = file.read(Math.max(0, file.size - END), END).toString('latin1');
  const [, start] = /startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(end.slice(end.lastIndexOf('startxref'))) ?? [];
  const waiting: (Value | undefined)[] = [Number(start)];
  const seen = new Set<number>();
  let newest: Dict | null = null;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (typeof at !== 'number' || !(at >= 0) || seen.has(at) || seen.size > MOST_TABLES) {
      throw new Unusual('no table');
    }
    seen.add(at);
    const trailer = readTable(file, at, places);
    newest ??= trailer;
    // Of a file for old programs and new ones, the objects of the new stand before the older tables (§7.5.8.4).
    for (const key of ['/Prev', '/XRefStm']) if (trailer.has(key)) waiting.push(trailer.get(key));
  }
  if (!newest) throw new Unusual('no table');
  return newest;
}

function readTable(file: Bytes, at: number, places: Places): Dict {
  if (file.read(at, 4).toString('latin1') !== 'xref') return readTableStream(file, at, places);
  return parse(file, at + 4, (parser) => {
    for (;;) {
      const first = parser.next(false);
      if (isWord(first, 'trailer')) return dictOf(parser.next(true));
      const count = numberOf(parser.next(false));
      for (let index = 0; index < count; index++) {
        const place = numberOf(parser.next(false));
        parser.next(false);
        const used = isWord(parser.next(false), 'n');
        put(places, numberOf(first) + index, used ? { at: place } : null);
      }
    }
  });
}

/** §7.5.8 */
function readTableStream(file: Bytes, at: number, places: Places): Dict {
  const { value, data } = objectAt(file, at, null);
  const dict = dictOf(value);
  if (data === null || dict.get('/Type') !== '/XRef') throw new Unusual('no table');
  const bytes = unpack(dict, dataOf(file, data, dict.get('/Length')));
  const widths = numbersOf(dict.get('/W'));
  const index = dict.has('/Index') ? numbersOf(dict.get('/Index')) : [0, numberOf(dict.get('/Size'))];
  const [first = 0, second = 0, third = 0] = widths;
  if (Math.max(...widths) > 6 || second === 0) throw new Unusual('a table of odd columns');
  let row = 0;
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    for (let count = 0; count < (index[pair + 1] ?? 0); count++, row += first + second + third) {
      if (row + first + second + third > bytes.length) throw new Unusual('a table cut short');
      const kind = first === 0 ? 1 : bytes.readUIntBE(row, first);
      const place = bytes.readUIntBE(row + first, second);
      const number = (index[pair] ?? 0) + count;
      put(places, number, kind === 1 ? { at: place } : kind === 2 ? { within: place } : null);
    }
  }
  return dict;
}

function put(places: Places, number: number, place: Place | null): void {
  if (places.size > MOST_OBJECTS) throw new Unusual('too many objects');
  if (!places.has(number)) places.set(number, place);
}

/** @param number that it must have; null: any */
function objectAt(file: Bytes, at: number, number: number | null): Found {
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
function parse<T>(file: Bytes, at: number, take: (parser: Parser, base: number) => T): T {
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
function dataOf(file: Bytes, word: number, length: Value | undefined): Buffer {
  const around = file.read(word, numberOf(length) + 20);
  const start = around[0] === 13 && around[1] === 10 ? 2 : around[0] === 10 ? 1 : 0;
  const end = start + numberOf(length);
  if (start === 0 || !/^[\r\n ]{0,2}endstream/.test(around.toString('latin1', end, end + 12))) {
    throw new Unusual('a stream of another length');
  }
  return around.subarray(start, end);
}

const MOST_UNPACKED = 16 * 1024 * 1024;

function unpack(dict: Dict, packed: Buffer): Buffer {
  const filter = dict.get('/Filter');
  if (filter === undefined || (Array.isArray(filter) && filter.length === 0)) return packed;
  const name = Array.isArray(filter) && filter.length === 1 ? filter[0] : filter;
  const given = dict.get('/DecodeParms') ?? null;
  const parameters = Array.isArray(given) ? (given[0] ?? null) : given;
  if (name !== '/FlateDecode') throw new Unusual('packed in another way');
  const bytes = inflate(packed);
  if (parameters === null) return bytes;
  const predictor = numberOf(dictOf(parameters).get('/Predictor') ?? 1);
  if (predictor === 1) return bytes;
  if (predictor < 10) throw new Unusual('packed in another way');
  return undoPrediction(bytes, dictOf(parameters));
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
  const columns = numberOf(parameters.get('/Columns') ?? 1);
  const odd = numberOf(parameters.get('/Colors') ?? 1) !== 1 || (parameters.get('/BitsPerComponent') ?? 8) !== 8;
  if (odd || columns < 1 || bytes.length % (columns + 1) !== 0) throw new Unusual('packed in another way');
  const rows = bytes.length / (columns + 1);
  const out = Buffer.alloc(rows * columns);
  for (let row = 0; row < rows; row++) {
    const kind = bytes[row * (columns + 1)];
    if (kind !== 0 && kind !== 2) throw new Unusual('packed in another way');
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const above = kind === 2 && row > 0 ? (out[at - columns] ?? 0) : 0;
      out[at] = (bytes[row * (columns + 1) + 1 + column] ?? 0) + above;
    }
  }
  return out;
}

/** §7.5.7: numbers of objects and where they begin, then the objects. */
interface Packed {
  bytes: Buffer;
  places: Map<number, number>;
}

function unpackObjects({ dict, bytes }: Stream): Packed {
  if (dict.has('/Extends')) throw new Unusual('objects in two streams');
  const unpacked = bytes();
  const first = numberOf(dict.get('/First'));
  const parser = new Parser(unpacked);
  const places = new Map<number, number>();
  for (let count = numberOf(dict.get('/N')); count > 0; count--) {
    places.set(numberOf(parser.next(false)), first + numberOf(parser.next(false)));
  }
  return { bytes: unpacked, places };
}

function objectIn({ bytes, places }: Packed, number: number): Value {
  const at = places.get(number);
  const value = at === undefined ? undefined : new Parser(bytes, at).next(true);
  if (value === undefined || isWordObject(value)) throw new Unusual('an object is elsewhere');
  return value;
}

function isWordObject(value: Value | undefined): value is { word: string } {
  return typeof value === 'object' && value !== null && 'word' in value;
}

function isWord(value: Value | undefined, word: string): boolean {
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
