// Sample facts that reach every branch of every template, for the check at the start.
import type { Campaign } from '../core/campaign.ts';
import type { LetterFacts } from '../core/letter.ts';

const AT = new Date('2022-08-08T02:15:00Z');

/** Everything there is to say. */
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
    { name: 'Báo cáo mô tả', itemNumber: 2, signed: [], editable: ['Bao cao.docx'], other: ['anh.zip'] },
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

/** Where each of them may be absent, or otherwise. */
const ABSENT: Partial<LetterFacts>[] = [
  { code: null, arrivalNumber: null },
  { unit: null },
  { deadline: 'grace' },
  { deadline: 'on-time' },
  { items: [] },
  { received: [] },
  { fileCount: 0 },
  { uncertainCount: 0 },
  { refused: [] },
  { missing: [] },
  { originalSubject: '' },
  { firstReceivedAt: null },
];

const BARE: LetterFacts = Object.assign({}, FULL, ...ABSENT);

/** What a sample letter is rendered from. */
export interface Sample {
  facts: LetterFacts;
  campaign: Campaign;
}

/** Full and bare, then full with one thing absent and bare with one thing present: either side of each condition, alone. */
export function samplesOf(campaign: Campaign): Sample[] {
  const { office } = campaign;
  const silent = { ...campaign, office: { ...office, phone: '' }, paperNote: null };
  const ample = { ...campaign, office: { ...office, phone: '0214 000 000' }, paperNote: 'Hồ sơ giấy.' };
  return [
    { facts: FULL, campaign: silent },
    { facts: FULL, campaign: ample },
    { facts: BARE, campaign: silent },
    { facts: BARE, campaign: ample },
    ...ABSENT.map((absent) => ({ facts: { ...FULL, ...absent }, campaign: ample })),
    ...ABSENT.map((absent) => ({ facts: { ...BARE, ...pick(FULL, absent) }, campaign: silent })),
  ];
}

function pick(facts: LetterFacts, like: Partial<LetterFacts>): Partial<LetterFacts> {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => name in like));
}
