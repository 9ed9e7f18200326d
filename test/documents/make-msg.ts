// Makes messages as Outlook saves them (MS-OXMSG): an OLE file with a stream for each property.
import { CFB } from '@e965/xlsx';

interface MsgHead {
  subject: string;
  sender: string;
  body: string;
}

export interface MsgAttachment {
  name: string;
  content?: Buffer | string;
  /** A message within the message, in place of a content. */
  message?: MsgHead;
  /** Those of the message within. */
  attachments?: MsgAttachment[];
}

const SUBJECT = 0x0037;
const BODY = 0x1000;
const SENDER = 0x0c1a;
const CONTENT = 0x3701;
const LONG_NAME = 0x3707;

export function makeMsg(head: MsgHead, attachments: MsgAttachment[]): Buffer {
  const file = CFB.utils.cfb_new();
  const add = (path: string, content: Buffer) => CFB.utils.cfb_add(file, `/${path}`, content);
  add('__nameid_version1.0/__substg1.0_00020102', Buffer.alloc(16));
  addMessage(add, '', head, attachments);
  CFB.utils.cfb_del(file, '/\u0001Sh33tJ5');
  return CFB.write(file, { type: 'buffer' }) as Buffer;
}

function addMessage(
  add: (path: string, content: Buffer) => void,
  at: string,
  { subject, sender, body }: MsgHead,
  attachments: MsgAttachment[],
): void {
  // The head of a message within another one is shorter (§2.4.1.2).
  add(`${at}__properties_version1.0`, propertiesOf(at === '' ? 32 : 24, attachments.length));
  add(at + stream(SUBJECT, '001F'), Buffer.from(subject, 'utf16le'));
  add(at + stream(SENDER, '001F'), Buffer.from(sender, 'utf16le'));
  add(at + stream(BODY, '001F'), Buffer.from(body, 'utf16le'));
  for (const [index, { name, content, message, attachments: inner = [] }] of attachments.entries()) {
    const folder = `${at}__attach_version1.0_#${index.toString(16).padStart(8, '0').toUpperCase()}/`;
    add(`${folder}__properties_version1.0`, Buffer.alloc(8));
    add(folder + stream(LONG_NAME, '001F'), Buffer.from(name, 'utf16le'));
    if (message) addMessage(add, `${folder}${stream(CONTENT, '000D')}/`, message, inner);
    else add(folder + stream(CONTENT, '0102'), Buffer.from(content ?? ''));
  }
}

function stream(id: number, type: string): string {
  return `__substg1.0_${id.toString(16).padStart(4, '0').toUpperCase()}${type}`;
}

/** Counts of recipients and attachments stand in the head (§2.4.1.1). */
function propertiesOf(length: number, attachments: number): Buffer {
  const head = Buffer.alloc(length);
  head.writeUInt32LE(attachments, 12);
  head.writeUInt32LE(attachments, 20);
  return head;
}
