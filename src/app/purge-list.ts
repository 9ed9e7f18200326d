// The list of what a purge concerns, for whoever is to approve it.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { RetentionClass } from '../core/campaign.ts';
import { Fault } from '../core/fault.ts';
import type { Database } from '../store/database.ts';
import { type PlannedMessage, readPlan } from '../store/purges.ts';

const COLUMNS = [
  'Số thư',
  'Nhóm',
  'Thời gian nhận',
  'Mã hồ sơ',
  'Số đến',
  'Đơn vị nộp',
  'Người gửi',
  'Tiêu đề',
  'Số tệp',
];

const CLASSES: Record<RetentionClass, string> = {
  dossiers: 'Hồ sơ',
  others: 'Thư chưa vào hồ sơ',
  ordinary: 'Thư không phải hồ sơ',
};

/** A CSV file for Excel. Errors: Fault file-unwritable. */
export async function writePlanList(db: Database, id: number, file: string): Promise<void> {
  const csv = stringify({ header: true, bom: true, columns: COLUMNS, escape_formulas: true });
  const rows = Readable.from(readPlan(db, id)).map(cellsOf);
  await pipeline(rows, csv, createWriteStream(file, { flags: 'wx', mode: 0o600 })).catch((cause: unknown) => {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new Fault('file-unwritable', { transient: false, detail: cause.message, cause });
  });
}

function cellsOf(planned: PlannedMessage): (string | number)[] {
  const { messageId, receivedAt, code, arrivalNumber, unit, from, subject, files } = planned;
  return [
    messageId,
    CLASSES[planned.class],
    receivedAt.toISOString(),
    code ?? '',
    arrivalNumber ?? '',
    unit ?? '',
    from ?? '',
    subject,
    files,
  ];
}
