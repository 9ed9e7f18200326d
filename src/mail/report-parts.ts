// Parts that only reports of mail servers have (RFC 3464, RFC 6522, RFC 6533): statuses, and what is returned.
import { type Readable, Transform } from 'node:stream';
import { decodeBytes } from './charset.ts';
import { HEAD_LIMIT } from './envelope.ts';

export interface ReportParts {
  /** Texts of delivery-status parts. */
  statuses: string[];
  /** Beginnings of returned messages, or of their heads. */
  returned: string[];
}

const STATUS = /^message\/(global-)?delivery-status$/i;
const RETURNED = /^(message\/(rfc822|global|rfc822-headers|global-headers)|text\/rfc822(-headers)?)$/i;

/** Parts looked at of each sort; the others are nobody's report. */
const MOST_PARTS = 10;

/** Watches attachments on their way to be kept. */
export class ReportWatch {
  readonly #statuses: Buffer[][] = [];
  readonly #returned: Buffer[][] = [];

  /** Returns what is to be read in place of the content. */
  see(contentType: string, content: Readable): Readable {
    if (STATUS.test(contentType)) return watch(this.#statuses, content);
    return RETURNED.test(contentType) ? watch(this.#returned, content) : content;
  }

  /** @param statuses those that are part of the text */
  found(statuses: string[]): ReportParts {
    return {
      statuses: [
        ...statuses.slice(0, MOST_PARTS).map((text) => text.slice(0, HEAD_LIMIT)),
        ...this.#statuses.map(textOf),
      ],
      returned: this.#returned.map(textOf),
    };
  }
}

function watch(parts: Buffer[][], content: Readable): Readable {
  if (parts.length === MOST_PARTS) return content;
  const start: Buffer[] = [];
  parts.push(start);
  let seen = 0;
  const watched = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (seen < HEAD_LIMIT) start.push(chunk.subarray(0, HEAD_LIMIT - seen));
      seen += chunk.length;
      done(null, chunk);
    },
  });
  content.once('error', (error) => watched.destroy(error));
  return content.pipe(watched);
}

function textOf(start: Buffer[]): string {
  return decodeBytes(Buffer.concat(start), null);
}
