// Kinds of text: mails, web pages, rich text, scripts, and text without any form.
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { FileType } from '../core/facts.ts';
import { decodeUnlabelled } from './legacy.ts';

/** @param length asked for when `start` was read; a shorter one is the whole file */
export function sniffText(start: Buffer, length: number): FileType {
  const text = start.toString('latin1').replace(/^ï»¿/, '');
  if (/^(#!|@echo\b)/i.test(text)) return 'exe';
  if (text.startsWith('{\\rtf')) return 'rtf';
  if (/^\s*(<\?xml[^>]*>\s*)?<(!doctype html|html|head|body)\b/i.test(text)) return 'html';
  if (isMail(text)) return 'eml';
  return isPlainText(start, length) || isOldText(start) ? 'txt' : 'unknown';
}

/** Text in UTF-16 with its mark, or in one of the code pages from before Unicode: no control characters, mostly letters. */
function isOldText(start: Buffer): boolean {
  if (isUtf16(start)) return true;
  if (start.some((byte) => byte < 0x20 && !WHITE.includes(byte))) return false;
  const letters = start.toString('latin1').match(/[a-z \r\n]/gi)?.length ?? 0;
  return letters >= start.length * 0.6;
}

/** Tab, line feed, form feed and carriage return. */
const WHITE = [0x09, 0x0a, 0x0c, 0x0d];

function isUtf16(bytes: Buffer): boolean {
  return bytes.length >= 2 && (bytes.readUInt16LE(0) === 0xfeff || bytes.readUInt16BE(0) === 0xfeff);
}

/** Text in whatever encoding it was saved in. */
export function decodeText(bytes: Buffer): string {
  if (isUtf16(bytes)) return iconv.decode(bytes, 'utf-16');
  // A letter cut by the end of what was read is left out.
  if (isPlainText(bytes, bytes.length)) return new TextDecoder().decode(bytes, { stream: true });
  const latin = bytes.toString('latin1');
  const decoded = decodeUnlabelled(latin);
  return decoded === latin ? iconv.decode(bytes, 'windows-1258').normalize('NFC') : decoded;
}

/** The words of a web page, a line for each block. */
export function htmlText(html: string): string {
  return withoutSilent(html)
    .replace(/<(br|\/p|\/div|\/tr|\/h[1-6]|\/li)\b[^<>]{0,500}>/gi, '\n')
    .replace(/<\/t[dh]\b[^<>]{0,500}>/gi, '\t')
    .replace(/<[^<>]{0,5000}>/g, ' ')
    .replace(/&(nbsp|amp|lt|gt|quot|#(\d{1,6}));/gi, (whole, name: string, number?: string) =>
      number ? String.fromCodePoint(Number(number)) : (NAMED[name.toLowerCase()] ?? whole),
    )
    .replace(/[ \u00a0]+/g, ' ');
}

const NAMED: Record<string, string> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"' };

/** Leaves out scripts, styles, comments and the head, each from its tag to the one that ends it; one without an end lasts to the end. */
function withoutSilent(html: string): string {
  const lower = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const begin = /<(script|style|head|!--)(?![a-z])/g;
  let kept = '';
  let at = 0;
  for (let match = begin.exec(lower); match; match = begin.exec(lower)) {
    const end = match[1] === '!--' ? '-->' : `</${match[1]}`;
    kept += html.slice(at, match.index);
    const found = lower.indexOf(end, begin.lastIndex);
    if (found < 0) return kept;
    at = found;
    begin.lastIndex = found;
  }
  return kept + html.slice(at);
}

/** UTF-8 without NUL; the last character may be cut by the end of what was read. */
export function isPlainText(start: Buffer, length: number): boolean {
  if (start.includes(0)) return false;
  const cuts = start.length < length ? [0] : [0, 1, 2, 3];
  return cuts.some((cut) => isUtf8(start.subarray(0, start.length - cut)));
}

const MAIL_HEADERS = new Set([
  'received',
  'return-path',
  'delivered-to',
  'message-id',
  'mime-version',
  'from',
  'to',
  'date',
  'subject',
]);

/** A head made of nothing but header lines, two of them well known (RFC 5322 §2.2): prose may begin with "Date:". */
function isMail(text: string): boolean {
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/);
  const lines = head.split(/\r?\n/);
  // Where the head does not end, its last line may be cut.
  if (rest.length === 0 && lines.length > 1) lines.pop();
  if (!lines.every((line) => /^([!-9;-~]+:|[ \t])/.test(line))) return false;
  const known = lines.map((line) => line.split(':', 1)[0]?.toLowerCase() ?? '');
  return new Set(known.filter((name) => MAIL_HEADERS.has(name))).size >= 2;
}
