// The objects of a PDF as they are asked for (ISO 32000-1, §7.5), of files in the form that programs write them.
import type { Bytes } from './bytes.ts';
import { dataOf, type Found, isWordObject, numberOf, objectAt, unpack } from './pdf-object.ts';
import { type Dict, Parser, Unusual, type Value } from './pdf-syntax.ts';
import { type Place, type Places, readPlaces } from './pdf-table.ts';

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
    if (places.get(place.within)?.at === undefined) throw new Unusual('a stream within a stream');
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

/** References that lead to references. */
const LONGEST_CHAIN = 5;
/** Unpacked from one file; a page's content has a hundredth of it (bytes). */
const MOST_IN_ALL = 64 * 1024 * 1024;

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

function isRef(value: unknown): value is { ref: number } {
  return typeof value === 'object' && value !== null && 'ref' in value;
}
