import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DossierDocument, judgeCompleteness } from '../../src/core/missing.ts';
import { document, list, order, report, scan } from './dossier.ts';
import { campaign } from './facts.ts';

const judge = (documents: DossierDocument[], links = 0) => {
  const { missing, uncertain, unreadable, items } = judgeCompleteness(documents, campaign, { links });
  return {
    missing: missing.map((one) => `${one.document} ${one.form} ${one.item} ${one.reason}`),
    uncertain: uncertain.map(({ name }) => name),
    unreadable: unreadable.map(({ name }) => name),
    items: items.map(({ title }) => title),
  };
};
const orders = [order('signed'), order('editable')];
const both = (title: string) => [report('signed', { title }), report('editable', { title })];
const quiet = { missing: [], uncertain: [], unreadable: [] };

describe('judgeCompleteness', () => {
  it('is content with both forms of what is required', () => {
    expect(judge([...orders, ...both('Trồng quế')])).toEqual({ ...quiet, items: ['Trồng quế'] });
  });

  it('names each form that is missing, and says no more than it knows', () => {
    expect(judge([order('signed'), report('editable')]).missing).toEqual([
      'to_trinh editable null editable-missing',
      'bao_cao_mo_ta signed 1 signed-missing',
    ]);
    expect(judge([report('signed'), report('editable')]).missing).toEqual([
      'to_trinh any null none-received',
    ]);
    expect(judge(orders).missing).toEqual(['bao_cao_mo_ta any null none-received']);
  });

  it('asks for the list from two initiatives on', () => {
    const two = [...both('Trồng quế hữu cơ'), ...both('Nuôi cá tầm')];
    expect(judge([...orders, ...two]).missing).toEqual(['danh_sach editable null none-received']);
    expect(judge([...orders, ...two, list([])]).missing).toEqual([]);
  });

  it('does not ask for the list because of scans that may be parts of one report', () => {
    const parts = [report('signed', { name: 'bc phan A.pdf' }), report('signed', { name: 'bc phan B.pdf' })];
    expect(judge([...orders, ...parts, report('editable')]).missing).not.toContain(
      'danh_sach editable null none-received',
    );
  });

  it('asks for the reports that the list names and nobody sent', () => {
    const named = list(['Trồng quế hữu cơ', 'Nuôi cá tầm nước lạnh', 'Dạy học Toán bằng tranh']);
    const sent = [...both('Dạy học Toán bằng tranh'), ...both('Mô hình trồng quế hữu cơ')];
    expect(judge([...orders, named, ...sent])).toEqual({
      ...quiet,
      missing: ['bao_cao_mo_ta any 2 none-received'],
      items: ['Mô hình trồng quế hữu cơ', 'Nuôi cá tầm nước lạnh', 'Dạy học Toán bằng tranh'],
    });
  });

  it('does not ask for a report that an unclear document may be', () => {
    const named = list(['Trồng quế hữu cơ', 'Nuôi cá tầm nước lạnh']);
    const unclear = [document({ name: 'Doc1.docx' }), scan('scan0001.pdf')];
    expect(judge([...orders, named, ...both('Trồng quế hữu cơ'), ...unclear])).toMatchObject({
      missing: [],
      uncertain: ['Doc1.docx', 'scan0001.pdf'],
    });
  });

  it('never calls a signed copy missing while a scan of unclear name lies there', () => {
    const unclear = scan('scan0001.pdf');
    expect(judge([order('editable'), report('editable'), unclear])).toMatchObject({
      missing: [],
      uncertain: ['scan0001.pdf'],
    });
    // but Word copies that nothing can be are missing
    expect(judge([unclear]).missing).toEqual([
      'to_trinh editable null editable-none',
      'bao_cao_mo_ta editable null editable-none',
    ]);
  });

  it('takes a file that may hold the rest for a maybe', () => {
    const bound = order('signed', { name: 'Ho so sang kien.pdf', mayHold: ['bao_cao_mo_ta', 'danh_sach'] });
    expect(judge([bound, order('editable'), report('editable')])).toMatchObject({
      missing: [],
      uncertain: ['Ho so sang kien.pdf'],
    });
  });

  it('calls an unusable file what it is', () => {
    const locked = order('signed', { usable: false });
    expect(judge([locked, order('editable'), report('signed'), report('editable')])).toEqual({
      missing: ['to_trinh signed null only-unreadable'],
      uncertain: [],
      unreadable: ['to trinh.pdf'],
      items: [''],
    });
  });

  it('asks for a file to be sent again rather than for all that it may hold', () => {
    const locked = document({ name: 'ho so.rar', form: 'other', usable: false, opaque: true });
    expect(judge([locked])).toEqual({ ...quiet, unreadable: ['ho so.rar'], items: [] });
    expect(judge([locked, ...orders, ...both('A b c')]).unreadable).toEqual([]);
    const word = document({ name: 'Doc1.docx', usable: false });
    expect(judge([word, order('signed'), report('signed')])).toMatchObject({
      missing: [],
      unreadable: ['Doc1.docx'],
    });
  });

  it('says of what came by link that it did', () => {
    expect(judge([...orders], 1).missing).toEqual(['bao_cao_mo_ta any null sent-by-link']);
    expect(judge([order('editable'), ...both('A')], 1).missing).toEqual([
      'to_trinh signed null sent-by-link',
    ]);
  });

  it('counts the newer version, and an older one where the newer cannot be opened', () => {
    const old = order('signed', { mail: 1 });
    const newer = order('signed', { mail: 2, name: 'TTr sua lai.pdf' });
    const judged = judgeCompleteness([old, newer], campaign);
    expect([...judged.supersededBy]).toEqual([[old.attachmentId, newer.attachmentId]]);
    expect(judged.replaced).toEqual([newer]);
    const locked = { ...newer, usable: false };
    const kept = judgeCompleteness([old, locked], campaign);
    expect(kept.supersededBy.size).toBe(0);
    expect(kept.missing.map(({ document: code, form }) => `${code} ${form}`)).toEqual([
      'to_trinh editable',
      'bao_cao_mo_ta any',
    ]);
  });
});

