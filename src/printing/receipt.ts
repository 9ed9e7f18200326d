// Giấy xác nhận tiếp nhận hồ sơ: the receipt of a dossier on paper, in the words of its letters.
import type { Campaign } from '../core/campaign.ts';
import { onPaper } from '../core/harmless.ts';
import type { PrintedDossier } from '../core/printed.ts';
import type { DossierStatus } from '../core/states.ts';
import { count, timesIn } from '../core/vietnamese.ts';
import { addressed, DEADLINE_PHRASES, listNames, missingLines, receivedLines } from '../core/wording.ts';
import { writeHead } from './head.ts';
import { closePage, keep, left, mm, openPage, type Page, textWidth } from './page.ts';
import { type Column, writeTable } from './table.ts';
import { type Style, space, writeColumn, writeLine, writeParagraph, writeTitle } from './text.ts';

/** A PDF. @param now when it is printed: the date on it */
export function printReceipt(dossier: PrintedDossier, campaign: Campaign, now: Date): Promise<Buffer> {
  const what = dossier.report === null ? 'hồ sơ' : 'báo cáo';
  const title = `Giấy xác nhận tiếp nhận ${what}`;
  const page = openPage(`${title} ${dossier.code}`, now);
  writeHead(page, dossier, campaign, now);
  writeTitle(page, title.toLocaleUpperCase('vi'));
  space(page, mm(4));
  writeOpening(page, dossier, campaign);
  writeTime(page, dossier, campaign);
  if (dossier.report === null) writeItems(page, dossier);
  writeReceived(page, dossier, what);
  writeResult(page, dossier, campaign, what);
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
  for (const item of items) {
    const title = item.title === '' ? '(tên ghi tại báo cáo mô tả)' : onPaper(item.title);
    writeParagraph(page, `${item.number}) ${title}`);
  }
}

const RECEIVED: Column[] = [
  { title: 'TT', width: 12, align: 'center' },
  { title: 'Tên tài liệu', width: 73 },
  { title: 'Tệp đã nhận', width: 75 },
];

function writeReceived(
  page: Page,
  { received, fileCount, items, report }: PrintedDossier,
  what: string,
): void {
  keep(page, mm(25));
  const number = fileCount > 0 ? `${count(fileCount)} tệp.` : 'chưa có tệp nào sử dụng được.';
  writeParagraph(page, `${report === null ? 3 : 2}. ${capital(partsOf(what))} đã nhận: ${number}`);
  if (received.length === 0) return;
  const lines = receivedLines(received, items.length, '\n');
  writeTable(
    page,
    RECEIVED,
    lines.map(({ name, item, files }, at) => [String(at + 1), join(name, item), files]),
  );
  space(page, mm(3));
}

/** Of a report nothing is checked but that it can be read. */
function partsOf(what: string): string {
  return what === 'hồ sơ' ? 'thành phần hồ sơ' : what;
}

function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase('vi') + words.slice(1);
}

function join(name: string, item: string): string {
  return item === '' ? name : `${name} ${item}`;
}

const RESULTS: Record<DossierStatus, (what: string, basis: string) => string> = {
  unsorted: (what) => `${what} đang được kiểm tra, phân loại; kết quả sẽ được thông báo sau.`,
  checking: (what) => `${partsOf(what)} đang được kiểm tra; kết quả sẽ được thông báo sau.`,
  'awaiting-documents': (what, basis) => `${partsOf(what)} chưa đủ theo ${basis}.`,
  supplemented: () => 'tài liệu bổ sung đã nhận, đang được kiểm tra; kết quả sẽ được thông báo sau.',
  complete: fullWords,
  forwarded: (what, basis) => fullWords(what, basis).replace(/\.$/, ' và đã được chuyển thẩm định.'),
  refused: (what) => `${what} không được tiếp nhận; lý do được thông báo riêng.`,
  duplicate: (what) => `${what} trùng với ${what} đã tiếp nhận trước đó.`,
  'not-a-submission': () => 'tài liệu đã nhận không phải là hồ sơ đề nghị xét, công nhận.',
};

function fullWords(what: string, basis: string): string {
  return what === 'hồ sơ' ? `hồ sơ đủ thành phần theo ${basis}.` : 'báo cáo đã được tiếp nhận.';
}

const MISSING: Column[] = [
  { title: 'TT', width: 12, align: 'center' },
  { title: 'Tài liệu cần bổ sung', width: 86 },
  { title: 'Tình trạng', width: 62 },
];

function writeResult(page: Page, dossier: PrintedDossier, campaign: Campaign, what: string): void {
  const { status, missing, refused, items, report } = dossier;
  const result = RESULTS[status](what, campaign.basis);
  keep(page, mm(25));
  writeParagraph(page, `${report === null ? 4 : 3}. Kết quả kiểm tra ban đầu: ${result}`);
  if (missing.length > 0) {
    writeParagraph(page, 'Đề nghị quý cơ quan, đơn vị bổ sung, hoàn thiện những nội dung sau:');
    const lines = missingLines(missing, items.length);
    writeTable(
      page,
      MISSING,
      lines.map(({ name, item, reason }, at) => [String(at + 1), join(name, item), reason]),
    );
    space(page, mm(3));
  }
  if (refused.length > 0)
    writeParagraph(
      page,
      `Các tệp sau không mở được, đề nghị gửi lại: ${listNames(refused.map(({ name }) => name))}.`,
    );
  if (missing.length + refused.length > 0) writeSupplement(page, dossier, campaign);
}

function writeSupplement(page: Page, { supplementDeadline }: PrintedDossier, campaign: Campaign): void {
  const { office, timeZone } = campaign;
  const until = timesIn(timeZone).longTime(supplementDeadline);
  const phone = office.phone === '' ? '' : `, điện thoại ${office.phone}`;
  writeParagraph(
    page,
    `Thời hạn bổ sung: trước ${until}. Đề nghị gửi bổ sung bằng cách trả lời thư đã nhận của ${office.section}, giữ nguyên mã hồ sơ ở tiêu đề thư. Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, đề nghị liên hệ ${office.contact}${phone} để được hướng dẫn.`,
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
