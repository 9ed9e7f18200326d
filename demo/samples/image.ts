// Makes small real pictures, different for each seed.
import { crc32, deflateSync } from 'node:zlib';

const SIDE = 64;

/** A grey PNG of noise (PNG specification, §5 and §11). */
export function makePng(seed: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE, 0);
  head.writeUInt32BE(SIDE, 4);
  head.set([8, 0, 0, 0, 0], 8); // 8-bit grey, no interlace
  const rows = Buffer.alloc(SIDE * (SIDE + 1));
  let state = seed >>> 0 || 1;
  for (let at = 0; at < rows.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    rows[at] = at % (SIDE + 1) === 0 ? 0 : state >>> 24;
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A JPEG of one grey block (ITU-T T.81 annex B): baseline, one component, one code in each Huffman table. */
export function makeJpeg(seed: number): Buffer {
  const grey = seed & 0xff;
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xfe, Buffer.from(String(seed))),
    segment(0xdb, Buffer.alloc(65, 1).fill(0, 0, 1)),
    segment(0xc0, Buffer.from([8, 0, 8, 0, 8, 1, 1, 0x11, 0])),
    segment(0xc4, huffman(0x00, 8)), // the block's grey, in 8 bits
    segment(0xc4, huffman(0x10, 0)), // and nothing more
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([grey >> 1, ((grey & 1) << 7) | 0x3f]),
    Buffer.from('ffd9', 'hex'),
  ]);
}

/** A table with one code, of one bit. */
function huffman(table: number, symbol: number): Buffer {
  return Buffer.from([table, 1, ...Array<number>(15).fill(0), symbol]);
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}
