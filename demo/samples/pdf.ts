// Makes PDFs: with a text layer, as a scan without one, and locked with a password.
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import type { Content } from './documents.ts';
import { makePng } from './image.ts';

const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf');
/** Fixed, so that the same content makes the same bytes. */
const MADE = new Date('2022-08-05T00:00:00Z');

export function makePdf(content: Content, password?: string): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    font: FONT,
    info: { CreationDate: MADE },
    ...(password && { userPassword: password, ownerPassword: password, pdfVersion: '1.7' }),
  });
  pdf.fontSize(11);
  for (const line of content.letterhead) pdf.text(line);
  pdf.text(content.number).moveDown();
  pdf.text('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { align: 'right' });
  pdf.text('Độc lập - Tự do - Hạnh phúc', { align: 'right' });
  pdf.text(content.placeAndDate, { align: 'right' }).moveDown();
  for (const line of content.title) pdf.text(line, { align: 'center' });
  if (content.addressee) pdf.moveDown().text(`Kính gửi: ${content.addressee}`, { align: 'center' });
  pdf.moveDown();
  for (const paragraph of content.paragraphs) pdf.text(paragraph);
  for (const row of content.table) pdf.text(row.join('   '));
  pdf.moveDown().text(content.signer, { align: 'right' });
  pdf.end();
  return buffer(pdf as unknown as AsyncIterable<Buffer>);
}

export function makeEncryptedPdf(content: Content): Promise<Buffer> {
  return makePdf(content, 'mat-khau');
}

/** One page that is nothing but a picture, as scanners make it; different seeds make different pictures. */
export function makeScan(seed: number): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 0, font: FONT, info: { CreationDate: MADE } });
  pdf.image(makePng(seed), 0, 0, { fit: [595, 842] });
  pdf.end();
  return buffer(pdf as unknown as AsyncIterable<Buffer>);
}
