// The letters that the tests look at: facts as they come up in a campaign, one case for each thing a letter may say.
import type { Campaign } from '../../src/core/campaign.ts';
import type {
  DailySummaryFacts,
  FactsOf,
  LetterFacts,
  LetterKind,
  SupplementReminderFacts,
} from '../../src/core/letter.ts';
import { sampleCampaign } from '../support/campaign.ts';

export interface LetterCase<Kind extends LetterKind = LetterKind> {
  kind: Kind;
  facts: FactsOf<Kind>;
  campaign: Campaign;
}

const MODEL = 'Mô hình tổ tự quản thu gom, phân loại rác thải tại hộ gia đình';

export const COMPLETE: LetterFacts = {
  code: 'DKST-BT-220808-0003',
  arrivalNumber: 15,
  unit: { name: 'Ủy ban MTTQ Việt Nam xã Gia Phú', shortName: 'MTTQ xã Gia Phú' },
  receivedAt: new Date('2022-08-08T09:15:00+07:00'),
  deadline: 'on-time',
  supplement: false,
  complete: true,
  report: null,
  items: [{ number: 1, title: MODEL }],
  received: [
    {
      name: 'Tờ trình đề nghị xét, công nhận',
      itemNumber: null,
      signed: ['TO TRINH.pdf'],
      editable: ['TO TRINH.doc'],
      other: [],
    },
    {
      name: 'Báo cáo mô tả sáng kiến',
      itemNumber: 1,
      signed: ['Bao cao mo ta.signed.pdf'],
      editable: ['Báo cáo mô tả.docx'],
      other: [],
    },
  ],
  fileCount: 4,
  uncertainCount: 0,
  refused: [],
  links: [],
  replaced: [],
  missing: [],
  supplementDeadline: new Date('2022-08-15T17:00:00+07:00'),
  originalSubject: 'Hồ sơ đề nghị xét, công nhận sáng kiến năm 2022',
  firstReceivedAt: null,
};

const LATE: Partial<LetterFacts> = { deadline: 'late', receivedAt: new Date('2022-08-10T00:05:00+07:00') };

const LACKING: LetterFacts = {
  ...COMPLETE,
  complete: false,
  items: [
    { number: 1, title: MODEL },
    { number: 2, title: '' },
  ],
  received: [
    {
      name: 'Tờ trình đề nghị xét, công nhận',
      itemNumber: null,
      signed: ['TO TRINH.pdf'],
      editable: ['TO TRINH.doc'],
      other: [],
    },
    { name: 'Báo cáo mô tả sáng kiến', itemNumber: 1, signed: [], editable: ['BC1.docx'], other: [] },
    { name: 'Báo cáo mô tả sáng kiến', itemNumber: 2, signed: ['BC2.pdf'], editable: [], other: [] },
  ],
  missing: [
    {
      name: 'Danh sách trích ngang tác giả, sáng kiến',
      form: 'editable',
      itemNumber: null,
      itemTitle: null,
      reason: 'editable-none',
    },
    {
      name: 'Báo cáo mô tả sáng kiến',
      form: 'signed',
      itemNumber: 1,
      itemTitle: MODEL,
      reason: 'signed-missing',
    },
    {
      name: 'Báo cáo mô tả sáng kiến',
      form: 'editable',
      itemNumber: 2,
      itemTitle: null,
      reason: 'editable-missing',
    },
  ],
};

const UNREADABLE: Partial<LetterFacts> = {
  refused: [
    { name: 'Danh sach.xlsx', reason: 'encrypted' },
    { name: 'scan0001.pdf', reason: 'damaged' },
    { name: 'scan0002.pdf', reason: 'damaged' },
    { name: 'mo ta.exe', reason: 'executable' },
  ],
};

const UNCERTAIN: Partial<LetterFacts> = {
  received: [
    {
      name: 'Tài liệu khác',
      itemNumber: null,
      signed: [],
      editable: [],
      other: ['scan0001.pdf', 'HO SO XA GIA PHU.rar'],
    },
  ],
  fileCount: 2,
  uncertainCount: 2,
};

const LINKS: Partial<LetterFacts> = {
  links: [{ service: 'Google Drive' }, { service: 'Google Drive' }, { service: 'OneDrive' }],
};

const SUPPLEMENT: Partial<LetterFacts> = {
  supplement: true,
  receivedAt: new Date('2022-08-11T14:05:00+07:00'),
};

const REPLACED: Partial<LetterFacts> = {
  replaced: [{ name: 'BC1 (ban sua).docx' }, { name: 'TO TRINH.pdf' }],
};

