// Makes OLE compound files (MS-CFB) that hold nothing but a directory: what tells their kinds apart.

const SECTOR = 512;
const NONE = 0xffffffff;
const END_OF_CHAIN = 0xfffffffe;

interface Options {
  /** Streams in a folder below the root, as an embedded object has them. */
  embedded?: string[];
  /** Of the root, as hexadecimal digits. */
  classId?: string;
  /** Sectors of other data before the directory's second sector. */
  gap?: number;
}

/** Four entries fit a sector, so the directory takes several; the allocation table stands before it. */
export function makeOle(streams: string[], { embedded = [], classId, gap = 0 }: Options = {}): Buffer {
  const folder = embedded.length > 0 ? ['_1234567890'] : [];
  const top = [...streams, ...folder];
  const entries = [
    entry('Root Entry', { type: 5, child: top.length > 0 ? 1 : NONE, classId }),
    ...top.map((name, index) =>
      entry(name, {
        type: index < streams.length ? 2 : 1,
        right: index + 1 < top.length ? index + 2 : NONE,
        child: index < streams.length ? NONE : top.length + 1,
      }),
    ),
    ...embedded.map((name, index) =>
      entry(name, { type: 2, right: index + 1 < embedded.length ? top.length + index + 2 : NONE }),
    ),
  ];
  return assemble(Buffer.concat(entries), gap);
}

function entry(
  name: string,
  {
    type = 2,
    right = NONE,
    child = NONE,
    classId = '',
  }: { type?: number; right?: number; child?: number; classId?: string },
): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(name, 'utf16le');
  bytes.writeUInt16LE((name.length + 1) * 2, 64);
  bytes.set([type, 1], 66);
  bytes.writeUInt32LE(NONE, 68);
  bytes.writeUInt32LE(right, 72);
  bytes.writeUInt32LE(child, 76);
  bytes.write(classId, 80, 'hex');
  bytes.writeUInt32LE(END_OF_CHAIN, 116);
  return bytes;
}

/** Head, tables, the directory's first sector, the gap, the rest of the directory. */
function assemble(directory: Buffer, gap: number): Buffer {
  const sectors = Math.ceil(directory.length / SECTOR);
  const perTable = SECTOR / 4;
  const tables = Math.ceil((sectors + gap) / (perTable - 2)) + 1;
  const lists = Math.max(0, Math.ceil((tables - 109) / (perTable - 1)));
  const first = tables + lists;
  const place = (index: number) => (index === 0 ? first : first + gap + index);

  const table = Buffer.alloc(tables * SECTOR, 0xff);
  for (let index = 0; index < sectors; index++) {
    table.writeUInt32LE(index + 1 < sectors ? place(index + 1) : END_OF_CHAIN, place(index) * 4);
  }
  const body = Buffer.alloc((first + gap + sectors) * SECTOR);
  body.set(table, 0);
  body.fill(0xff, tables * SECTOR, first * SECTOR);
  for (let index = 109; index < tables; index++) {
    const list = tables + Math.floor((index - 109) / (perTable - 1));
    body.writeUInt32LE(index, list * SECTOR + ((index - 109) % (perTable - 1)) * 4);
    body.writeUInt32LE(list + 1 < first ? list + 1 : END_OF_CHAIN, list * SECTOR + SECTOR - 4);
  }
  for (let index = 0; index < sectors; index++) {
    body.set(directory.subarray(index * SECTOR, (index + 1) * SECTOR), place(index) * SECTOR);
  }
  return Buffer.concat([makeHead(tables, lists, first), body]);
}

/** §2.2 */
function makeHead(tables: number, lists: number, directory: number): Buffer {
  const head = Buffer.alloc(SECTOR);
  head.write('d0cf11e0a1b11ae1', 'hex');
  head.writeUInt16LE(0x3e, 24);
  head.writeUInt16LE(3, 26);
  head.writeUInt16LE(0xfffe, 28);
  head.writeUInt16LE(9, 30);
  head.writeUInt16LE(6, 32);
  head.writeUInt32LE(tables, 44);
  head.writeUInt32LE(directory, 48);
  head.writeUInt32LE(4096, 56);
  head.writeUInt32LE(END_OF_CHAIN, 60);
  head.writeUInt32LE(lists > 0 ? tables : END_OF_CHAIN, 68);
  head.writeUInt32LE(lists, 72);
  for (let index = 0; index < 109; index++) {
    head.writeUInt32LE(index < tables ? index : NONE, 76 + index * 4);
  }
  return head;
}
