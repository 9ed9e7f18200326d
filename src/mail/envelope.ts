// The head of a message: who, to whom, about what, and in answer to which; the sender's words are taken as hostile.
import { isUtf8 } from 'node:buffer';
import { type AddressObject, simpleParser } from 'mailparser';
import type { Address, Envelope, HeaderLine } from '../core/facts.ts';

/** More of a head than this is not looked at (bytes). */
export const HEAD_LIMIT = 64 * 1024;

const LONGEST_VALUE = 8_000;
const MOST_REFERENCES = 100;

/** What a message that has no readable head is registered with: it must not hold up the ones behind it. */
const NOTHING: Envelope = {
  messageId: null,
  inReplyTo: [],
  references: [],
  from: null,
  replyTo: null,
  subject: '',
  headers: [],
};

/** Parses the first bytes of a message (RFC 5322 §3.6); never fails: what cannot be read is left empty. */
export async function parseEnvelope(start: Buffer): Promise<Envelope> {
  const parsed = await simpleParser(headOf(start)).catch(() => null);
  if (!parsed) return NOTHING;
  const headers: HeaderLine[] = parsed.headerLines.map(({ key, line }) => ({
    name: key.slice(0, 200),
    value: unfold(line),
  }));
  const ids = (name: string) => messageIds(headers, name);
  return {
    messageId: ids('message-id')[0] ?? parsed.messageId?.trim() ?? null,
    inReplyTo: ids('in-reply-to'),
    references: ids('references').slice(-MOST_REFERENCES),
    from: firstAddress(parsed.from),
    replyTo: firstAddress(parsed.replyTo),
    subject: (bareSubject(headers) ?? parsed.subject ?? '').normalize('NFC').slice(0, LONGEST_VALUE),
    headers,
  };
}

function headOf(start: Buffer): Buffer {
  const text = start.subarray(0, HEAD_LIMIT);
  const ends = [text.indexOf('\r\n\r\n'), text.indexOf('\n\n')].filter((at) => at >= 0);
  const head = ends.length > 0 ? text.subarray(0, Math.min(...ends)) : text;
  return Buffer.concat([head, Buffer.from('\r\n\r\n')]);
}

/**
 * A subject of bare 8-bit letters, which careless programs send: mailparser takes the last byte of "Hà" (0xA0) for a space
 * and drops it. Null where the subject is encoded as it should be (RFC 2047) or plain ASCII.
 */
function bareSubject(headers: HeaderLine[]): string | null {
  const value = headers.find((line) => line.name === 'subject')?.value ?? '';
  return /[^\0-\x7f]/.test(value) && !value.includes('=?') ? value : null;
}

/** Bytes outside ASCII are UTF-8, or else the old Vietnamese code page. */
function decodeBare(line: string): string {
  const bytes = Buffer.from(line, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : new TextDecoder('windows-1258').decode(bytes);
}

/** The value of a raw header line, unfolded (RFC 5322 §2.2.3). */
function unfold(line: string): string {
  return decodeBare(line)
    .slice(line.indexOf(':') + 1)
    .replace(/\r?\n(?=[ \t])/g, '')
    .trim()
    .slice(0, LONGEST_VALUE);
}

function messageIds(headers: HeaderLine[], name: string): string[] {
  const values = headers.filter((line) => line.name === name).map((line) => line.value);
  return [...new Set(values.flatMap((value) => value.match(/<[^<>\s]+>/g) ?? []))];
}

/** An address that may be written to as it stands: no spaces, no quoting, one @. */
const PLAIN_ADDRESS = /^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/;

function firstAddress(header: AddressObject | undefined): Address | null {
  const all = header?.value.flatMap((one) => one.group ?? [one]) ?? [];
  const found = all.find((one) => one.address && PLAIN_ADDRESS.test(one.address));
  if (!found?.address) return null;
  return { name: found.name.normalize('NFC').slice(0, 500), address: found.address.toLowerCase() };
}

/**
 * When a message without a server's receipt time came in: the topmost Received header, written by the receiving server
 * (RFC 5321 §4.4), else the sender's own Date. Null where neither can be read.
 */
export function receiptTime(envelope: Envelope): { at: Date; by: 'received-header' | 'date-header' } | null {
  const received = envelope.headers.find((line) => line.name === 'received')?.value;
  const stamped = received && dateOf(received.slice(received.lastIndexOf(';') + 1));
  if (stamped) return { at: stamped, by: 'received-header' };
  const written = dateOf(envelope.headers.find((line) => line.name === 'date')?.value ?? '');
  return written && { at: written, by: 'date-header' };
}

function dateOf(text: string): Date | null {
  const date = new Date(text.replace(/\(.*?\)/g, '').trim());
  return Number.isNaN(date.getTime()) ? null : date;
}
