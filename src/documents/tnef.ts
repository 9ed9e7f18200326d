// Unpacks winmail.dat (MS-OXTNEF), in which Exchange wraps what it sends in rich text.
import { readFile, stat } from 'node:fs/promises';
import iconv from 'iconv-lite';
import type { FileEntry } from '../core/facts.ts';
import {
  type Keep,
  keepBytes,
  refused,
  textOf,
  type Unpacked,
  type UnpackLimits,
  unpacked,
} from './container.ts';
import { htmlText } from './plain.ts';

/** Attributes (§2.1.3.4), by level and number. */
const SUBJECT = 0x8004;
const BODY = 0x800c;
const CODE_PAGE = 0x9007;
const MESSAGE_PROPERTIES = 0x9003;
const ATTACHMENT_BEGINS = 0x9002;
const ATTACHMENT_TITLE = 0x8010;
const ATTACHMENT_DATA = 0x800f;
const ATTACHMENT_PROPERTIES = 0x9005;

/** MAPI property tags (MS-OXPROPS). */
const PLAIN_BODY = 0x1000;
const HTML_BODY = 0x1013;
const PLAIN_SUBJECT = 0x0037;
const SENDER_NAME = 0x0c1a;
const LONG_FILE_NAME = 0x3707;
const MEDIA_TYPE = 0x370e;
const CONTENT = 0x3701;

interface Attachment {
  name: string | null;
  type: string;
  content: Buffer | null;
}

/** It is read into memory (bytes). */
const MOST_BYTES = 100 * 1024 * 1024;

export async function unpackTnef(path: string, keep: Keep, limits: UnpackLimits): Promise<Unpacked> {
  if ((await stat(path)).size > Math.min(MOST_BYTES, limits.bytes)) return refused('archive-limits');
  const { attachments, text, whole } = readTnef(await readFile(path), limits.entries);
  if (attachments.length > limits.entries) return refused('archive-limits');
  const entries: FileEntry[] = [];
  for (const { name, type, content } of attachments) {
    const told = {
      nameAsSent: name,
      declaredType: type,
      shownInBody: false,
      sha256: null,
      size: 0,
      problem: null,
    };
    entries.push(await keepBytes(told, content, keep));
  }
  return unpacked(entries, whole, text);
}

/** §2.1.3.1 */
const SIGNATURE = 0x223e9f78;
/** Signature and key; each attribute then is level, number, length, data and checksum (§2.1.3). */
const HEAD = 6;
const FRAME = 11;

/** @param most attachments; one more is read, so that there are seen to be too many */
function readTnef(bytes: Buffer, most: number) {
  const attachments: Attachment[] = [];
  const words: Words = { subject: '', sender: '', body: '' };
  let codePage = 'windows-1258';
  const decode = (raw: Buffer) => iconv.decode(raw, codePage).replace(/\0.*$/s, '').normalize('NFC');
  const ofCurrent = (take: (attachment: Attachment, data: Buffer) => void) => (data: Buffer) => {
    const current = attachments.at(-1);
    if (current) take(current, data);
  };
  const takers: Partial<Record<number, (data: Buffer, sound: boolean) => void>> = {
    [CODE_PAGE]: (data) => {
      codePage = pageOf(data, codePage);
    },
    [SUBJECT]: (data) => {
      words.subject ||= decode(data);
    },
    [BODY]: (data) => {
      words.body ||= decode(data);
    },
    [MESSAGE_PROPERTIES]: (data) => takeMessage(words, readProperties(data, decode)),
    [ATTACHMENT_BEGINS]: () => attachments.push({ name: null, type: '', content: null }),
    [ATTACHMENT_TITLE]: ofCurrent((attachment, data) => {
      attachment.name ??= decode(data) || null;
    }),
    [ATTACHMENT_DATA]: (data, sound) =>
      ofCurrent((attachment) => {
        if (sound) attachment.content = data;
      })(data),
    [ATTACHMENT_PROPERTIES]: ofCurrent((attachment, data) =>
      takeAttachment(attachment, readProperties(data, decode)),
    ),
  };
  let at = HEAD;
  const signed = bytes.length >= HEAD && bytes.readUInt32LE(0) === SIGNATURE;
  while (signed && at + FRAME <= bytes.length && attachments.length <= most) {
    const start = at + 9;
    const end = start + bytes.readUInt32LE(at + 5);
    if (end + 2 > bytes.length) break;
    const data = bytes.subarray(start, end);
    takers[bytes.readUInt16LE(at + 1)]?.(data, sumOf(data) === bytes.readUInt16LE(end));
    at = end + 2;
  }
  // Some mail programs add an end of line.
  const whole = signed && /^[\0\s]*$/.test(bytes.toString('latin1', at, at + FRAME));
  return { attachments, text: textOf(words.subject, words.sender, words.body), whole };
}

