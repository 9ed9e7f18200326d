// Base64 in lines of one length, as mailers write it, decoded natively; what is not so goes to the decoder that knows it all.
import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { LentPieces, Room } from './lent-pieces.ts';

const LF = 0x0a;
const CR = 0x0d;
/** Longer lines than this (bytes) are nobody's. */
const LONGEST_LINE = 1_000;
/** Node decodes strings only; longer ones than some have pages of their own made for them, which is dear (bytes). */
const STRING = 32 * 1024;
const EMPTY = Buffer.alloc(0);
const LAST_LINE = /^(?:[a-z0-9+/]{4})*(?:[a-z0-9+/]{2}==|[a-z0-9+/]{3}=)?\r?\n?$/i;

/** Decodes what `lenient` would, byte for byte: that one is made where the lines end to be alike, and gets all that follows. */
export class Base64Lines extends Transform {
  readonly #lenient: () => Transform;
  readonly #room: Room;
  #other: Transform | null = null;
  #begun = false;
  /** Who takes what is decoded from there, and not from the stream; what cannot be lent comes in the stream, after it. */
  #lent: LentPieces | null = null;
  /** Bytes of each line, its end counted; 0: none has been seen. */
  #line = 0;
  /** The beginning of a line. */
  #rest: Buffer = EMPTY;

  /** @param room for what is lent: parts of a message come one after the other, and can share it */
  constructor(lenient: () => Transform, room = new Room()) {
    super();
    this.#lenient = lenient;
    this.#room = room;
  }

  /** All that is decoded, lent as far as can be. @param content where the stream ends up, and is broken off */
  async *lentBefore(content: Readable): AsyncGenerator<Buffer> {
    if (!this.#begun) {
      const lent = new LentPieces();
      this.#lent = lent;
      // Its error is met below.
      content.once('error', () => {}).once('close', () => lent.end());
      yield* lent;
    }
    yield* content as AsyncIterable<Buffer>;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#begun = true;
    if (this.#other) {
      this.#other.write(chunk, done);
      return;
    }
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#line ||= bytes.subarray(0, LONGEST_LINE).indexOf(LF) + 1;
    const length = this.#line > 0 ? bytes.length - (bytes.length % this.#line) : 0;
    const decoded = length > 0 ? this.#decode(bytes.subarray(0, length)) : EMPTY;
    if (!decoded || bytes.length - length >= LONGEST_LINE) {
      this.#rest = EMPTY;
      this.#handOver().write(bytes, done);
      return;
    }
    this.#rest = Buffer.from(bytes.subarray(length));
    if (this.#lent) this.#lent.give(decoded, done);
    else done(null, decoded);
  }

  #decode(bytes: Buffer): Buffer | null {
    return decodeLines(bytes, this.#line, (length) =>
      this.#lent ? this.#room.of(length) : Buffer.allocUnsafeSlow(length),
    );
  }

  override _flush(done: TransformCallback): void {
    this.#lent?.end();
    const last = this.#rest.toString('latin1');
    if (!this.#other && LAST_LINE.test(last)) {
      done(null, Buffer.from(last, 'base64'));
      return;
    }
    const other = this.#other ?? this.#handOver();
    other.once('end', done);
    // Once handed over there is no rest.
    other.end(this.#rest);
  }

  #handOver(): Transform {
    this.#lent?.end();
    const other = this.#lenient();
    other.on('data', (decoded: Buffer) => this.push(decoded));
    other.once('error', (error) => this.destroy(error));
    this.#other = other;
    return other;
  }
}

/** Null where some line is not of that length, or not of the plain alphabet, or all do not hold whole groups of four. */
function decodeLines(bytes: Buffer, line: number, room: (length: number) => Buffer): Buffer | null {
  const end = bytes[line - 2] === CR ? 2 : 1;
  const letters = (bytes.length / line) * (line - end);
  if (letters % 4 !== 0 || !endAlike(bytes, line, end)) return null;
  // Node takes these two for letters; whoever knows mail skips them.
  if (bytes.includes('-') || bytes.includes('_')) return null;
  // What is no letter Node skips, and it ends at padding: either makes the result too short.
  const decoded = room((letters * 3) / 4);
  const piece = line * 4 * Math.ceil(STRING / (line * 4));
  let length = 0;
  for (let at = 0; at < bytes.length; at += piece)
    length += decoded.write(bytes.toString('latin1', at, at + piece), length, 'base64');
  return length === decoded.length ? decoded : null;
}

function endAlike(bytes: Buffer, line: number, end: number): boolean {
  for (let at = line - 1; at < bytes.length; at += line) {
    if (bytes[at] !== LF || (end === 2 && bytes[at - 1] !== CR)) return false;
  }
  return true;
}
