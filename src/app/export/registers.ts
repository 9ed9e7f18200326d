// The registers of an export: intake log, history, units, and the list of dossiers that goes to the archive.
import type { Campaign, Period } from '../../core/campaign.ts';
import { STATUSES } from '../../core/labels.ts';
import { writeWorkbook } from '../../documents/workbook.ts';
import type { Database } from '../../store/database.ts';
import { type ExportedDossier, findUnits, readEvents, type Scope } from '../../store/exports.ts';
import { readLog } from '../../store/log.ts';
import { printLog } from '../print-log.ts';
import type { PackageFolder } from './package-folder.ts';

export async function writeRegisters(
  db: Database,
  folder: PackageFolder,
  scope: Scope,
  campaigns: Campaign[],
): Promise<void> {
  const filter = { since: null, status: null, unit: null, ...scope };
  await folder.fill('so-tiep-nhan.csv', (out) => printLog(readLog(db, filter), 'csv', campaigns, out));
  await folder.fill('so-tiep-nhan.jsonl', (out) => printLog(readLog(db, filter), 'jsonl', campaigns, out));
  const history = await folder.table('lich-su.csv', [
    'Số',
    'Thời gian',
    'Người thực hiện',
    'Việc',
    'Số thư',
    'Mã hồ sơ',
    'Chi tiết',
  ]);
  for await (const { id, at, actor, what, messageId, code, detail } of readEvents(db, scope)) {
    await history.add([id, at.toISOString(), actor, what, messageId, code, JSON.stringify(detail)]);
  }
  await writeUnits(db, folder, scope);
}

async function writeUnits(db: Database, folder: PackageFolder, scope: Scope): Promise<void> {
  const units = await folder.table('don-vi.csv', [
    'Mã đơn vị',
    'Tên đơn vị',
    'Tên ngắn',
    'Nhóm',
    'Địa bàn',
    'Ghi chú',
    'Thư điện tử',
    'Số hồ sơ',
  ]);
  for (const unit of await findUnits(db, scope)) {
    const note = unit.provisional
      ? 'Tìm thấy trong thư, chưa xác nhận'
      : unit.listed
        ? ''
        : 'Không còn trong danh sách';
    const { code, name, shortName, group, place, addresses, dossiers } = unit;
    await units.add([code, name, shortName, group, place, note, addresses.join('; '), dossiers]);
  }
}

/** "Mục lục hồ sơ", as files are handed over to an archive. */
export async function writeCatalogue(
  folder: PackageFolder,
  dossiers: ExportedDossier[],
  campaigns: Campaign[],
): Promise<void> {
  const rows = dossiers.map((dossier, at) => {
    const campaign = campaigns.find(({ code }) => code === dossier.campaign);
    return [
      at + 1,
      dossier.code,
      dossier.arrivalNumber,
      titleOf(dossier, campaign),
      dossier.unit,
      dossier.receivedAt,
      dossier.lastMessageAt,
      campaign ? periodText(campaign.retention.dossiers) : null,
      dossier.messages,
      dossier.documents,
      STATUSES[dossier.status],
      dossier.purgedAt ? 'Đã hủy nội dung do hết thời hạn lưu' : null,
    ];
  });
  const timeZone = campaigns[0]?.timeZone ?? 'Asia/Ho_Chi_Minh';
  const sheet = { name: 'Mục lục hồ sơ', columns: CATALOGUE, rows };
  await folder.write('muc-luc-ho-so.xlsx', writeWorkbook([sheet], timeZone));
}

const CATALOGUE = [
  { name: 'STT', width: 6 },
  { name: 'Số, ký hiệu hồ sơ', width: 24 },
  { name: 'Số đến', width: 8 },
  { name: 'Tiêu đề hồ sơ', width: 60 },
  { name: 'Đơn vị nộp', width: 36 },
  { name: 'Thời gian bắt đầu', width: 18 },
  { name: 'Thời gian kết thúc', width: 18 },
  { name: 'Thời hạn bảo quản', width: 18 },
  { name: 'Số thư', width: 8 },
  { name: 'Số tài liệu', width: 11 },
  { name: 'Trạng thái', width: 16 },
  { name: 'Ghi chú', width: 36 },
];

function titleOf({ kind, items }: ExportedDossier, campaign: Campaign | undefined): string {
  const name = campaign?.kinds.find(({ code }) => code === kind)?.name ?? kind;
  return items.length > 0 ? `${name}: ${items.join('; ')}` : name;
}

function periodText({ count, unit }: Period): string {
  return `${String(count).padStart(2, '0')} ${unit === 'years' ? 'năm' : 'ngày'}`;
}
