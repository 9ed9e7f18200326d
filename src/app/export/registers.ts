// The registers of an export: intake log, history, units, and the list of dossiers that goes to the archive.
import type { Campaign, Period } from '../../core/campaign.ts';
import { STATUSES } from '../../core/labels.ts';
import { column } from '../../registers/register.ts';
import { writeTable } from '../../registers/workbook.ts';
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
  const table = { sheet: 'Mục lục hồ sơ', columns: CATALOGUE, rows, timeZone };
  await folder.write('muc-luc-ho-so.xlsx', await writeTable(table));
}

const CATALOGUE = [
  column('STT', 6, 'centred'),
  column('Số, ký hiệu hồ sơ', 24),
  column('Số đến', 8, 'centred'),
  column('Tiêu đề hồ sơ', 60),
  column('Đơn vị nộp', 36),
  column('Thời gian bắt đầu', 18, 'time'),
  column('Thời gian kết thúc', 18, 'time'),
  column('Thời hạn bảo quản', 18),
  column('Số thư', 8, 'count'),
  column('Số tài liệu', 11, 'count'),
  column('Trạng thái', 16),
  column('Ghi chú', 36),
];

function titleOf({ kind, items }: ExportedDossier, campaign: Campaign | undefined): string {
  const name = campaign?.kinds.find(({ code }) => code === kind)?.name ?? kind;
  return items.length > 0 ? `${name}: ${items.join('; ')}` : name;
}

function periodText({ count, unit }: Period): string {
  return `${String(count).padStart(2, '0')} ${unit === 'years' ? 'năm' : 'ngày'}`;
}
