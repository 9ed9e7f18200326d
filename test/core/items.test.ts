import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitAuthors } from '../../src/core/authors.ts';
import type { DossierDocument } from '../../src/core/dossier-document.ts';
import { readReport } from '../../src/core/initiative.ts';
import { joinItems } from '../../src/core/items.ts';
import { readList } from '../../src/core/list.ts';
import { groupCopies } from '../../src/core/pairing.ts';
import { similarity, wordsOf } from '../../src/core/similar.ts';
import { stemOf } from '../../src/core/stem.ts';
import { findTitles } from '../../src/core/title.ts';
import { document, initiative, report } from './dossier.ts';
import { campaign } from './facts.ts';

const groups = (...documents: DossierDocument[]) =>
  groupCopies(documents).map((group) => group.map(({ name }) => name).join(' + '));
const editable = (name: string, title: string | null = null, change = {}) =>
  report('editable', { name, title, ...change });
const signed = (name: string, title: string | null = null, change = {}) =>
  report('signed', { name, title, ...change });

describe('groupCopies', () => {
  it('pairs copies of one name, however they are marked', () => {
    expect(
      groups(
        signed('BC mo ta que.signed.signed.pdf'),
        signed('BC mo ta ca tam (bản ký).pdf'),
        editable('BC mo ta ca tam - ban mem.docx'),
        editable('BC mo ta que.docx'),
      ),
    ).toEqual([
      'BC mo ta que.docx + BC mo ta que.signed.signed.pdf',
      'BC mo ta ca tam - ban mem.docx + BC mo ta ca tam (bản ký).pdf',
    ]);
  });

  it('pairs copies whose titles are spelled a little differently', () => {
    expect(
      groups(
        signed('1.pdf', 'Mô hình trồng quế hưu cơ tại thôn An Thành'),
        editable('a.docx', 'MÔ HÌNH TRỒNG QUẾ HỮU CƠ TẠI THÔN AN HỒNG'),
        editable('b.docx', 'Mô hình trồng quế hữu cơ tại thôn An Thanh.'),
        signed('2.pdf', 'Mô hình trồng quế hữu cơ tại thôn An Hồng'),
      ),
    ).toEqual(['b.docx + 1.pdf', 'a.docx + 2.pdf']);
  });

  it('gives each scan that tells nothing to a Word report that is left over', () => {
    expect(
      groups(signed('x.pdf'), signed('y.pdf'), editable('a.docx', 'A b c'), editable('b.docx', 'D e g')),
    ).toEqual(['a.docx + x.pdf', 'b.docx + y.pdf']);
    expect(groups(signed('bc 01.pdf'), editable('Mo ta.docx', 'A b c'))).toHaveLength(1);
  });

  it('keeps initiatives apart that lie in folders under the same names', () => {
    const first = { folder: 'a.zip/1/' };
    const second = { folder: 'a.zip/2/' };
    expect(
      groups(
        editable('bao cao.docx', null, first),
        signed('bao cao.pdf', null, first),
        editable('bao cao.docx', null, second),
        signed('scan.pdf', null, second),
      ),
    ).toEqual(['bao cao.docx + bao cao.pdf', 'bao cao.docx + scan.pdf']);
  });

  it('keeps numbered reports apart, and pages of one scan together', () => {
    expect(
      groups(editable('SK 1.docx'), editable('SK 2.docx'), signed('SK 2.pdf'), signed('SK 1.pdf')),
    ).toEqual(['SK 1.docx + SK 1.pdf', 'SK 2.docx + SK 2.pdf']);
    expect(groups(editable('Bao cao.docx'), signed('mo ta 1.jpg'), signed('mo ta 2.jpg'))).toHaveLength(1);
    expect(groups(editable('a.docx', 'Camera thôn 1'), editable('b.docx', 'Camera thôn 2'))).toHaveLength(2);
  });

  it('knows a corrected report by its title', () => {
    expect(
      groups(
        editable('Bao cao mo ta.docx', 'Trồng quế hữu cơ ở thôn', { mail: 1 }),
        editable('bc sua lai.docx', 'Trồng quế hữu cơ ở thôn', { mail: 2 }),
        editable('Bao cao mo ta.docx', 'Nuôi cá tầm nước lạnh', { mail: 3 }),
      ),
    ).toEqual(['Bao cao mo ta.docx + bc sua lai.docx', 'Bao cao mo ta.docx']);
  });

  it('never loses a document', () => {
    const any = fc.record({
      form: fc.constantFrom('signed' as const, 'editable' as const, 'other' as const),
      name: fc.oneof(
        fc.string(),
        fc.constantFrom('bc 1.pdf', 'bc 2.pdf', 'bao cao.docx', 'bao cao (1).docx'),
      ),
      title: fc.option(fc.oneof(fc.string(), fc.constantFrom('Trồng quế', 'Trong que', 'Nuôi cá'))),
      mail: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 15 }), (some) => {
        const documents = some.map((one) => document({ type: 'bao_cao_mo_ta', ...one }));
        const found = groupCopies(documents).flat();
        expect(found.toSorted((a, b) => a.attachmentId - b.attachmentId)).toEqual(documents);
      }),
    );
  });

  it('is done with a thousand documents in a moment', () => {
    const many = Array.from({ length: 500 }, (_, at) => [
      editable(`bc ${at} x.docx`, `Mô hình trồng rau sạch số ${at} của tổ`),
      signed(`scan ${at}.pdf`, at % 2 ? `Mô hình trồng rau sạch số ${at}` : null),
    ]).flat();
    const start = performance.now();
    expect(groupCopies(many).length).toBe(500);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('joinItems', () => {
  const join = (rows: string[], ...reports: DossierDocument[]) =>
    joinItems(
      [reports.map((one) => [one])],
      rows.map((title) => initiative(title)),
    ).map(
      ({ item, documents }) => `${item.number} ${item.title}: ${documents.map(({ name }) => name).join()}`,
    );

  it('joins list and reports by title, then by name, then in order', () => {
    expect(
      join(
        ['Trồng quế hữu cơ', 'Nuôi cá tầm', 'Camera an ninh', 'Đường hoa'],
        editable('x.docx', 'Mô hình nuôi cá tầm nước lạnh'),
        editable('BC camera an ninh.docx'),
        editable('y.docx'),
        editable('z.docx', 'Dạy học Toán bằng tranh'),
      ),
    ).toEqual([
      '1 Trồng quế hữu cơ: y.docx',
      '2 Mô hình nuôi cá tầm nước lạnh: x.docx',
      '3 Camera an ninh: BC camera an ninh.docx',
      '4 Đường hoa: ',
      '5 Dạy học Toán bằng tranh: z.docx',
    ]);
  });

  it('knows an initiative by its author where the titles differ', () => {
    const [row, told] = ['Mô hình trồng quế hữu cơ', 'Giải pháp trồng cây quế sạch ở vùng cao'].map((title) =>
      initiative(title, ['Nguyễn Văn An']),
    );
    const sent = report('editable', { initiatives: told ? [told] : [] });
    expect(joinItems([[[sent]]], row ? [row] : [])).toHaveLength(1);
  });

  it('takes the only report for the only initiative listed', () => {
    expect(join(['Trồng quế hữu cơ'], editable('x.docx', 'Nâng cao thu nhập cho hội viên'))).toEqual([
      '1 Nâng cao thu nhập cho hội viên: x.docx',
    ]);
  });

  it('counts reports bound in one file as an item each', () => {
    const bound = report('editable', { initiatives: [initiative('Trồng quế'), initiative('Nuôi cá')] });
    expect(joinItems([[[bound]]], []).map(({ item }) => item.title)).toEqual(['Trồng quế', 'Nuôi cá']);
  });
});

describe('findTitles', () => {
  const findTitle = (text: string) => findTitles(text)[0] ?? null;

  it('is not held up by a page of empty lines', () => {
    // A pattern that backtracks over line ends would need minutes for this.
    expect(findTitle(`${'\n'.repeat(200_000)}Tên sáng kiến: A`)).toBe('A');
  });

  it.each([
    ['1. Tên sáng kiến: Mô hình tự quản', 'Mô hình tự quản'],
    ['- Tên mô hình, sáng kiến: “Đường hoa nông thôn mới”.', 'Đường hoa nông thôn mới'],
    ['TÊN SÁNG KIẾN: GIẢI PHÁP DẠY HỌC', 'GIẢI PHÁP DẠY HỌC'],
    ['I. TÊN SÁNG KIẾN\nGiải pháp dạy học Toán\nII. TÁC GIẢ', 'Giải pháp dạy học Toán'],
    ['1.1. Tên sáng kiến:\nGiải pháp dạy học Toán', 'Giải pháp dạy học Toán'],
    ['Tên sáng kiến\tĐường hoa tự quản', 'Đường hoa tự quản'],
    ['STT\tTên sáng kiến\tTác giả', null],
    ['Tên sáng kiến: .................', null],
    ['BÁO CÁO MÔ TẢ SÁNG KIẾN\n“Đường hoa tự quản”', 'Đường hoa tự quản'],
    [
      'BÁO CÁO\nMÔ TẢ SÁNG KIẾN\nĐƯỜNG HOA TỰ QUẢN\nTHÔN AN THÀNH\nTác giả: A',
      'ĐƯỜNG HOA TỰ QUẢN THÔN AN THÀNH',
    ],
    ['BÁO CÁO MÔ TẢ SÁNG KIẾN\nNăm 2022\nSáng kiến: Đường hoa tự quản', 'Đường hoa tự quản'],
    ['BÁO CÁO MÔ TẢ SÁNG KIẾN\nI. ĐẶT VẤN ĐỀ CHUNG\nTrong những năm qua', null],
    ['Là tác giả (nhóm tác giả) đề nghị xét công nhận sáng kiến: Dạy Toán vui', 'Dạy Toán vui'],
    ['Tác giả: Ban công tác', null],
  ])('reads "%s"', (text, title) => {
    expect(findTitle(text)).toBe(title);
  });

  it('finds the titles of reports bound together, and one in a report that repeats its own', () => {
    const one = (title: string) => `BÁO CÁO\nMÔ TẢ SÁNG KIẾN\n1. Tên sáng kiến: ${title}\n2. Tác giả: A`;
    expect(findTitles(`${one('Trồng quế hữu cơ')}\n${one('Nuôi cá tầm')}`)).toEqual([
      'Trồng quế hữu cơ',
      'Nuôi cá tầm',
    ]);
    expect(findTitles(`${one('Trồng quế hữu cơ')}\n${one('Trồng quế hữu cơ tại xã')}`)).toHaveLength(1);
    expect(findTitles(`${one('Trồng quế')}\nTên giải pháp: Ủ phân`)).toEqual(['Trồng quế']);
  });
});

describe('readReport', () => {
  it('reads authors, sector and kind', () => {
    const text = [
      'BÁO CÁO MÔ TẢ SÁNG KIẾN',
      '1. Tên sáng kiến: Mô hình trồng quế hữu cơ',
      '2. Nhóm tác giả: Ông Nguyễn Văn An, Trưởng thôn; bà Trần Thị Bình',
      '3. Lĩnh vực áp dụng: Lao động, sản xuất',
    ].join('\n');
    expect(readReport(text, campaign)).toEqual([
      {
        title: 'Mô hình trồng quế hữu cơ',
        authors: ['Nguyễn Văn An', 'Trần Thị Bình'],
        sector: 'sxkd',
        objectKind: 'mo-hinh-sang-tao',
      },
    ]);
  });

  it('reads authors from the table of a request form', () => {
    const text =
      'Tôi ghi tên dưới đây:\nSố TT\tHọ và tên\tNơi công tác\n1\tLê Thị Cúc\tTrường\n2\tĐỗ Văn Dũng\tTrường';
    expect(readReport(text, campaign)[0]?.authors).toEqual(['Lê Thị Cúc', 'Đỗ Văn Dũng']);
  });

  it.each([
    ['Dạy học Toán lớp 4 bằng tranh', 'gddt'],
    ['Tổ tự quản thu gom rác thải', 'kdc'],
    ['Chuyển đổi số ở bộ phận một cửa', 'cqdt'],
    ['Sáng kiến chung', null],
  ])('suggests a sector for "%s"', (title, sector) => {
    expect(readReport(`Tên sáng kiến: ${title}`, campaign)[0]?.sector).toBe(sector);
  });

  it.each([
    ['Nguyễn Văn An và Trần Thị Bình', ['Nguyễn Văn An', 'Trần Thị Bình']],
    ['Đ/c Nguyễn Văn An - Phó Bí thư', ['Nguyễn Văn An']],
    ['Ban công tác Mặt trận thôn An Thành', ['Ban công tác Mặt trận thôn An Thành']],
    ['......', []],
  ])('splits "%s"', (value, authors) => {
    expect(splitAuthors(value)).toEqual(authors);
  });
});

describe('readList', () => {
  const titles = (text: string) => readList(text, campaign).map(({ title }) => title);

  it('reads the rows of a table', () => {
    const text = [
      'DANH SÁCH TRÍCH NGANG',
      'STT\tHọ và tên tác giả\tTên sáng kiến, mô hình\tLĩnh vực\tLoại hình',
      '1\t2\t3\t4\t5',
      '1\tNguyễn Văn An\tTrồng quế hữu cơ\tSản xuất\tMô hình',
      '2\tTrần Thị Bình\t"Nuôi cá tầm"\t\t',
      '\t\t\t\t',
      '3\tLê Văn Cường\tNuôi cá tầm\t\t',
      'Tổng cộng: 3 người\t\t\t\t',
    ].join('\n');
    expect(readList(text, campaign)).toMatchObject([
      {
        title: 'Trồng quế hữu cơ',
        authors: ['Nguyễn Văn An'],
        sector: 'sxkd',
        objectKind: 'mo-hinh-sang-tao',
      },
      { title: 'Nuôi cá tầm', authors: ['Trần Thị Bình', 'Lê Văn Cường'] },
    ]);
  });

  it('reads numbered lines', () => {
    expect(
      titles(
        'DANH SÁCH\n1. Mô hình trồng quế - Tác giả: Nguyễn Văn An\n2) Sáng kiến: “Dạy Toán vui”\n7. Mô hình cũ',
      ),
    ).toEqual(['Mô hình trồng quế', 'Dạy Toán vui']);
  });

  it('takes no list of people for initiatives', () => {
    expect(titles('STT\tHọ và tên\tChức vụ\n1\tNguyễn Văn An\tTrưởng thôn')).toEqual([]);
    expect(titles('1. Kính gửi\n2. Nơi nhận')).toEqual([]);
  });
});

describe('names and titles compared', () => {
  it.each([
    ['BC mo ta que.signed.pdf', 'BC mo ta que.docx'],
    ['To trinh (1).docx', 'TO TRINH.doc'],
    ['Bản sao của Bao cao.docx', 'Bản sao của Bao cao - ban cuoi.docx'],
    ['Bao cao lan 2.docx', 'Bao cao.docx'],
    ['Bao cao moi nhat.docx', 'Bao cao bản chuẩn.pdf'],
  ])('%s and %s are one document', (a, b) => {
    expect(stemOf(a).base).toBe(stemOf(b).base);
  });

  it('tells milk from corrections', () => {
    expect(stemOf('Mô hình nuôi bò sữa.docx').base).toBe('mo hinh nuoi bo sua');
  });

  it('is the same both ways, and full for the same words', () => {
    const word = fc.constantFrom('mo', 'hinh', 'trong', 'que', 'ca', 'thon', '1', '2', 'saqng', 'kiem');
    const title = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(title, title, (a, b) => {
        const [left, right] = [wordsOf(a), wordsOf(b)];
        expect(similarity(left, right)).toBeCloseTo(similarity(right, left));
        expect(similarity(left, right)).toBeLessThanOrEqual(1);
        expect(similarity(left, left)).toBe(1);
      }),
    );
  });
});
