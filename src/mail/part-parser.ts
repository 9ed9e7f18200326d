// mailparser, with what it gets wrong about a part mended before it acts on it.
import { Transform, type TransformCallback } from 'node:stream';
import { MailParser, type MailParserOptions, type MessageText } from 'mailparser';
import { decodeBytes } from './charset.ts';
import { nameOfPart, type RawLine } from './part-name.ts';
import { paragraphs } from './text-html.ts';

/** Parts of one message, and multiparts in multiparts: beyond them, or a head of more than 1 MB, the parser gives up. */
export const MOST_PARTS = 2_000;
const DEEPEST = 200;
/** mailparser's own code for it. */
const BEYOND_LIMITS = 'EMAXLEN';
/** Bytes of text decoded in one message; what is beyond them is nobody's letter. */
const TEXT_LIMIT = 8 * 1024 * 1024;
const HTML_LIMIT = 2_000_000;

/** What mailparser knows of a part when it has read its head, and is about to decide what it is. */
export interface RawPart {
  root: boolean;
  parentNode: RawPart | false;
  contentType: string | false;
  charset: string | false;
  encoding: string | false;
  disposition: string | false;
  filename: string | false;
  headers: { lines: RawLine[] | false };
  getDecoder(): Transform;
}

/** What mailparser makes of a part; its text is there when the part has ended. */
export interface Node {
  textContent?: unknown;
}

/** Some of a message, as mailparser's splitter hands it on. */
export interface Split {
  node: unknown;
  type: string;
  value: Buffer;
  /** Ours: told when the bytes have been used. */
  used?: () => void;
}

/** What mailparser's types keep to itself. */
interface Inner {
  /** There is a text part that is not HTML. */
  hasText: boolean;
  /** Nothing more is read. */
  hasFailed: boolean;
  createNode(part: RawPart): Node;
  /** Acts on what was split off; `done` when it has been used. */
  processChunk(data: Split, done: TransformCallback): void;
  getTextContent(): MessageText;
  /** What plain text becomes in the HTML of a message that has both, one after the other. */
  textToHtml(text: string): string;
}

const Base = MailParser as unknown as new (options: MailParserOptions) => MailParser & Inner;

class BeyondLimits extends Error {
  readonly code = BEYOND_LIMITS;
}

export function isBeyondLimits(error: Error): boolean {
  return 'code' in error && error.code === BEYOND_LIMITS;
}

export interface PartParserOptions {
  /** Plain text that stands beside HTML is part of the HTML, too. */
  textInHtml?: boolean;
}

export class PartParser extends Base {
  #parts = 0;
  readonly #depths = new WeakMap<RawPart, number>();
  readonly #statuses: Node[] = [];
  readonly #textInHtml: boolean;

  constructor({ textInHtml = false }: PartParserOptions = {}) {
    super({
      Iconv: textDecoder(),
      checksumAlgo: false,
      skipImageLinks: true,
      ignoreEmbedded: true,
      maxHtmlLengthToParse: HTML_LIMIT,
      // It counts ahead of what it hands out, so the counting is ours.
      maxChildNodes: Number.MAX_SAFE_INTEGER,
    });
    this.#textInHtml = textInHtml;
  }

  override textToHtml(text: string): string {
    return this.#textInHtml ? paragraphs(text) : '';
  }

  /** The delivery-status parts read so far; mailparser makes them part of the text. */
  get statuses(): string[] {
    return this.#statuses.flatMap(({ textContent }) =>
      typeof textContent === 'string' ? [textContent] : [],
    );
  }

  override createNode(part: RawPart): Node {
    const depth = part.parentNode ? (this.#depths.get(part.parentNode) ?? 0) + 1 : 0;
    this.#depths.set(part, depth);
    if (++this.#parts > MOST_PARTS || depth > DEEPEST) this.#giveUp();
    const lines = part.headers.lines || [];
    const name = nameOfPart(lines);
    part.filename = name ?? false;
    part.contentType ||= part.root ? 'text/plain' : 'application/octet-stream';
    // A text with a name is a file.
    if (name !== null && part.contentType.startsWith('text/')) part.disposition = 'attachment';
    // Any label but UTF-8's, so that every text passes our decoder; a comma parts what we know from what we say.
    part.charset = `x-sent,${part.charset || ''}`;
    // All that mailparser itself still looks up.
    part.headers.lines = lines.filter(({ key }) => key === 'content-id').slice(0, 1);
    const node = super.createNode(part);
    if (part.contentType === 'message/delivery-status') this.#statuses.push(node);
    return node;
  }

  #giveUp(): void {
    this.hasFailed = true;
    this.destroy(new BeyondLimits());
  }
}

/** The stream that mailparser puts each text through; one budget for all of a message. */
function textDecoder() {
  let room = TEXT_LIMIT;
  return class extends Transform {
    readonly #label: string;
    readonly #kept: Buffer[] = [];

    constructor(label: string) {
      super();
      this.#label = label.replace(/^x-sent,/, '');
    }

    override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
      if (room > 0) this.#kept.push(chunk.subarray(0, room));
      room -= chunk.length;
      done();
    }

    override _flush(done: TransformCallback): void {
      done(null, decodeBytes(Buffer.concat(this.#kept), this.#label || null));
    }
  };
}
