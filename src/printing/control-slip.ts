// Phiếu kiểm soát quá trình giải quyết hồ sơ: goes with the dossier from hand to hand, and each hand signs on it.
import type { Campaign } from '../core/campaign.ts';
import { onPaper } from '../core/harmless.ts';
import type { PrintedDossier } from '../core/printed.ts';
import { count, timesIn } from '../core/vietnamese.ts';
import { DEADLINE_PHRASES } from '../core/wording.ts';
import { writeHead } from './head.ts';
import { closePage, mm, openPage } from './page.ts';
import { type Column, writeTable } from './table.ts';
import { space, writeParagraph, writeTitle } from './text.ts';

const TITLE = 'Phiếu kiểm soát quá trình giải quyết hồ sơ';

/** A PDF. @param now when it is printed: the date on it */
export function printControlSlip(dossier: PrintedDossier, campaign: Campaign, now: Date): Promise<Buffer> {
  const page = openPage(`${TITLE} ${dossier.code}`, now);
  writeHead(page, dossier, campaign, now);
  writeTitle(page, TITLE.toLocaleUpperCase('vi'));
  space(page, mm(3));
  for (const line of introduction(dossier, campaign)) writeParagraph(page, line);
  writeTable(page, COLUMNS, handOvers(dossier, campaign), ROW);
  space(page, mm(2));
  writeParagraph(page, NOTE, { face: 'italic', size: 12 });
  return closePage(page, `Mã hồ sơ: ${dossier.code}`);
}

const NOTE =
  'Ghi chú: Phiếu được lưu cùng hồ sơ. Mỗi lần giao, nhận, ghi rõ thời gian, kết quả giải quyết; người giao, người nhận ký và ghi rõ họ tên.';

function introduction(dossier: PrintedDossier, { office, title }: Campaign): string[] {
  const { unit, report } = dossier;
  return [
    `Cơ quan giải quyết hồ sơ: ${office.name}.`,
    `Cơ quan, đơn vị nộp hồ sơ: ${unit === null ? 'chưa xác định' : onPaper(unit.name)}.`,
    `Nội dung hồ sơ: ${report ?? `đề nghị ${title}`}.`,
    ...(report === null ? [`Tên nội dung đề nghị: ${titlesOf(dossier)}.`] : []),
  ];
}

/** One of many: the receipt names them all. */
function titlesOf({ items }: PrintedDossier): string {
  const known = items.find(({ title }) => title !== '');
  if (!known) return 'ghi tại báo cáo mô tả';
  const more = items.length - 1;
  return `${onPaper(known.title)}${more > 0 ? ` và ${count(more)} nội dung khác` : ''}`;
}

const COLUMNS: Column[] = [
  { title: 'Bên giao, bên nhận', width: 38 },
  { title: 'Thời gian giao, nhận', width: 42 },
  { title: 'Người giao (ký)', width: 22 },
  { title: 'Người nhận (ký)', width: 22 },
  { title: 'Kết quả', width: 18 },
  { title: 'Ghi chú', width: 18 },
];

/** Points. */
const ROW = mm(24);
const BLANK = '.'.repeat(14);
const BLANK_TIME = '....... giờ ....... phút\nngày ..... / ..... / ........';
const BLANK_ROWS = 3;

function handOvers(dossier: PrintedDossier, { office, timeZone }: Campaign): string[][] {
  const { unit, receivedAt, deadline } = dossier;
  const from = unit === null ? BLANK : onPaper(unit.shortName);
  const received = timesIn(timeZone).longTime(receivedAt);
  const hands: [string, string][] = [
    [from, office.section],
    [office.section, BLANK],
    ...Array.from({ length: BLANK_ROWS }, (): [string, string] => [BLANK, BLANK]),
  ];
  return hands.map(([gives, takes], at) => [
    `${at + 1}. Giao: ${gives}\nNhận: ${takes}`,
    ...(at === 0 ? [received, '', '', DEADLINE_PHRASES[deadline], 'qua thư điện tử'] : [BLANK_TIME]),
  ]);
}
