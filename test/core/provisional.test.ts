import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUnits } from '../../config/units.ts';
import { findMentions, prepareRegistry } from '../../src/core/mention.ts';

const registry = prepareRegistry(readUnits('config/units.yaml'));
const bodies = (text: string) => findMentions(text, registry).flatMap(({ provisional }) => provisional ?? []);
const codes = (text: string) => bodies(text).map(({ code }) => code);

describe('a body outside the registry', () => {
  it('has everything a unit has', () => {
    expect(bodies('TRƯỜNG THCS SỐ 1 GIA PHÚ')).toEqual([
      {
        code: 'tam-truong-thcs-so-1-gia-phu',
        name: 'Trường THCS số 1 Gia Phú',
        shortName: 'Trường THCS số 1 Gia Phú',
        group: 'provisional',
        place: 'Gia Phú',
        aliases: [],
        addresses: [],
        expected: 'no',
      },
    ]);
  });

  it.each([
    ['Trường MN Hoa Mai', 'Trường Mầm non Hoa Mai', null],
    ['TRƯỜNG MẦM NON HOA MAI XÃ PHÚ NHUẬN', 'Trường Mầm non Hoa Mai', 'Phú Nhuận'],
    ['Trường MN Phong Hải', 'Trường Mầm non Phong Hải', 'Nông trường Phong Hải'],
    ['Trường Tiểu học số 2 Gia Phú', 'Trường Tiểu học số 2 Gia Phú', 'Gia Phú'],
    ['Trường TH Võ Thị Sáu', 'Trường Tiểu học Võ Thị Sáu', null],
    ['Trường TH&THCS Sơn Hà', 'Trường TH&THCS Sơn Hà', 'Sơn Hà'],
    ['Trường PTDTBT TH&THCS Bản Cầm', 'Trường PTDTBT TH&THCS Bản Cầm', 'Bản Cầm'],
    ['Trường Phổ thông dân tộc bán trú Tiểu học Thái Niên', 'Trường PTDTBT TH Thái Niên', 'Thái Niên'],
    ['Trường PTDTNT THCS&THPT huyện Bảo Thắng', 'Trường PTDTNT THCS&THPT Bảo Thắng', null],
    ['Trường THPT số 2 Bảo Thắng', 'Trường THPT số 2 Bảo Thắng', null],
    ['Trường THCS Tằng Lỏng', 'Trường THCS Tằng Loỏng', 'Tằng Loỏng'],
    ['UBND xã Gia Phú', 'Ủy ban nhân dân xã Gia Phú', 'Gia Phú'],
    ['Đảng ủy xã Sơn Hà', 'Đảng ủy xã Sơn Hà', 'Sơn Hà'],
    ['Hội LHPN xã Bản Phiệt', 'Hội Liên hiệp Phụ nữ xã Bản Phiệt', 'Bản Phiệt'],
    ['Hội Nông dân TT Phố Lu', 'Hội Nông dân thị trấn Phố Lu', 'Phố Lu'],
    ['Hội CCB xã Gia Phú', 'Hội Cựu chiến binh xã Gia Phú', 'Gia Phú'],
    ['Đoàn TN xã Trì Quang', 'Đoàn TNCS Hồ Chí Minh xã Trì Quang', 'Trì Quang'],
    ['Trạm Y tế Xuân Giao', 'Trạm Y tế xã Xuân Giao', 'Xuân Giao'],
    ['Công an xã Xuân Giao', 'Công an xã Xuân Giao', 'Xuân Giao'],
    ['Công đoàn trường Tiểu học Phú Nhuận', 'Công đoàn Trường Tiểu học Phú Nhuận', 'Phú Nhuận'],
    ['Hợp tác xã Nông nghiệp Xuân Quang', 'Hợp tác xã Nông nghiệp Xuân Quang', 'Xuân Quang'],
    ['HỢP TÁC XÃ DỊCH VỤ NÔNG NGHIỆP HÒA LẠC', 'Hợp tác xã Dịch vụ nông nghiệp Hòa Lạc', null],
    ['Chi hội Phụ nữ thôn Hòa Lạc, xã Gia Phú', 'Chi hội Phụ nữ thôn Hòa Lạc, xã Gia Phú', 'Gia Phú'],
    ['Ban công tác Mặt trận thôn 3 xã Sơn Hải', 'Ban công tác Mặt trận thôn 3, xã Sơn Hải', 'Sơn Hải'],
  ])('is told: %s', (text, name, place) => {
    expect(bodies(`${text} gửi hồ sơ`)).toMatchObject([{ name, place }]);
  });

  it.each([
    ['no name', 'Trường Tiểu học gửi hồ sơ'],
    ['no name of a commune', 'ỦY BAN NHÂN DÂN XÃ'],
    ['the district’s', 'UBND huyện Bảo Thắng'],
    ['a hamlet of no known commune', 'Ban công tác Mặt trận khu dân cư số 3'],
    ['pupils', 'nâng cao chất lượng cho học sinh tiểu học Gia Phú'],
    ['schools in general', 'các trường TH và THCS xã Gia Phú'],
    ['a list of kinds', 'Các trường MN, TH, THCS xã Gia Phú'],
    ['any school', 'Sáng kiến của cô Lan tại trường tiểu học cho học sinh'],
    ['môi trường', 'bảo vệ môi trường tiểu khu'],
    ['nhà trường', 'Nhà trường gửi hồ sơ'],
    ['Trưởng, written with its accent', 'Trưởng THCS Gia'],
    ['a kind of the registry', 'Trung tâm GDNN-GDTX huyện Bảo Thắng'],
    ['TH before a verb', 'TH Kế hoạch số 102'],
  ])('is not told by %s', (_, text) => {
    expect(bodies(text)).toEqual([]);
  });

  it.each([
    [
      'tam-truong-thcs-so-1-gia-phu',
      'Trường THCS số 1 Gia Phú|TRƯỜNG THCS SỐ1 GIA PHÚ|THCS số 1 Gia Phú|truong thcs so 1 gia phu|Trường Trung học cơ sở số 01 Gia Phú|Trường THCS Gia Phú số 1|Trường THCS số 1 xã Gia Phú|TRƯỜNG THCS\nSỐ 1 GIA PHÚ',
    ],
    [
      'tam-truong-th-thcs-son-ha',
      'Trường TH&THCS Sơn Hà|Trường Tiểu học và THCS Sơn Hà|TH & THCS Sơn Hà|Trường Tiểu học và Trung học cơ sở xã Sơn Hà|truong th-thcs son ha',
    ],
    [
      'tam-truong-mn-hoa-mai',
      'Trường MN Hoa Mai|Trường Mầm non Hoa Mai|trường mầm non hoa mai|TRUONG MAM NON HOA MAI|Mầm non Hoa Mai của xã',
    ],
    [
      'tam-ubnd-thi-tran-nong-truong-phong-hai',
      'UBND TT Phong Hải|Ủy ban nhân dân thị trấn Nông trường Phong Hải|ubnd tt phong hai|UỶ BAN NHÂN DÂN\nTHỊ TRẤN N.T PHONG HẢI',
    ],
    [
      'tam-hoi-lhpn-xa-gia-phu',
      'Hội LHPN xã Gia Phú|HLHPN Gia Phú|Hội Phụ nữ x. Gia Phú|HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM\nXÃ GIA PHÚ',
    ],
    ['tam-cong-doan-truong-th-phu-nhuan', 'CĐ trường TH Phú Nhuận|Công đoàn cơ sở Trường Tiểu học Phú Nhuận'],
  ])('keeps its code %s however it is written', (code, writings) => {
    for (const text of writings.split('|')) expect(codes(text), text).toEqual([code]);
  });

  it('takes its place from the superior above it in a letterhead', () => {
    expect(bodies('UBND XÃ GIA PHÚ\nTRƯỜNG MẦM NON HOA MAI')).toMatchObject([
      { code: 'tam-ubnd-xa-gia-phu' },
      { code: 'tam-truong-mn-hoa-mai', place: 'Gia Phú' },
    ]);
    expect(codes('ỦY BAN MTTQ XÃ GIA PHÚ\nBAN CÔNG TÁC MẶT TRẬN THÔN HÒA LẠC')).toEqual([
      'tam-ban-ctmt-thon-hoa-lac-xa-gia-phu',
    ]);
  });
});

