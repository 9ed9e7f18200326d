import { describe, expect, it } from 'vitest';
import type { DossierDocument } from '../../src/core/dossier-document.ts';
import { judgeCompleteness } from '../../src/core/missing.ts';
import { document, list, order, report } from './dossier.ts';
import { campaign } from './facts.ts';

/** "new < old" for each document that was replaced. */
const revisions = (...documents: DossierDocument[]) => {
  const nameOf = (id: number) => documents.find((one) => one.attachmentId === id)?.name;
  return [...judgeCompleteness(documents, campaign).supersededBy].map(
    ([old, latest]) => `${nameOf(old)} < ${nameOf(latest)}`,
  );
};

describe('revisions', () => {
  it('come with later messages, in the same form', () => {
    expect(
      revisions(
        order('signed', { name: 'a.pdf', mail: 1 }),
        order('signed', { name: 'b.pdf', mail: 2 }),
        order('editable', { name: 'b.docx', mail: 2 }),
        order('signed', { name: 'c.pdf', mail: 3 }),
      ),
    ).toEqual(['a.pdf < c.pdf', 'b.pdf < c.pdf']);
  });

  it('are of one initiative', () => {
    const first = { title: 'Trồng quế hữu cơ', mail: 1 };
    expect(
      revisions(
        report('editable', { ...first, name: 'que.docx' }),
        report('editable', { title: 'Nuôi cá tầm', name: 'ca.docx', mail: 1 }),
        report('editable', { title: 'Trồng quế hữu cơ', name: 'que ban chuan.docx', mail: 2 }),
      ),
    ).toEqual(['que.docx < que ban chuan.docx']);
    expect(
      revisions(
        report('editable', { ...first, name: 'bao cao.docx' }),
        report('editable', { title: 'Nuôi cá tầm', name: 'bao cao.docx', mail: 2 }),
      ),
    ).toEqual([]);
  });

  it('are told by marks within one message, where the names are otherwise the same', () => {
    expect(
      revisions(
        order('editable', { name: 'To trinh.docx' }),
        order('editable', { name: 'To trinh (1).docx' }),
        order('editable', { name: 'TO TRINH bản cuối.docx' }),
        order('editable', { name: 'To trinh truong hoc.docx' }),
      ),
    ).toEqual(['To trinh.docx < TO TRINH bản cuối.docx', 'To trinh (1).docx < TO TRINH bản cuối.docx']);
  });

  it('are no pages, no annexes of other names, and no lists of other initiatives', () => {
    expect(
      revisions(
        order('signed', { name: 'to trinh trang 1.jpg', mail: 1 }),
        order('signed', { name: 'to trinh trang 2.jpg', mail: 2 }),
        document({ type: 'phu_luc', name: 'Phu luc anh.docx', mail: 1 }),
        document({ type: 'phu_luc', name: 'Phu luc so lieu.docx', mail: 2 }),
        document({ name: 'scan.pdf', form: 'signed', mail: 1 }),
        document({ name: 'scan.pdf', form: 'signed', mail: 2 }),
        list(['Trồng quế'], { name: 'ds.xlsx', mail: 1 }),
        list(['Nuôi cá'], { name: 'ds.xlsx', mail: 2 }),
      ),
    ).toEqual([]);
    expect(
      revisions(
        document({ type: 'phu_luc', name: 'Phu luc.docx', mail: 1 }),
        document({ type: 'phu_luc', name: 'Phu luc lan 2.docx', mail: 2 }),
      ),
    ).toEqual(['Phu luc.docx < Phu luc lan 2.docx']);
  });

  it('need a file that can be opened', () => {
    expect(
      revisions(
        order('signed', { name: 'a.pdf', mail: 1 }),
        order('signed', { name: 'b.pdf', mail: 2, usable: false }),
      ),
    ).toEqual([]);
  });
});

describe('a dossier of a thousand files', () => {
  it('is judged in a moment', () => {
    const many = Array.from({ length: 1_000 }, (_, at) =>
      [
        order('editable', { name: `To trinh (${at}).docx`, mail: at % 2 }),
        report('signed', { name: `bc so ${at}.pdf`, title: at % 3 ? `Trồng rau sạch tổ ${at}` : null }),
        document({ type: 'minh_chung', name: `anh rau ${at}.jpg`, form: 'signed', title: `Rau sạch ${at}` }),
        list([`Trồng rau sạch tổ ${at}`, `Nuôi cá ao ${at}`], { name: `ds ${at}.xlsx`, mail: at % 2 }),
      ].slice(at % 4, (at % 4) + 1),
    ).flat();
    const start = performance.now();
    judgeCompleteness(many, campaign);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
