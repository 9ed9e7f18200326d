import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUnits } from '../../config/units.ts';
import { findMentions, prepareRegistry } from '../../src/core/mention.ts';

const units = readUnits('config/units.yaml');
const registry = prepareRegistry(units);
const fronts = units.filter((unit) => unit.group === 'Ủy ban MTTQ Việt Nam xã, thị trấn');

/** Units of the registry named in a line with their body, or so clearly that no body is needed. */
const named = (line: string) =>
  findMentions(line, registry)
    .filter((mention) => mention.strength >= 0.7 && !mention.provisional)
    .map((mention) => mention.unit);

const withoutAccents = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

const namesSchool = (line: string) =>
  findMentions(line, registry).some(({ provisional }) => provisional?.name.includes('THCS'));

/** Ways in which the very same words may be written. */
const WRITINGS: [string, (text: string) => string][] = [
  ['as it stands', (text) => text],
  ['in capitals', (text) => text.toUpperCase()],
  ['in small letters', (text) => text.toLowerCase()],
  ['decomposed (NFD)', (text) => text.normalize('NFD')],
  [
    'as UniKey composes',
    (text) => text.normalize('NFD').replace(/([aeo])\u0302/gi, (pair) => pair.normalize('NFC')),
  ],
  ['with wide gaps', (text) => text.replaceAll(' ', '  \u00a0')],
];

