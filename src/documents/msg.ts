// Unpacks messages saved by Outlook (.msg): words and attachments, those of messages within them too.
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FieldsData } from '@kenjiuno/msgreader';
import type { FileEntry } from '../core/facts.ts';
import {
  isUnsafeName,
  type Keep,
  keepBytes,
  refused,
  type Unpacked,
  type UnpackLimits,
} from './container.ts';

/** What is used of the package's class. */
interface Reader {
  getFileData(): FieldsData;
  getAttachment(attachment: FieldsData): { fileName: string; content: Uint8Array };
}

/** The package is CommonJS with a default export, which loaders unwrap each in their own way. */
const { default: MsgReader } = createRequire(import.meta.url)('@kenjiuno/msgreader') as {
  default: new (bytes: DataView) => Reader;
};

/** Reading one takes several times its size of memory (bytes). */
const MOST_BYTES = 60 * 1024 * 1024;
/** Messages within messages. */
const DEEPEST = 5;

interface Found {
  name: string | null;
  type: string;
  shownInBody: boolean;
  content: Uint8Array;
}

export async function unpackMsg(path: string, keep: Keep, limits: UnpackLimits): Promise<Unpacked> {
  if ((await stat(path)).size > MOST_BYTES) return refused('too-large');
  const message = readMessage(await readFile(path));
  if (!message) return refused('damaged');
  if (message.files.length > limits.entries) return refused('archive-limits');
  const entries: FileEntry[] = [];
  for (const { name, type, shownInBody, content } of message.files) {
    if (name !== null && isUnsafeName(name)) {
      const told = { nameAsSent: name, declaredType: type, shownInBody, sha256: null, size: content.length };
      entries.push({ ...told, problem: 'unsafe-entry' });
    } else entries.push({ ...(await keepBytes(name, type, content, keep)), shownInBody });
  }
  return { entries, text: message.text, problem: null };
}

function readMessage(bytes: Buffer): { text: string; files: Found[] } | null {
  try {
    const reader = new MsgReader(
      new DataView(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength),
    );
    const data = reader.getFileData();
    if (data.error) return null;
    const texts: string[] = [];
    const files: Found[] = [];
    collect(reader, data, texts, files, 0);
    return { text: texts.join('\n\n'), files };
  } catch {
    // The library names no kinds of errors: what it cannot read is no message.
    return null;
  }
}

function collect(reader: Reader, data: FieldsData, texts: string[], files: Found[], depth: number): void {
  texts.push(
    [`Subject: ${data.subject ?? ''}`, `From: ${data.senderName ?? ''}`, data.body ?? ''].join('\n'),
  );
  for (const attachment of data.attachments ?? []) {
    if (attachment.innerMsgContentFields && depth < DEEPEST) {
      collect(reader, attachment.innerMsgContentFields, texts, files, depth + 1);
      continue;
    }
    const { fileName, content } = reader.getAttachment(attachment);
    files.push({
      name: (attachment.fileName ?? fileName ?? null)?.normalize('NFC') ?? null,
      type: (attachment.attachMimeTag ?? '').toLowerCase(),
      shownInBody: attachment.attachmentHidden === true,
      content,
    });
  }
}