const anyDocument: fc.Arbitrary<Omit<DossierDocument, 'attachmentId'>> = fc
  .record({
    type: fc.constantFrom(null, 'to_trinh', 'bao_cao_mo_ta', 'bao_cao_mo_ta', 'danh_sach', 'phu_luc'),
    form: fc.constantFrom('signed' as const, 'editable' as const, 'other' as const),
    usable: fc.boolean(),
    opaque: fc.constantFrom(false, false, false, true),
    name: fc.constantFrom(
      'bao cao.docx',
      'bc que.pdf',
      'bc que.docx',
      'mo ta 1.jpg',
      'mo ta 2.jpg',
      'scan.pdf',
    ),
    title: fc.option(
      fc.constantFrom('Trồng quế hữu cơ', 'Trong que huu co', 'Nuôi cá tầm', 'Thôn 1', 'Thôn 2'),
    ),
    mail: fc.integer({ min: 1, max: 3 }),
    folder: fc.constantFrom('', 'a.zip/1/'),
  })
  .map(document);
const anyDossier = fc.array(anyDocument, { maxLength: 12 }).map((some) => some.map((one) => document(one)));

describe('whatever a dossier holds', () => {
  it('the order of its documents does not matter', () => {
    fc.assert(
      fc.property(anyDossier, fc.infiniteStream(fc.nat()), (documents, keys) => {
        const order = documents.map((one) => ({ one, key: keys.next().value ?? 0 }));
        const shuffled = order.toSorted((a, b) => a.key - b.key).map(({ one }) => one);
        expect(judge(shuffled)).toEqual(judge(documents));
      }),
    );
  });

  it('nothing is missing while an archive is unopened', () => {
    fc.assert(
      fc.property(anyDossier, fc.boolean(), (documents, usable) => {
        const archive = document({ form: 'other', opaque: true, usable, name: 'ho so.rar' });
        expect(judge([archive, ...documents]).missing).toEqual([]);
      }),
    );
  });

  it('a document more never makes the same document missing', () => {
    fc.assert(
      fc.property(anyDossier, anyDocument, (documents, another) => {
        const extra = document(another);
        const lines = (some: DossierDocument[]) =>
          judge(some).missing.filter((line) => line.startsWith(`${extra.type} ${extra.form} null`));
        if (!extra.usable || extra.type === 'danh_sach') return;
        expect(lines([...documents, extra])).toEqual([]);
      }),
    );
  });

  it('every report belongs to an item, and what was replaced is never what counts', () => {
    fc.assert(
      fc.property(anyDossier, (documents) => {
        const { itemOf, items, supersededBy } = judgeCompleteness(documents, campaign);
        for (const one of documents.filter(({ type }) => type === 'bao_cao_mo_ta')) {
          expect(itemOf.get(one.attachmentId)).toBeLessThanOrEqual(items.length);
        }
        for (const id of supersededBy.values()) expect(supersededBy.has(id)).toBe(false);
      }),
    );
  });

  it('a form that came and can be opened is never missing', () => {
    fc.assert(
      fc.property(anyDossier, (documents) => {
        const { itemOf, missing } = judgeCompleteness(documents, campaign);
        for (const { document: code, form, item } of missing) {
          const came = documents.filter((one) => one.usable && one.type === code);
          const ofItem = came.filter((one) => item === null || itemOf.get(one.attachmentId) === item);
          expect(ofItem.filter((one) => form === 'any' || one.form === form)).toEqual(
            form === 'any' ? ofItem.filter((one) => one.form === 'other') : [],
          );
        }
      }),
    );
  });
});