describe('a unit of the registry', () => {
  it.each([
    ['the Front of a commune', 'UBMTTQ xã Gia Phú', 'MTTQ-GIAPHU'],
    ['a name that begins another: Sơn Hà', 'MTTQ xã Sơn Hà', 'MTTQ-SONHA'],
    ['a name that begins with another: Sơn Hải', 'MTTQ xã Sơn Hải', 'MTTQ-SONHAI'],
    ['Xuân Quang, not Tri Quang', 'MTTQ xã Xuân Quang', 'MTTQ-XUANQUANG'],
    ['Xuân Giao, not Xuân Quang', 'MTTQ xã Xuân Giao', 'MTTQ-XUANGIAO'],
    ['Trì Quang, not Xuân Quang', 'MTTQ xã Trì Quang', 'MTTQ-TRIQUANG'],
    ['Phong Niên, not Thái Niên', 'MTTQ xã Phong Niên', 'MTTQ-PHONGNIEN'],
    ['Thái Niên, not Phong Niên', 'MTTQ xã Thái Niên', 'MTTQ-THAINIEN'],
    ['Phong Hải, not Phong Niên', 'MTTQ thị trấn Phong Hải', 'MTTQ-PHONGHAI'],
    ['Phú Nhuận, not Gia Phú', 'MTTQ xã Phú Nhuận', 'MTTQ-PHUNHUAN'],
    ['Bản Cầm, not Bản Phiệt', 'MTTQ xã Bản Cầm', 'MTTQ-BANCAM'],
    ['Bản Phiệt, not Bản Cầm', 'MTTQ xã Bản Phiệt', 'MTTQ-BANPHIET'],
    ['TT before a place is a town', 'BTT UBMTTQ TT Phố Lu', 'MTTQ-PHOLU'],
    ['TT before the Front is its Standing committee', 'TT UBMTTQ xã Gia Phú', 'MTTQ-GIAPHU'],
    ['TT before Y tế is a centre', 'TT Y tế huyện Bảo Thắng', 'TTYT'],
    ['the old commune Phố Lu, now the town', 'UBMTTQ xã Phố Lu', 'MTTQ-PHOLU'],
    ['a town under the wrong level', 'MTTQ xã Tằng Loỏng', 'MTTQ-TANGLOONG'],
    ['the Front without xã', 'Mặt trận Bản Cầm', 'MTTQ-BANCAM'],
    ['MT before xã', 'MT xã Gia Phú', 'MTTQ-GIAPHU'],
    ['N.T, as the statistics office writes', 'MTTQ N.T Phong Hải', 'MTTQ-PHONGHAI'],
    ['the town’s full name', 'MTTQ thị trấn Nông trường Phong Hải', 'MTTQ-PHONGHAI'],
    ['another spelling', 'UBMTTQ TT Tằng Lỏng', 'MTTQ-TANGLOONG'],
    ['the tone on the other vowel', 'Uỷ ban MTTQ xã Phong Niên', 'MTTQ-PHONGNIEN'],
    ['the long form', 'Ủy ban Mặt trận Tổ quốc Việt Nam thị trấn Tằng Loỏng', 'MTTQ-TANGLOONG'],
    ['a letterhead', 'ỦY BAN MTTQ VIỆT NAM XÃ XUÂN QUANG BAN THƯỜNG TRỰC', 'MTTQ-XUANQUANG'],
    ['the Front behind other bodies of the commune', 'Đảng ủy, UBND, MTTQ xã Gia Phú', 'MTTQ-GIAPHU'],
    ['a body of the district', 'Hội Nông dân huyện Bảo Thắng', 'HND-H'],
    ['an office by its abbreviation', 'Phòng GD&ĐT Bảo Thắng', 'P-GDDT'],
    ['an office in full', 'Phòng Giáo dục và Đào tạo', 'P-GDDT'],
    ['the other name of the youth union', 'Đoàn TNCS Hồ Chí Minh huyện Bảo Thắng', 'HDOAN'],
    ['a school that the registry lists', 'Trường TTGDNN-GDTX huyện Bảo Thắng', 'GDNNGDTX'],
  ])('is told: %s', (_, line, unit) => {
    for (const [how, write] of WRITINGS) expect(named(write(line)), how).toEqual([unit]);
    expect(named(withoutAccents(line)), 'without accents').toEqual([unit]);
  });

  it.each([
    ['Phòng Hải quan, which holds "phong hai"', 'Phòng Hải quan gửi hồ sơ MTTQ'],
    ['phong trào', 'MTTQ phát động phong trào Đoàn kết sáng tạo'],
    ['the commune’s people’s committee', 'UBND xã Gia Phú'],
    ['its Party committee', 'Đảng ủy xã Sơn Hà'],
    ['its police', 'Công an xã Xuân Giao'],
    ['its health station', 'Trạm Y tế Xuân Giao'],
    ['its school', 'Trường THCS số 1 Gia Phú'],
    ['its nursery', 'Trường Mầm non Xuân Giao'],
    ['its school’s union', 'Công đoàn trường Tiểu học Phú Nhuận'],
    ['its women’s association', 'Hội LHPN xã Bản Phiệt'],
    ['its farmers’ association', 'Hội Nông dân xã Gia Phú'],
    ['its veterans, in short', 'Hội CCB TT Tằng Loỏng'],
    ['its veterans without xã', 'Hội CCB Gia Phú'],
    ['the Front’s people in a hamlet', 'Ban công tác Mặt trận thôn 3 xã Gia Phú'],
    ['the office', 'Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng'],
    ['the office, then a place', 'UBMTTQ huyện Bảo Thắng, xã Gia Phú'],
    ['the office in the town where it stands', 'UBMTTQ huyện Bảo Thắng, thị trấn Phố Lu'],
    ['the province’s Front', 'UBMTTQ tỉnh Lào Cai'],
    ['the province’s association', 'Hội Nông dân tỉnh Lào Cai'],
    ['a place alone', 'xã Gia Phú'],
    ['mt beside a place, which may be mô tả', 'Bao cao mt Gia Phu'],
    ['nothing', 'Hồ sơ sáng kiến năm 2022'],
  ])('is not %s', (_, line) => {
    for (const [how, write] of WRITINGS) expect(named(write(line)), how).toEqual([]);
  });

  it('is never told by the district’s name', () => {
    for (const line of ['Bảo Thắng', 'huyện Bảo Thắng', 'bao thang', 'BẢO THẮNG', 'MTTQ Bảo Thắng'])
      expect(findMentions(line, registry)).toEqual([]);
  });

  it('is believed less where only a place is named', () => {
    const strength = (line: string) => findMentions(line, registry)[0]?.strength;
    expect(strength('xã Gia Phú')).toBe(0.55);
    expect(strength('Gia Phú')).toBe(0.45);
    expect(strength('bảo vệ môi trường xã Gia Phú')).toBe(0.55);
  });

  it('may be a school with a place, which is not taken for the Front', () => {
    const school = {
      code: 'THCS-GIAPHU',
      name: 'Trường THCS Gia Phú',
      shortName: 'THCS Gia Phú',
      group: 'school',
      place: 'Gia Phú',
      aliases: [],
      addresses: [],
      expected: 'no' as const,
    };
    const more = prepareRegistry([...units, school]);
    expect(findMentions('TRƯỜNG THCS GIA PHÚ', more)).toMatchObject([
      { unit: 'THCS-GIAPHU', provisional: null },
    ]);
    expect(findMentions('Trường THCS Gia Phú', more)[0]?.strength).toBe(1);
    expect(findMentions('MTTQ xã Gia Phú', more)).toMatchObject([{ unit: 'MTTQ-GIAPHU' }]);
  });
});

