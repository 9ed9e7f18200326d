// A message within a message: forwarded mails carry dossiers as often as they carry chatter.
import type { Readable } from 'node:stream';
import type { FileEntry } from '../core/facts.ts';
import { HEAD_LIMIT, parseEnvelope } from './envelope.ts';
import { parseMessage } from './parse.ts';

export interface NestedMessage {
  /** Subject, sender and words, as lines. */
  text: string;
  entries: FileEntry[];
}

export async function readNested(
  raw: Readable,
  keep: (content: Readable) => Promise<{ sha256: string; size: number }>,
): Promise<NestedMessage> {
  const start: Buffer[] = [];
  let length = 0;
  raw.on('data', (chunk: Buffer) => {
    if (length < HEAD_LIMIT) start.push(chunk);
    length += chunk.length;
  });
  const { body, attachments } = await parseMessage(raw, keep);
  const { subject, from } = await parseEnvelope(Buffer.concat(start));
  return {
    text: [`Subject: ${subject}`, `From: ${from?.name ?? ''} <${from?.address ?? ''}>`, body].join('\n'),
    entries: attachments.map(({ kept, ...part }) => ({ ...part, ...kept, problem: null })),
  };
}
