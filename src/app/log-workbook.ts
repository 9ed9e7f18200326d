// The intake log as a workbook, in the layout of the office's registers.
import type { Writable } from 'node:stream';
import type { Cell } from '../registers/register.ts';
import { counted, makerOf, periodOf, type Setting } from '../registers/setting.ts';
import { writeRegister } from '../registers/workbook.ts';
import type { LogEntry } from '../store/log.ts';
import { LOG_COLUMNS, logRow } from './log-rows.ts';
import { write } from './print-log.ts';

/** The whole log is held in memory. */
export async function writeLogWorkbook(
  entries: AsyncIterable<LogEntry>,
  setting: Setting,
  out: Writable,
): Promise<void> {
  const rows: Cell[][] = [];
  for await (const entry of entries) rows.push(logRow(entry, setting.campaigns));
  const workbook = await writeRegister({
    sheet: 'Sổ tiếp nhận thư',
    title: 'Sổ tiếp nhận hồ sơ qua thư điện tử',
    subtitle: null,
    notes: [periodOf(setting)],
    columns: LOG_COLUMNS,
    numbered: false,
    sections: [{ title: null, rows }],
    sums: null,
    total: `Tổng số: ${counted(rows.length, 'thư')}.`,
    maker: makerOf(setting),
  });
  await write(out, workbook);
}
