// Whether an OLE compound file (MS-CFB) is what it says it is: each chain of sectors ends, no sector belongs to two of
// them, and its folders form a tree. Readers follow them blindly, in circles if they are led there.

export function isSoundOle(bytes: Buffer): boolean {
  if (bytes.length < 512) return false;
  const file = openTables(bytes);
  if (!file) return false;
  const directory = file.follow(bytes.readUInt32LE(48));
  const miniTable = file.follow(bytes.readUInt32LE(60));
  if (!directory || !miniTable) return false;
  const entries = directory.flatMap((sector) => entriesIn(file.read(sector)));
  const root = entries[0];
  if (root?.type !== ROOT) return false;
  const container = file.follow(root.start);
  const streams = collectTree(entries);
  if (!container || !streams) return false;
  const mini = chains(
    Math.floor((container.length * file.size) / MINI_SECTOR),
    Buffer.concat(miniTable.map(file.read)),
  );
  return streams.every(({ start, size }) => {
    if (size === 0) return true;
    const [follow, sector] = size < CUTOFF ? [mini, MINI_SECTOR] : [file.follow, file.size];
    return (follow(start)?.length ?? 0) * sector >= size;
  });
}

const MINI_SECTOR = 64;
/** Smaller streams lie in mini sectors (§2.2). */
const CUTOFF = 4096;
const LAST_SECTOR = 0xfffffffa;
const END_OF_CHAIN = 0xfffffffe;
const NONE = 0xffffffff;
const [FOLDER, STREAM, ROOT] = [1, 2, 5];

/** All sectors of a chain; null if it does not end well, or takes what another one has. */
type Follow = (start: number) => number[] | null;

interface Tables {
  /** Bytes of a sector. */
  size: number;
  follow: Follow;
  read(sector: number): Buffer;
}

function openTables(bytes: Buffer): Tables | null {
  const shift = bytes.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return null;
  const size = 1 << shift;
  const count = Math.ceil(bytes.length / size) - 1;
  const read = (sector: number) => bytes.subarray((sector + 1) * size, (sector + 2) * size);
  const places = tablePlaces(bytes, size, count, read);
  return places && { size, read, follow: chains(count, Buffer.concat(places.map(read))) };
}

/** Where the allocation table stands: the first 109 sectors are told in the head, more of them in lists (§2.5). */
function tablePlaces(
  bytes: Buffer,
  size: number,
  count: number,
  read: (sector: number) => Buffer,
): number[] | null {
  const wanted = bytes.readUInt32LE(44);
  if (wanted > count) return null;
  const places = numbersIn(bytes.subarray(76, 512)).slice(0, wanted);
  const lists = bytes.readUInt32LE(72);
  if (lists > count) return null;
  let list = bytes.readUInt32LE(68);
  for (let left = lists; places.length < wanted; left--) {
    if (left <= 0 || list >= count) return null;
    const numbers = numbersIn(read(list));
    if (numbers.length < size / 4) return null;
    places.push(...numbers.slice(0, -1).slice(0, wanted - places.length));
    list = numbers.at(-1) ?? NONE;
  }
  return places.every((place) => place < count) ? places : null;
}

function numbersIn(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readUInt32LE(at * 4));
}

/** @param count of the sectors that there are */
function chains(count: number, table: Buffer): Follow {
  const taken = new Uint8Array(count);
  return (start) => {
    if (start === NONE) return [];
    const sectors: number[] = [];
    let at = start;
    for (; at < LAST_SECTOR; at = table.readUInt32LE(at * 4)) {
      if (at >= count || taken[at] || (at + 1) * 4 > table.length) return null;
      taken[at] = 1;
      sectors.push(at);
    }
    return at === END_OF_CHAIN ? sectors : null;
  };
}

interface Entry {
  type: number;
  /** Its neighbours to both sides, and the first entry within it. */
  links: number[];
  start: number;
  size: number;
}

/** §2.6.1 */
function entriesIn(sector: Buffer): Entry[] {
  return Array.from({ length: Math.floor(sector.length / 128) }, (_, index) => {
    const entry = sector.subarray(index * 128);
    return {
      type: entry.readUInt8(66),
      links: [68, 72, 76].map((at) => entry.readUInt32LE(at)),
      start: entry.readUInt32LE(116),
      size: entry.readUInt32LE(120),
    };
  });
}

/** The streams of the tree; null if it leads out of the directory, or to one place twice. */
function collectTree(entries: Entry[]): Entry[] | null {
  const seen = new Set([0]);
  const streams: Entry[] = [];
  const left = [0];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const entry = entries[at];
    if (!entry || ![FOLDER, STREAM, ROOT].includes(entry.type)) return null;
    if (entry.type === STREAM) streams.push(entry);
    for (const link of entry.links.filter((one) => one !== NONE)) {
      if (seen.has(link)) return null;
      seen.add(link);
      left.push(link);
    }
  }
  return streams;
}
