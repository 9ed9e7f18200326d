// An A4 page as NĐ 30/2020, Phụ lục I, sets it: Times at 13 points, its margins, and page numbers where there are several.
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';

export type Page = PDFKit.PDFDocument;

/** Millimetres in points. */
export function mm(length: number): number {
  return (length / 25.4) * 72;
}

/** Points. */
export const SIZE = 13;
export const SMALL = 12;
const MARGINS = { top: mm(20), bottom: mm(20), left: mm(30), right: mm(20) };

const require = createRequire(import.meta.url);
const FACES = {
  regular: '400Regular/Tinos_400Regular.ttf',
  italic: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
  bold: '700Bold/Tinos_700Bold.ttf',
};
type Face = keyof typeof FACES;

/**
 * @param title tells what the paper is; all that its metadata say
 * @param at when it was made: the same facts make the same bytes
 */
export function openPage(title: string, at: Date): Page {
  const page = new PDFDocument({
    size: 'A4',
    margins: MARGINS,
    bufferPages: true,
    lang: 'vi-VN',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: title.normalize('NFC'), CreationDate: at, ModDate: at },
    // None at first: pdfkit begins with Helvetica, and a font it knows by two names it reads anew each time.
    font: '',
  });
  for (const face of Object.keys(FACES) as Face[]) page.registerFont(face, fileOf(face));
  return page;
}

function fileOf(face: Face): string {
  return require.resolve(`@expo-google-fonts/tinos/${FACES[face]}`);
}

export function left(page: Page): number {
  return page.page.margins.left;
}

export function bottom({ page }: Page): number {
  return page.height - page.margins.bottom;
}

export function textWidth({ page }: Page): number {
  return page.width - page.margins.left - page.margins.right;
}

/** Begins a new page where less than `height` is left of this one. */
export function keep(page: Page, height: number): void {
  if (page.y + height > bottom(page)) page.addPage();
}

/** @param note stands beside the number, so that a loose sheet is known */
export async function closePage(page: Page, note: string): Promise<Buffer> {
  const { count } = page.bufferedPageRange();
  for (let at = 0; at < count && count > 1; at++) {
    page.switchToPage(at);
    writeFoot(page, note, `Trang ${at + 1}/${count}`);
  }
  page.end();
  return buffer(page as unknown as AsyncIterable<Buffer>);
}

function writeFoot(page: Page, note: string, number: string): void {
  const y = page.page.height - mm(14);
  // Below the margin pdfkit would go on to another page.
  page.page.margins.bottom = 0;
  page.font('regular').fontSize(11);
  page.text(note, left(page), y, { lineBreak: false });
  page.text(number, left(page), y, { width: textWidth(page), align: 'right', lineBreak: false });
}
