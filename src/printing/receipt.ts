// Giấy xác nhận tiếp nhận hồ sơ: the receipt of a dossier on paper, in the words of its letters.
import type { Campaign } from '../core/campaign.ts';
import { onPaper } from '../core/harmless.ts';
import type { PrintedDossier } from '../core/printed.ts';
import { count, timesIn } from '../core/vietnamese.ts';
import { addressed, DEADLINE_PHRASES, receivedLines } from '../core/wording.ts';
import { writeHead } from './head.ts';
import { closePage, keep, left, mm, openPage, type Page, textWidth } from './page.ts';
import { writeResult } from './result.ts';
import { type Column, MOST_LINES, writeList, writeRest } from './table.ts';
import { type Style, space, writeColumn, writeLine, writeParagraph, writeTitle } from './text.ts';

/** A PDF. @param now when it is printed: the date on it */
export function printReceipt(dossier: PrintedDossier, campaign: Campaign, now: Date): Promise<Buffer> {
  const isReport = dossier.report !== null;
  const what = isReport ? 'báo cáo' : 'hồ sơ';
  const title = `Giấy xác nhận tiếp nhận ${what}`;
  const page = openPage(`${title} ${dossier.code}`, now);
  writeHead(page, dossier, campaign, now);
  writeTitle(page, title.toLocaleUpperCase('vi'));
  space(page, mm(4));
  writeOpening(page, dossier, campaign);
  writeTime(page, dossier, campaign);
  if (!isReport) writeItems(page, dossier);
  writeReceived(page, dossier, isReport ? '2. Báo cáo' : '3. Thành phần hồ sơ');
  writeResult(page, dossier, campaign, isReport ? 3 : 4);
  writeNotes(page, dossier, campaign);
  writeEnd(page, what);
  return closePage(page, `Mã hồ sơ: ${dossier.code}`);
}

function writeOpening(page: Page, { unit, report }: PrintedDossier, { office, title }: Campaign): void {
  const name = unit === null ? addressed(null).name : onPaper(unit.name);
  const what = report ?? `hồ sơ đề nghị ${title}`;
  writeLine(page, `Kính gửi: ${name}`, { align: 'center' });
  space(page, mm(3));
  writeParagraph(
    page,
    `${office.name} xác nhận đã nhận được ${what} của quý cơ quan, đơn vị gửi qua thư điện tử, cụ thể như sau:`,
  );
}

function writeTime(page: Page, { receivedAt, deadline, report }: PrintedDossier, campaign: Campaign): void {
  const at = timesIn(campaign.timeZone).longTime(receivedAt);
  // A periodic report has a deadline of its own.
  const wording = report === null ? ` Thời hạn nhận hồ sơ: ${campaign.deadline.wording}.` : '';
  writeParagraph(page, `1. Thời gian nhận: ${at} (${DEADLINE_PHRASES[deadline]}).${wording}`);
}

function writeItems(page: Page, { items }: PrintedDossier): void {
  const number = items.length > 0 ? `${count(items.length)} nội dung.` : 'ghi trong các tài liệu gửi kèm.';
  writeParagraph(page, `2. Nội dung đề nghị: ${number}`);
  for (const item of items.slice(0, MOST_LINES)) {
    const title = item.title === '' ? '(tên ghi tại báo cáo mô tả)' : onPaper(item.title);
    writeParagraph(page, `${item.number}) ${title}`);
  }
  writeRest(page, items.length, 'nội dung');
}

const RECEIVED: Column[] = [
  { title: 'Tên tài liệu', width: 73 },
  { title: 'Tệp đã nhận', width: 75 },
];

function writeReceived(page: Page, { received, fileCount, items }: PrintedDossier, place: string): void {
  keep(page, mm(25));
  const number = fileCount > 0 ? `${count(fileCount)} tệp.` : 'chưa có tệp nào sử dụng được.';
  writeParagraph(page, `${place} đã nhận: ${number}`);
  const lines = receivedLines(received, items.length, '\n');
  writeList(
    page,
    RECEIVED,
    lines.map(({ name, item, files }) => [`${name} ${item}`.trim(), files]),
  );
}

function writeNotes(page: Page, dossier: PrintedDossier, campaign: Campaign): void {
  if (dossier.report !== null) return;
  if (dossier.deadline === 'late') writeLate(page, dossier, campaign);
  if (campaign.paperNote !== null) writeParagraph(page, campaign.paperNote);
}

function writeLate(page: Page, { receivedAt }: PrintedDossier, campaign: Campaign): void {
  const { basis, deadline, office, timeZone } = campaign;
  const at = timesIn(timeZone).longTime(receivedAt);
  writeParagraph(
    page,
    `Lưu ý: Theo ${basis}, thời hạn nhận hồ sơ là ${deadline.wording}. Hồ sơ của quý cơ quan, đơn vị được nhận lúc ${at}, sau thời hạn nêu trên; việc đưa hồ sơ vào danh sách xét do ${office.name} xem xét, quyết định và sẽ có thông báo riêng.`,
  );
}

/** Room for a signature and a name, in points. */
const TO_SIGN = mm(25);
const SIGNER: Style = { face: 'bold' };

/** Signatures never stand on a page without the words they are for. */
function writeEnd(page: Page, what: string): void {
  keep(page, mm(30) + TO_SIGN);
  writeParagraph(page, `Giấy này chỉ xác nhận việc nhận ${what}, không phải là kết quả xét, công nhận./.`);
  space(page, mm(3));
  const width = textWidth(page) / 2;
  const y = page.y;
  for (const [at, who] of ['NGƯỜI NỘP', 'NGƯỜI TIẾP NHẬN'].entries())
    writeColumn(page, { x: left(page) + at * width, y, width }, [
      [`${who} ${what.toLocaleUpperCase('vi')}`, SIGNER],
      ['(Ký và ghi rõ họ tên)', { face: 'italic' }],
    ]);
}
