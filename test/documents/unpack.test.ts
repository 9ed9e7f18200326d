// Containers: what lies inside comes out whole, and nothing that is hidden in one does harm.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Archive, openArchive } from '../../src/archive/archive.ts';

import { inspectFile } from '../../src/documents/inspect.ts';
import { type Container, unpack } from '../../src/documents/unpack.ts';
import { entry, zip } from '../corpus/archives.ts';
import { makeMsg } from './make-msg.ts';
import { makeRar4, makeRar5 } from './make-rar.ts';
import { makeSevenZip } from './make-seven-zip.ts';
import { makeTnef } from './make-tnef.ts';
import { makeZip } from './make-zip.ts';

let folder: string;
let archive: Archive;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unpack-'));
  // Others unpack on this machine as well.
  vi.stubEnv('TMPDIR', folder);
  archive = await openArchive(join(folder, 'archive'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(bytes: Buffer, type: Container) {
  const path = join(folder, 'container');
  await writeFile(path, bytes);
  return unpack(path, type, archive.put);
}

async function names(bytes: Buffer, type: Container) {
  const { entries, problem } = await open(bytes, type);
  return problem ?? entries.map((one) => `${one.nameAsSent}${one.problem ? ` ${one.problem}` : ''}`);
}

const FILES = [
  { name: 'Hồ sơ/Tờ trình.docx', content: 'tờ trình' },
  { name: 'Hồ sơ/Báo cáo.pdf', content: 'báo cáo '.repeat(5_000) },
];

describe.each([
  ['zip', () => makeZip(FILES)],
  ['rar', () => makeRar4(FILES)],
  ['rar', () => makeRar5(FILES)],
  ['7z', () => makeSevenZip(FILES)],
] as const)('a %s archive', (type, make) => {
  it('gives each file with its name and bytes', async () => {
    const { entries, problem, text } = await open(await make(), type);
    expect({ problem, text }).toEqual({ problem: null, text: null });
    expect(entries.map(({ nameAsSent }) => nameAsSent).sort()).toEqual(FILES.map(({ name }) => name).sort());
    for (const one of entries) {
      const wanted = FILES.find(({ name }) => name === one.nameAsSent);
      const { sha256, size } = await archive.put(Buffer.from(wanted?.content ?? ''));
      expect(one).toMatchObject({ sha256, size, problem: null });
    }
  });

  it('is told by its bytes', async () => {
    const path = join(folder, 'told');
    await writeFile(path, await make());
    expect(await inspectFile(path)).toMatchObject({ type, problem: null });
  });

  it('cut short, or with bytes changed, ends in a reason and never in an error', async () => {
    const whole = await make();
    for (let tenth = 1; tenth < 10; tenth++) {
      const { entries, problem } = await open(whole.subarray(0, (whole.length * tenth) / 10), type);
      expect(problem ?? entries.some((one) => one.problem === 'damaged')).toBeTruthy();
    }
    for (let at = 7; at < whole.length; at += Math.ceil(whole.length / 25)) {
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(at) ^ 0x55, at);
      await open(changed, type);
    }
  }, 60_000);
});

describe('a ZIP archive', () => {
  it.each([
    ['UTF-8 without saying so', Buffer.from('Tờ trình.docx'), 'Tờ trình.docx'],
    ['the Vietnamese code page', iconv.encode('Tơ\u0300 tri\u0300nh.docx', 'windows-1258'), 'Tờ trình.docx'],
    ['the code page of DOS', Buffer.from([0x87, 0x61, 0x2e, 0x70, 0x64, 0x66]), 'ça.pdf'],
    ['folders of Windows', Buffer.from('Ho so\\To trinh.doc'), 'Ho so/To trinh.doc'],
  ])('has names in %s', async (_, raw, name) => {
    expect(await names(await zip([entry(raw, () => Buffer.from('x'))], false)(), 'zip')).toEqual([name]);
  });

  it('keeps what is whole beside what is locked', async () => {
    const mixed = makeZip([
      { name: 'a.docx', content: 'a', locked: true },
      { name: 'b.docx', content: 'b' },
    ]);
    expect(await names(mixed, 'zip')).toEqual(['a.docx encrypted', 'b.docx']);
    expect(await names(makeZip([{ name: 'a.docx', content: 'a', locked: true }]), 'zip')).toBe('encrypted');
  });

  it('refuses names that lead out of it, and links, each by itself', async () => {
    const made = zip([
      entry('../../etc/passwd', () => Buffer.from('x')),
      entry('/etc/passwd', () => Buffer.from('x')),
      entry('C:\\Windows\\x.txt', () => Buffer.from('x')),
      { name: 'link', content: () => Buffer.from('/etc/passwd'), link: true },
      entry('whole.txt', () => Buffer.from('x')),
    ]);
    expect(await names(await made(), 'zip')).toEqual([
      '../../etc/passwd unsafe-entry',
      '/etc/passwd unsafe-entry',
      'C:/Windows/x.txt unsafe-entry',
      'link unsafe-entry',
      'whole.txt',
    ]);
  });

  it('refuses a bomb, and one that lies about its sizes', async () => {
    const zeros = Buffer.alloc(64 * 1024 * 1024);
    expect(await names(makeZip([{ name: 'a', content: zeros }]), 'zip')).toBe('archive-limits');
    expect(await names(makeZip([{ name: 'a', content: zeros, size: 100 }]), 'zip')).toBe('damaged');
    const many = Array.from({ length: 20_000 }, (_, at) => ({ name: `${at}.txt`, content: '' }));
    expect(await names(makeZip(many), 'zip')).toBe('archive-limits');
  });

  it('takes a name of any length', async () => {
    expect(await names(makeZip([{ name: 'a'.repeat(60_000), content: 'x' }]), 'zip')).toHaveLength(1);
  });
});

describe('a RAR or 7z archive', () => {
  it('behind a password is known as such', async () => {
    expect(await names(await makeSevenZip(FILES, { password: 'bi-mat' }), '7z')).toBe('encrypted');
    const hidden = await makeSevenZip(FILES, { password: 'bi-mat', hidesNames: true });
    expect(await names(hidden, '7z')).toBe('encrypted');
    const mixed = [{ name: 'a.doc', content: 'a', locked: true }, ...FILES];
    expect(await names(makeRar4(mixed), 'rar')).toContain('a.doc encrypted');
  });

  it('refuses links, and names that lead out of it', async () => {
    const linked = makeRar5([
      { name: 'link', content: '', link: '/etc/passwd' },
      { name: '../../out.txt', content: 'x' },
      { name: 'whole.txt', content: 'x' },
    ]);
    expect(await names(linked, 'rar')).toEqual([
      'link unsafe-entry',
      '../../out.txt unsafe-entry',
      'whole.txt',
    ]);
    const sevenZip = await makeSevenZip([
      { name: 'link', content: '/etc/passwd', link: true },
      { name: 'whole.txt', content: 'x' },
    ]);
    expect(await names(sevenZip, '7z')).toEqual(['link unsafe-entry', 'whole.txt']);
  });

  it('refuses a bomb before unpacking it, and leaves no folder behind', async () => {
    const bomb = await makeSevenZip([{ name: 'a', content: Buffer.alloc(64 * 1024 * 1024) }]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await names(bomb, '7z')).toBe('archive-limits');
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('tiepnhan-unpack-'))).toEqual([]);
  });
});