describe('properties of provisional codes', () => {
  const kind = fc.constantFrom('MN', 'Mầm non', 'TH', 'Tiểu học', 'THCS', 'TH&THCS', 'PTDTBT THCS', 'THPT');
  const number = fc.constantFrom('', 'số 1 ', 'số 2 ');
  const name = fc.constantFrom(
    'Gia Phú',
    'Hoa Mai',
    'Kim Đồng',
    'Võ Thị Sáu',
    'Lý Tự Trọng',
    'Nguyễn Bá Ngọc',
  );
  const school = fc.tuple(kind, number, name).map((parts) => `Trường ${parts[0]} ${parts[1]}${parts[2]}`);
  const after = fc.constantFrom('', ' gửi hồ sơ', ' - nộp sáng kiến', ', huyện Bảo Thắng', ' năm 2022');

  it('does not depend on case, form of Unicode, accents or spacing', () => {
    fc.assert(
      fc.property(school, after, (text, end) => {
        const line = text + end;
        const bare = line.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
        const writings = [line.toUpperCase(), line.toLowerCase(), line.normalize('NFD'), bare];
        for (const one of [...writings, bare.toLowerCase(), line.replaceAll(' ', ' \t ')])
          expect(codes(one), one).toEqual(codes(text));
      }),
    );
  });

  it('is plain ASCII of at most 60 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        for (const code of codes(`Hợp tác xã ${text} Gia Phú`))
          expect(code).toMatch(/^tam-[a-z0-9][a-z0-9-]{0,55}$/);
      }),
    );
  });
});
