// Base64 in lines of one length, as mailers write it, decoded natively; what is not so goes to the decoder that knows it all.
import { Transform, type TransformCallback } from 'node:stream';

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
  #other: Transform | null = null;
  /** Bytes of each line, its end counted; 0: none has been seen. */
  #line = 0;
  /** The beginning of a line. */
  #rest: Buffer = EMPTY;

  constructor(lenient: () => Transform) {
    super();
    this.#lenient = lenient;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    if (this.#other) {
      this.#other.write(chunk, done);
      return;
    }
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#line ||= bytes.subarray(0, LONGEST_LINE).indexOf(LF) + 1;
    const length = this.#line > 0 ? bytes.length - (bytes.length % this.#line) : 0;
    const decoded = length > 0 ? decodeLines(bytes.subarray(0, length), this.#line) : EMPTY;
    if (!decoded || bytes.length - length >= LONGEST_LINE) {
      this.#rest = EMPTY;
      this.#handOver().write(bytes, done);
      return;
    }
    this.#rest = bytes.subarray(length);
    done(null, decoded);
  }

  override _flush(done: TransformCallback): void {
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
    const other = this.#lenient();
    other.on('data', (decoded: Buffer) => this.push(decoded));
    other.once('error', (error) => this.destroy(error));
    this.#other = other;
    return other;
  }
}

/** Null where some line is not of that length, or not of the plain alphabet, or all do not hold whole groups of four. */
function decodeLines(bytes: Buffer, line: number): Buffer | null {
  const end = bytes[line - 2] === CR ? 2 : 1;
  const letters = (bytes.length / line) * (line - end);
  if (letters % 4 !== 0 || !endAlike(bytes, line, end)) return null;
  // Node takes these two for letters; whoever knows mail skips them.
  if (bytes.includes('-') || bytes.includes('_')) return null;
  // What is no letter Node skips, and it ends at padding: either makes the result too short.
  const decoded = Buffer.allocUnsafeSlow((letters * 3) / 4);
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
