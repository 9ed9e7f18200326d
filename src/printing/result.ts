// What a receipt says of the first check of a dossier: complete, to be looked at, or what is missing and until when.
import type { Campaign } from '../core/campaign.ts';
import type { PrintedDossier } from '../core/printed.ts';
import type { DossierStatus } from '../core/states.ts';
import { timesIn } from '../core/vietnamese.ts';
import { listNames, missingLines } from '../core/wording.ts';
import { keep, mm, type Page } from './page.ts';
import { type Column, writeList } from './table.ts';
import { writeParagraph } from './text.ts';

/** @param place its number in the receipt */
export function writeResult(page: Page, dossier: PrintedDossier, campaign: Campaign, place: number): void {
  const { status, missing, refused, items, report } = dossier;
  const result = (report === null ? OF_DOSSIER : OF_REPORT)[status].replace('{basis}', () => campaign.basis);
  keep(page, mm(25));
  writeParagraph(page, `${place}. Kết quả kiểm tra ban đầu: ${result}.`);
  if (missing.length > 0)
    writeParagraph(page, 'Đề nghị quý cơ quan, đơn vị bổ sung, hoàn thiện những nội dung sau:');
  const lines = missingLines(missing, items.length);
  writeList(
    page,
    MISSING,
    lines.map(({ name, item, reason }) => [`${name} ${item}`.trim(), reason]),
  );
  if (refused.length > 0) {
    const names = listNames(refused.map(({ name }) => name));
    writeParagraph(page, `Các tệp sau không mở được, đề nghị gửi lại: ${names}.`);
  }
  if (missing.length + refused.length > 0) writeSupplement(page, dossier, campaign);
}

const OF_DOSSIER: Record<DossierStatus, string> = {
  unsorted: 'hồ sơ đang được kiểm tra, phân loại; kết quả sẽ được thông báo sau',
  checking: 'thành phần hồ sơ đang được kiểm tra; kết quả sẽ được thông báo sau',
  'awaiting-documents': 'thành phần hồ sơ chưa đủ theo {basis}',
  supplemented: 'tài liệu bổ sung đã nhận, đang được kiểm tra; kết quả sẽ được thông báo sau',
  complete: 'hồ sơ đủ thành phần theo {basis}',
  forwarded: 'hồ sơ đủ thành phần theo {basis} và đã được chuyển thẩm định',
  refused: 'hồ sơ không được tiếp nhận; lý do được thông báo riêng',
  duplicate: 'hồ sơ trùng với hồ sơ đã tiếp nhận trước đó',
  'not-a-submission': 'tài liệu đã nhận không phải là hồ sơ đề nghị xét, công nhận',
};

/** Of a report nothing is checked but that it can be read. */
const OF_REPORT: Record<DossierStatus, string> = {
  unsorted: 'báo cáo đang được kiểm tra, phân loại; kết quả sẽ được thông báo sau',
  checking: 'báo cáo đang được kiểm tra; kết quả sẽ được thông báo sau',
  'awaiting-documents': 'chưa mở được báo cáo',
  supplemented: OF_DOSSIER.supplemented,
  complete: 'báo cáo đã được tiếp nhận',
  forwarded: 'báo cáo đã được tiếp nhận',
  refused: 'báo cáo không được tiếp nhận; lý do được thông báo riêng',
  duplicate: 'báo cáo trùng với báo cáo đã tiếp nhận trước đó',
  'not-a-submission': 'tài liệu đã nhận không phải là báo cáo',
};

const MISSING: Column[] = [
  { title: 'Tài liệu cần bổ sung', width: 86 },
  { title: 'Tình trạng', width: 62 },
];

function writeSupplement(page: Page, { supplementDeadline }: PrintedDossier, campaign: Campaign): void {
  const { office, timeZone } = campaign;
  const until = timesIn(timeZone).longTime(supplementDeadline);
  const phone = office.phone === '' ? '' : `, điện thoại ${office.phone}`;
  writeParagraph(
    page,
    `Thời hạn bổ sung: trước ${until}. Đề nghị gửi bổ sung bằng cách trả lời thư đã nhận của ${office.section}, giữ nguyên mã hồ sơ ở tiêu đề thư. Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, đề nghị liên hệ ${office.contact}${phone} để được hướng dẫn.`,
  );
}
