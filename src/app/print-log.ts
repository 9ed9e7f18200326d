// Prints the intake log: a table for eyes, CSV for spreadsheets, JSON lines for scripts.
import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import Table from 'cli-table3';
import { stringify } from 'csv-stringify';
import type { Campaign } from '../core/campaign.ts';
import { SIGNS } from '../core/guess.ts';
import { DEADLINES, LETTER_STATES, LETTERS, OUTCOMES, STATUSES } from '../core/labels.ts';
import { reasonForStaff } from '../core/reasons.ts';
import type { LogDossier, LogEntry, LogLetter } from '../store/log.ts';

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

/** For Excel: a byte-order mark, and nothing a cell could take for a formula. */
async function printCsv(
  entries: AsyncIterable<LogEntry>,
  campaigns: Campaign[],
  out: Writable,
): Promise<void> {
  const csv = stringify({ header: true, bom: true, columns: COLUMNS, escape_formulas: true });
  for await (const row of Readable.from(entries)
    .map((entry: LogEntry) => cellsOf(entry, campaigns))
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
  const table = new Table({ head: COLUMNS, style: { head: [], border: [], compact: true } });
  let count = 0;
  for await (const entry of entries) {
    table.push(cellsOf(entry, campaigns).map(cut));
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

function cellsOf(entry: LogEntry, campaigns: Campaign[]): string[] {
  const { message, dossier, documents, letters } = entry;
  const campaign = campaigns.find(({ code }) => code === dossier?.campaign) ?? campaigns[0];
  if (!campaign) throw new Error('there is no campaign');
  return [
    dossier ? String(dossier.arrivalNumber) : '',
    dossier?.code ?? '',
    localTime(message.receivedAt, campaign.timeZone),
    message.from ?? '',
    message.subject,
    dossier?.unit ?? '',
    OUTCOMES[entry.outcome],
    dossier ? STATUSES[dossier.status] : '',
    dossier ? DEADLINES[dossier.deadline] : '',
    String(documents.filter((document) => document.verdict !== 'ignored').length),
    dossier?.missing.map((missing) => missingText(missing, campaign)).join('; ') ?? '',
    letters.map(letterText).join('; '),
    noteOf(entry, campaign),
  ];
}

function noteOf({ message: { purgedAt }, reason, guesses }: LogEntry, { timeZone }: Campaign): string {
  if (purgedAt) return `Đã hủy nội dung lúc ${localTime(purgedAt, timeZone)} do hết thời hạn lưu.`;
  const likely = guesses.map(({ code, signs }) => `${code} (${signs.map((sign) => SIGNS[sign]).join(', ')})`);
  return [
    ...(reason ? [reasonForStaff(reason)] : []),
    ...(likely.length > 0 ? [`Có thể thuộc hồ sơ: ${likely.join('; ')}.`] : []),
  ].join(' ');
}

function missingText(
  { document, form, item }: LogDossier['missing'][number],
  { documents }: Campaign,
): string {
  const name = documents.find((type) => type.code === document)?.name ?? document;
  const which = form === 'any' ? '' : ` (${form === 'signed' ? 'bản ký' : 'bản mềm'})`;
  return `${name}${which}${item === null ? '' : `, nội dung ${item}`}`;
}

function letterText({ kind, state, reason, delivery }: LogLetter): string {
  const late = state === 'sent' && delivery?.what === 'delayed' ? ', chậm chuyển' : '';
  const why = delivery?.reason ?? (state === 'pending' ? reason : null);
  return `${LETTERS[kind]}: ${LETTER_STATES[state]}${late}${why ? ` (${reasonForStaff(why)})` : ''}`;
}

/** "08/08/2022 09:15" */
export function localTime(iso: string, timeZone: string): string {
  return new Date(iso)
    .toLocaleString('sv-SE', { timeZone })
    .replace(/^(\d+)-(\d+)-(\d+) (\d+:\d+).*$/, '$3/$2/$1 $4');
}

function cut(text: string): string {
  const line = text.replace(/\p{C}/gu, ' ');
  return line.length > LONGEST_CELL ? `${line.slice(0, LONGEST_CELL - 1)}…` : line;
}

/** Whoever read our output has seen enough: `tiepnhan log | head`. */
export class OutputClosed extends Error {}

async function write(out: Writable, text: string): Promise<void> {
  if (out.destroyed) throw new OutputClosed();
  if (!out.write(text)) await once(out, 'drain').catch(() => {});
}
