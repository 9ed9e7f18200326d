// Where the objects of a PDF are: its tables, which may be streams, the newest first (ISO 32000-1, §7.5.4 to §7.5.8).
import type { Bytes } from './bytes.ts';
import { dataOf, dictOf, isWord, numberOf, numbersOf, objectAt, parse, unpack } from './pdf-object.ts';
import { type Dict, Unusual, type Value } from './pdf-syntax.ts';

/** Where an object is: in the file, or in a stream of them. */
export type Place = { at: number; within?: undefined } | { at?: undefined; within: number };
export type Places = Map<number, Place | null>;

/** The end of a file tells where its table is (bytes). */
const END = 1024;
const MOST_TABLES = 100;
const MOST_OBJECTS = 200_000;

/** Fills in the places, the newest first. @returns the newest trailer */
export function readPlaces(file: Bytes, places: Places): Dict {
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
  const [first = 0, second = 0, third = 0] = widths;
  if (Math.max(...widths) > 6 || second === 0) throw new Unusual('a table of odd columns');
  let row = 0;
  for (const number of numbersIn(dict)) {
    const kind = first === 0 ? 1 : bytes.readUIntBE(row, first);
    const place = bytes.readUIntBE(row + first, second);
    put(places, number, kind === 1 ? { at: place } : kind === 2 ? { within: place } : null);
    row += first + second + third;
  }
  return dict;
}

/** Of the objects that a table's rows stand for: ranges, each of a number and how many follow it. */
function* numbersIn(dict: Dict): Generator<number> {
  const ranges = dict.has('/Index') ? numbersOf(dict.get('/Index')) : [0, numberOf(dict.get('/Size'))];
  for (let pair = 0; pair + 1 < ranges.length; pair += 2) {
    for (let count = 0; count < (ranges[pair + 1] ?? 0); count++) yield (ranges[pair] ?? 0) + count;
  }
}

function put(places: Places, number: number, place: Place | null): void {
  if (places.size > MOST_OBJECTS) throw new Unusual('too many objects');
  if (!places.has(number)) places.set(number, place);
}
