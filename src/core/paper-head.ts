// What a register of incoming papers says of one: its number and symbol, its date, its kind and what it is about.
import { type Day, parseDay } from './code.ts';

export interface PaperHead {
  /** "15/TTr-MTTQ-BTT"; null where it bears none, or none yet. */
  number: string | null;
  date: Day | null;
  /** "Tờ trình về việc đề nghị xét, công nhận sáng kiến năm 2022" */
  about: string | null;
}

const HEAD_LINES = 16;
const LONGEST_LINE = 300;
/** A number that is still blank or dots is none. */
const NUMBER =
  /^[^\p{L}\d]{0,3}s[ốôo][ :.]{0,4}(\d{1,5}) ?\/ ?([\p{L}\d]{1,12}(?: ?[-–/] ?[\p{L}\d]{1,12}){0,4})/imu;
const DATE = /ng[àa]y\s{1,4}(\d{1,2})\s{1,4}th[áa]ng\s{1,4}(\d{1,2})\s{1,4}n[ăa]m\s{1,4}((?:19|20)\d\d)/iu;
/** From here on other papers and their dates are named. */
const BODY = /kèm theo|căn cứ|kính gửi|^thực hiện/iu;
const TITLE = /^(tờ trình|báo cáo|danh sách|đơn đề nghị|kế hoạch|công văn)$/iu;
const SUBJECT = /^(v\s?\/\s?v|về việc)\b/iu;

/** @param text from the beginning of the document on */
export function readPaperHead(text: string): PaperHead {
  const lines = text
    .slice(0, HEAD_LINES * LONGEST_LINE)
    .normalize('NFC')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim().slice(0, LONGEST_LINE))
    .filter((line) => line !== '')
    .slice(0, HEAD_LINES);
  const end = lines.findIndex((line) => BODY.test(line) && !SUBJECT.test(line));
  const head = end === -1 ? lines : lines.slice(0, end);
  return { number: numberIn(head.join('\n')), date: dateIn(head.join('\n')), about: aboutIn(head) };
}

function numberIn(head: string): string | null {
  const [, number, symbol] = NUMBER.exec(head) ?? [];
  return number && symbol ? `${number}/${symbol.replace(/\s/g, '')}` : null;
}

function dateIn(head: string): Day | null {
  const [, day = '', month = '', year = ''] = DATE.exec(head) ?? [];
  return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** The title with the line below it, or the "V/v" of a công văn. */
function aboutIn(head: string[]): string | null {
  const title = head.findIndex((line) => TITLE.test(line));
  const below = head[title + 1];
  if (title !== -1 && below) return `${sentenceCase(head[title] ?? '')} ${decapitalised(below)}`;
  const subject = head.find((line) => SUBJECT.test(line));
  return subject ?? null;
}

/** "TỜ TRÌNH" → "Tờ trình" */
function sentenceCase(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}

/** "Về việc …" → "về việc …"; what is all capitals is a name or a title and stays. */
function decapitalised(text: string): string {
  return /^\p{Lu}\p{Ll}*\s/u.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
}
