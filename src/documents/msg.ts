// Unpacks messages saved by Outlook (.msg): words and attachments, those of messages within them too.
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FieldsData } from '@kenjiuno/msgreader';
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
import { isSoundOle } from './sound-ole.ts';

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
  told: FileEntry;
  content: Uint8Array | null;
}

export async function unpackMsg(path: string, keep: Keep, limits: UnpackLimits): Promise<Unpacked> {
  if ((await stat(path)).size > Math.min(MOST_BYTES, limits.bytes)) return refused('archive-limits');
  const bytes = await readFile(path);
  const message = isSoundOle(bytes) ? readMessage(bytes) : null;
  if (!message) return refused('damaged');
  if (message.files.length > limits.entries) return refused('archive-limits');
  const entries: FileEntry[] = [];
  for (const { told, content } of message.files) entries.push(await keepBytes(told, content, keep));
  return unpacked(entries, true, message.text);
}

function readMessage(bytes: Buffer): { text: string | null; files: Found[] } | null {
  try {
    const view = new DataView(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
    const reader = new MsgReader(view);
    const data = reader.getFileData();
    if (data.error) return null;
    const texts: string[] = [];
    const files: Found[] = [];
    collect(reader, data, '', texts, files, 0);
    return { text: texts.join('\n\n') || null, files };
  } catch {
    // The library names no kinds of errors: what it cannot read is no message.
    return null;
  }
}

/** @param folder the messages within which it lies */
function collect(
  reader: Reader,
  data: FieldsData,
  folder: string,
  texts: string[],
  files: Found[],
  depth: number,
): void {
  const text = textOf(nfc(data.subject), nfc(data.senderName), bodyOf(data));
  if (text) texts.push(text);
  for (const attachment of data.attachments ?? []) {
    const name = nfc(attachment.fileName) || nfc(attachment.name);
    const inner = attachment.innerMsgContentFields;
    if (inner && depth < DEEPEST) {
      const inside = (name || nfc(inner.subject)).replace(/[\\/:]|\.\./g, '-');
      collect(reader, inner, `${folder}${inside}/`, texts, files, depth + 1);
      continue;
    }
    const told = {
      nameAsSent: name ? folder + name : null,
      declaredType: (attachment.attachMimeTag ?? '').toLowerCase(),
      shownInBody: attachment.attachmentHidden === true,
      sha256: null,
      size: 0,
      problem: null,
    };
    files.push({ told, content: contentOf(reader, attachment) });
  }
}

function contentOf(reader: Reader, attachment: FieldsData): Uint8Array | null {
  try {
    return reader.getAttachment(attachment).content;
  } catch {
    // As above.
    return null;
  }
}

function bodyOf({ body, bodyHtml, html }: FieldsData): string {
  if (body) return nfc(body);
  return htmlText(bodyHtml ?? new TextDecoder().decode(html));
}

function nfc(text: string | undefined): string {
  return (text ?? '').normalize('NFC');
}
