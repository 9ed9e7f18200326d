// A message within a message: forwarded mails carry dossiers as often as they carry chatter.
import type { Readable } from 'node:stream';
import type { FileEntry } from '../core/facts.ts';
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
  const { envelope, body, attachments } = await parseMessage(raw, keep);
  const { subject, from } = envelope;
  return {
    text: [`Subject: ${subject}`, `From: ${from?.name ?? ''} <${from?.address ?? ''}>`, body].join('\n'),
    entries: attachments.map(({ kept, ...part }) => ({ ...part, ...kept, problem: null })),
  };
}
