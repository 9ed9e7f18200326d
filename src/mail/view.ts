// A mail as staff may look at it: its head decoded, its words sanitised, its inline images drawn anew.
import type { Readable } from 'node:stream';
import type { AttachmentStream } from 'mailparser';
import type { MailView } from '../core/preview.ts';
import { imagesShown } from './body.ts';
import { parseShownHead } from './envelope.ts';
import { FastParser } from './fast-parser.ts';
import { takeApart } from './parse.ts';
import { type Sanitised, sanitise } from './sanitise.ts';
import { paragraphs } from './text-html.ts';

export interface ViewLimits {
  /** Characters of HTML, or of text, that are looked at; escaping them makes what comes out a few times longer. */
  characters: number;
  /** Inline images, the bytes of one of them, and characters of all of them as they are shown. */
  images: number;
  imageBytes: number;
  shownImages: number;
}

const LIMITS: ViewLimits = {
  characters: 1_000_000,
  images: 50,
  imageBytes: 5 * 1024 * 1024,
  shownImages: 8_000_000,
};

/** Draws an image anew, as a JPEG; null: it is none that can be shown. */
export type Draw = (image: Buffer) => Promise<Uint8Array | null>;

/** Something comes of any bytes. Errors: those of the stream. */
export async function viewMail(raw: Readable, draw: Draw, limits = LIMITS): Promise<MailView> {
  const images = new Map<string, Buffer>();
  const { head, content, cut } = await takeApart(
    raw,
    async (part) => {
      const bytes = await readImage(part, images.size < limits.images ? limits.imageBytes : 0);
      if (part.cid && bytes) images.set(part.cid, bytes);
      return true;
    },
    new FastParser({ textInHtml: true }),
  );
  const html = content.html.slice(0, limits.characters);
  const shown = await drawAll(images, imagesShown(html), draw);
  const sanitised = showHtml(html, shown, limits.shownImages);
  const text = content.plain.slice(0, limits.characters);
  const all = sanitised
    ? html.length === content.html.length
    : html.trim() === '' && text.length === content.plain.length;
  return {
    ...parseShownHead(head),
    html: sanitised?.html || paragraphs(text) || EMPTY,
    blockedImages: sanitised?.blocked ?? 0,
    cut: cut || !all,
  };
}

const EMPTY = '<p>[thư không có nội dung hiển thị được]</p>';

/** By their label, and their bytes are looked at when they are drawn. */
const IMAGES = /^image\/(png|jpe?g|gif|webp)$/i;

/** Reads every part to its end; returns the bytes of an inline image that is no larger than the limit. */
async function readImage(part: AttachmentStream, limit: number): Promise<Buffer | null> {
  const wanted = part.cid !== undefined && IMAGES.test(part.contentType);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of part.content as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (wanted && length <= limit) chunks.push(chunk);
  }
  return wanted && length <= limit ? Buffer.concat(chunks) : null;
}

async function drawAll(
  images: Map<string, Buffer>,
  wanted: ReadonlySet<string>,
  draw: Draw,
): Promise<Map<string, string>> {
  const drawn = new Map<string, string>();
  for (const [cid, bytes] of images) {
    const jpeg = wanted.has(cid) ? await draw(bytes) : null;
    if (jpeg) drawn.set(cid, `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`);
  }
  return drawn;
}

/** Null: there is none, or it is nested deeper than anybody writes. */
function showHtml(html: string, images: Map<string, string>, limit: number): Sanitised | null {
  let room = limit;
  const imageOf = (cid: string) => {
    const image = images.get(cid) ?? '';
    room -= image.length;
    return image !== '' && room >= 0 ? image : null;
  };
  return html.trim() === '' ? null : sanitise(html, imageOf);
}
