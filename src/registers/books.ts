// The two books: "Sổ theo dõi tiếp nhận hồ sơ", and "Sổ đăng ký văn bản đến" of Nghị định 30/2020.
import { parseDay } from '../core/code.ts';
import { STATUSES } from '../core/labels.ts';
import { readPaperHead } from '../core/paper-head.ts';
import { type IncomingFacts, type IntakeFacts, REGISTER_TITLES } from '../core/register-facts.ts';
import { type Cell, column, type Register } from './register.ts';
import { contentOf, counted, inOrder, makerOf, periodOf, remarksOf, type Setting } from './setting.ts';

const WHEN = 'Ngày, tháng, năm';
const PAPER = 'Bản giấy';

const INTAKE = [
  column('STT', 5, 'centred'),
  column('Mã hồ sơ', 13, 'centred'),
  column('Số đến', 6, 'centred'),
  column('Nội dung hồ sơ', 26),
  column('Đơn vị nộp', 17),
  column('Thư điện tử', 15),
  column('Nhận hồ sơ', 17, 'time', WHEN),
  column('Yêu cầu bổ sung', 12, 'day', WHEN),
  column('Hạn bổ sung', 11.5, 'day', WHEN),
  column('Đủ hồ sơ', 11.5, 'day', WHEN),
  column('Chuyển thẩm định', 11.5, 'day', WHEN),
  column('Ngày nhận', 11.5, 'day', PAPER),
  column('Số bộ', 6, 'count', PAPER),
  column('Trạng thái', 11),
  column('Người tiếp nhận', 12),
  column('Ghi chú', 15),
];

export function intakeRegister(dossiers: IntakeFacts[], setting: Setting): Register {
  const rows = inOrder(dossiers).map((dossier, at): Cell[] => [
    at + 1,
    dossier.code,
    dossier.arrivalNumber,
    contentOf(dossier, setting),
    dossier.unit,
    dossier.address,
    dossier.receivedAt,
    dossier.askedAt,
    dossier.askedAt && dossier.supplementUntil,
    dossier.completedAt,
    dossier.forwardedAt,
    parseDay(dossier.paperReceivedOn ?? ''),
    dossier.paperSets,
    STATUSES[dossier.status],
    dossier.assignee,
    remarksOf(dossier),
  ]);
  const items = dossiers.filter(isSubmitted).reduce((sum, one) => sum + one.items.length, 0);
  return {
    sheet: 'Sổ tiếp nhận',
    title: REGISTER_TITLES.intake,
    subtitle: null,
    notes: [periodOf(setting)],
    columns: INTAKE,
    numbered: false,
    sections: [{ title: null, rows }],
    sums: null,
    total: `Tổng số: ${counted(dossiers.length, 'hồ sơ')}, ${counted(items, 'sáng kiến')}.`,
    maker: makerOf(setting),
  };
}

/** What was taken for a dossier by mistake, or twice, brings no items. */
function isSubmitted({ status, mergedInto }: IntakeFacts): boolean {
  return status !== 'duplicate' && status !== 'not-a-submission' && mergedInto === null;
}

/** Nghị định 30/2020, Phụ lục IV: ten columns, under these names. */
const INCOMING = [
  column('Ngày đến', 12, 'day'),
  column('Số đến', 7, 'centred'),
  column('Tác giả', 24),
  column('Số, ký hiệu văn bản', 17, 'centred'),
  column('Ngày tháng văn bản', 12, 'day'),
  column('Tên loại và trích yếu nội dung văn bản', 36),
  column('Đơn vị hoặc người nhận', 16),
  column('Ngày chuyển', 12),
  column('Ký nhận', 12),
  column('Ghi chú', 24),
];

export function incomingRegister(dossiers: IncomingFacts[], setting: Setting): Register {
  const rows = inOrder(dossiers).map((dossier): Cell[] => {
    const head = readPaperHead(dossier.opening ?? '');
    const campaign = setting.campaigns.find(({ code }) => code === dossier.campaign);
    return [
      dossier.receivedAt,
      dossier.arrivalNumber,
      dossier.unit,
      head.number,
      head.date,
      head.about ?? (dossier.subject || contentOf(dossier, setting)),
      dossier.assignee ?? campaign?.office.section ?? null,
      // When it was handed on, and to whom, is written and signed by hand.
      null,
      null,
      [`Mã hồ sơ ${dossier.code}`, remarksOf(dossier)].filter((text) => text !== '').join('; '),
    ];
  });
  return {
    sheet: 'Văn bản đến',
    title: REGISTER_TITLES.incoming,
    subtitle: null,
    notes: [periodOf(setting)],
    columns: INCOMING,
    numbered: true,
    sections: [{ title: null, rows }],
    sums: null,
    total: `Tổng số: ${counted(dossiers.length, 'văn bản')}.`,
    maker: makerOf(setting),
  };
}
