// Pieces of bytes on their way from one who makes them to one who uses them, in memory that both use again and again.

const EMPTY = Buffer.alloc(0);

/** The memory: what is in it holds until it is asked for anew. */
export class Room {
  #bytes = EMPTY;

  of(length: number): Buffer {
    if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafeSlow(length);
    return this.#bytes.subarray(0, length);
  }
}

/** One piece is under way at a time. */
export class LentPieces {
  #piece: { bytes: Buffer; used: () => void } | null = null;
  #ended = false;
  #wake = () => {};

  /** `used` is called when the bytes may be overwritten; never, when nobody wants any more. */
  give(bytes: Buffer, used: () => void): void {
    this.#piece = { bytes, used };
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const piece = this.#piece;
      if (piece) {
        yield piece.bytes;
        this.#piece = null;
        piece.used();
      } else if (this.#ended) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
