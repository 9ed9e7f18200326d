// A dossier's rows put together for papers.
import { describe, expect, it } from 'vitest';
import { printedFacts } from '../../src/core/printed.ts';
import { COMPLETE, document, facts, LACKING, MODEL, REPORT } from '../printing/dossier.ts';
import { sampleCampaign } from '../support/campaign.ts';

const campaign = sampleCampaign();

describe('what papers say of a dossier', () => {
  it('has one line for each document of each initiative, in the order of the campaign, the unknown last', () => {
    const { received, fileCount } = facts({
      documents: [
        document('la.jpg', null, null, 'signed'),
        document('BC2.docx', REPORT, 2, 'editable'),
        document('BC1.pdf', REPORT, 1, 'signed'),
        document('BC1.docx', REPORT, 1, 'editable'),
        document('To trinh.pdf', 'Tờ trình đề nghị xét, công nhận', null, 'signed'),
        { ...document('hong.pdf', REPORT, 1, 'signed'), usable: false },
      ],
    });
    expect(fileCount).toBe(5);
    expect(received).toEqual([
      {
        name: 'Tờ trình đề nghị xét, công nhận',
        itemNumber: null,
        signed: ['To trinh.pdf'],
        editable: [],
        other: [],
      },
      { name: REPORT, itemNumber: 1, signed: ['BC1.pdf'], editable: ['BC1.docx'], other: [] },
      { name: REPORT, itemNumber: 2, signed: [], editable: ['BC2.docx'], other: [] },
      { name: 'Tài liệu khác', itemNumber: null, signed: [], editable: [], other: ['la.jpg'] },
    ]);
  });

  it('asks for what is missing and for what nobody can open while the dossier waits for it', () => {
    const waiting = printedFacts(LACKING, campaign);
    expect(waiting.missing.map(({ itemNumber, itemTitle }) => [itemNumber, itemTitle])).toEqual([
      [null, null],
      [1, MODEL],
      [2, null],
    ]);
    expect(waiting.refused).toEqual([{ name: 'hong.pdf', reason: null }]);
    const forwarded = printedFacts({ ...LACKING, status: 'forwarded' }, campaign);
    expect(forwarded.missing).toEqual([]);
    expect(forwarded.refused).toEqual([]);
  });

  it('is a report where its kind is one', () => {
    const kinds = campaign.kinds.map((kind) => ({ ...kind, handling: 'report' as const, name: 'Báo cáo' }));
    expect(printedFacts(COMPLETE, { ...campaign, kinds }).report).toBe('Báo cáo');
    expect(printedFacts(COMPLETE, campaign).report).toBeNull();
    expect(printedFacts({ ...COMPLETE, kind: 'of-another-campaign' }, campaign).report).toBeNull();
  });
});
