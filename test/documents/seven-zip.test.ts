import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeSevenZip } from './make-seven-zip.ts';
import { contentsOf, survives } from './unpack-bytes.ts';

const LIMITS = { entries: 3, bytes: 1_000, ratio: 100, ratioFrom: 500 };

describe('a 7z archive', () => {
  it('gives the files of all its folders, empty ones too', async () => {
    const made = await makeSevenZip([
      { name: 'Hồ sơ/1. Tờ trình/Tờ trình.docx', content: 'tờ trình' },
      { name: 'Hồ sơ/Báo cáo.docx', content: 'báo cáo' },
      { name: 'rỗng.txt', content: '' },
    ]);
    expect(await contentsOf(made, '7z')).toEqual(
      expect.arrayContaining([
        ['Hồ sơ/1. Tờ trình/Tờ trình.docx', 'tờ trình'],
        ['Hồ sơ/Báo cáo.docx', 'báo cáo'],
        ['rỗng.txt', ''],
      ]),
    );
  });

  it('is packed in any of the usual ways', async () => {
    for (const way of ['-mx0', '-m0=LZMA', '-m0=LZMA2', '-m0=PPMd', '-m0=BZip2', '-m0=Deflate']) {
      const made = await makeSevenZip([{ name: 'a.txt', content: 'sáng kiến '.repeat(500) }], {
        more: [way],
      });
      expect(await contentsOf(made, '7z')).toEqual([['a.txt', 'sáng kiến '.repeat(500)]]);
    }
  });

  it('has limits on files, bytes and ratio', async () => {
    const files = (count: number, size: number) =>
      makeSevenZip(
        Array.from({ length: count }, (_, at) => ({ name: `${at}`, content: Buffer.alloc(size) })),
      );
    expect(await contentsOf(await files(4, 1), '7z', LIMITS)).toBe('archive-limits');
    expect(await contentsOf(await files(2, 600), '7z', LIMITS)).toBe('archive-limits');
    const packed = await makeSevenZip([{ name: 'a', content: Buffer.alloc(12 * 1024 * 1024) }]);
    const most = { entries: 3, bytes: 1e9, ratio: 100, ratioFrom: 10 * 1024 * 1024 };
    expect(await contentsOf(packed, '7z', most)).toBe('archive-limits');
    expect(await contentsOf(packed, '7z', { ...most, ratioFrom: 20 * 1024 * 1024 })).toHaveLength(1);
  });

  it('that asks for gigabytes of memory does not get them', async () => {
    const made = await makeSevenZip([{ name: 'a.txt', content: 'sáng kiến '.repeat(500) }], {
      more: ['-m0=LZMA2:d64k', '-mhc=off'],
    });
    const before = process.memoryUsage().external;
    expect(await contentsOf(withDictionary(made, 38), '7z')).toBe('archive-limits');
    expect(process.memoryUsage().external - before).toBeLessThan(600 * 1024 * 1024);
  });

  it('broken anywhere gives what was put in, or a reason', async () => {
    const contents = ['một'.repeat(40), 'hai'.repeat(90)];
    for (const more of [['-mx0'], ['-mx5']]) {
      const made = await makeSevenZip(
        contents.map((content, at) => ({ name: `Tờ trình ${at}.docx`, content })),
        { more },
      );
      const { cut, changed } = await survives(made, '7z', contents, 100);
      expect([...cut, ...changed].filter(({ wrong }) => wrong > 0)).toEqual([]);
      expect(cut.every(({ refused }) => refused)).toBe(true);
    }
  }, 120_000);
});

/** The size of LZMA2's dictionary stands in one byte: 38 is two gigabytes. The checksums follow (7zFormat.txt). */
function withDictionary(made: Buffer, size: number): Buffer {
  const bytes = Buffer.from(made);
  const start = 32 + bytes.readUInt32LE(12);
  const head = bytes.subarray(start, start + bytes.readUInt32LE(20));
  head.writeUInt8(size, head.indexOf(Buffer.from([0x21, 0x21, 0x01])) + 3);
  bytes.writeUInt32LE(crc32(head), 28);
  bytes.writeUInt32LE(crc32(bytes.subarray(12, 32)), 8);
  return bytes;
}
