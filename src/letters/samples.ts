// Sample facts that reach every branch of every template, for the check at the start.
import type { Campaign } from '../core/campaign.ts';
import type {
  DailySummaryFacts,
  FactsOf,
  LetterFacts,
  LetterKind,
  MissingLine,
  RefusalFacts,
  ReportReminderFacts,
  SubmissionReminderFacts,
  SupplementReminderFacts,
  UnusableFile,
} from '../core/letter.ts';
import { forAnswers } from './variables.ts';

/** What a sample letter is rendered from. */
export interface Sample<Kind extends LetterKind> {
  facts: FactsOf<Kind>;
  campaign: Campaign;
}

/** Full and bare, then full with one thing absent and bare with one thing present: either side of each condition, alone. */
export function samplesOf<Kind extends LetterKind>(kind: Kind, campaign: Campaign): Sample<Kind>[] {
  const { full, absent } = SHAPES[kind];
  const bare: FactsOf<Kind> = Object.assign({}, full, ...absent);
  const { office } = campaign;
  const silent = { ...campaign, office: { ...office, phone: '' }, paperNote: null };
  const ample = { ...campaign, office: { ...office, phone: '0214 000 000' }, paperNote: 'Hồ sơ giấy.' };
  return [
    { facts: full, campaign: silent },
    { facts: full, campaign: ample },
    { facts: bare, campaign: silent },
    { facts: bare, campaign: ample },
    ...absent.map((one) => ({ facts: { ...full, ...one }, campaign: ample })),
    ...absent.map((one) => ({ facts: { ...bare, ...pick(full, one) }, campaign: silent })),
  ];
}

function pick<Facts extends object>(facts: Facts, like: Partial<Facts>): Partial<Facts> {
  const names = Object.entries(facts).filter(([name]) => name in like);
  return Object.fromEntries(names) as Partial<Facts>;
}

/** Everything there is to say, and where each of them may be absent, or otherwise. */
interface Shapes<Facts> {
  full: Facts;
  absent: Partial<Facts>[];
}

const AT = new Date('2022-08-08T02:15:00Z');
const CODE = 'DKST-BT-220808-0001';
const UNIT = { name: 'Ủy ban MTTQ Việt Nam xã Gia Phú', shortName: 'MTTQ xã Gia Phú' };
const REPORT = { period: '6 tháng đầu năm 2022', deadlineWording: 'trước ngày 10 tháng 6 năm 2022' };
const MISSING: MissingLine[] = [
  { name: 'Báo cáo mô tả', form: 'signed', itemNumber: 1, itemTitle: 'Mô hình', reason: 'signed-missing' },
  { name: 'Danh sách', form: 'any', itemNumber: null, itemTitle: null, reason: 'none-received' },
];
const REFUSED: UnusableFile[] = [
  { name: 'scan.pdf', reason: 'encrypted' },
  { name: 'ho so.rar', reason: null },
];

const ANSWER: Shapes<LetterFacts> = {
  full: {
    code: CODE,
    arrivalNumber: 1,
    unit: UNIT,
    receivedAt: AT,
    deadline: 'late',
    supplement: true,
    complete: true,
    report: REPORT,
    items: [
      { number: 1, title: 'Mô hình tự quản bảo vệ môi trường' },
      { number: 2, title: '' },
    ],
    received: [
      { name: 'Tờ trình', itemNumber: null, signed: ['To trinh.pdf'], editable: ['To trinh.doc'], other: [] },
      { name: 'Báo cáo mô tả', itemNumber: 2, signed: [], editable: ['Bao cao.docx'], other: ['anh.zip'] },
    ],
    fileCount: 4,
    uncertainCount: 1,
    refused: REFUSED,
    links: [{ service: 'Google Drive' }, { service: 'OneDrive' }],
    replaced: [{ name: 'Bao cao.docx' }],
    missing: MISSING,
    supplementDeadline: new Date('2022-08-15T10:00:00Z'),
    originalSubject: 'Hồ sơ xã Gia Phú',
    firstReceivedAt: AT,
  },
  absent: [
    { code: null, arrivalNumber: null },
    { unit: null },
    { deadline: 'grace' },
    { deadline: 'on-time' },
    { supplement: false },
    { complete: false },
    { report: null },
    { items: [] },
    { received: [] },
    { fileCount: 0 },
    { uncertainCount: 0 },
    { refused: [] },
    { links: [] },
    { replaced: [] },
    { missing: [] },
    { originalSubject: '' },
    { firstReceivedAt: null },
  ],
};

const SUPPLEMENT_REMINDER: Shapes<SupplementReminderFacts> = {
  full: {
    code: CODE,
    unit: UNIT,
    noticedAt: AT,
    supplementDeadline: new Date('2022-08-15T10:00:00Z'),
    expired: true,
    itemCount: 2,
    missing: MISSING,
    refused: REFUSED,
  },
  absent: [{ unit: null }, { expired: false }, { itemCount: 0 }, { missing: [] }, { refused: [] }],
};

const SUBMISSION_REMINDER: Shapes<SubmissionReminderFacts> = {
  full: { unit: UNIT, asOf: AT, mailbox: 'hopthu@example.vn' },
  absent: [{ unit: null }],
};

const REPORT_REMINDER: Shapes<ReportReminderFacts> = {
  full: { unit: UNIT, asOf: AT, mailbox: 'hopthu@example.vn', report: REPORT },
  absent: [{ unit: null }],
};

const REFUSAL: Shapes<RefusalFacts> = {
  full: { code: CODE, arrivalNumber: 1, unit: UNIT, receivedAt: AT, reason: 'không thuộc đối tượng' },
  absent: [{ arrivalNumber: null }, { unit: null }],
};

const DOSSIER = { code: CODE, unit: UNIT, receivedAt: AT, supplementDeadline: AT };
const DOSSIERS = Array.from({ length: 22 }, () => DOSSIER);

const DAILY_SUMMARY: Shapes<DailySummaryFacts> = {
  full: {
    since: AT,
    until: AT,
    registered: [...DOSSIERS, { ...DOSSIER, unit: null }],
    unsorted: Array.from({ length: 22 }, () => ({ receivedAt: AT, subject: 'Gửi', reason: 'unit-unknown' })),
    dueSoon: DOSSIERS,
    overdue: DOSSIERS,
    undelivered: Array.from({ length: 22 }, () => ({ subject: 'Xác nhận' })),
    disconnected: Array.from({ length: 22 }, () => ({ mailbox: 'hopthu@example.vn', since: AT })),
  },
  absent: [
    { registered: [] },
    { registered: [{ ...DOSSIER, unit: null }] },
    { unsorted: [] },
    { unsorted: [{ receivedAt: AT, subject: '', reason: null }] },
    { dueSoon: [] },
    { dueSoon: [{ ...DOSSIER, unit: null }] },
    { overdue: [] },
    { overdue: [{ ...DOSSIER, unit: null }] },
    { undelivered: [] },
    { disconnected: [] },
  ],
};

const SHAPES: { [Kind in LetterKind]: Shapes<FactsOf<Kind>> } = {
  ...forAnswers(ANSWER),
  'supplement-reminder': SUPPLEMENT_REMINDER,
  'submission-reminder': SUBMISSION_REMINDER,
  'report-reminder': REPORT_REMINDER,
  refusal: REFUSAL,
  'daily-summary': DAILY_SUMMARY,
};