const REPORT: LetterFacts = {
  ...COMPLETE,
  receivedAt: new Date('2022-06-08T15:40:00+07:00'),
  report: { period: '6 tháng đầu năm 2022', deadlineWording: 'trước ngày 10 tháng 6 năm 2022' },
  items: [],
  received: [
    {
      name: 'Báo cáo kết quả phong trào',
      itemNumber: null,
      signed: ['BC 6 thang.signed.pdf'],
      editable: ['BC 6 thang.docx'],
      other: [],
    },
  ],
  fileCount: 2,
};

const NOT_OPENED: Partial<LetterFacts> = {
  ...UNREADABLE,
  items: [],
  received: [],
  fileCount: 0,
  complete: false,
};

const REMINDER: SupplementReminderFacts = {
  code: COMPLETE.code ?? '',
  unit: COMPLETE.unit,
  noticedAt: COMPLETE.receivedAt,
  supplementDeadline: COMPLETE.supplementDeadline,
  expired: false,
  itemCount: 2,
  missing: LACKING.missing,
  refused: [],
};

const UNIT_AND_TIME = {
  unit: COMPLETE.unit,
  asOf: new Date('2022-08-03T07:30:00+07:00'),
  mailbox: 'hopthu@example.vn',
};

const SUMMARY: DailySummaryFacts = {
  since: new Date('2022-08-08T07:30:00+07:00'),
  until: new Date('2022-08-09T07:30:00+07:00'),
  registered: [],
  unsorted: [],
  dueSoon: [],
  overdue: [],
  undelivered: [],
  disconnected: [],
};

function dossiers(total: number) {
  return Array.from({ length: total }, (_, at) => ({
    code: `DKST-BT-220808-${String(at + 1).padStart(4, '0')}`,
    unit: at === 1 ? null : COMPLETE.unit,
    receivedAt: COMPLETE.receivedAt,
    supplementDeadline: COMPLETE.supplementDeadline,
  }));
}