describe('properties of mentions', () => {
  const unit = fc.constantFrom(...units);
  const mixed = (text: string) =>
    fc
      .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
      .map((ups) => [...text].map((c, at) => (ups[at] ? c.toUpperCase() : c.toLowerCase())).join(''));

  it('finds every name of the registry in a sentence, in any case and form', () => {
    fc.assert(
      fc.property(
        unit.chain(({ code, name }) => fc.tuple(fc.constant(code), mixed(name))),
        fc.constantFrom('NFC', 'NFD'),
        ([code, name], form) => {
          const line = `Kính thưa Ban Thường trực, ${name.replace(/\(.*\)/, '')} xin gửi hồ sơ`.normalize(
            form,
          );
          expect(named(line)).toEqual([code]);
        },
      ),
    );
  });

  it('reads the same whatever the case and the form of Unicode', () => {
    const word = fc.constantFrom(
      ...'MTTQ,UBND,xã,thị trấn,TT,Trường,THCS,Gia,Phú,Sơn,Hà,Hải,Phong,Phòng,Niên,huyện,Hội,Nông dân,số 1,gửi'.split(
        ',',
      ),
    );
    const line = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(
        line.chain((text) => fc.tuple(fc.constant(text), mixed(text))),
        ([text, written]) => {
          const units = (one: string) =>
            findMentions(one, registry)
              .filter(({ provisional }) => !provisional)
              .map((mention) => [mention.unit, mention.strength]);
          // Where a name that nobody knows ends, its capitals tell: "THCS Hội Nông dân" is no writing of "thcs hội Nông dân".
          fc.pre(![text, written].some(namesSchool));
          expect(units(written)).toEqual(units(text));
          expect(units(text.normalize('NFD'))).toEqual(units(text));
        },
      ),
    );
  });

  it('never finds a commune in the name of another', () => {
    const level = fc.constantFrom('xã ', 'thị trấn ', 'TT ', '');
    fc.assert(
      fc.property(
        fc.constantFrom(...fronts),
        level,
        fc.boolean(),
        ({ code, place, aliases }, before, bare) => {
          for (const name of [place ?? '', ...aliases]) {
            const line = `UBMTTQ ${before}${name} gửi hồ sơ`;
            const found = findMentions(bare ? withoutAccents(line) : line, registry).map((one) => one.unit);
            expect(found).toEqual([code]);
          }
        },
      ),
    );
  });

  it('ends in any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        (text) => findMentions(text, registry).length >= 0,
      ),
    );
  });
});
