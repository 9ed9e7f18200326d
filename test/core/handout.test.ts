import { describe, expect, it } from 'vitest';
import { findQuarantined, mailName, placeFiles, withheldReason } from '../../src/core/handout.ts';

const file = (position: number, parent: number | null = null, infected = false) => ({
  position,
  parent,
  infected,
  sha256: 'a'.repeat(64) as string | null,
  problem: null as 'executable' | 'encrypted' | 'unsafe-entry' | null,
});

describe('a file is withheld', () => {
  it('where it is infected, or holds what is', () => {
    const files = [file(0), file(1, 0), file(2, 1, true), file(3, 0), file(4)];
    const quarantined = findQuarantined(files);
    expect(files.map((one) => withheldReason(one, quarantined))).toEqual([
      'infected',
      'infected',
      'infected',
      null,
      null,
    ]);
  });

  it.each([
    [{ problem: 'executable' as const }, 'executable'],
    [{ problem: 'encrypted' as const }, null],
    [{ problem: 'unsafe-entry' as const, sha256: null }, 'unsafe-entry'],
    [{ sha256: null }, 'damaged'],
  ])('as it should: %j', (change, reason) => {
    expect(withheldReason({ ...file(0), ...change }, new Set())).toBe(reason);
  });
});

describe('paths in a ZIP', () => {
  const sent = (messageId: number, name: string, receivedAt = '2022-08-05T18:00:00Z') => ({
    messageId,
    name,
    receivedAt: new Date(receivedAt),
    sha256: null,
    size: 1,
    withheld: null,
  });
  const paths = (...files: ReturnType<typeof sent>[]) => placeFiles(files).map(({ path }) => path);

  it('are names where there is one message', () => {
    expect(paths(sent(7, 'Tờ trình.pdf'), sent(7, 'tờ TRÌNH.pdf'))).toEqual([
      'Tờ trình.pdf',
      'tờ TRÌNH (2).pdf',
    ]);
  });

  it('have a folder for each message, by the day in Vietnam', () => {
    expect(paths(sent(7, 'a.pdf'), sent(9, 'a.pdf', '2022-08-06T16:59:00Z'), sent(7, 'b.pdf'))).toEqual([
      'Thư 1 ngày 06-08-2022/a.pdf',
      'Thư 2 ngày 06-08-2022/a.pdf',
      'Thư 1 ngày 06-08-2022/b.pdf',
    ]);
  });

  it('lead nowhere else, whatever the names are', () => {
    const names = [
      '../../etc/passwd',
      'C:\\x.exe',
      'CON.txt',
      'a\u202egpj.exe',
      ' . ',
      '.htaccess',
      `${'ư'.repeat(300)}.pdf`,
    ];
    for (const path of paths(...names.map((name) => sent(1, name)))) {
      expect(path).not.toMatch(/[\\/:\p{C}]|^\.|^CON|[. ]$/u);
      expect(Buffer.byteLength(path)).toBeLessThanOrEqual(204);
    }
  });
});

it('a mail has a clean name', () => {
  expect(mailName(12, 'Re: Hồ sơ\r\n"sáng kiến" 1/2')).toBe('Thư 12 - Re_ Hồ sơ___sáng kiến_ 1_2.eml');
  expect(mailName(12, ' ')).toBe('Thư 12.eml');
  expect(mailName(12, 'ư'.repeat(500))).toMatch(/^Thư 12 - ư+\.eml$/);
});
