import { describe, expect, it } from 'vitest';
import { makeTnef, tnefProperty } from './make-tnef.ts';
import { contentsOf, survives, unpackBytes } from './unpack-bytes.ts';

const FILES = [
  { name: 'Tờ trình.docx', content: 'tờ trình' },
  { name: 'Báo cáo.docx', content: 'báo cáo'.repeat(50) },
];
const HTML = tnefProperty(0x102, 0x1013, [Buffer.from('<html><body><p>Gửi hồ sơ.</p></body></html>')]);

describe('winmail.dat', () => {
  it('has long names in Unicode', async () => {
    expect(await contentsOf(makeTnef('s', 'b', FILES), 'tnef')).toEqual(
      FILES.map(({ name, content }) => [name, content]),
    );
  });

  it('has its words in HTML where there are no plain ones', async () => {
    const { text } = await unpackBytes(makeTnef('Hồ sơ', '', FILES, [HTML]), 'tnef');
    expect(text).toBe('Subject: Hồ sơ\nFrom: \nGửi hồ sơ.');
    expect((await unpackBytes(makeTnef('', '', FILES), 'tnef')).text).toBeNull();
  });

  it('has properties of many values, and such as have names of their own', async () => {
    const words = ['một', 'hai'].map((word) => Buffer.from(`${word}\0`, 'utf16le'));
    const kind = Buffer.alloc(20);
    kind.writeUInt32LE(1, 16);
    const title = Buffer.from('Keywords\0', 'utf16le');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(title.length);
    const many = tnefProperty(0x101f, 0x8001, words);
    const named = Buffer.concat([
      many.subarray(0, 4),
      kind,
      length,
      title,
      Buffer.alloc(-title.length & 3),
      many.subarray(4),
    ]);
    const sender = tnefProperty(0x1f, 0x0c1a, [Buffer.from('MTTQ xã\0', 'utf16le')]);
    const { text } = await unpackBytes(makeTnef('Hồ sơ', 'Gửi.', [], [named, sender]), 'tnef');
    expect(text).toBe('Subject: Hồ sơ\nFrom: MTTQ xã\nGửi.');
  });

  it('with a wrong checksum loses that file alone', async () => {
    const made = makeTnef('s', 'b', FILES);
    made.writeUInt8(0x21, made.indexOf('trình'));
    expect(await contentsOf(made, 'tnef')).toEqual([
      ['Tờ trình.docx', '!damaged'],
      ['Báo cáo.docx', 'báo cáo'.repeat(50)],
    ]);
  });

  it('cut short keeps what is whole, and is known to lack the rest', async () => {
    const made = makeTnef('s', 'b', FILES);
    const { entries, problem } = await unpackBytes(made.subarray(0, made.lastIndexOf('báo') - 9), 'tnef');
    expect(problem).toBe('damaged');
    expect(entries.map((one) => one.problem)).toEqual([null, 'damaged']);
    expect((await unpackBytes(Buffer.concat([made, Buffer.from('\r\n')]), 'tnef')).problem).toBeNull();
  });

  it('has its limits, and names that lead nowhere', async () => {
    const many = Array.from({ length: 100_000 }, () => ({ name: 'a', content: '' }));
    expect(await contentsOf(makeTnef('s', 'b', many), 'tnef')).toBe('archive-limits');
    const unsafe = makeTnef('s', 'b', [{ name: '../../x', content: 'x' }]);
    expect(await contentsOf(unsafe, 'tnef')).toEqual([['../../x', '!unsafe-entry']]);
    expect(await contentsOf(Buffer.from('no TNEF at all'), 'tnef')).toBe('damaged');
  });

  it('broken anywhere gives what was put in, or a reason', async () => {
    const made = makeTnef('Hồ sơ', 'Gửi.', FILES, [HTML]);
    const { cut, changed } = await survives(
      made,
      'tnef',
      FILES.map(({ content }) => content),
      made.length,
    );
    expect([...cut, ...changed].filter(({ wrong }) => wrong > 0)).toEqual([]);
    expect(cut.every(({ refused }) => refused)).toBe(true);
  });
});
