// Dossiers to print, as their rows stand in the store.
import type { Campaign } from '../../src/core/campaign.ts';
import { type PrintedDossier, printedFacts, type StandingDossier } from '../../src/core/printed.ts';
import { sampleCampaign } from '../support/campaign.ts';

export const CODE = 'DKST-BT-220808-0003';
export const MODEL = 'Mô hình tổ tự quản thu gom, phân loại rác thải tại hộ gia đình';
export const NOW = new Date('2022-08-08T14:00:00+07:00');

const ORDER = 'Tờ trình đề nghị xét, công nhận';
export const REPORT = 'Báo cáo mô tả sáng kiến';

export const COMPLETE: StandingDossier = {
  code: CODE,
  arrivalNumber: 15,
  kind: 'initiative',
  unit: { name: 'Ủy ban MTTQ Việt Nam xã Gia Phú', shortName: 'MTTQ xã Gia Phú' },
  receivedAt: new Date('2022-08-08T09:15:00+07:00'),
  deadline: 'on-time',
  status: 'complete',
  items: [{ number: 1, title: MODEL }],
  documents: [
    document('TO TRINH.pdf', ORDER, null, 'signed'),
    document('TO TRINH.doc', ORDER, null, 'editable'),
    document('Bao cao mo ta.signed.pdf', REPORT, 1, 'signed'),
    document('Báo cáo mô tả.docx', REPORT, 1, 'editable'),
  ],
  missing: [],
  supplementUntil: new Date('2022-08-15T17:00:00+07:00'),
};

export const LACKING: StandingDossier = {
  ...COMPLETE,
  status: 'awaiting-documents',
  items: [
    { number: 1, title: MODEL },
    { number: 2, title: '' },
  ],
  documents: [
    document('TO TRINH.pdf', ORDER, null, 'signed'),
    document('BC1.docx', REPORT, 1, 'editable'),
    { ...document('hong.pdf', REPORT, 2, 'signed'), usable: false },
  ],
  missing: [
    {
      name: 'Danh sách trích ngang tác giả, sáng kiến',
      form: 'editable',
      item: null,
      reason: 'editable-none',
    },
    { name: REPORT, form: 'signed', item: 1, reason: 'signed-missing' },
    { name: REPORT, form: 'any', item: 2, reason: 'only-unreadable' },
  ],
};

export function document(
  name: string,
  typeName: string | null,
  itemNumber: number | null,
  form: 'signed' | 'editable' | 'other',
): StandingDossier['documents'][number] {
  return { name, typeName, itemNumber, form, usable: true };
}

export function facts(
  change: Partial<StandingDossier> = {},
  campaign: Campaign = sampleCampaign(),
): PrintedDossier {
  return printedFacts({ ...COMPLETE, ...change }, campaign);
}
