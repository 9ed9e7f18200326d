// The history in sentences: what the program and staff did, and names that nobody has put into words.
import { describe, expect, it } from 'vitest';
import { readCampaign } from '../../config/campaign.ts';
import { documentEvidenceWords, unitEvidenceWords } from '../../src/core/evidence-words.ts';
import { actorName, eventSentence } from '../../src/core/history.ts';

const campaign = readCampaign('config/campaign.yaml');
const sentence = (
  what: string,
  detail: Record<string, unknown> = {},
  names: Record<string, string> | null = null,
) => eventSentence({ what, detail, names }, campaign);

describe('eventSentence', () => {
  it.each([
    ['registered', { reason: null }, 'Thư được vào sổ'],
    ['unsorted', { reason: 'unit-unknown' }, 'Thư chờ phân loại: Chưa xác định được đơn vị gửi hồ sơ'],
    ['letter-withdrawn', { kinds: ['receipt', 'no such'] }, 'Thu hồi thư chưa gửi: Xác nhận tiếp nhận'],
    [
      'refuse',
      { before: 'checking', after: 'refused', reason: 'Trùng.' },
      'Không tiếp nhận hồ sơ: Đang kiểm tra → Không tiếp nhận; Trùng.',
    ],
    [
      'reopen',
      { before: 'refused', after: null, reason: 'Nhầm' },
      'Thu hồi quyết định: Không tiếp nhận; Nhầm',
    ],
    [
      'set-kind',
      { before: 'initiative', after: 'periodic-report' },
      'Xác nhận loại hồ sơ: Hồ sơ đề nghị xét, công nhận sáng kiến → Báo cáo kết quả phong trào',
    ],
    [
      'set-document',
      { attachment: 3, after: { type: 'to_trinh', form: 'signed', item: null } },
      'Xác nhận tài liệu: Tờ trình đề nghị xét, công nhận, bản ký',
    ],
    [
      'set-document',
      { after: { type: null, form: 'other', item: 'X' } },
      'Xác nhận tài liệu: chưa rõ loại, khác, X',
    ],
    [
      'record-paper',
      { after: { sets: 2, receivedOn: '2022-08-08' } },
      'Ghi nhận bản giấy: 2 bộ, ngày 08/08/2022',
    ],
    ['split-from', { before: 'DKST-BT-220808-0001' }, 'Được tách từ hồ sơ khác: DKST-BT-220808-0001'],
    ['added-by-hand', { how: 'USB' }, 'Thêm tài liệu nhận trực tiếp: USB'],
    ['note', {}, 'Sửa ghi chú'],
    ['letter-written', { letter: 3, kind: 'supplement-reminder' }, 'Soạn thư: Nhắc bổ sung'],
    ['letter-edited', { before: { text: 3 }, after: { text: 4 } }, 'Sửa thư trước khi gửi'],
    ['unit-merged', { from: 'x-1', to: 'MTTQ-GIAPHU' }, 'Đơn vị được gộp vào đơn vị khác: x-1 → MTTQ-GIAPHU'],
    ['something-new', {}, 'something-new'],
    ['constructor', {}, 'constructor'],
  ])('%s %j', (what, detail, expected) => {
    expect(sentence(what, detail)).toBe(expected);
  });

  it('names units and accounts where it can', () => {
    const detail = { before: null, after: 'MTTQ-GIAPHU' };
    expect(sentence('set-unit', detail, { 'MTTQ-GIAPHU': 'Ủy ban MTTQ xã Gia Phú' })).toBe(
      'Xác nhận đơn vị nộp: Ủy ban MTTQ xã Gia Phú',
    );
    expect(sentence('set-unit', detail)).toBe('Xác nhận đơn vị nộp: MTTQ-GIAPHU');
    expect(actorName('machine')).toBe('Hệ thống');
    expect(actorName('Người thử')).toBe('Người thử');
  });
});

describe('evidence in words', () => {
  it('quotes what was read, shortened, and leaves out what staff said', () => {
    const unit = { unit: 'x', source: 'letterhead' as const, quote: 'XÃ GIA PHÚ', confidence: 0.9 };
    expect(unitEvidenceWords(unit)).toBe('tiêu đề văn bản: “XÃ GIA PHÚ” (90%)');
    expect(unitEvidenceWords({ ...unit, source: 'staff' })).toBe('cán bộ xác nhận');
    expect(documentEvidenceWords({ source: 'heading', quote: 'a'.repeat(500) })).toHaveLength(
      'tiêu đề trong tài liệu: “…”'.length + 160,
    );
  });
});
