import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { giayMoi, toTrinh } from '../../demo/samples/documents.ts';
import { makePdf, makeScan } from '../../demo/samples/pdf.ts';
import { tcvn3 } from '../corpus/files.ts';
import { inspectBytes } from './inspect-bytes.ts';

const UNIT = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf');

function draw(
  write: (pdf: InstanceType<typeof PDFDocument>) => void,
  options: ConstructorParameters<typeof PDFDocument>[0] = {},
): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', font: FONT, ...options });
  write(pdf);
  pdf.end();
  return buffer(pdf as unknown as AsyncIterable<Buffer>);
}

function lines(text: string | null): string[] {
  return (text ?? '').split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
}

describe('the text of a PDF', () => {
  it('stands line by line, letterhead first', async () => {
    const { text } = await inspectBytes(await makePdf(toTrinh(UNIT)));
    expect(lines(text).slice(0, 3)).toEqual(UNIT.letterhead);
    expect(lines(text)).toContain('TỜ TRÌNH');
    expect(lines(text)).toContain('Về việc đề nghị xét, công nhận sáng kiến năm 2022');
    expect(lines(text)).toContain('Kính gửi: Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng');
    expect(lines((await inspectBytes(await makePdf(giayMoi(UNIT)))).text)).toContain('GIẤY MỜI');
  });

  it('keeps two columns apart, drawn one after the other as Word prints them', async () => {
    const bytes = await draw((pdf) => {
      const half = { width: 230, align: 'center' as const };
      pdf.fontSize(10).text('ỦY BAN MTTQ VIỆT NAM\nXÃ GIA PHÚ', 60, 60, half);
      pdf.text('ĐỘC LẬP - TỰ DO\nGia Phú, ngày 05 tháng 8', 300, 60, half);
      pdf.fontSize(13).text('TỜ TRÌNH', 60, 140, { width: 470, align: 'center' });
    });
    expect(lines((await inspectBytes(bytes)).text)).toEqual([
      'ỦY BAN MTTQ VIỆT NAM',
      'XÃ GIA PHÚ',
      'ĐỘC LẬP - TỰ DO',
      'Gia Phú, ngày 05 tháng 8',
      'TỜ TRÌNH',
    ]);
  });

  it('keeps the lines of a page that lies on its side, and raised figures in theirs', async () => {
    // pdfkit's types leave `rise` out.
    const raised = { rise: 5, continued: true };
    const bytes = await draw((pdf) => {
      pdf.rotate(90, { origin: [300, 400] }).fontSize(12);
      pdf.text('DANH SÁCH TRÍCH NGANG', 100, 100);
      pdf.text('100 m', 100, 130, { continued: true }).fontSize(7);
      pdf.text('2', raised).fontSize(12).text(' đất');
    });
    expect(lines((await inspectBytes(bytes)).text)).toEqual(['DANH SÁCH TRÍCH NGANG', '100 m2 đất']);
  });

  it('is null in a scan', async () => {
    expect(await inspectBytes(await makeScan(1))).toMatchObject({ type: 'pdf', text: null, problem: null });
  });

  it('is that of the first pages, however many there are', async () => {
    const bytes = await draw(
      (pdf) => {
        for (let page = 1; page <= 3_000; page++) pdf.addPage().text(`Trang ${page}`);
      },
      { autoFirstPage: false },
    );
    const started = performance.now();
    expect(lines((await inspectBytes(bytes)).text)).toEqual([1, 2, 3, 4, 5].map((page) => `Trang ${page}`));
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('is cut in a page that holds a book', async () => {
    const bytes = await draw(
      (pdf) => {
        pdf.text('Nội dung đề nghị xét, công nhận. '.repeat(6_000), { width: 500, height: 1e9 });
      },
      { size: [600, 50_000] },
    );
    const { text } = await inspectBytes(bytes);
    expect(text?.length).toBeGreaterThan(59_000);
    expect(text?.length).toBeLessThanOrEqual(60_000);
  });
});

describe('a PDF that is too much, or too little', () => {
  it('of more than 5,000 pages is refused', async () => {
    const bytes = await draw(
      (pdf) => {
        for (let page = 1; page <= 5_001; page++) pdf.addPage();
      },
      { autoFirstPage: false },
    );
    const started = performance.now();
    expect(await inspectBytes(bytes)).toMatchObject({ type: 'pdf', text: null, problem: 'too-large' });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('without its table of contents is read all the same', async () => {
    const whole = await makePdf(toTrinh(UNIT));
    const { text, problem } = await inspectBytes(whole.subarray(0, whole.lastIndexOf('startxref')));
    expect({ problem, title: lines(text).includes('TỜ TRÌNH') }).toEqual({ problem: null, title: true });
  });

  it('of which only the head came is damaged', async () => {
    expect(await inspectBytes('%PDF-1.7\n1 0 obj\n<< /Type /Catalog')).toMatchObject({ problem: 'damaged' });
  });

  it('in old letters is decoded by its words', async () => {
    const title = 'tờ trình đề nghị công nhận sáng kiến';
    const bytes = await draw((pdf) => pdf.text(tcvn3(title).text));
    expect((await inspectBytes(bytes)).text).toBe(title);
  });
});
