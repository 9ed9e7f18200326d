// The parser of parts, faster where a part is base64: its lines are not looked at one by one, and are decoded natively.
import type { Transform, TransformCallback } from 'node:stream';
import type { AttachmentStream, MessageText } from 'mailparser';
import { lending } from '../core/lent.ts';
import { Base64Lines } from './base64-lines.ts';
import { Room } from './lent-pieces.ts';
import { type Node, PartParser, type PartParserOptions, type RawPart } from './part-parser.ts';

const HYPHEN = 0x2d;
const LF = 0x0a;
/** Heads looked for in one chunk: each costs a turn of the event loop. */
const MOST_HEADS = 16;

/** What mailparser lets pass into its splitter: it gathers what comes in small pieces. */
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

/** Gives what its base gives, byte for byte. */
export class FastParser extends PartParser {
  readonly #room = new Room();
  /** Of the part whose head was read last. */
  #decoder: Base64Lines | null = null;

  constructor(options?: PartParserOptions) {
    super(options);
    const { chunkedPassthrough, splitter } = this as unknown as {
      chunkedPassthrough: Gatherer;
      splitter: Splitter;
    };
    passLargeChunks(chunkedPassthrough);
    splitByRuns(splitter);
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

function passLargeChunks(gatherer: Gatherer): void {
  const gather = gatherer._transform.bind(gatherer);
  gatherer._transform = (chunk: Buffer, encoding, done) => {
    if (gatherer.buffer.length === 0 && chunk.length >= gatherer.chunkSize) done(null, chunk);
    else gather(chunk, encoding, done);
  };
}

function splitByRuns(splitter: Splitter): void {
  const byLines = splitter._transform.bind(splitter);
  const split = (chunk: Buffer, encoding: BufferEncoding, done: TransformCallback, heads = MOST_HEADS) => {
    const rest = handOnRun(splitter, chunk);
    const next = heads > 0 ? endOfHead(rest) : rest.length;
    byLines(rest.subarray(0, next), encoding, (error) => {
      if (error || next === rest.length) done(error);
      else split(rest.subarray(next), encoding, done, heads - 1);
    });
  };
  splitter._transform = (chunk, encoding, done) => split(chunk, encoding, done);
}

/** Hands on lines of a base64 body among which no delimiter can be, for it begins with a hyphen; returns what follows. */
function handOnRun(splitter: Splitter, chunk: Buffer): Buffer {
  const { node, lineChunks, pendingLineTruncated } = splitter;
  if (node.multipart || node.encoding !== 'base64') return chunk;
  if (pendingLineTruncated || lineChunks.some((bytes) => bytes.includes(HYPHEN))) return chunk;
  const hyphen = chunk.indexOf(HYPHEN);
  // The end of the last line belongs to a delimiter that follows: some other byte must be seen.
  const sure = chunk.subarray(0, Math.max(0, (hyphen < 0 ? chunk.length : hyphen) - 1));
  const end = sure.lastIndexOf(LF) + 1;
  if (end === 0) return chunk;
  const pending = splitter.takePendingLine();
  // Only the line that was begun is put together: copying all costs as much as decoding.
  const begun = pending ? chunk.indexOf(LF) + 1 : 0;
  if (pending)
    splitter.push({ node, type: 'body', value: Buffer.concat([pending, chunk.subarray(0, begun)]) });
  if (end > begun) splitter.push({ node, type: 'body', value: chunk.subarray(begun, end) });
  return chunk.subarray(end);
}

/** Where the head of a base64 part ends in these bytes, so that its body is looked at by itself; else their end. */
function endOfHead(bytes: Buffer): number {
  const label = bytes.indexOf('base64');
  if (label < 0) return bytes.length;
  const ends = ['\n\r\n', '\n\n'].map((end) => ({ at: bytes.indexOf(end, label), length: end.length }));
  const found = ends.filter(({ at }) => at >= 0).map(({ at, length }) => at + length);
  return Math.min(bytes.length, ...found);
}
