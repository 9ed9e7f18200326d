// The head of a message: who, to whom, about what, and in answer to which; the sender's words are taken as hostile.
import { type AddressObject, parseAddressHeader } from 'mailparser';
import type { Address, Envelope, HeaderLine } from '../core/facts.ts';
import type { MailView } from '../core/preview.ts';
import { decodeBytes } from './charset.ts';
import { decodeWords, relabelWords } from './words.ts';

/** More of a head than this is not looked at (bytes). */
export const HEAD_LIMIT = 64 * 1024;

const LONGEST_VALUE = 8_000;
const MOST_REFERENCES = 100;

/** Parses the first bytes of a message (RFC 5322 §3.6); never fails: what cannot be read is left empty. */
export async function parseEnvelope(start: Buffer): Promise<Envelope> {
  const lines = linesOf(start);
  const first = (name: string) => lines.find((line) => line.name === name)?.value ?? '';
  const headers: HeaderLine[] = lines.map(({ name, value }) => ({
    name,
    value: decodeBytes(Buffer.from(value, 'latin1'), null).trim(),
  }));
  const ids = (name: string) => messageIds(headers, name);
  return {
    messageId: ids('message-id')[0] ?? bareId(first('message-id')),
    inReplyTo: ids('in-reply-to'),
    references: ids('references').slice(-MOST_REFERENCES),
    from: firstAddress(first('from')),
    replyTo: firstAddress(first('reply-to')),
    subject: decodeWords(first('subject')).trim().slice(0, LONGEST_VALUE),
    headers,
  };
}

/** Header lines unfolded (RFC 5322 §2.2.3), their bytes one per character. */
function linesOf(start: Buffer): HeaderLine[] {
  const text = start.subarray(0, HEAD_LIMIT).toString('latin1');
  const head = text.slice(0, /^\r?\n|\n\r?\n/.exec(text)?.index);
  const found: HeaderLine[] = [];
  for (const line of head.split(/\r?\n(?![ \t])/)) {
    const [, name, value = ''] = /^([!-9;-~]{1,200})[ \t]*:(.*)$/s.exec(line) ?? [];
    if (name === undefined) continue;
    found.push({
      name: name.toLowerCase(),
      value: value.replace(/\r?\n(?=[ \t])/g, '').slice(0, LONGEST_VALUE),
    });
  }
  return found;
}

/** A Message-ID without its brackets, as some programs send it. */
function bareId(value: string): string | null {
  const id = value.trim().replace(/^<|>$/g, '');
  return id === '' ? null : `<${id}>`;
}

function messageIds(headers: HeaderLine[], name: string): string[] {
  const values = headers.filter((line) => line.name === name).map((line) => line.value);
  return [...new Set(values.flatMap((value) => value.match(/<[^<>\s]+>/g) ?? []))];
}

/** An address that may be written to as it stands: no spaces, no quoting, one @. */
const PLAIN_ADDRESS = /^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/;

function firstAddress(value: string): Address | null {
  const header: AddressObject = parseAddressHeader(relabelWords(value));
  const all = header.value.flatMap((one) => one.group ?? [one]);
  const found = all.find((one) => one.address && PLAIN_ADDRESS.test(one.address));
  if (!found?.address) return null;
  return { name: found.name.normalize('NFC').slice(0, 500), address: found.address.toLowerCase() };
}

type ShownHead = Pick<MailView, 'from' | 'to' | 'cc' | 'replyTo' | 'subject' | 'date'>;

const MOST_ADDRESSES = 200;

/** The head as people read it: every address, and a name that has none. */
export function parseShownHead(start: Buffer): ShownHead {
  const lines = linesOf(start);
  const values = (name: string) => lines.filter((line) => line.name === name).map((line) => line.value);
  const addresses = (name: string) => values(name).flatMap(shownAddresses).slice(0, MOST_ADDRESSES);
  return {
    from: addresses('from'),
    to: addresses('to'),
    cc: addresses('cc'),
    replyTo: addresses('reply-to'),
    subject: visible(decodeWords(values('subject')[0] ?? '')),
    date: dateOf(values('date')[0] ?? ''),
  };
}

function shownAddresses(value: string): Address[] {
  const header: AddressObject = parseAddressHeader(relabelWords(value));
  const all = header.value.flatMap((one) => one.group ?? [one]);
  const found = all.map(({ name, address = '' }) => ({
    name: visible(name).slice(0, 500),
    address: visible(address).slice(0, 500),
  }));
  return found.filter(({ name, address }) => name !== '' || address !== '');
}

/** Marks of direction would show it in another order than it has. */
function visible(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(/\p{C}/gu, '').trim().slice(0, LONGEST_VALUE);
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
