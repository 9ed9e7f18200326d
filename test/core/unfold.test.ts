// The files of a message in one list, those inside others behind them.
import { describe, expect, it } from 'vitest';
import type { FileEntry, FileFacts } from '../../src/core/facts.ts';
import { unfold } from '../../src/core/unfold.ts';

const entry = (nameAsSent: string, sha256: string | null = nameAsSent): FileEntry => ({
  nameAsSent,
  declaredType: '',
  shownInBody: false,
  sha256,
  size: 1,
  problem: sha256 === null ? 'unsafe-entry' : null,
});
const file = (entries: FileEntry[] = []): FileFacts => ({
  type: 'zip',
  text: null,
  pages: null,
  scannedText: null,
  problem: null,
  macros: false,
  entries,
});

describe('unfold', () => {
  it('places each file behind what it lay in', () => {
    const known = new Map([
      ['a.zip', file([entry('Hồ sơ\\To trinh.docx'), entry('b.rar')])],
      ['Hồ sơ\\To trinh.docx', file()],
      ['b.rar', file([entry('../../etc/passwd', null), entry('/c:/x/c.pdf')])],
      ['/c:/x/c.pdf', file()],
      ['d.pdf', file()],
    ]);
    const found = unfold([entry('a.zip'), entry('d.pdf')], known);
    expect(found.map(({ position, parent, path, problem }) => [position, parent, path, problem])).toEqual([
      [0, null, 'a.zip', null],
      [1, 0, 'a.zip/Hồ sơ/To trinh.docx', null],
      [2, 0, 'a.zip/b.rar', null],
      [3, 2, 'a.zip/b.rar/etc/passwd', 'unsafe-entry'],
      [4, 2, 'a.zip/b.rar/x/c.pdf', null],
      [5, null, 'd.pdf', null],
    ]);
  });

  it('says so where an archive was not followed to its end', () => {
    const known = new Map([['a.zip', file([entry('b.zip')])]]);
    expect(unfold([entry('a.zip')], known)).toMatchObject([{ path: 'a.zip', problem: 'archive-limits' }]);
  });
});
