// Who issues a paper and where, from the office's name.
import { expect, it } from 'vitest';
import { issuerOf } from '../../src/core/issuer.ts';

it.each([
  [
    'Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng',
    ['ỦY BAN MTTQ VIỆT NAM', 'HUYỆN BẢO THẮNG'],
    'BAN THƯỜNG TRỰC',
    'Bảo Thắng',
  ],
  [
    'Ban Thường trực Ủy ban MTTQ Việt Nam xã Tằng Loỏng, tỉnh Lào Cai',
    ['ỦY BAN MTTQ VIỆT NAM', 'XÃ TẰNG LOỎNG'],
    'BAN THƯỜNG TRỰC',
    'Tằng Loỏng',
  ],
  ['Ủy ban MTTQ Việt Nam thị xã Sa Pa', ['ỦY BAN MTTQ VIỆT NAM', 'THỊ XÃ SA PA'], null, 'Sa Pa'],
  ['Ủy ban nhân dân phường 7', ['ỦY BAN NHÂN DÂN', 'PHƯỜNG 7'], null, '7'],
  ['Ban Thường vụ Thành đoàn Lào Cai', ['THÀNH ĐOÀN LÀO CAI'], 'BAN THƯỜNG VỤ', null],
  ['Sở Khoa học và Công nghệ', ['SỞ KHOA HỌC VÀ CÔNG NGHỆ'], null, null],
  // Words of the same sound that name no level.
  ['Hội Làm vườn tỉnh', ['HỘI LÀM VƯỜN TỈNH'], null, null],
  ['Ban Thường trực'.normalize('NFD'), ['BAN THƯỜNG TRỰC'], null, null],
])('%s', (name, organ, body, place) => {
  expect(issuerOf(name)).toEqual({ organ, body, place });
});