export const CASES: Record<string, LetterCase> = {
  receipt: letter('receipt', COMPLETE),
  'receipt-late-with-paper': letter(
    'receipt',
    { ...COMPLETE, ...LATE },
    {
      paperNote: 'Đề nghị quý cơ quan, đơn vị gửi 01 (bộ) hồ sơ giấy về Ban Phong trào nếu chưa gửi.',
      office: { ...sampleCampaign().office, phone: '0214 000 000' },
    },
  ),
  'receipt-checking': letter('receipt-checking', { ...COMPLETE, ...UNCERTAIN, items: [], deadline: 'grace' }),
  'receipt-checking-waiting': letter('receipt-checking', { ...LACKING, ...LATE }),
  'receipt-checking-nothing-readable': letter('receipt-checking', {
    ...COMPLETE,
    ...UNREADABLE,
    unit: null,
    items: [],
    received: [],
    fileCount: 0,
  }),
  'missing-documents': letter('missing-documents', LACKING),
  'missing-documents-everything': letter(
    'missing-documents',
    { ...LACKING, ...LATE, ...UNREADABLE, uncertainCount: 1 },
    { office: { ...sampleCampaign().office, phone: '0214 000 000' } },
  ),
  'receipt-with-links-in-test-mode': letter('receipt', { ...COMPLETE, ...LINKS }, { testMode: true }),
  'receipt-checking-supplement': letter('receipt-checking', {
    ...COMPLETE,
    ...UNCERTAIN,
    ...SUPPLEMENT,
    ...REPLACED,
    deadline: 'late',
  }),
  'receipt-checking-report': letter('receipt-checking', { ...REPORT, ...LINKS, unit: null }),
  'missing-documents-sent-by-link': letter('missing-documents', {
    ...LACKING,
    ...LINKS,
    missing: LACKING.missing.map((line) => ({ ...line, reason: 'sent-by-link' })),
  }),
  'supplement-complete': letter('supplement-complete', {
    ...COMPLETE,
    ...SUPPLEMENT,
    ...REPLACED,
    deadline: 'late',
    fileCount: 2,
  }),
  'supplement-complete-by-link': letter('supplement-complete', {
    ...COMPLETE,
    ...SUPPLEMENT,
    ...LINKS,
    fileCount: 0,
  }),
  'supplement-missing': letter('supplement-missing', {
    ...LACKING,
    ...SUPPLEMENT,
    ...UNREADABLE,
    fileCount: 2,
  }),
  'supplement-missing-replaced': letter('supplement-missing', {
    ...LACKING,
    ...SUPPLEMENT,
    ...REPLACED,
    ...LINKS,
    fileCount: 2,
  }),
  'no-attachment': letter('no-attachment', {
    ...COMPLETE,
    code: null,
    arrivalNumber: null,
    unit: null,
    originalSubject: '',
    received: [],
    fileCount: 0,
  }),
  'message-too-large': letter('message-too-large', {
    ...COMPLETE,
    code: null,
    arrivalNumber: null,
    unit: null,
    originalSubject: 'Hồ sơ sáng kiến (kèm video)',
    received: [],
    fileCount: 0,
  }),
  'unknown-unit': letter('unknown-unit', { ...COMPLETE, unit: null }),
  'unknown-unit-nothing-readable': letter('unknown-unit', {
    ...COMPLETE,
    ...NOT_OPENED,
    ...LINKS,
    unit: null,
    originalSubject: '',
  }),
  'unknown-unit-report': letter('unknown-unit', { ...REPORT, unit: null }),
  'unreadable-files': letter('unreadable-files', { ...COMPLETE, ...NOT_OPENED, ...LATE }),
  'unreadable-files-supplement': letter('unreadable-files', {
    ...COMPLETE,
    ...SUPPLEMENT,
    ...LINKS,
    refused: [{ name: 'HO SO XA GIA PHU.rar', reason: null }],
    complete: false,
  }),
  'unreadable-files-report': letter('unreadable-files', {
    ...REPORT,
    received: [],
    fileCount: 0,
    complete: false,
    refused: [{ name: 'BC 6 thang.pdf', reason: 'damaged' }],
  }),
  'external-links': letter('external-links', {
    ...COMPLETE,
    ...LINKS,
    items: [],
    received: [],
    fileCount: 0,
    complete: false,
  }),
  'external-links-late': letter('external-links', {
    ...COMPLETE,
    ...LATE,
    links: [{ service: 'Fshare' }],
    items: [],
    received: [],
    fileCount: 0,
    complete: false,
  }),
  replacement: letter('replacement', { ...COMPLETE, ...SUPPLEMENT, ...REPLACED }),
  'replacement-not-complete': letter('replacement', {
    ...LACKING,
    ...SUPPLEMENT,
    replaced: [{ name: 'TO TRINH.pdf' }],
  }),
  'report-receipt': letter('report-receipt', REPORT),
  'report-receipt-late': letter('report-receipt', {
    ...REPORT,
    deadline: 'late',
    receivedAt: new Date('2022-06-10T08:00:00+07:00'),
  }),
  'report-receipt-supplement': letter('report-receipt', { ...REPORT, supplement: true, fileCount: 1 }),
  'report-receipt-without-period': letter('report-receipt', { ...REPORT, report: null }),
  'supplement-reminder': letter('supplement-reminder', REMINDER),
  'supplement-reminder-unreadable': letter('supplement-reminder', {
    ...REMINDER,
    missing: [],
    refused: [{ name: 'HO SO XA GIA PHU.rar', reason: null }],
  }),
  'supplement-reminder-expired': letter('supplement-reminder', { ...REMINDER, expired: true }),
  'submission-reminder': letter('submission-reminder', UNIT_AND_TIME),
  'report-reminder': letter('report-reminder', {
    ...UNIT_AND_TIME,
    asOf: new Date('2022-06-06T07:30:00+07:00'),
    report: { period: '6 tháng đầu năm 2022', deadlineWording: 'trước ngày 10 tháng 6 năm 2022' },
  }),
  refusal: letter(
    'refusal',
    {
      code: COMPLETE.code ?? '',
      arrivalNumber: 15,
      unit: COMPLETE.unit,
      receivedAt: COMPLETE.receivedAt,
      reason: 'nội dung đề nghị đã được công nhận năm 2021 (Quyết định số 15/QĐ-MTTQ-BTT ngày 20/12/2021).',
    },
    { office: { ...sampleCampaign().office, phone: '0214 000 000' } },
  ),
  'daily-summary': letter('daily-summary', {
    ...SUMMARY,
    registered: dossiers(23),
    unsorted: [
      { receivedAt: COMPLETE.receivedAt, subject: 'Gửi hồ sơ sáng kiến', reason: 'unit-unknown' },
      { receivedAt: COMPLETE.receivedAt, subject: '', reason: 'kind-unclear' },
    ],
    dueSoon: dossiers(1),
    overdue: dossiers(2),
    undelivered: [{ subject: '[DKST-BT-220808-0003] Xác nhận đã tiếp nhận hồ sơ của MTTQ xã Gia Phú' }],
    disconnected: [{ mailbox: 'hopthu@example.vn', since: new Date('2022-08-08T22:10:00+07:00') }],
  }),
  'daily-summary-quiet': letter('daily-summary', SUMMARY),
  duplicate: letter('duplicate', {
    ...COMPLETE,
    arrivalNumber: null,
    receivedAt: new Date('2022-08-09T14:05:00+07:00'),
    firstReceivedAt: COMPLETE.receivedAt,
  }),
};

function letter<Kind extends LetterKind>(
  kind: Kind,
  facts: FactsOf<Kind>,
  change: Partial<Campaign> = {},
): LetterCase {
  return { kind, facts, campaign: { ...sampleCampaign(), ...change } };
}
