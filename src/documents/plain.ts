// Kinds of text: mails, web pages, rich text, scripts, and text without any form.
import { isUtf8 } from 'node:buffer';
import type { FileType } from '../core/facts.ts';

/** @param length asked for when `start` was read; a shorter one is the whole file */
export function sniffText(start: Buffer, length: number): FileType {
  const text = start.toString('latin1').replace(/^ï»¿/, '');
  if (/^(#!|@echo\b)/i.test(text)) return 'exe';
  if (text.startsWith('{\\rtf')) return 'rtf';
  if (/^\s*(<\?xml[^>]*>\s*)?<(!doctype html|html|head|body)\b/i.test(text)) return 'html';
  if (isMail(text)) return 'eml';
  return isPlainText(start, length) ? 'txt' : 'unknown';
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
