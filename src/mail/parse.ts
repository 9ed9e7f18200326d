// Takes a message apart: its text, and its attachments streamed to wherever the caller keeps them.
import type { Readable } from 'node:stream';
import { type AttachmentStream, MailParser, type MessageText } from 'mailparser';

export interface ParsedAttachment<Kept> {
  nameAsSent: string | null;
  declaredType: string;
  /** An image that the HTML body shows by its Content-ID. */
  shownInBody: boolean;
  kept: Kept;
}

export interface ParsedMessage<Kept> {
  body: string;
  attachments: ParsedAttachment<Kept>[];
}

/** Characters of body text kept. */
const BODY_LIMIT = 200_000;
const HTML_LIMIT = 2_000_000;

/** Parses one message; `keep` must read each attachment to its end. Errors: those of the streams, and of a tree too big. */
export async function parseMessage<Kept>(
  raw: Readable,
  keep: (content: Readable) => Promise<Kept>,
): Promise<ParsedMessage<Kept>> {
  const parser = new MailParser({
    checksumAlgo: false,
    skipTextToHtml: true,
    skipImageLinks: true,
    ignoreEmbedded: true,
    maxHtmlLengthToParse: HTML_LIMIT,
  });
  const found: { part: Part; kept: Kept }[] = [];
  let text: MessageText | null = null;
  raw.once('error', (error) => parser.destroy(error));
  raw.pipe(parser);
  for await (const part of parser as AsyncIterable<AttachmentStream | MessageText>) {
    if (part.type === 'text') text = part;
    else {
      found.push({ part: partOf(part), kept: await keep(part.content) });
      part.release?.();
    }
  }
  const { body, shown } = textOf(text);
  return {
    body,
    attachments: found.map(({ part: { cid, ...part }, kept }) => ({
      ...part,
      shownInBody: cid !== null && shown.has(cid),
      kept,
    })),
  };
}

interface Part {
  nameAsSent: string | null;
  declaredType: string;
  cid: string | null;
}

function partOf(part: AttachmentStream): Part {
  return {
    nameAsSent: part.filename ?? null,
    declaredType: part.contentType.toLowerCase().slice(0, 200),
    cid: part.cid ?? null,
  };
}

function textOf(text: MessageText | null): { body: string; shown: Set<string> } {
  const cids = (text?.html ?? '').matchAll(/\bcid:([^"'\s>)]+)/gi);
  return {
    body: (text?.text ?? '').normalize('NFC').slice(0, BODY_LIMIT),
    shown: new Set([...cids].map((match) => decode(match[1] ?? ''))),
  };
}

function decode(cid: string): string {
  return /%[0-9a-f]{2}/i.test(cid) ? Buffer.from(unescapePercent(cid), 'latin1').toString('utf8') : cid;
}

function unescapePercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
