import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeJpeg, makePng } from '../../demo/samples/image.ts';
import { inspectBytes } from './inspect-bytes.ts';

function part(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), content]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(content.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

/** A PNG that tells a size and holds nothing. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    part('IHDR', head),
    part('IDAT', Buffer.alloc(10)),
    part('IEND', Buffer.alloc(0)),
  ]);
}

describe('a picture', () => {
  it('of more than 200 megapixels is refused', async () => {
    expect(await inspectBytes(pngOf(20_000, 10_000))).toMatchObject({ type: 'png', problem: null });
    expect(await inspectBytes(pngOf(20_001, 10_000))).toMatchObject({ type: 'png', problem: 'too-large' });
  });

  it('of more than 100 MB is refused', async () => {
    const bytes = Buffer.concat([await makePng(1), Buffer.alloc(100 * 1024 * 1024)]);
    expect(await inspectBytes(bytes)).toMatchObject({ type: 'png', problem: 'too-large' });
  });

  it('cut short may still show something', async () => {
    for (const [type, whole] of [
      ['jpg', await makeJpeg(3)],
      ['png', await makePng(3)],
    ] as const) {
      const bytes = whole.subarray(0, whole.length - 20);
      expect(await inspectBytes(bytes)).toMatchObject({ type, problem: null, text: null });
    }
  });

  it('that ends before it says how large it is shows nothing', async () => {
    expect(await inspectBytes((await makeJpeg(3)).subarray(0, 24))).toMatchObject({ problem: 'damaged' });
  });
});
