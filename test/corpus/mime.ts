// Writes mails byte by byte, the same every time: ordinary ones as Gmail writes them, odd ones as the case says.
import { createHash } from 'node:crypto';
import type { CaseMail, Earlier, Part } from './case.ts';

const CRLF = '\r\n';
const OFFICE = 'hopthu@example.vn';

/** @param id unique in the corpus; makes Message-ID and boundaries */
export async function writeMail(mail: CaseMail, id: string, earlier: Earlier): Promise<Buffer> {
  const received = receivedLine(mail, id);
  if (mail.raw)
    return Buffer.concat([Buffer.from(received + CRLF), await mail.raw(earlier, messageIdOf(id))]);
  const subject = typeof mail.subject === 'string' ? mail.subject : mail.subject(earlier);
  const answered = mail.answers && earlier.letter(...mail.answers).messageId;
  const headers: Record<string, string> = {
    From: encodeAddress(mail.from),
    To: OFFICE,
    Subject: encodeWords(subject),
    Date: rfcDate(mail.receivedAt),
    'Message-ID': messageIdOf(id),
    ...(answered && { 'In-Reply-To': answered, References: answered }),
    'MIME-Version': '1.0',
    ...mail.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}${CRLF}`);
  return Buffer.concat([Buffer.from(received + CRLF + lines.join(''), 'utf8'), await entity(mail, id)]);
}

export function messageIdOf(id: string): string {
  return `<${id}@mail.example.vn>`;
}

/** A mail that lies inside another one: without the line of its receipt. */
export async function writeNested(mail: Omit<CaseMail, 'want'>, id: string): Promise<Buffer> {
  const none = () => ({ messageId: '', subject: '' });
  const earlier: Earlier = { code: () => '', letter: none, messageId: () => '' };
  const whole = await writeMail({ ...mail, want: { outcome: '' } }, id, earlier);
  return whole.subarray(whole.indexOf('From:'));
}

/** 09:15 on the day before the last. */
const USUAL = '2022-08-08 09:15';

function instantOf(receivedAt = USUAL): Date {
  const time = receivedAt.length > 16 ? receivedAt : `${receivedAt}:00`;
  return new Date(`${time.replace(' ', 'T')}+07:00`);
}

function rfcDate(receivedAt?: string): string {
  // RFC 5322 §3.3, by the clock of the office
  const shown = new Date(instantOf(receivedAt).getTime() + 7 * 3600_000).toUTCString();
  return shown.replace('GMT', '+0700');
}

function receivedLine({ receivedAt }: CaseMail, id: string): string {
  return `Received: from mail.example.vn by mx.example.vn with ESMTPS id ${hash(id)}; ${rfcDate(receivedAt)}`;
}

async function entity({ text, html, attachments = [] }: CaseMail, id: string): Promise<Buffer> {
  const shown = attachments.filter((part) => part.cid);
  const others = attachments.filter((part) => !part.cid);
  const words = [
    ...(text !== undefined || html === undefined ? [textPart('plain', text ?? '')] : []),
    ...(html !== undefined ? [textPart('html', html)] : []),
  ];
  const body = multipart('alternative', words, `${id}-a`);
  const related = multipart('related', [body, ...(await Promise.all(shown.map(filePart)))], `${id}-r`);
  return multipart('mixed', [related, ...(await Promise.all(others.map(filePart)))], `${id}-m`);
}

/** One part stands for itself. */
function multipart(kind: string, parts: Buffer[], id: string): Buffer {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const boundary = `=_${hash(id)}`;
  const head = `Content-Type: multipart/${kind}; boundary="${boundary}"${CRLF}${CRLF}`;
  const framed = parts.flatMap((part) => [Buffer.from(`--${boundary}${CRLF}`), part, Buffer.from(CRLF)]);
  return Buffer.concat([Buffer.from(head), ...framed, Buffer.from(`--${boundary}--${CRLF}`)]);
}

function textPart(kind: 'plain' | 'html', text: string): Buffer {
  const head = `Content-Type: text/${kind}; charset=utf-8${CRLF}Content-Transfer-Encoding: base64${CRLF}${CRLF}`;
  return Buffer.from(head + base64(Buffer.from(text)));
}

async function filePart({ name, content, type, inline, cid, head }: Part): Promise<Buffer> {
  const bytes = await content();
  const declared = type ?? 'application/octet-stream';
  const lines = head ?? usualHead(name, declared, inline || cid !== undefined, cid);
  const isMail = declared === 'message/rfc822';
  const written = [...lines, `Content-Transfer-Encoding: ${isMail ? '8bit' : 'base64'}`, '', ''].join(CRLF);
  return Buffer.concat([Buffer.from(written, 'latin1'), isMail ? bytes : Buffer.from(base64(bytes))]);
}

function usualHead(name: string | null, type: string, inline: boolean, cid?: string): string[] {
  const encoded = name && encodeWords(name);
  return [
    `Content-Type: ${type}${encoded ? `; name="${encoded}"` : ''}`,
    `Content-Disposition: ${inline ? 'inline' : 'attachment'}${encoded ? `; filename="${encoded}"` : ''}`,
    ...(cid ? [`Content-ID: <${cid}>`] : []),
  ];
}

function encodeAddress(from: string): string {
  const [, name = '', address = from] = /^(.*?)\s*<(.*)>$/.exec(from) ?? [];
  return name ? `${encodeWords(name)} <${address}>` : address;
}

/** RFC 2047 §2: words of at most 75 characters, never cut inside a character. */
export function encodeWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [''];
  for (const character of text) {
    const last = words.at(-1) ?? '';
    if (Buffer.byteLength(last + character) > 42) words.push(character);
    else words[words.length - 1] = last + character;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(`${CRLF} `);
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}/g, `$&${CRLF}`) + CRLF;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
