// The official layout: what stands where, how it comes out of the printer, and text that stays text.
import { describe, expect, it } from 'vitest';
import { type Cell, column, type Register } from '../../src/registers/register.ts';
import { writeRegister, writeTable } from '../../src/registers/workbook.ts';
import { openWorkbook } from './open-workbook.ts';

function register(rows: Cell[][], change: Partial<Register> = {}): Register {
  return {
    sheet: "Sổ 'thử'",
    title: 'Sổ theo dõi',
    subtitle: 'Đề nghị xét, công nhận sáng kiến năm 2022',
    notes: ['Từ ngày 01/8/2022 đến ngày 10/8/2022'],
    columns: [
      column('STT', 5, 'centred'),
      column('Nội dung', 40),
      column('Nhận', 18, 'time', 'Ngày, tháng, năm'),
      column('Đủ', 12, 'day', 'Ngày, tháng, năm'),
      column('Tỷ lệ (%)', 9, 'share'),
    ],
    numbered: true,
    sections: [{ title: null, rows }],
    sums: [null, 'Cộng', null, null, 50],
    total: 'Tổng số: 01 hồ sơ.',
    maker: {
      letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'HUYỆN BẢO THẮNG', 'BAN THƯỜNG TRỰC'],
      signer: 'TM. BAN THƯỜNG TRỰC',
      placeAndDate: 'Bảo Thắng, ngày 10 tháng 8 năm 2022',
      timeZone: 'Asia/Ho_Chi_Minh',
    },
    ...change,
  };
}

const RECEIVED = new Date('2022-08-08T02:15:00Z');
const ROW: Cell[] = [1, 'Mô hình tự quản', RECEIVED, { year: 2022, month: 8, day: 9 }, 66.7];

