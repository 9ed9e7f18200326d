// Takes a message apart: its text, the links in it, and its attachments streamed to wherever the caller keeps them.
import type { Readable } from 'node:stream';
import type { AttachmentStream, MessageText } from 'mailparser';
import type { Envelope, SentLink } from '../core/facts.ts';
import { lentPieces } from '../core/lent.ts';
import { findLinks } from '../core/links.ts';
import { withoutQuotes } from '../core/quote.ts';
import { type Content, readBody } from './body.ts';
import { HEAD_LIMIT, parseEnvelope } from './envelope.ts';
import { FastParser } from './fast-parser.ts';
import { isBeyondLimits, type PartParser } from './part-parser.ts';
import { type ReportParts, ReportWatch } from './report-parts.ts';

export interface ParsedAttachment<Kept> {
  nameAsSent: string | null;
  declaredType: string;
  /** An image that the HTML body shows by its Content-ID. */
  shownInBody: boolean;
  kept: Kept;
}

export interface ParsedMessage<Kept> {
  envelope: Envelope;
  body: string;
  /** Documents sent by link, in the sender's own words. */
  links: SentLink[];
  attachments: ParsedAttachment<Kept>[];
  /** Some of the message lay beyond the limits and was left out. */
  cut: boolean;
  reportParts: ReportParts;
}

/** Files of one message; the others are left out. */
export const MOST_ATTACHMENTS = 1_000;

/**
 * Parses one message; `keep` must read each attachment to its end. Something comes of any bytes.
 * Errors: those of the streams.
 */
export async function parseMessage<Kept>(
  raw: Readable,
  keep: (content: Readable) => Promise<Kept>,
  parser?: PartParser,
): Promise<ParsedMessage<Kept>> {
  const found: { part: Part; kept: Kept }[] = [];
  const watch = new ReportWatch();
  const { head, content, cut, statuses } = await takeApart(
    raw,
    async (part) => {
      if (found.length === MOST_ATTACHMENTS) return false;
      found.push({ part: partOf(part), kept: await keep(watch.see(part.contentType, part.content)) });
      return true;
    },
    parser,
  );
  const { text: body, targets, shown } = await readBody(content);
  return {
    envelope: await parseEnvelope(head),
    reportParts: watch.found(statuses),
    body,
    links: findLinks(withoutQuotes(body), targets),
    cut,
    attachments: found.map(({ part: { cid, ...part }, kept }) => ({
      ...part,
      shownInBody: cid !== null && part.declaredType.startsWith('image/') && shown.has(cid),
      kept,
    })),
  };
}

interface Apart {
  /** The first bytes, in which the head stands. */
  head: Buffer;
  content: Content;
  cut: boolean;
  statuses: string[];
}

/** @param take must read each part to its end; false: no more of them */
export async function takeApart(
  raw: Readable,
  take: (part: AttachmentStream) => Promise<boolean>,
  parser: PartParser = new FastParser(),
): Promise<Apart> {
  const head: Buffer[] = [];
  const apart = ({ text = '', html = '' }: MessageText, cut: boolean): Apart => ({
    head: Buffer.concat(head),
    content: { plain: parser.hasText ? text : '', html },
    cut,
    statuses: parser.statuses,
  });
  const state: { open: Readable | null; beyond: boolean } = { open: null, beyond: false };
  parser.on('error', (error: Error) => {
    state.beyond ||= isBeyondLimits(error);
    // The parser feeds it no more, and whoever reads it would wait for ever.
    state.open?.destroy(error);
  });
  feed(raw, parser, head).catch((error: Error) => parser.destroy(error));
  try {
    let content: MessageText | null = null;
    for await (const part of parser as AsyncIterable<AttachmentStream | MessageText>) {
      if (part.type === 'text') {
        // The last of all; leaving now would break the parser off, which costs more than its end.
        content = part;
        continue;
      }
      state.open = part.content;
      const wanted = await take(part);
      state.open = null;
      if (!wanted) break;
      part.release?.();
    }
    if (content) return apart(content, false);
  } catch (error) {
    if (!state.beyond) throw error;
  } finally {
    raw.destroy();
  }
  return apart(parser.getTextContent(), true);
}

/** Piece by piece, each of which the parser has used when it asks for the next; the first bytes are kept. */
async function feed(raw: Readable, parser: PartParser, head: Buffer[]): Promise<void> {
  let seen = 0;
  for await (const piece of lentPieces(raw as AsyncIterable<Buffer>)) {
    if (seen < HEAD_LIMIT) head.push(Buffer.from(piece.subarray(0, HEAD_LIMIT - seen)));
    seen += piece.length;
    await new Promise<void>((used) => parser.write(piece, () => used()));
    if (parser.destroyed) return;
  }
  parser.end();
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
