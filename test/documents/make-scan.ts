// Pages as scanners and telephones make them: words drawn as an image, and a PDF that holds nothing but that image.
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';

GlobalFonts.registerFromPath(
  createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf'),
  'DejaVu Serif',
);

/** A4 at 150 dots per inch. */
const [WIDTH, HEIGHT] = [1240, 1754];

/** A page of text as JPEG or PNG. @param quarters turned clockwise by so many quarters */
export function makePage(lines: string[], { quarters = 0, type = 'jpeg' as 'jpeg' | 'png' } = {}): Buffer {
  const lying = quarters % 2 === 1;
  const canvas = createCanvas(lying ? HEIGHT : WIDTH, lying ? WIDTH : HEIGHT);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((quarters * Math.PI) / 2);
  context.fillStyle = '#222';
  context.font = '26px "DejaVu Serif"';
  for (const [at, line] of lines.entries())
    context.fillText(line, 110 - WIDTH / 2, 130 + at * 46 - HEIGHT / 2);
  return type === 'jpeg' ? canvas.toBuffer('image/jpeg') : canvas.toBuffer('image/png');
}

/** A landscape without a word: hills of noise under a sky. */
export function makeLandscape(): Buffer {
  const canvas = createCanvas(1200, 900);
  const context = canvas.getContext('2d');
  let seed = 7;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  for (let at = 0; at < 4_000; at++) {
    const y = next() * 900;
    context.fillStyle = `hsl(${y < 400 ? 200 : 90 + next() * 40} 50% ${30 + next() * 40}%)`;
    context.fillRect(next() * 1200, y, 10 + next() * 90, 4 + next() * 30);
  }
  return canvas.toBuffer('image/jpeg');
}

/** A PDF of one page that is an image and nothing else. */
export async function makeScannedPdf(lines: string[]): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 0, info: { CreationDate: new Date(0) } });
  document.image(makePage(lines), 0, 0, { width: 595 });
  document.end();
  const chunks: Buffer[] = [];
  for await (const chunk of document) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const ORDER_PAGE = [
  'ỦY BAN MTTQ VIỆT NAM',
  'XÃ GIA PHÚ',
  'BAN THƯỜNG TRỰC',
  '',
  'Số: 15/TTr-MTTQ-BTT',
  '',
  'TỜ TRÌNH',
  'Về việc đề nghị xét, công nhận sáng kiến năm 2022',
  '',
  'Kính gửi: Ban Thường trực Ủy ban MTTQ Việt Nam huyện',
  'Thực hiện Kế hoạch số 102/KH-MTTQ-BTT ngày 06 tháng 4 năm 2022',
];
