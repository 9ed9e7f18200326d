// Splits an mbox file (RFC 4155) into its messages, one at a time.
import { createReadStream } from 'node:fs';

const LF = 0x0a;

/** Yields each message's bytes, with ">From " lines made "From " again (mboxrd). Holds one message in memory. */
export async function* readMbox(path: string): AsyncGenerator<Buffer> {
  let message: Buffer[] | null = null;
  let afterBlank = true;
  for await (const line of linesOf(path)) {
    if (afterBlank && isPostmark(line)) {
      if (message) yield Buffer.concat(message);
      message = [];
    } else {
      message?.push(unquoted(line));
    }
    afterBlank = isBlank(line);
  }
  if (message) yield Buffer.concat(message);
}

function unquoted(line: Buffer): Buffer {
  return /^>+From /.test(line.toString('latin1', 0, 40)) ? line.subarray(1) : line;
}

function isBlank(line: Buffer): boolean {
  return line.length <= 2 && line.toString('latin1').trim() === '';
}

/** RFC 4155 appendix A: sender and time; a sentence of the body may begin with "From " as well. */
function isPostmark(line: Buffer): boolean {
  return /^From \S+ .*\d\d:\d\d/.test(line.toString('latin1', 0, 200));
}

/** Lines with their line ends, whatever their encoding. */
async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      const piece = chunk.subarray(start, end + 1);
      yield rest.length > 0 ? Buffer.concat([...rest, piece]) : piece;
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}
