import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/core/fold.ts';

/** As UniKey's "Unicode tổ hợp" writes: the letter with its hat or horn in one piece, the tone apart. */
function compoundTones(text: string): string {
  const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;
  return [...text]
    .map((letter) => {
      const parts = letter.normalize('NFD');
      return parts.replace(tones, '').normalize('NFC') + (parts.match(tones) ?? []).join('');
    })
    .join('');
}

const vietnamese = fc.string({
  unit: fc.constantFrom(
    ...'aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ĐỜẾ',
  ),
});

describe('fold', () => {
  it.each([
    ['Tờ trình đề nghị công nhận SK 2022.signed', 'to trinh de nghi cong nhan sk 2022 signed'],
    ['15_TTr-MTTQ_signed_signed', '15 ttr mttq signed signed'],
    ['  V/v đề nghị – “Mô hình”: A, B; C (1) [2] \\x  ', 'v v de nghi mo hinh a b c 1 2 x'],
    ['ĐƠN Ðơn Ɖơn ðơn đơn', 'don don don don don'],
    ['Uỷ ban hoà giải, thuỷ lợi', 'uy ban hoa giai thuy loi'],
    ['Ủy ban hòa giải, thủy lợi', 'uy ban hoa giai thuy loi'],
    ['sáng\u00a0kiến\u200b\ufeff, s\u00adáng', 'sang kien sang'],
    ['dòng một\r\n\tdòng hai', 'dong mot dong hai'],
    ['', ''],
    ['—./_', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(fold(text)).toBe(expected);
  });

  it('does the same however accents are composed', () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        const folded = fold(text);
        expect(fold(text.normalize('NFC'))).toBe(folded);
        expect(fold(text.normalize('NFD'))).toBe(folded);
        expect(fold(compoundTones(text))).toBe(folded);
        expect(folded).toMatch(/^[a-z ]*$/);
      }),
    );
  });

  it('changes nothing the second time, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(fold(text.normalize('NFD'))).toBe(fold(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves single spaces inside and none outside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(text)).not.toMatch(/^\s|\s$|\s\s/);
      }),
    );
  });
});
