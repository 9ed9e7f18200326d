// Sample facts that reach every branch of every template, for the check at the start.
import type { LetterFacts } from '../core/letter.ts';

const AT = new Date('2022-08-08T02:15:00Z');

const FULL: LetterFacts = {
  code: 'DKST-BT-220808-0001',
  arrivalNumber: 1,
  unit: { name: 'Ủy ban MTTQ Việt Nam xã Gia Phú', shortName: 'MTTQ xã Gia Phú' },
  receivedAt: AT,
  deadline: 'late',
  items: [
    { number: 1, title: 'Mô hình tự quản bảo vệ môi trường' },
    { number: 2, title: '' },
  ],
  received: [
    { name: 'Tờ trình', itemNumber: null, signed: ['To trinh.pdf'], editable: ['To trinh.doc'], other: [] },
    { name: 'Báo cáo mô tả', itemNumber: 1, signed: [], editable: ['Bao cao.docx'], other: ['anh.zip'] },
  ],
  fileCount: 4,
  uncertainCount: 1,
  refused: [{ name: 'scan.pdf', reason: 'encrypted' }],
  missing: [
    { name: 'Báo cáo mô tả', form: 'signed', itemNumber: 1, itemTitle: 'Mô hình', reason: 'signed-missing' },
    { name: 'Danh sách', form: 'any', itemNumber: null, itemTitle: null, reason: 'none-received' },
  ],
  supplementDeadline: new Date('2022-08-15T10:00:00Z'),
  originalSubject: 'Hồ sơ xã Gia Phú',
  firstReceivedAt: AT,
};

const BARE: LetterFacts = {
  ...FULL,
  code: null,
  arrivalNumber: null,
  unit: null,
  deadline: 'on-time',
  items: [],
  received: [],
  fileCount: 0,
  uncertainCount: 0,
  refused: [],
  missing: [],
  originalSubject: '',
  firstReceivedAt: null,
};

/** Each branch alone, so that a fault in one hides none in another. */
export const SAMPLES: LetterFacts[] = [
  FULL,
  BARE,
  { ...FULL, deadline: 'grace', uncertainCount: 0, refused: [] },
  { ...FULL, unit: null, deadline: 'on-time', items: [], missing: [] },
];
