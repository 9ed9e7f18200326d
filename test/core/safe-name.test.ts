// Names of exported files: whatever a sender called it, every system can hold it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeName, uniqueName } from '../../src/core/safe-name.ts';

describe('safeName', () => {
  it.each([
    ['Tờ trình.pdf', 'Tờ trình.pdf'],
    ['To\u031b\u0300 tri\u0300nh.pdf', 'Tờ trình.pdf'],
    ['CON.txt', '_CON.txt'],
    ['com1', '_com1'],
    ['Console.txt', 'Console.txt'],
    ['a<b>:c"/\\|?*.doc', 'a_b__c______.doc'],
    ['ảnh\u202egpj.exe', 'ảnh_gpj.exe'],
    ['../../etc/passwd', '__.._etc_passwd'],
    ['.htaccess', '_htaccess'],
    ['Báo cáo. . .', 'Báo cáo'],
    ['   ', '_'],
    ['', '_'],
    ['dòng\nmới\t.doc', 'dòng_mới_.doc'],
  ])('%j: %s', (name, want) => {
    expect(safeName(name)).toBe(want);
  });

  it('is short, plain and stable, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeName(name);
        expect(safe).not.toBe('');
        expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(202);
        expect(safe).not.toMatch(/[<>:"/\\|?*\p{C}]|^\.|[. ]$/u);
        expect(safe).toBe(safe.normalize('NFC'));
      }),
    );
  });
});

describe('uniqueName', () => {
  it('numbers what is taken, as Windows compares', () => {
    const taken = new Set<string>();
    const names = ['To trinh.pdf', 'TO TRINH.pdf', 'To trinh.pdf', 'To trinh (2).pdf', 'To trinh'];
    expect(names.map((name) => uniqueName(name, taken))).toEqual([
      'To trinh.pdf',
      'TO TRINH (2).pdf',
      'To trinh (3).pdf',
      'To trinh (2) (2).pdf',
      'To trinh',
    ]);
  });
});
