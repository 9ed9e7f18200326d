// The campaign of 2022 as tests of single rooms need it; the file config/campaign.yaml says more.
import type { Campaign, DocumentType } from '../../src/core/campaign.ts';

export function sampleCampaign(): Campaign {
  return {
    code: 'dkst-2022',
    testMode: false,
    title: 'xét, công nhận các sản phẩm, mô hình sáng tạo, sáng kiến, ý tưởng mới năm 2022',
    basis: 'Kế hoạch số 102/KH-MTTQ-BTT ngày 06/4/2022',
    office: {
      name: 'Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng',
      shortName: 'UBMTTQ huyện Bảo Thắng',
      section: 'Bộ phận tiếp nhận hồ sơ',
      contact: 'Ban Phong trào',
      phone: '',
    },
    timeZone: 'Asia/Ho_Chi_Minh',
    opensAt: null,
    deadline: {
      closesAt: new Date('2022-08-09T23:59:59+07:00'),
      graceUntil: null,
      wording: 'trước ngày 10 tháng 8 năm 2022',
    },
    supplement: { workingDays: 5, closesAt: '17:00', holidays: ['2022-09-01', '2022-09-02'] },
    dossierCode: { program: 'DKST', office: 'BT' },
    paperNote: null,
    kinds: [
      {
        code: 'initiative',
        name: 'Hồ sơ đề nghị xét, công nhận sáng kiến',
        words: [/\b(ho so|de nghi|cong nhan)( .{0,40})? sang kien\b/],
        documents: ['bao_cao_mo_ta'],
        handling: 'dossier',
        only: 'any',
        reason: 'kind-for-staff',
        periods: [],
      },
    ],
    documents: DOCUMENTS,
    sectors: [],
    objectKinds: [],
    ignoredNames: [/^~\$/, /^thumbs\.db$/],
    quietSeconds: 600,
    burstHours: 24,
    burstWords: [/\bbo sung\b/],
    lettersPerAddress: { perHour: 10, perDay: 20 },
    lettersInAll: { perHour: 8_000, perDay: 20_000 },
    retention: {
      dossiers: { count: 10, unit: 'years' },
      others: { count: 5, unit: 'years' },
      ordinary: { count: 90, unit: 'days' },
    },
  };
}

const DOCUMENTS: DocumentType[] = [
  {
    code: 'danh_sach',
    name: 'Danh sách trích ngang tác giả, sáng kiến',
    short: null,
    headings: [/^danh sach (trich ngang|tong hop|tac gia)\b/],
    names: [/\bdanh ?sach\b/],
    required: 'if-several-items',
    per: 'dossier',
    forms: ['editable'],
  },
  {
    code: 'to_trinh',
    name: 'Tờ trình đề nghị xét, công nhận',
    short: null,
    headings: [/^to trinh\b/],
    names: [/\bto ?trinh\b/],
    required: 'always',
    per: 'dossier',
    forms: ['signed', 'editable'],
  },
  {
    code: 'bao_cao_mo_ta',
    name: 'Báo cáo mô tả sáng kiến',
    short: null,
    headings: [/^bao cao mo ta\b/],
    names: [/\bmo ta\b/],
    required: 'always',
    per: 'item',
    forms: ['signed', 'editable'],
  },
];
