import { describe, expect, it } from 'vitest';
import { tcvn3 } from '../corpus/files.ts';
import { inspectBytes } from './inspect-bytes.ts';
import { makeLockedOffice, makeLockedXls, makeSheet, type Row } from './make-sheet.ts';
import { makeZip } from './make-zip.ts';

const ROWS: Row[] = [
  ['DANH SÁCH SÁNG KIẾN'],
  ['STT', 'Tên sáng kiến', null, 'Ngày'],
  [1, 'Mô hình tự quản', 'Tổ 1', new Date('2022-08-05T00:00:00Z')],
];
const TEXT = 'DANH SÁCH SÁNG KIẾN\nSTT\tTên sáng kiến\t\tNgày\n1\tMô hình tự quản\tTổ 1\t05/08/2022';

describe('the text of a workbook', () => {
  it.each(['xls', 'xlsx'] as const)('%s: a line for each row, its cells apart by tabs', async (type) => {
    expect(await inspectBytes(makeSheet(ROWS, type))).toMatchObject({ type, text: TEXT, problem: null });
  });

  it('holds the sheets in their order', async () => {
    const { text } = await inspectBytes(makeSheet({ B: [['thứ nhất']], A: [['thứ hai']] }, 'xlsx'));
    expect(text).toBe('thứ nhất\nthứ hai');
  });

  it('is decoded from TCVN3', async () => {
    const rows = ['danh sách sáng kiến', 'đơn vị: xã Gia Phú', 'tác giả'].map((text) => [tcvn3(text).text]);
    expect((await inspectBytes(makeSheet(rows, 'xls'))).text).toBe(
      'danh sách sáng kiến\nđơn vị: xã Gia Phú\ntác giả',
    );
  });

  it('is not looked for behind a password', async () => {
    expect(await inspectBytes(makeLockedXls(ROWS))).toMatchObject({ type: 'xls', problem: 'encrypted' });
    expect(await inspectBytes(makeLockedOffice())).toMatchObject({ problem: 'encrypted' });
  });
});

describe('a workbook that would not be harmless to read', () => {
  const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const workbook = (sheet: string, strings = '') =>
    makeZip([
      {
        name: '[Content_Types].xml',
        content:
          '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
      },
      {
        name: 'xl/workbook.xml',
        content: `<workbook xmlns="${SHEET}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        content:
          '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      },
      { name: 'xl/worksheets/sheet1.xml', content: `<worksheet xmlns="${SHEET}"><sheetData>${sheet}` },
      { name: 'xl/sharedStrings.xml', content: strings },
    ]);
  const row = (at: number) =>
    `<row r="${at}"><c r="A${at}" t="inlineStr"><is><t>Dòng ${at}</t></is></c></row>`;
  const rows = (count: number) => Array.from({ length: count }, (_, at) => row(at + 1)).join('');

  it.each<[string, () => Buffer]>([
    ['has a million rows', () => workbook(`${rows(1_000_000)}</sheetData></worksheet>`)],
    ['never ends', () => workbook(rows(200_000))],
    [
      'tells a last cell far away',
      () => workbook(`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>`),
    ],
    [
      'holds a million strings',
      () => workbook('</sheetData></worksheet>', `<sst>${'<si><t>x</t></si>'.repeat(1_000_000)}</sst>`),
    ],
    [
      'has entities of entities',
      () => workbook(`<!DOCTYPE a [<!ENTITY a "xx"><!ENTITY b "&a;&a;">]>${row(1)}</sheetData></worksheet>`),
    ],
  ])('%s: ends quickly', async (_, make) => {
    const bytes = make();
    const started = performance.now();
    expect(await inspectBytes(bytes)).toMatchObject({ type: 'xlsx' });
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});

it('macros of a workbook are told', async () => {
  const parts = ['[Content_Types].xml', 'xl/workbook.xml', 'xl/vbaProject.bin'];
  const bytes = makeZip(parts.map((name) => ({ name, content: '<x/>' })));
  expect(await inspectBytes(bytes)).toMatchObject({ type: 'xlsx', macros: true });
});
