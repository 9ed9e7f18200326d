// The checklist as staff read it: what was found for each form, what is owed and why, and what nobody can tell.
import { describe, expect, it } from 'vitest';
import { readCampaign } from '../../config/campaign.ts';
import { type CheckedDocument, checklistOf } from '../../src/core/checklist.ts';
import type { Missing } from '../../src/core/missing.ts';

const campaign = readCampaign('config/campaign.yaml');
const document = (attachment: number, change: Partial<CheckedDocument>): CheckedDocument => ({
  attachment,
  type: 'to_trinh',
  form: 'signed',
  item: null,
  refused: false,
  superseded: false,
  ...change,
});
const owed = (change: Partial<Missing>): Missing => ({
  document: 'bao_cao_mo_ta',
  name: 'Báo cáo mô tả sáng kiến',
  form: 'editable',
  item: null,
  reason: 'editable-missing',
  ...change,
});

describe('checklistOf', () => {
  it('finds each form, and counts neither old versions nor what nobody can open', () => {
    const documents = [
      document(1, {}),
      document(2, { form: 'editable' }),
      document(3, { superseded: true }),
      document(4, { refused: true }),
    ];
    const [line] = checklistOf(documents, [], [], campaign).filter((one) => one.document === 'to_trinh');
    expect(line).toMatchObject({
      required: true,
      item: null,
      forms: [
        { form: 'signed', state: 'found', attachments: [1] },
        { form: 'editable', state: 'found', attachments: [2] },
      ],
    });
  });

  it('says of each item what is owed, and of the rest that it may lie elsewhere', () => {
    const documents = [document(5, { type: 'bao_cao_mo_ta', item: 1 })];
    const missing = [owed({ item: 1 }), owed({ item: 2, form: 'any', reason: 'none-received' })];
    const lines = checklistOf(documents, missing, [1, 2, 3], campaign).filter(
      (one) => one.document === 'bao_cao_mo_ta',
    );
    expect(lines.map(({ item, forms }) => [item, ...forms.map(({ state }) => state)])).toEqual([
      [1, 'found', 'missing'],
      [2, 'missing', 'missing'],
      [3, 'uncertain', 'uncertain'],
    ]);
    expect(lines[1]?.forms[0]).toMatchObject({ reason: 'none-received' });
  });

  it('asks for a list of several only, and shows what nobody asked for where it came', () => {
    const of = (items: number[]) =>
      checklistOf([document(6, { type: 'xac_nhan_ap_dung', item: 2 })], [], items, campaign);
    expect(of([1]).some(({ document }) => document === 'danh_sach')).toBe(false);
    expect(of([1, 2]).some(({ document }) => document === 'danh_sach')).toBe(true);
    expect(of([1, 2]).find(({ document }) => document === 'xac_nhan_ap_dung')).toMatchObject({
      required: false,
      item: 2,
      forms: [{ state: 'found' }, { state: 'not-wanted' }],
    });
    expect(of([1, 2]).some(({ document }) => document === 'bien_ban')).toBe(false);
  });
});