describe('a wrapped message', () => {
  const ATTACHMENTS = [
    { name: 'Tờ trình.docx', content: 'tờ trình' },
    { name: 'Báo cáo.pdf', content: 'x'.repeat(9_000) },
  ];

  it('of Exchange gives its words and files', async () => {
    const made = makeTnef('Hồ sơ sáng kiến', 'MTTQ xã Gia Phú gửi hồ sơ.', ATTACHMENTS);
    const { text, entries, problem } = await open(made, 'tnef');
    expect(problem).toBeNull();
    expect(text).toBe('Subject: Hồ sơ sáng kiến\nFrom: \nMTTQ xã Gia Phú gửi hồ sơ.');
    expect(entries.map(({ nameAsSent, size }) => [nameAsSent, size])).toEqual([
      ['Tờ trình.docx', 11],
      ['Báo cáo.pdf', 9_000],
    ]);
  });

  it('of Outlook gives its words and files', async () => {
    const head = { subject: 'Hồ sơ sáng kiến', sender: 'MTTQ xã Gia Phú', body: 'Gửi hồ sơ.' };
    const { text, entries, problem } = await open(makeMsg(head, ATTACHMENTS), 'msg');
    expect(problem).toBeNull();
    expect(text).toBe('Subject: Hồ sơ sáng kiến\nFrom: MTTQ xã Gia Phú\nGửi hồ sơ.');
    expect(entries.map(({ nameAsSent, size }) => [nameAsSent, size])).toEqual([
      ['Tờ trình.docx', 11],
      ['Báo cáo.pdf', 9_000],
    ]);
  });

  it('cut short, or with bytes changed, ends in a reason and never in an error', async () => {
    const head = { subject: 's', sender: 'x', body: 'b' };
    const wrapped = [
      ['tnef', makeTnef('s', 'b', ATTACHMENTS)],
      ['msg', makeMsg(head, ATTACHMENTS)],
    ] as const;
    for (const [type, whole] of wrapped) {
      for (let at = 1; at < whole.length; at += Math.ceil(whole.length / 60)) {
        await open(whole.subarray(0, at), type);
        const changed = Buffer.from(whole);
        changed.writeUInt8(changed.readUInt8(at) ^ 0x55, at);
        await open(changed, type);
      }
    }
  }, 60_000);
});

it('says of a full disk what it is, and not that the file is damaged', async () => {
  const path = join(folder, 'whole.zip');
  await writeFile(path, makeZip(FILES));
  const full = new Error('no space');
  const keep = async () => {
    throw full;
  };
  await expect(unpack(path, 'zip', keep)).rejects.toBe(full);
});
