import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { windows1258 } from '../corpus/code-pages.ts';
import { makeZip } from './make-zip.ts';
import { contentsOf, survives } from './unpack-bytes.ts';

const LIMITS = { entries: 3, bytes: 1_000, ratio: 100, ratioFrom: 500 };

async function nameOf(name: Buffer, extra?: Buffer) {
  const found = await contentsOf(makeZip([{ name, content: 'x', extra }]), 'zip');
  return Array.isArray(found) ? found[0]?.[0] : found;
}

/** Info-ZIP Unicode Path (§4.6.9) for a plain name. */
function unicodePath(name: string, plain: Buffer): Buffer {
  const text = Buffer.from(name);
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + text.length, 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(crc32(plain), 5);
  return Buffer.concat([field, text]);
}

describe('names in a ZIP archive', () => {
  it.each(['Báo cáo.docx', 'Tờ trình – bản ký.pdf', 'ĐƠN ĐỀ NGHỊ.doc', 'là gì.txt', '“mẫu số 01”.docx'])(
    'in the Vietnamese code page: %s',
    async (name) => {
      expect(await nameOf(windows1258(name))).toBe(name);
    },
  );

  it('in the code page of DOS', async () => {
    expect(await nameOf(Buffer.from([0x74, 0x72, 0x8d, 0x6e, 0x68]))).toBe('trình');
    expect(await nameOf(Buffer.from([0x62, 0xa0, 0x6f]))).toBe('báo');
  });

  it('in the field for Unicode, if it is of this name', async () => {
    const plain = Buffer.from('TO TRINH.DOC');
    expect(await nameOf(plain, unicodePath('Tờ trình.doc', plain))).toBe('Tờ trình.doc');
    expect(await nameOf(plain, unicodePath('Tờ trình.doc', Buffer.from('other')))).toBe('TO TRINH.DOC');
    expect(await nameOf(plain, unicodePath('../../x', plain))).toBe('../../x');
  });

  it('are cut where they are endless, and may be missing', async () => {
    expect(await nameOf(Buffer.from(`${'a'.repeat(65_000)}.docx`))).toMatch(/^a{995}\.docx$/);
    expect(await nameOf(Buffer.alloc(0))).toBeNull();
  });
});

describe('a ZIP archive', () => {
  it('has no links, devices or pipes taken out of it', async () => {
    const made = makeZip([
      ...[0o120777, 0o020666, 0o060666, 0o010644, 0o140644].map((mode) => ({
        name: 'x',
        content: 'y',
        mode,
      })),
      { name: 'file', content: 'y', mode: 0o100644 },
    ]);
    expect(await contentsOf(made, 'zip')).toEqual([
      ...Array.from({ length: 5 }, () => ['x', '!unsafe-entry']),
      ['file', 'y'],
    ]);
  });

  it('with a wrong checksum or way of packing loses that file alone', async () => {
    const made = makeZip([
      { name: 'a', content: 'một', stored: true },
      { name: 'b', content: 'hai', stored: true },
      { name: 'c', content: 'ba' },
    ]);
    made.writeUInt8(0x21, made.indexOf('một'));
    made.writeUInt16LE(99, made.lastIndexOf('PK\u0001\u0002') + 10);
    expect(await contentsOf(made, 'zip')).toEqual([
      ['a', '!damaged'],
      ['b', 'hai'],
      ['c', '!unsupported-type'],
    ]);
  });

  it('has limits on files, bytes and ratio', async () => {
    const files = (count: number, content: Buffer | string) =>
      makeZip(Array.from({ length: count }, (_, at) => ({ name: `${at}`, content })));
    expect(await contentsOf(files(4, 'x'), 'zip', LIMITS)).toBe('archive-limits');
    expect(await contentsOf(files(2, Buffer.alloc(600)), 'zip', LIMITS)).toBe('archive-limits');
    expect(await contentsOf(files(60_000, ''), 'zip')).toBe('archive-limits');
    const folders = Array.from({ length: 20_000 }, (_, at) => ({ name: `${at}/`, content: '' }));
    expect(await contentsOf(makeZip(folders), 'zip')).toBe('archive-limits');
  }, 30_000);

  it('of few bytes that stand for many is refused: one entry, many, or the same one many times', async () => {
    const zeros = Buffer.alloc(11 * 1024 * 1024);
    const flat = makeZip([...Array(4)].map((_, at) => ({ name: `${at}`, content: zeros })));
    expect(zeros.length * 4).toBeGreaterThan(flat.length * 900);
    expect(await contentsOf(flat, 'zip')).toBe('archive-limits');
    const nested = makeZip([{ name: 'inner.zip', content: flat }]);
    expect(await contentsOf(nested, 'zip')).toHaveLength(1);
    expect(await contentsOf(overlapping(deflateRawSync(zeros), zeros, 40), 'zip')).toBe('archive-limits');
  }, 30_000);

  it('broken anywhere gives what was put in, or a reason', async () => {
    const contents = ['một'.repeat(40), 'hai'.repeat(90)];
    const made = makeZip(contents.map((content, at) => ({ name: `Tờ trình ${at}.docx`, content })));
    const { cut, changed } = await survives(made, 'zip', contents, 1_500);
    expect([...cut, ...changed].filter(({ wrong }) => wrong > 0)).toEqual([]);
    expect(cut.every(({ refused }) => refused)).toBe(true);
  }, 60_000);
});

/** Entries that all have the same place in the file. */
function overlapping(data: Buffer, whole: Buffer, count: number): Buffer {
  const one = makeZip([{ name: 'a', content: whole }]);
  const central = one.subarray(31 + data.length, one.length - 22);
  const end = Buffer.from(one.subarray(-22));
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(central.length * count, 12);
  return Buffer.concat([
    one.subarray(0, 31 + data.length),
    ...Array.from({ length: count }, () => central),
    end,
  ]);
}
