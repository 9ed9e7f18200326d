import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DossierDocument, findTitle, judgeCompleteness } from '../../src/core/missing.ts';
import { campaign } from './facts.ts';

let lastId = 0;
const document = (change: Partial<DossierDocument>): DossierDocument => ({
  attachmentId: ++lastId,
  name: 'tep',
  type: null,
  form: 'editable',
  usable: true,
  opaque: false,
  title: null,
  ...change,
});
const order = (form: 'signed' | 'editable') => document({ type: 'to_trinh', form, name: `to trinh ${form}` });
const report = (form: 'signed' | 'editable', name = 'bao cao', title: string | null = null) =>
  document({ type: 'bao_cao_mo_ta', form, name, title });
const judge = (...documents: DossierDocument[]) => {
  const { missing, uncertain, items } = judgeCompleteness(documents, campaign);
  return {
    missing: missing.map((one) => `${one.document} ${one.form} ${one.item} ${one.reason}`),
    uncertain: uncertain.length,
    items: items.length,
  };
};

describe('judgeCompleteness', () => {
  it('is content with both forms of what is required', () => {
    expect(judge(order('signed'), order('editable'), report('signed'), report('editable'))).toEqual({
      missing: [],
      uncertain: 0,
      items: 1,
    });
  });

  it('names each form that is missing, and says no more than it knows', () => {
    expect(judge(order('signed'), report('editable')).missing).toEqual([
      'to_trinh editable null editable-missing',
      'bao_cao_mo_ta signed 1 signed-missing',
    ]);
    expect(judge(report('signed'), report('editable')).missing).toEqual(['to_trinh any null none-received']);
    expect(judge(order('signed'), order('editable')).missing).toEqual([
      'bao_cao_mo_ta any null none-received',
    ]);
  });

  it('asks for the list from two initiatives on', () => {
    const two = [
      report('editable', 'a', 'A'),
      report('signed', 'a', 'A'),
      report('editable', 'b', 'B'),
      report('signed', 'b', 'B'),
    ];
    expect(judge(order('signed'), order('editable'), ...two)).toEqual({
      missing: ['danh_sach editable null none-received'],
      uncertain: 0,
      items: 2,
    });
    const list = document({ type: 'danh_sach' });
    expect(judge(order('signed'), order('editable'), ...two, list).missing).toEqual([]);
  });

  it('pairs scans with Word reports by name, and by what is left over', () => {
    expect(
      judge(report('signed', 'BC mo ta sk.signed.pdf'), report('editable', 'BC mo ta sk.docx')).items,
    ).toBe(1);
    expect(judge(report('signed', 'bc 01.pdf'), report('editable', 'Mo ta sang kien.docx', 'A')).items).toBe(
      1,
    );
    const leftOver = [
      report('signed', 'x.pdf'),
      report('signed', 'y.pdf'),
      report('editable', 'a', 'A'),
      report('editable', 'b', 'B'),
    ];
    expect(judge(...leftOver).items).toBe(2);
  });

  it('never calls a signed copy missing while a scan of unclear name lies there', () => {
    const scan = document({ form: 'signed', name: 'scan0001.pdf' });
    expect(judge(order('editable'), report('editable'), scan)).toEqual({
      missing: [],
      uncertain: 1,
      items: 1,
    });
    // but Word copies that nothing can be are missing, and nothing is said of the scan
    expect(judge(scan).missing).toEqual([
      'to_trinh editable null editable-none',
      'bao_cao_mo_ta editable null editable-none',
    ]);
  });

  it('calls an unusable file what it is', () => {
    const locked = { ...order('signed'), usable: false };
    expect(judge(locked, order('editable'), report('signed'), report('editable')).missing).toEqual([
      'to_trinh signed null only-unreadable',
    ]);
  });

  it('calls nothing missing while an archive is unopened, whatever else there is', () => {
    const any = fc.record({
      type: fc.constantFrom(null, 'to_trinh', 'bao_cao_mo_ta', 'danh_sach', 'phu_luc'),
      form: fc.constantFrom('signed' as const, 'editable' as const, 'other' as const),
      usable: fc.boolean(),
      name: fc.string(),
      title: fc.option(fc.string()),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (others) => {
        const archive = document({ form: 'other', opaque: true, name: 'ho so.rar' });
        expect(judge(archive, ...others.map(document)).missing).toEqual([]);
      }),
    );
  });

  it('never asks for more when a document is added to one initiative', () => {
    const types = [order('signed'), order('editable'), report('signed'), report('editable')];
    fc.assert(
      fc.property(fc.subarray(types), fc.constantFrom(...types), (some, extra) => {
        expect(judge(...some, extra).missing.length).toBeLessThanOrEqual(judge(...some).missing.length);
      }),
    );
  });
});

describe('findTitle', () => {
  it('is not held up by a page of empty lines', () => {
    // A pattern that backtracks over line ends would need minutes for this.
    expect(findTitle(`${'\n'.repeat(200_000)}Tên sáng kiến: A`)).toBe('A');
  });

  it.each([
    ['1. Tên sáng kiến: Mô hình tự quản', 'Mô hình tự quản'],
    ['- Tên mô hình, sáng kiến: “Đường hoa nông thôn mới”.', 'Đường hoa nông thôn mới'],
    ['TÊN SÁNG KIẾN: GIẢI PHÁP DẠY HỌC', 'GIẢI PHÁP DẠY HỌC'],
    ['Tác giả: Ban công tác', null],
    [null, null],
  ])('reads "%s"', (text, title) => {
    expect(findTitle(text)).toBe(title);
  });
});
