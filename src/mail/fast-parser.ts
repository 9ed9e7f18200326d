// The parser of parts, faster where a part is base64: its lines are not looked at one by one, and are decoded natively.
import { getDefaultHighWaterMark, type Transform, type TransformCallback } from 'node:stream';
import type { AttachmentStream, MessageText } from 'mailparser';
import { lending } from '../core/lent.ts';
import { Base64Lines } from './base64-lines.ts';
import { Room } from './lent-pieces.ts';
import { type Node, PartParser, type PartParserOptions, type RawPart, type Split } from './part-parser.ts';

const HYPHEN = 0x2d;
const LF = 0x0a;
/** Heads looked for in one chunk: each costs a turn of the event loop. */
const MOST_HEADS = 16;

/** Bytes from which a stream makes who writes them wait until they have been used. */
const LARGE = getDefaultHighWaterMark(false);

/** What mailparser lets pass into its splitter: it gathers what comes in small pieces, and copies it. */
interface Gatherer extends Transform {
  buffer: Buffer;
  chunkSize: number;
}

/** What tells the parts of a message apart for mailparser, line by line. */
interface Splitter extends Transform {
  /** The part that is being read; false: its head has not been read to the end. */
  node: { multipart: string | false; encoding: string | false };
  /** The beginning of a line. */
  lineChunks: Buffer[];
  takePendingLine(): Buffer | false;
  /** The line that has begun is a long one, whose beginning has been handed on. */
  pendingLineTruncated: boolean;
}

/** Gives what its base gives, byte for byte. What is written to it may be overwritten as soon as its callback is called. */
export class FastParser extends PartParser {
  readonly #gatherer: Gatherer;
  readonly #splitter: Splitter;
  readonly #room = new Room();
  /** Of the part whose head was read last. */
  #decoder: Base64Lines | null = null;

  constructor(options?: PartParserOptions) {
    super(options);
    const { chunkedPassthrough, splitter } = this as unknown as {
      chunkedPassthrough: Gatherer;
      splitter: Splitter;
    };
    this.#gatherer = chunkedPassthrough;
    this.#splitter = splitter;
    splitByRuns(splitter);
  }

  override _transform(chunk: Buffer, encoding: BufferEncoding, done: TransformCallback): void {
    const { buffer, readableLength, chunkSize } = this.#gatherer;
    const gathers = buffer.length > 0 || readableLength > 0;
    if (gathers || chunk.length < chunkSize) super._transform(chunk, encoding, done);
    // Its error comes as an event, and nothing after it.
    else this.#splitter.write(chunk, (error) => error || done());
  }

  override processChunk(data: Split, done: TransformCallback): void {
    super.processChunk(data, (error) => {
      data.used?.();
      done(error);
    });
  }

  override createNode(part: RawPart): Node {
    const lenient = part.getDecoder.bind(part);
    this.#decoder = null;
    if (part.encoding === 'base64') {
      part.getDecoder = () => {
        this.#decoder = new Base64Lines(lenient, this.#room);
        return this.#decoder;
      };
    }
    return super.createNode(part);
  }

  override push(found: AttachmentStream | MessageText | null): boolean {
    if (found?.type === 'attachment' && this.#decoder)
      lending<Buffer, typeof found.content>(found.content, this.#decoder.lentBefore(found.content));
    return super.push(found);
  }
}

function splitByRuns(splitter: Splitter): void {
  const byLines = splitter._transform.bind(splitter);
  const split = (chunk: Buffer, encoding: BufferEncoding, done: TransformCallback, heads = MOST_HEADS) =>
    handOnRun(splitter, chunk, (rest) => {
      const next = heads > 0 ? endOfHead(rest) : rest.length;
      // Of these something is kept, until a line ends or all of a text has come.
      byLines(Buffer.from(rest.subarray(0, next)), encoding, (error) => {
        if (error || next === rest.length) done(error);
        else split(rest.subarray(next), encoding, done, heads - 1);
      });
    });
  splitter._transform = (chunk, encoding, done) => split(chunk, encoding, done);
}

/** Hands on lines of a base64 body among which no delimiter can be, for it begins with a hyphen; then what follows is told. */
function handOnRun(splitter: Splitter, chunk: Buffer, next: (rest: Buffer) => void): void {
  const end = endOfRun(splitter, chunk);
  const pending = end > 0 && splitter.takePendingLine();
  // Only the line that was begun is put together: copying all costs as much as decoding.
  const begun = pending ? chunk.indexOf(LF) + 1 : 0;
  if (pending) handOn(splitter, Buffer.concat([pending, chunk.subarray(0, begun)]));
  const run = chunk.subarray(begun, end);
  const rest = chunk.subarray(end);
  if (run.length >= LARGE) handOn(splitter, run, () => next(rest));
  else {
    if (run.length > 0) handOn(splitter, Buffer.from(run));
    next(rest);
  }
}

function handOn(splitter: Splitter, value: Buffer, used?: () => void): void {
  const split: Split = { node: splitter.node, type: 'body', value, ...(used && { used }) };
  splitter.push(split);
}

function endOfRun({ node, lineChunks, pendingLineTruncated }: Splitter, chunk: Buffer): number {
  if (node.multipart || node.encoding !== 'base64') return 0;
  if (pendingLineTruncated || lineChunks.some((bytes) => bytes.includes(HYPHEN))) return 0;
  const hyphen = chunk.indexOf(HYPHEN);
  // The end of the last line belongs to a delimiter that follows: some other byte must be seen.
  const sure = chunk.subarray(0, Math.max(0, (hyphen < 0 ? chunk.length : hyphen) - 1));
  return sure.lastIndexOf(LF) + 1;
}

/** Where the head of a base64 part ends in these bytes, so that its body is looked at by itself; else their end. */
function endOfHead(bytes: Buffer): number {
  const label = bytes.indexOf('base64');
  if (label < 0) return bytes.length;
  const ends = ['\n\r\n', '\n\n'].map((end) => ({ at: bytes.indexOf(end, label), length: end.length }));
  const found = ends.filter(({ at }) => at >= 0).map(({ at, length }) => at + length);
  return Math.min(bytes.length, ...found);
}
