// The letters that the tests look at: facts as they come up in a campaign, one case for each thing a letter may say.
import type { Campaign } from '../../src/core/campaign.ts';
import type { LetterFacts, LetterKind } from '../../src/core/letter.ts';
import { sampleCampaign } from '../support/campaign.ts';

export interface LetterCase {
  kind: LetterKind;
  facts: LetterFacts;
  campaign: Campaign;
}

const MODEL = 'Mô hình tổ tự quản thu gom, phân loại rác thải tại hộ gia đình';

export const COMPLETE: LetterFacts = {
  code: 'DKST-BT-220808-0003',
  arrivalNumber: 15,
  unit: { name: 'Ủy ban MTTQ Việt Nam xã Gia Phú', shortName: 'MTTQ xã Gia Phú' },
  receivedAt: new Date('2022-08-08T09:15:00+07:00'),
  deadline: 'on-time',
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
  missing: [],
  supplementDeadline: new Date('2022-08-15T17:00:00+07:00'),
  originalSubject: 'Hồ sơ đề nghị xét, công nhận sáng kiến năm 2022',
  firstReceivedAt: null,
};

const LATE: Partial<LetterFacts> = { deadline: 'late', receivedAt: new Date('2022-08-10T00:05:00+07:00') };

const LACKING: LetterFacts = {
  ...COMPLETE,
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
  'supplement-complete': letter('supplement-complete', { ...COMPLETE, fileCount: 1 }),
  'supplement-missing': letter('supplement-missing', { ...LACKING, ...UNREADABLE, fileCount: 2 }),
  'no-attachment': letter('no-attachment', {
    ...COMPLETE,
    code: null,
    arrivalNumber: null,
    unit: null,
    originalSubject: '',
    received: [],
    fileCount: 0,
  }),
  'unknown-unit': letter('unknown-unit', { ...COMPLETE, unit: null }),
  duplicate: letter('duplicate', {
    ...COMPLETE,
    arrivalNumber: null,
    receivedAt: new Date('2022-08-09T14:05:00+07:00'),
    firstReceivedAt: COMPLETE.receivedAt,
  }),
};

function letter(kind: LetterKind, facts: LetterFacts, change: Partial<Campaign> = {}): LetterCase {
  return { kind, facts, campaign: { ...sampleCampaign(), ...change } };
}
