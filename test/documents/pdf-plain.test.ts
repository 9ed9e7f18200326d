import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baoCaoDinhKy, baoCaoMoTa, danhSach, toTrinh } from '../../demo/samples/documents.ts';
import { makePdf, makeScan } from '../../demo/samples/pdf.ts';
import { type Bytes, openBytes } from '../../src/documents/bytes.ts';
import { anyPdfText } from '../../src/documents/pdf.ts';
import { plainPdf } from '../../src/documents/pdf-plain.ts';
import { makePdfOf, type PdfObject } from './make-pdf.ts';

const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf');
const UNIT = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
const LIMITS = { pages: 5, characters: 60_000 };
const MUTATIONS = 300;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiepnhan-pdf-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function within<T>(bytes: Buffer, use: (file: Bytes) => T | Promise<T>): Promise<T> {
  const path = join(folder, 'file.pdf');
  await writeFile(path, bytes);
  const file = openBytes(path);
  try {
    return await use(file);
  } finally {
    file.close();
  }
}

const plain = (bytes: Buffer) => within(bytes, (file) => plainPdf(file, LIMITS.pages, LIMITS.characters));
const byPdfJs = async (bytes: Buffer) => {
  const { text, pages } = await within(bytes, (file) => anyPdfText(file, LIMITS));
  return { text, pages };
};

function draw(write: (pdf: InstanceType<typeof PDFDocument>) => void, compress = true): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', font: FONT, compress });
  write(pdf);
  pdf.end();
  return buffer(pdf as unknown as AsyncIterable<Buffer>);
}

/** Words turned, spread, raised, justified, and drawn out of their order. */
function drawAll(pdf: InstanceType<typeof PDFDocument>): void {
  pdf.fontSize(14).text('ỦY BAN MTTQ VIỆT NAM').fontSize(10).text('Độc lập - Tự do', { align: 'right' });
  pdf.text('Thực hiện Kế hoạch số 102/KH-MTTQ-BTT về phong trào thi đua “Đoàn kết sáng tạo”. '.repeat(5), {
    align: 'justify',
    width: 300,
  });
  pdf.text('100 m', { continued: true }).fontSize(7);
  pdf
    .text('2', { rise: 5, continued: true } as object)
    .fontSize(12)
    .text(' đất');
  pdf.text('KÍNH GỬI', { characterSpacing: 4 }).text('hai từ xa nhau', { wordSpacing: 14 });
  pdf.text('cột phải', 320, 60).text('cột trái', 60, 60).text('ngoài trang', 700, 60);
  pdf.rotate(90, { origin: [300, 400] }).text('DANH SÁCH TRÍCH NGANG', 100, 100);
  pdf.rotate(-60, { origin: [300, 400] }).text('nghiêng lần nữa', 200, 100);
  pdf.addPage().text('Trang hai');
}