/** §2.1.3.1, checksum */
function sumOf(data: Buffer): number {
  let sum = 0;
  for (const byte of data) sum = (sum + byte) & 0xffff;
  return sum;
}

interface Words {
  subject: string;
  sender: string;
  body: string;
}

function takeMessage(words: Words, { texts, contents }: Properties): void {
  words.subject = texts.get(PLAIN_SUBJECT) ?? words.subject;
  words.sender = texts.get(SENDER_NAME) ?? words.sender;
  words.body = texts.get(PLAIN_BODY) || words.body || htmlText(contents.get(HTML_BODY)?.toString() ?? '');
}

function takeAttachment(attachment: Attachment, { texts, contents }: Properties): void {
  attachment.name = texts.get(LONG_FILE_NAME) ?? attachment.name;
  attachment.type = texts.get(MEDIA_TYPE) ?? attachment.type;
  attachment.content ??= contents.get(CONTENT) ?? null;
}

function pageOf(data: Buffer, otherwise: string): string {
  if (data.length < 4) return otherwise;
  const number = data.readUInt32LE(0);
  const name = number === 65001 ? 'utf8' : `cp${number}`;
  return iconv.encodingExists(name) ? name : otherwise;
}

interface Properties {
  texts: Map<number, string>;
  contents: Map<number, Buffer>;
}

/** Types of values (MS-OXCDATA §2.11.1): how many bytes those of fixed length take. */
const FIXED: Partial<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};
const STRING8 = 0x1e;
const UNICODE = 0x1f;
const OBJECT = 0x0d;
const BINARY = 0x102;
const VARIABLE = [STRING8, UNICODE, OBJECT, BINARY];
/** Many values of one type. */
const MANY = 0x1000;
const MOST_PROPERTIES = 2_000;
const MOST_VALUES = 1_000;

/** A list of MAPI properties (§2.1.3.4, MsgPropertyList); ends at the first that is broken. */
function readProperties(data: Buffer, decode: (raw: Buffer) => string): Properties {
  const found: Properties = { texts: new Map(), contents: new Map() };
  if (data.length < 4) return found;
  const count = Math.min(data.readUInt32LE(0), MOST_PROPERTIES);
  let at = 4;
  for (let index = 0; index < count && at + 4 <= data.length; index++) {
    const type = data.readUInt16LE(at);
    const id = data.readUInt16LE(at + 2);
    at = afterName(data, at + 4, id);
    const end = readValue(data, at, type, id, decode, found);
    if (end === null) break;
    at = end;
  }
  return found;
}

/** Properties with names of their own carry them: a GUID, then a number or a string. */
function afterName(data: Buffer, at: number, id: number): number {
  if (id < 0x8000 || at + 24 > data.length) return at;
  const kind = data.readUInt32LE(at + 16);
  return kind === 0 ? at + 24 : at + 24 + padded(data.readUInt32LE(at + 20));
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** The place after the value; null where it cannot be followed. */
function readValue(
  data: Buffer,
  at: number,
  type: number,
  id: number,
  decode: (raw: Buffer) => string,
  found: Properties,
): number | null {
  const single = type & ~MANY;
  const fixed = FIXED[single];
  if (fixed !== undefined && single === type) return at + fixed;
  if ((fixed === undefined && !VARIABLE.includes(single)) || at + 4 > data.length) return null;
  const count = data.readUInt32LE(at);
  if (fixed !== undefined) return at + 4 + count * fixed;
  if (count > MOST_VALUES) return null;
  let next = at + 4;
  for (let index = 0; index < count; index++) {
    if (next + 4 > data.length) return null;
    const length = data.readUInt32LE(next);
    const value = data.subarray(next + 4, next + 4 + length);
    if (value.length < length) return null;
    next += 4 + padded(length);
    if (single === type) keepValue(value, type, id, decode, found);
  }
  return next;
}

function keepValue(
  value: Buffer,
  type: number,
  id: number,
  decode: (raw: Buffer) => string,
  { texts, contents }: Properties,
): void {
  if (type === UNICODE) texts.set(id, value.toString('utf16le').replace(/\0.*$/s, '').normalize('NFC'));
  else if (type === STRING8) texts.set(id, decode(value));
  // An object begins with the id of its interface.
  else contents.set(id, type === OBJECT ? value.subarray(16) : value);
}
