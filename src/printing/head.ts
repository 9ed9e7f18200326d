// The head of a paper: who issues it, the national motto, place and date, and the dossier's code for eyes and for machines.
import type { Campaign } from '../core/campaign.ts';
import { type Issuer, issuerOf } from '../core/issuer.ts';
import type { PrintedDossier } from '../core/printed.ts';
import { timesIn } from '../core/vietnamese.ts';
import { left, mm, type Page, SIZE, SMALL, textWidth } from './page.ts';
import { drawQr } from './qr.ts';
import { type Style, setText, space, writeColumn, writeLine } from './text.ts';

const LEFT_COLUMN = mm(64);
const GAP = mm(2);
/** Points. */
const QR_SIDE = mm(25);
const ABOVE_CODE = mm(4);

const HEAD: Style = { size: SMALL };
const BOLD: Style = { face: 'bold', size: SMALL };
const COUNTRY = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
/** To be filled in by hand. */
const BLANK = '..............';
const MOTTO = 'Độc lập - Tự do - Hạnh phúc';

/** @param now the day the paper bears */
export function writeHead(page: Page, dossier: PrintedDossier, campaign: Campaign, now: Date): void {
  const issuer = issuerOf(campaign.office.name);
  const top = page.y;
  const below = writeIssuer(page, issuer, top);
  const dated = writeMotto(page, issuer, timesIn(campaign.timeZone).longDate(now), top);
  // A long code reaches below the date.
  page.y = writeCode(page, dossier, Math.max(below, dated - ABOVE_CODE));
  space(page, mm(4));
  if (!campaign.testMode) return;
  writeLine(page, TEST_BANNER, { face: 'bold', align: 'center' });
  space(page);
}

/** Said of every paper while the service is tried out. */
const TEST_BANNER = 'BẢN THỬ NGHIỆM – không có giá trị';

function writeIssuer(page: Page, { organ, body }: Issuer, y: number): number {
  const column = { x: left(page), y, width: LEFT_COLUMN };
  const above = body === null ? [] : organ;
  const last = body === null ? organ : [body];
  const end = writeColumn(page, column, [
    ...above.map((line): [string, Style] => [line, HEAD]),
    ...last.map((line): [string, Style] => [line, BOLD]),
  ]);
  // A third of the line above it.
  drawRule(page, column.x + LEFT_COLUMN / 2, end + 2, LEFT_COLUMN / 3);
  return end + mm(2);
}

function writeMotto(page: Page, { place }: Issuer, date: string, y: number): number {
  const x = left(page) + LEFT_COLUMN + GAP;
  const width = textWidth(page) - LEFT_COLUMN - GAP;
  const bold: Style = { face: 'bold', size: SIZE };
  const end = writeColumn(page, { x, y, width }, [
    [COUNTRY, BOLD],
    [MOTTO, bold],
  ]);
  setText(page, MOTTO, bold);
  drawRule(page, x + width / 2, end + 2, page.widthOfString(MOTTO));
  return writeColumn(page, { x, y: end + mm(5), width }, [
    [`${place ?? BLANK}, ${date}`, { face: 'italic' }],
  ]);
}

function drawRule(page: Page, middle: number, y: number, length: number): void {
  page
    .lineWidth(0.75)
    .moveTo(middle - length / 2, y)
    .lineTo(middle + length / 2, y)
    .stroke('black');
}

function writeCode(page: Page, { code, arrivalNumber }: PrintedDossier, y: number): number {
  drawQr(page, code, left(page), y, QR_SIDE);
  const x = left(page) + QR_SIDE;
  const end = writeColumn(page, { x, y: y + ABOVE_CODE, width: textWidth(page) - QR_SIDE }, [
    ['Mã hồ sơ:', { size: SMALL, align: 'left' }],
    [code, { face: 'bold', size: SMALL, align: 'left' }],
    [`Số đến: ${arrivalNumber}`, { size: SMALL, align: 'left' }],
  ]);
  return Math.max(end, y + QR_SIDE);
}
