// Prints the intake log: a table for eyes, CSV for spreadsheets, JSON lines for scripts.
import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import Table from 'cli-table3';
import { stringify } from 'csv-stringify';
import type { Campaign } from '../core/campaign.ts';
import type { LogEntry } from '../store/log.ts';
import { LOG_COLUMNS, logTexts } from './log-rows.ts';

export const LOG_FORMATS = ['table', 'jsonl', 'csv'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export async function printLog(
  entries: AsyncIterable<LogEntry>,
  format: LogFormat,
  campaigns: Campaign[],
  out: Writable,
): Promise<void> {
  if (format === 'jsonl') return printLines(entries, out);
  if (format === 'csv') return printCsv(entries, campaigns, out);
  return printTable(entries, campaigns, out);
}

async function printLines(entries: AsyncIterable<LogEntry>, out: Writable): Promise<void> {
  for await (const entry of entries) await write(out, `${JSON.stringify(contractOf(entry))}\n`);
}

/** What scripts rely on, and no more: the eyes' forms say why a letter waits or came back, and what staff may guess. */
function contractOf({ message: { purgedAt, ...message }, letters, guesses: _, ...entry }: LogEntry) {
  const told = letters.map(({ kind, to, subject, state, messageId }) => ({
    kind,
    to,
    subject,
    state,
    messageId,
  }));
  return { message: purgedAt ? { ...message, purgedAt } : message, ...entry, letters: told };
}

const NAMES = LOG_COLUMNS.map(({ name }) => name);

/** For Excel: a byte-order mark, and nothing a cell could take for a formula. */
async function printCsv(
  entries: AsyncIterable<LogEntry>,
  campaigns: Campaign[],
  out: Writable,
): Promise<void> {
  const csv = stringify({ header: true, bom: true, columns: NAMES, escape_formulas: true });
  for await (const row of Readable.from(entries)
    .map((entry: LogEntry) => logTexts(entry, campaigns))
    .pipe(csv)) {
    await write(out, String(row));
  }
}

/** A table is for eyes: it is held in memory, and long cells are cut. */
const LONGEST_CELL = 48;

async function printTable(
  entries: AsyncIterable<LogEntry>,
  campaigns: Campaign[],
  out: Writable,
): Promise<void> {
  const table = new Table({ head: NAMES, style: { head: [], border: [], compact: true } });
  let count = 0;
  for await (const entry of entries) {
    table.push(logTexts(entry, campaigns).map(cut));
    count++;
  }
  await write(out, count === 0 ? 'Chưa có thư nào.\n' : `${table.toString()}\nTổng số: ${count} thư\n`);
}

function cut(text: string): string {
  const line = text.replace(/\p{C}/gu, ' ');
  return line.length > LONGEST_CELL ? `${line.slice(0, LONGEST_CELL - 1)}…` : line;
}

/** Whoever read our output has seen enough: `tiepnhan log | head`. */
export class OutputClosed extends Error {}

export async function write(out: Writable, text: string | Buffer): Promise<void> {
  if (out.destroyed) throw new OutputClosed();
  if (!out.write(text)) await once(out, 'drain').catch(() => {});
}
