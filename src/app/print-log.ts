// Prints the intake log: a table for eyes, CSV for spreadsheets, JSON lines for scripts.
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import Table from 'cli-table3';
import { stringify } from 'csv-stringify';
import { isReason, reasonForStaff } from '../core/reasons.ts';
import type { LogEntry } from '../store/log.ts';

export const LOG_FORMATS = ['table', 'jsonl', 'csv'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export async function printLog(
  entries: AsyncIterable<LogEntry>,
  format: LogFormat,
  timeZone: string,
  out: Writable,
): Promise<void> {
  if (format === 'jsonl') return printLines(entries, out);
  if (format === 'csv') return printCsv(entries, timeZone, out);
  return printTable(entries, timeZone, out);
}

async function printLines(entries: AsyncIterable<LogEntry>, out: Writable): Promise<void> {
  for await (const entry of entries) await write(out, `${JSON.stringify(entry)}\n`);
}

/** For Excel: a byte-order mark, and nothing a cell could take for a formula. */
async function printCsv(entries: AsyncIterable<LogEntry>, timeZone: string, out: Writable): Promise<void> {
  const csv = stringify({ header: true, bom: true, columns: COLUMNS, escape_formulas: true });
  csv.on('data', (chunk: Buffer) => out.write(chunk));
  for await (const entry of entries) csv.write(cellsOf(entry, timeZone));
  csv.end();
  await once(csv, 'end');
}

/** A table is for eyes: it is held in memory, and long cells are cut. */
const LONGEST_CELL = 48;

async function printTable(entries: AsyncIterable<LogEntry>, timeZone: string, out: Writable): Promise<void> {
  const table = new Table({ head: COLUMNS, style: { head: [], border: [], compact: true } });
  let count = 0;
  for await (const entry of entries) {
    table.push(cellsOf(entry, timeZone).map(cut));
    count++;
  }
  await write(out, count === 0 ? 'Chưa có thư nào.\n' : `${table.toString()}\nTổng số: ${count} thư\n`);
}

const COLUMNS = [
  'Số đến',
  'Mã hồ sơ',
  'Thời gian nhận',
  'Người gửi',
  'Tiêu đề',
  'Đơn vị nộp',
  'Kết quả',
  'Trạng thái',
  'Thời hạn',
  'Số tệp',
  'Còn thiếu',
  'Thư đã gửi',
  'Ghi chú',
];

const OUTCOMES: Record<string, string> = {
  received: 'Đang xử lý',
  registered: 'Đã vào sổ',
  supplement: 'Bổ sung hồ sơ',
  duplicate: 'Trùng',
  unsorted: 'Chờ phân loại',
  'not-a-submission': 'Không phải hồ sơ',
  automatic: 'Thư tự động',
  failed: 'Lỗi, cần thử lại',
};

const STATUSES: Record<string, string> = {
  unsorted: 'Chờ phân loại',
  checking: 'Đang kiểm tra',
  'awaiting-documents': 'Chờ bổ sung',
  complete: 'Đủ hồ sơ',
};

const DEADLINES: Record<string, string> = {
  'on-time': 'Đúng hạn',
  grace: 'Trong ân hạn',
  late: 'Sau hạn',
};

const LETTER_STATES: Record<string, string> = {
  pending: 'chờ gửi',
  held: 'chờ duyệt',
  sending: 'đang gửi',
  sent: 'đã gửi',
  failed: 'gửi không được',
  bounced: 'bị trả lại',
  unknown: 'chưa rõ đã gửi',
};

function cellsOf(entry: LogEntry, timeZone: string): string[] {
  const { message, dossier, documents, letters } = entry;
  return [
    dossier ? String(dossier.arrivalNumber) : '',
    dossier?.code ?? '',
    localTime(message.receivedAt, timeZone),
    message.from ?? '',
    message.subject,
    dossier?.unit ?? '',
    OUTCOMES[entry.outcome] ?? entry.outcome,
    dossier ? (STATUSES[dossier.status] ?? dossier.status) : '',
    dossier ? (DEADLINES[dossier.deadline] ?? dossier.deadline) : '',
    String(documents.filter((document) => document.verdict !== 'ignored').length),
    dossier?.missing.map((missing) => missing.document).join(', ') ?? '',
    letters.map((letter) => `${letter.kind}: ${LETTER_STATES[letter.state] ?? letter.state}`).join(', '),
    entry.reason && isReason(entry.reason) ? reasonForStaff(entry.reason) : '',
  ];
}

/** "08/08/2022 09:15" */
function localTime(iso: string, timeZone: string): string {
  return new Date(iso)
    .toLocaleString('sv-SE', { timeZone })
    .replace(/^(\d+)-(\d+)-(\d+) (\d+:\d+).*$/, '$3/$2/$1 $4');
}

function cut(text: string): string {
  const line = text.replace(/\p{C}/gu, ' ');
  return line.length > LONGEST_CELL ? `${line.slice(0, LONGEST_CELL - 1)}…` : line;
}

async function write(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain');
}
