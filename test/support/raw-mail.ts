// Mails written line by line, as their senders' programs write them, and what parsing makes of them.
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import iconv from 'iconv-lite';
import { parseMessage } from '../../src/mail/parse.ts';

/** Text is sent as the bytes of UTF-8. */
export type Bytes = string | Buffer;

export const bytesOf = (lines: Bytes[]) =>
  Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\r\n')])));
export const parse = (lines: Bytes[] | Buffer) =>
  parseMessage(Readable.from([Buffer.isBuffer(lines) ? lines : bytesOf(lines)]), buffer);

export const PART = (headers: Bytes[], body: Bytes) => ['--b', ...headers, '', body];
export const MIXED = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', ''];

export const NAME = 'Tờ trình sáng kiến xã Gia Phú.pdf';
export const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
export const quoted = (bytes: Buffer) =>
  [...bytes].map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
export const base64 = (text: Bytes) => Buffer.from(text).toString('base64');
/** Combining tones, as windows-1258 has them. */
export const toned = (text: string) =>
  text
    .normalize('NFD')
    .replace(/([aeoAEO])\u0302/g, (pair) => pair.normalize('NFC'))
    .replace(/[aA]\u0306|[oOuU]\u031b/g, (pair) => pair.normalize('NFC'))
    .replace(
      /([aeoAEO])([\u0300\u0301\u0303\u0309\u0323])\u0302/g,
      (_, a, tone) => `${a}\u0302`.normalize('NFC') + tone,
    )
    .replace(
      /([aA])([\u0300\u0301\u0303\u0309\u0323])\u0306/g,
      (_, a, tone) => `${a}\u0306`.normalize('NFC') + tone,
    );
export const cp1258 = (text: string) => iconv.encode(toned(text), 'windows-1258');

export const PDF = 'Content-Type: application/pdf';
