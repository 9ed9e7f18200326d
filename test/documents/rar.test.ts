import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeLockedRar, makeRar4, makeRar5 } from './make-rar.ts';
import { contentsOf, survives, unpackBytes } from './unpack-bytes.ts';

const LIMITS = { entries: 3, bytes: 1_000, ratio: 100, ratioFrom: 500 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rar-'));
  // Others unpack on this machine as well.
  vi.stubEnv('TMPDIR', folder);
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([
  [4, makeRar4],
  [5, makeRar5],
] as const)('a RAR archive of version %i', (version, make) => {
  it('may have names longer than a file system takes, and the same one twice', async () => {
    const name = `${'Hồ sơ '.repeat(30)}/${'Báo cáo mô tả sáng kiến '.repeat(20)}.docx`;
    const entries = [
      { name, content: 'dài' },
      { name: 'Tờ trình.docx', content: 'một' },
      { name: 'Tờ trình.docx', content: 'hai' },
    ];
    expect(await contentsOf(make(entries), 'rar')).toEqual([
      [name, 'dài'],
      ['Tờ trình.docx', 'một'],
      ['Tờ trình.docx', 'hai'],
    ]);
  });

  it('never leads out of its folder', async () => {
    const names = ['../../x', '/etc/x', 'C:/x', 'a/../../x', 'a/../x', '..'];
    const found = await contentsOf(make([...names, 'b'].map((name) => ({ name, content: name }))), 'rar');
    expect(found?.slice(0, -1)).toEqual(names.map((name) => [name, '!unsafe-entry']));
    expect(found?.at(-1)).toEqual(['b', 'b']);
  });

  it('with a wrong checksum loses that file alone', async () => {
    const made = make(['một', 'hai', 'ba'].map((content) => ({ name: `${content}.txt`, content })));
    made.writeUInt8(0x21, made.lastIndexOf('hai'));
    expect(await contentsOf(made, 'rar')).toEqual([
      ['một.txt', 'một'],
      ['hai.txt', '!damaged'],
      ['ba.txt', 'ba'],
    ]);
  });

  it('cut short keeps what is whole, and is known to lack the rest', async () => {
    const made = make(['một', 'hai', 'ba'].map((content) => ({ name: `${content}.txt`, content })));
    const { entries, problem } = await unpackBytes(made.subarray(0, made.lastIndexOf('hai') + 2), 'rar');
    expect(problem).toBe('damaged');
    expect(entries[0]).toMatchObject({ nameAsSent: 'một.txt', problem: null });
    expect(entries.slice(1).every((one) => one.problem === 'damaged')).toBe(true);
  });

  it('behind a password is known as such, its files one by one', async () => {
    const entries = [
      { name: 'a', content: '0123456789abcdef', locked: true },
      { name: 'b', content: 'b' },
    ];
    expect(await contentsOf(make(entries), 'rar')).toEqual([
      ['a', '!encrypted'],
      ['b', 'b'],
    ]);
    expect(await contentsOf(make(entries.slice(0, 1)), 'rar')).toBe('encrypted');
    expect(await contentsOf(makeLockedRar(version), 'rar')).toBe('encrypted');
  });

  it('is measured while it is unpacked, whatever it tells', async () => {
    const files = (count: number, size: number, told?: number) =>
      make(
        Array.from({ length: count }, (_, at) => ({
          name: `${at}`,
          content: Buffer.alloc(size),
          size: told,
        })),
      );
    expect(await contentsOf(files(4, 1), 'rar', LIMITS)).toBe('archive-limits');
    expect(await contentsOf(files(2, 600), 'rar', LIMITS)).toBe('archive-limits');
    expect(await contentsOf(files(1, 10, 2_000), 'rar', LIMITS)).toBe('archive-limits');
    expect(await contentsOf(files(2, 600, 1), 'rar', LIMITS)).toMatch(/damaged|archive-limits/);
    expect(await contentsOf(files(20_000, 0), 'rar')).toBe('archive-limits');
  });

  it('broken anywhere gives what was put in, or a reason', async () => {
    const contents = ['một'.repeat(40), 'hai'.repeat(90)];
    const made = make(contents.map((content, at) => ({ name: `Tờ trình ${at}.docx`, content })));
    const { cut, changed } = await survives(made, 'rar', contents);
    expect([...cut, ...changed].filter(({ wrong }) => wrong > 0)).toEqual([]);
    expect(cut.every(({ refused }) => refused)).toBe(true);
  }, 120_000);
});

describe('a RAR archive of version 5', () => {
  it('has links refused, and makes none', async () => {
    const made = makeRar5([
      { name: 'a', content: '', link: '/etc' },
      { name: 'a/passwd', content: 'in through the link' },
      { name: 'b', content: '', link: '../../b' },
    ]);
    expect(await contentsOf(made, 'rar')).toEqual([
      ['a', '!unsafe-entry'],
      ['a/passwd', 'in through the link'],
      ['b', '!unsafe-entry'],
    ]);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('tiepnhan-unpack-'))).toEqual([]);
  });

  it('that asks for gigabytes of memory does not get them', async () => {
    const before = process.memoryUsage().external;
    for (const dictionary of [12, 13, 14]) {
      const made = makeRar5([{ name: 'a', content: Buffer.alloc(1_000, 0xa5), size: 100_000, dictionary }]);
      expect(await contentsOf(made, 'rar')).toBe('archive-limits');
    }
    const most = makeRar5([{ name: 'a', content: 'x', size: 100_000, dictionary: 15 }]);
    expect(await contentsOf(most, 'rar')).toEqual([['a', '!unsupported-type']]);
    expect(process.memoryUsage().external - before).toBeLessThan(600 * 1024 * 1024);
  });
});
