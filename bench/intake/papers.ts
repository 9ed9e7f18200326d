// Files as units send them, in the sizes they send: each can be made again under another number, and then differs in its bytes.
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { createCanvas } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import { baoCaoMoTa, type Content, type SampleUnit, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeDoc } from '../../test/documents/make-doc.ts';

export interface Papers {
  docx(number: number): Buffer;
  pdf(number: number): Buffer;
  doc(number: number): Buffer;
  /** Of about 1 MB, and of about 4 MB. */
  scan(number: number, large?: boolean): Buffer;
  /** Of about 350 KB, and of about 2 MB. */
  photo(number: number, large?: boolean): Buffer;
}

/** The files of one unit. */
export async function makePapers(unit: SampleUnit, seed: number): Promise<Papers> {
  const report = baoCaoMoTa(unit, 'Mô hình tổ tự quản thu gom, phân loại rác thải tại hộ gia đình');
  const docx = await makeDocx({ ...report, paragraphs: [...report.paragraphs, ...LONG] });
  const pdf = await makeSigned(toTrinh(unit), seed);
  const doc = makeDoc([...unit.letterhead, ...report.title, ...report.paragraphs, ...LONG]);
  const scans = { small: await makeScan(1_240, 1_754, seed), large: await makeScan(2_480, 3_508, seed) };
  const photos = { small: makePhoto(1_000, 750, seed), large: makePhoto(2_400, 1_800, seed) };
  return {
    // A comment at the end of the ZIP (APPNOTE.TXT §4.3.16), whose length stands in the two bytes before it.
    docx: (number) => {
      const comment = Buffer.from(digits(number));
      const length = Buffer.alloc(2);
      length.writeUInt16LE(comment.length);
      return Buffer.concat([docx.subarray(0, -2), length, comment]);
    },
    pdf: (number) => Buffer.concat([pdf, Buffer.from(`%${digits(number)}\n`)]),
    doc: (number) => Buffer.concat([doc, Buffer.alloc(512, digits(number))]),
    scan: (number, large) =>
      Buffer.concat([scans[large ? 'large' : 'small'], Buffer.from(`%${digits(number)}\n`)]),
    photo: (number, large) => Buffer.concat([photos[large ? 'large' : 'small'], Buffer.from(digits(number))]),
  };
}

function digits(number: number): string {
  return String(number).padStart(8, '0');
}

const LONG = Array.from(
  { length: 40 },
  (_, at) =>
    `Bước ${at + 1}: tổ tự quản họp với các hộ, thống nhất quy ước, phân công theo tuần, ghi sổ theo dõi và báo cáo kết quả với Ban công tác Mặt trận; nhân dân đồng thuận, đường làng sạch, chi phí thấp, dễ nhân rộng cho các thôn khác trong xã.`,
);

/** Words, and the picture of a signature and a stamp. */
async function makeSigned(
  { letterhead, number, placeAndDate, title, addressee, paragraphs }: Content,
  seed: number,
): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', font: FONT, info: { CreationDate: new Date(0) } });
  for (const line of [...letterhead, number, placeAndDate, ...title, `Kính gửi: ${addressee}`])
    pdf.text(line);
  for (const paragraph of [...paragraphs, ...LONG]) pdf.text(paragraph);
  pdf.image(makePhoto(300, 260, seed), { fit: [150, 130] });
  pdf.end();
  return buffer(pdf as unknown as AsyncIterable<Buffer>);
}

const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf');

/** A page that is nothing but a picture. */
async function makeScan(width: number, height: number, seed: number): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 0, info: { CreationDate: new Date(0) } });
  pdf.image(makePhoto(width, height, seed), 0, 0, { fit: [595, 842] });
  pdf.end();
  return buffer(pdf as unknown as AsyncIterable<Buffer>);
}

/** A JPEG as full of detail as photographs are: coarse noise over fine. */
function makePhoto(width: number, height: number, seed: number): Buffer {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const random = randomOf(seed);
  const image = pen.createImageData(width, height);
  for (let at = 0; at < image.data.length; at += 4) {
    const shade = 96 + ((at >> 11) % 96) + random() * 48;
    image.data.set([shade, shade * 0.95, shade * 0.9, 255], at);
  }
  pen.putImageData(image, 0, 0);
  return canvas.toBuffer('image/jpeg', 90);
}

/** The same numbers from 0 to 1 for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