/** A page as Word writes it: Windows' letters in one font, and Unicode in another, with marks of its structure. */
function wordPage(): PdfObject[] {
  const content = `/P <</MCID 0>> BDC q BT /F1 12 Tf 1 0 0 1 70 700 Tm [(T) 8 (h) -3 (ong b\\341o)] TJ ET Q EMC
    /P <</MCID 1>> BDC q BT /F2 12 Tf 1 0 0 1 70 680 Tm <00010002000300040005> Tj ET Q EMC
    /Artifact BMC q /Fm1 Do Q EMC`;
  const letters = `/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF>
    endcodespacerange 2 beginbfrange <0001> <0002> <0054> <0003> <0004> [<1EDD> <0020>] endbfrange
    1 beginbfchar <0005> <0066006C> endbfchar endcmap end`;
  const descriptor =
    '/Type /FontDescriptor /FontName /DejaVu /Flags 32 /FontBBox [0 0 1 1] /FontFile2 11 0 R';
  return [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>',
    '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> /XObject << /Fm1 10 0 R >> >> >>',
    { dict: '<< >>', data: content },
    `<< /Type /Font /Subtype /TrueType /BaseFont /DejaVu /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [${'600 '.repeat(224)}] /FontDescriptor 9 0 R >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /DejaVu /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>',
    '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /DejaVu /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [1 [500 600] 3 5 400] /FontDescriptor 9 0 R >>',
    { dict: '<< >>', data: letters },
    `<< ${descriptor} >>`,
    {
      dict: '<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [1 0 0 1 0 -40] /Resources << /Font << /F1 5 0 R >> >> >>',
      data: 'BT /F1 10 Tf 70 700 Td (Trang 1) Tj 0 -12 TD (Ng\\350 \\(2\\)) Tj T* (x) Tj ET',
    },
    { dict: '<< >>', data: readFileSync(FONT) },
  ];
}

describe('the plain reader of PDFs', () => {
  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['an order', () => makePdf(toTrinh(UNIT))],
    ['a report', () => makePdf(baoCaoMoTa(UNIT, 'Mô hình tự quản'))],
    ['another report', () => makePdf(baoCaoDinhKy(UNIT))],
    ['a list', () => makePdf(danhSach(UNIT, ['Một', 'Hai', 'Ba']))],
    ['words in all places', () => draw(drawAll)],
    ['what is not packed', () => draw(drawAll, false)],
    [
      'six pages',
      () => draw((pdf) => [2, 3, 4, 5, 6].map((page) => pdf.text('Trang').addPage().text(`${page}`))),
    ],
    ['a scan', () => makeScan(1)],
    ['Word’s form', () => makePdfOf(wordPage())],
    ['Word’s form, in streams', () => makePdfOf(wordPage(), 'streams')],
    ['Word’s form, for old programs and new ones', () => makePdfOf(wordPage(), 'both')],
  ])('reads %s to the letter as pdf.js does', async (_, make) => {
    const bytes = await make();
    expect(await plain(bytes)).toEqual(await byPdfJs(bytes));
  });

  it('reads nothing else where a file is broken, unless it leaves it to pdf.js', async () => {
    const whole = await draw(drawAll, false);
    const random = seeded(7);
    let read = 0;
    for (let count = 0; count < MUTATIONS; count++) {
      const bytes = Buffer.from(whole);
      for (let bytesLeft = 1 + Math.floor(random() * 4); bytesLeft > 0; bytesLeft--) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      const got = await plain(bytes);
      if (!got) continue;
      read++;
      expect(withoutSpace(got)).toEqual(withoutSpace(await byPdfJs(bytes)));
    }
    expect(read).toBeGreaterThan(MUTATIONS / 10);
  });

  const page = (more: string) =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> ${more} >>`;
  const catalog = '<< /Type /Catalog /Pages 2 0 R >>';
  const pages = (kids: string, count = 1) => `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`;
  const form = (more: string, data: string): PdfObject => ({
    dict: `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] ${more} >>`,
    data,
  });
  const drawing = '/Resources << /XObject << /X 4 0 R >> >>';

  it.each<[string, PdfObject[]]>([
    ['pages that lead into themselves', [catalog, pages('2 0 R')]],
    ['pages that are none, without end', [catalog, pages('3 0 R '.repeat(5_000)), pages('')]],
    [
      'forms that draw themselves',
      [catalog, pages('3 0 R'), page(`/Contents 4 0 R ${drawing}`), form(drawing, '/X Do /X Do')],
    ],
    [
      'a stream that unpacks to too much',
      [catalog, pages('3 0 R'), page('/Contents 4 0 R'), { dict: '<< >>', data: Buffer.alloc(20_000_000) }],
    ],
    [
      'one that is asked for again and again',
      [
        catalog,
        pages('3 0 R'),
        page(`/Contents [${'4 0 R '.repeat(1_000)}]`),
        { dict: '<< >>', data: Buffer.alloc(10_000_000, ' ') },
      ],
    ],
    [
      'values that lie too deep',
      [catalog, pages('3 0 R'), page('/Contents 4 0 R'), { dict: '<< >>', data: '['.repeat(1_000_000) }],
    ],
    [
      'rows wider than all that is there',
      [
        catalog,
        pages('3 0 R'),
        page('/Contents 4 0 R'),
        { dict: '<< /DecodeParms << /Predictor 12 /Columns 2000000000 >> >>', data: '' },
      ],
    ],
    ['a reference that leads to itself', [catalog, pages('3 0 R'), page('/Contents 4 0 R'), '4 0 R']],
  ])('leaves %s alone', async (_, objects) => {
    expect(await plain(makePdfOf(objects))).toBeNull();
    expect(await plain(makePdfOf(objects, 'streams'))).toBeNull();
  });
});

function withoutSpace({ text, pages }: { text: string | null; pages?: number | undefined }) {
  return { text: text?.replace(/\s/g, ''), pages };
}

/** Numbers from 0 up to 1, the same each time (Park and Miller). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}
