import { describe, expect, it } from 'vitest';
import { readUnits } from '../../config/units.ts';
import { findMentions, prepareRegistry } from '../../src/core/mention.ts';
import { judgeUnit } from '../../src/core/unit.ts';
import { attachment, message } from './facts.ts';

const units = readUnits('config/units.yaml');
const registry = prepareRegistry(units);

/** Units named in a line with their body, or so clearly that no body is needed. */
const named = (line: string) =>
  findMentions(line, registry)
    .filter((mention) => mention.strength >= 0.7)
    .map((mention) => mention.unit);

describe('findMentions', () => {
  it.each([
    ['UBMTTQ xã Gia Phú', ['MTTQ-GIAPHU']],
    ['MTTQ xã Sơn Hà', ['MTTQ-SONHA']],
    ['MTTQ xã Sơn Hải', ['MTTQ-SONHAI']],
    ['BTT UBMTTQ TT Phố Lu', ['MTTQ-PHOLU']],
    ['Mặt trận Bản Cầm', ['MTTQ-BANCAM']],
    ['Ủy ban Mặt trận Tổ quốc Việt Nam thị trấn Tằng Loỏng', ['MTTQ-TANGLOONG']],
    ['ỦY BAN MTTQ VIỆT NAM XÃ XUÂN QUANG BAN THƯỜNG TRỰC', ['MTTQ-XUANQUANG']],
    ['uy ban mttq viet nam xa tri quang', ['MTTQ-TRIQUANG']],
    ['UY BAN MTTQ VIET NAM XA THAI NIEN', ['MTTQ-THAINIEN']],
    ['MTTQ N.T Phong Hải', ['MTTQ-PHONGHAI']],
    ['MTTQ thị trấn Nông trường Phong Hải', ['MTTQ-PHONGHAI']],
    ['Uỷ ban MTTQ xã Phong Niên', ['MTTQ-PHONGNIEN']],
    ['Phòng Giáo dục và Đào tạo', ['P-GDDT']],
    ['Hội Nông dân huyện Bảo Thắng', ['HND-H']],
    ['Phòng Nội vụ', ['P-NV']],
  ])('finds in "%s"', (line, expected) => {
    expect(named(line)).toEqual(expected);
    expect(named(line.normalize('NFD'))).toEqual(expected);
  });

  it.each([
    ['another word with the same letters', 'Phòng Hải quan gửi hồ sơ MTTQ'],
    ['the people’s committee of the commune', 'UBND xã Gia Phú'],
    ['its Party committee', 'Đảng ủy xã Sơn Hà'],
    ['its school', 'Trường THCS số 1 Gia Phú'],
    ['its nursery', 'Trường Mầm non Xuân Giao'],
    ['its union', 'Công đoàn trường Tiểu học Phú Nhuận'],
    ['its women’s association', 'Hội LHPN xã Bản Phiệt'],
    ['its farmers’ association', 'Hội Nông dân xã Gia Phú'],
    ['the addressee', 'Kính gửi: Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng'],
    ['the addressee, then a place', 'UBMTTQ huyện Bảo Thắng, xã Gia Phú'],
    ['a place alone', 'xã Gia Phú'],
    ['nothing', 'Hồ sơ sáng kiến năm 2022'],
  ])('takes %s for no unit of the registry', (_, line) => {
    expect(named(line)).toEqual([]);
  });
});

describe('judgeUnit', () => {
  const letterhead = (...lines: string[]) =>
    attachment({ text: `${lines.join('\n')}\nTỜ TRÌNH\nKính gửi: UBMTTQ huyện` });

  it('believes the letterhead, its columns mixed by the extraction as well', () => {
    const mixed = letterhead(
      'ỦY BAN MTTQ VIỆT NAM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'XÃ GIA PHÚ Độc lập - Tự do - Hạnh phúc',
    );
    expect(judgeUnit(message({ attachments: [mixed] }), registry, null)).toMatchObject({
      unit: 'MTTQ-GIAPHU',
      evidence: [{ source: 'letterhead' }],
    });
  });

  it('does not read the addressee or the body as a letterhead', () => {
    const text = 'TRƯỜNG THCS GIA PHÚ\nTỜ TRÌNH\nKính gửi: MTTQ xã Gia Phú';
    expect(judgeUnit(message({ attachments: [attachment({ text })] }), registry, null).unit).toBeNull();
  });

  it('adds up weak hints that agree, and stays in doubt with one', () => {
    expect(judgeUnit(message({ subject: 'Hồ sơ xã Gia Phú' }), registry, null)).toMatchObject({
      unit: null,
      reason: 'unit-unknown',
    });
    const both = message({
      subject: 'Hồ sơ xã Gia Phú',
      body: 'Xã Gia Phú gửi hồ sơ',
      attachments: [attachment({ name: 'Ho so xa Gia Phu.docx' })],
    });
    expect(judgeUnit(both, registry, null).unit).toBe('MTTQ-GIAPHU');
  });

  it('sends two strong sources that disagree to staff, with both shown', () => {
    const torn = message({
      subject: 'Hồ sơ của MTTQ xã Sơn Hà',
      attachments: [letterhead('ỦY BAN MTTQ VIỆT NAM', 'XÃ SƠN HẢI')],
    });
    const verdict = judgeUnit(torn, registry, null);
    expect(verdict).toMatchObject({ unit: null, reason: 'unit-conflict' });
    expect(verdict.evidence.map((one) => one.unit).sort()).toEqual(['MTTQ-SONHA', 'MTTQ-SONHAI']);
  });

  it('takes a confirmed address for strong evidence', () => {
    const confirmed = units.find((unit) => unit.code === 'HND-H') ?? null;
    expect(judgeUnit(message({}), registry, confirmed)).toMatchObject({
      unit: 'HND-H',
      evidence: [{ source: 'address' }],
    });
    const torn = message({ subject: 'MTTQ xã Gia Phú' });
    expect(judgeUnit(torn, registry, confirmed)).toMatchObject({ unit: null, reason: 'unit-conflict' });
  });
});