describe('a register', () => {
  it('has head, title, table, sum and places to sign where offices look for them', async () => {
    const { name, rows, merges } = openWorkbook(await writeRegister(register([ROW])));
    expect(name).toBe("Sổ 'thử'");
    expect(rows).toEqual([
      ['ỦY BAN MTTQ VIỆT NAM', null, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', null, null],
      ['HUYỆN BẢO THẮNG', null, 'Độc lập - Tự do - Hạnh phúc', null, null],
      ['BAN THƯỜNG TRỰC', null, null, null, null],
      [null, null, null, null, null],
      ['SỔ THEO DÕI', null, null, null, null],
      ['Đề nghị xét, công nhận sáng kiến năm 2022', null, null, null, null],
      ['(Từ ngày 01/8/2022 đến ngày 10/8/2022)', null, null, null, null],
      [null, null, null, null, null],
      ['STT', 'Nội dung', 'Ngày, tháng, năm', null, 'Tỷ lệ (%)'],
      [null, null, 'Nhận', 'Đủ', null],
      ['(1)', '(2)', '(3)', '(4)', '(5)'],
      [1, 'Mô hình tự quản', '08/08/2022 09:15', '09/08/2022', 66.7],
      [null, 'Cộng', null, null, 50],
      [null, null, null, null, null],
      ['Tổng số: 01 hồ sơ.', null, null, null, null],
      [null, null, null, null, null],
      [null, null, 'Bảo Thắng, ngày 10 tháng 8 năm 2022', null, null],
      ['NGƯỜI LẬP BIỂU', null, 'TM. BAN THƯỜNG TRỰC', null, null],
    ]);
    expect(merges).toEqual(
      [
        ...[1, 2, 3, 17, 18].flatMap((row) => [`A${row}:B${row}`, `C${row}:E${row}`]),
        ...[5, 6, 7, 15].map((row) => `A${row}:E${row}`),
        ...['A9:A10', 'B9:B10', 'C9:D9', 'E9:E10'],
      ].sort(),
    );
  });

  it('has dates that are dates, on the clocks of the office', async () => {
    const { cell } = openWorkbook(await writeRegister(register([ROW])));
    // Days since 30/12/1899: 44781 is 08/8/2022.
    expect(cell('C12')).toMatchObject({ t: 'n', z: 'dd/mm/yyyy hh:mm' });
    expect(cell('C12')?.v).toBeCloseTo(44_781 + (9 * 60 + 15) / 1440, 6);
    expect(cell('D12')).toMatchObject({ t: 'n', v: 44_782, z: 'dd/mm/yyyy' });
    expect(cell('E12')).toMatchObject({ t: 'n', v: 66.7, z: '0.0' });
    const late = register([[1, '', null, new Date('2022-08-09T17:30:00Z'), 0]]);
    expect(openWorkbook(await writeRegister(late)).cell('D12')).toMatchObject({ v: 44_783 });
  });

  it('is printed on A4 on its side, as wide as the paper, with the headings on each page', async () => {
    const { part } = openWorkbook(await writeRegister(register([ROW])));
    expect(part('xl/workbook.xml')).toContain(
      `<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'Sổ ''thử'''!$9:$11</definedName></definedNames>`,
    );
    const sheet = part('xl/worksheets/sheet1.xml');
    expect(sheet).toContain('<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>');
    expect(sheet).toMatch(
      /<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"\/>/,
    );
    expect(sheet).toContain('&amp;P</oddHeader>');
    // The schema fixes the order of these; Excel repairs or refuses a sheet with another.
    const order = [
      ...sheet.matchAll(
        /<(sheetPr|cols|sheetData|mergeCells|printOptions|pageMargins|pageSetup|headerFooter)\b/g,
      ),
    ];
    expect(order.map(([, element]) => element)).toEqual([
      'sheetPr',
      'cols',
      'sheetData',
      'mergeCells',
      'printOptions',
      'pageMargins',
      'pageSetup',
      'headerFooter',
    ]);
  });

  it('is in Times New Roman of 12 to 14 points throughout', async () => {
    const styles = openWorkbook(await writeRegister(register([ROW]))).part('xl/styles.xml');
    const fonts = [...styles.matchAll(/<font>(.*?)<\/font>/g)].map(([, font = '']) => font);
    expect(fonts.length).toBeGreaterThan(3);
    for (const font of fonts) {
      expect(font).toContain('<name val="Times New Roman"/>');
      expect(font).toMatch(/<sz val="1[234]"\/>/);
    }
  });

  it('says so where there is nothing, and counts sections apart', async () => {
    const none = openWorkbook(await writeRegister(register([], { sums: null })));
    expect(none.rows[11]).toEqual(['Không có', null, null, null, null]);
    const sections = [
      { title: 'I. Khu dân cư', rows: [ROW] },
      { title: 'II. Y tế', rows: [ROW] },
    ];
    const two = openWorkbook(await writeRegister(register([], { sections })));
    expect(two.rows.slice(11, 15).map(([first]) => first)).toEqual(['I. Khu dân cư', 1, 'II. Y tế', 1]);
    expect(two.merges).toEqual(expect.arrayContaining(['A12:E12', 'A14:E14']));
  });
});

describe('rows', () => {
  it('are as high as their longest text, a line for each that it is broken into, up to what Excel allows', async () => {
    const heights = async (text: string) => {
      const { part } = openWorkbook(await writeRegister(register([[1, text, null, null, null]])));
      const row = /<row r="12"[^>]* ht="([\d.]+)"/.exec(part('xl/worksheets/sheet1.xml'));
      return Number(row?.[1]);
    };
    const one = await heights('Một dòng');
    expect(one).toBeCloseTo(19.75, 1);
    expect(await heights('Một\nhai\nba')).toBeCloseTo(one + 2 * 15.75, 1);
    // 40 digits wide: about 44 small letters a line.
    expect(await heights('mười chữ '.repeat(12).trim())).toBeCloseTo(one + 2 * 15.75, 1);
    expect(await heights('x'.repeat(130))).toBeCloseTo(one + 2 * 15.75, 1);
    expect(await heights('x '.repeat(10_000))).toBe(409);
  });
});

describe('text of a cell', () => {
  const written = async (text: string) => {
    const opened = openWorkbook(await writeRegister(register([[1, text, null, null, null]])));
    return { cell: opened.cell('B12'), part: opened.part };
  };

  it.each([
    ['=HYPERLINK("http://example.vn")', `'=HYPERLINK("http://example.vn")`],
    ['+84 214 000 000', "'+84 214 000 000"],
    ['-1+1', "'-1+1"],
    ['@SUM(1)', "'@SUM(1)"],
    ['\t=1', "' =1"],
    ['\r=1', "' =1"],
    ['＝1', "'＝1"],
    ['_x003D_1+1', '_x003D_1+1'],
    ['a\u0000b\u001b\ufffe', 'a b  '],
    ['\ud83d nửa chữ', ' nửa chữ'],
    ['😀 𝕏', '😀 𝕏'],
    ['<b>&amp;"', '<b>&amp;"'],
    ['hai\ndòng', 'hai\ndòng'],
    ['2022-08-08', '2022-08-08'],
    ['0123', '0123'],
  ])('%j is never more than text', async (text, want) => {
    const { cell, part } = await written(text);
    expect(cell).toMatchObject({ t: 's', v: want });
    expect(cell?.f).toBeUndefined();
    expect(part('xl/worksheets/sheet1.xml')).not.toContain('<f>');
  });

  it('is cut where Excel would call the file damaged', async () => {
    const { cell } = await written('ă'.repeat(40_000));
    expect(String(cell?.v)).toHaveLength(32_767);
  });
});

describe('a table', () => {
  it('has its headings in the first row, which stays in view and filters the rest', async () => {
    const columns = [column('Tên', 20), column('Lúc', 18, 'time')];
    const opened = openWorkbook(
      await writeTable({
        sheet: 'Mục lục',
        columns,
        rows: [['=1', RECEIVED]],
        timeZone: 'Asia/Ho_Chi_Minh',
      }),
    );
    expect(opened.rows).toEqual([
      ['Tên', 'Lúc'],
      ["'=1", '08/08/2022 09:15'],
    ]);
    expect(opened.sheet['!autofilter']).toEqual({ ref: 'A1:B2' });
    expect(opened.part('xl/worksheets/sheet1.xml')).toMatch(/<pane\b[^>]*ySplit="1"/);
  });
});
