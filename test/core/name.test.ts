import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_TYPES, type FileType } from '../../src/core/facts.ts';
import { repairName } from '../../src/core/name.ts';
import fileNames from '../config/file-names.json' with { type: 'json' };

describe('repairName', () => {
  it.each([
    ['a good name stays', 'Tờ trình sáng kiến xã Gia Phú.pdf', 'Tờ trình sáng kiến xã Gia Phú.pdf'],
    ['NFD, as macOS sends', 'Tờ trình.pdf'.normalize('NFD'), 'Tờ trình.pdf'],
    ['tones apart, as UniKey types', 'Tơ\u0300 tri\u0300nh.pdf', 'Tờ trình.pdf'],
    ['an accent behind a zero-width space', 'Tơ\u200b\u0300 trình.pdf', 'Tờ trình.pdf'],
    ['a path of Windows', '..\\..\\C:\\Users\\an\\to trinh.pdf', 'to trinh.pdf'],
    ['a path of Unix', '../../etc/to trinh.pdf', 'to trinh.pdf'],
    ['a drive without a separator', 'C:to trinh.pdf', 'to trinh.pdf'],
    ['a name that hides its extension', 'to trinh\u202efdp.exe', 'to trinhfdp.exe'],
    ['invisible characters', '\ufeffTo\u00ad tri\u200bnh\u0000.p\u0007df', 'To trinh.pdf'],
    ['a folded header', 'Báo cáo\r\n\tmô tả.docx', 'Báo cáo mô tả.docx'],
    ['many spaces, and strange ones', '  Báo\u00a0\u3000cáo   mô\ttả .docx ', 'Báo cáo mô tả .docx'],
    ['dots and spaces at the end', 'to trinh.doc. . ', 'to trinh.doc'],
    ['half of a surrogate pair', 'a\ud83d.pdf', 'a\ufffd.pdf'],
    ['a name that is an extension', '.DS_Store', '.DS_Store'],
  ])('%s', (_, sent, wanted) => {
    expect(repairName(sent, 'pdf', 0)).toBe(wanted);
  });

  it.each<[string | null, FileType, number, string]>([
    [null, 'pdf', 0, 'tep-1.pdf'],
    ['', 'docx', 2, 'tep-3.docx'],
    [' . ', 'jpg', 9, 'tep-10.jpg'],
    ['../', 'tnef', 0, 'tep-1.dat'],
    ['\u202e', 'unknown', 0, 'tep-1'],
    [`${'.'.repeat(300)}${'a'.repeat(30)}`, 'rar', 0, 'tep-1.rar'],
  ])('gives %j (%s, at %i) the name %s', (sent, type, position, wanted) => {
    expect(repairName(sent, type, position)).toBe(wanted);
  });

  it('leaves the names people give as they are', () => {
    for (const { name } of fileNames) expect(repairName(name, 'pdf', 0)).toBe(name);
  });

  it('cuts by bytes and keeps the extension', () => {
    const name = repairName(`${'Ậ'.repeat(300)}.docx`, 'docx', 0);
    expect(name).toBe(`${'Ậ'.repeat(65)}.docx`);
    expect(Buffer.byteLength(name)).toBe(200);
    expect(repairName(`${'a'.repeat(300)}.${'b'.repeat(40)}`, 'txt', 0)).toBe('a'.repeat(200));
    expect(repairName(`${'a'.repeat(195)}.${'b'.repeat(40)}`, 'txt', 0)).toBe(`a`.repeat(195) + '.bbbb');
    expect(repairName(`${'a'.repeat(199)} ${'b'.repeat(40)}`, 'txt', 0)).toBe('a'.repeat(199));
  });

  it('never splits a character', () => {
    expect(repairName(`${'😀'.repeat(100)}.pdf`, 'pdf', 0)).toBe(`${'😀'.repeat(49)}.pdf`);
  });

  it('takes no longer for a hostile name', () => {
    const started = performance.now();
    for (const piece of ['a:', '. ', '.', ' ', '/', '\\', '\u0300', '\u200b']) {
      for (const start of ['', 'a']) repairName(`${start}${piece.repeat(200_000)}x`, 'pdf', 0);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  const anyName = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({
      unit: fc.constantFrom(...'Tờ trình./\\: \t\n\u0300\u202e\u200b\ufeff\ud83d😀C'),
      maxLength: 400,
    }),
  );

  it('always gives a name that any system can keep, and leaves such a name alone', () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom(...FILE_TYPES), fc.nat(500), (sent, type, position) => {
        const name = repairName(sent, type, position);
        expect(name).not.toBe('');
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
        expect(name.normalize('NFC')).toBe(name);
        expect(name.isWellFormed()).toBe(true);
        expect(name).not.toMatch(/[\\/\p{Cc}\p{Cf}]|^\s|[. ]$| {2}/u);
        expect(repairName(name, type, position)).toBe(name);
      }),
      { numRuns: 1_000 },
    );
  });
});
