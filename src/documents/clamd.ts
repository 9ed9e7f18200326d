// Asks clamd whether a file carries a virus (man clamd, INSTREAM): the bytes go over a socket, nothing is shared.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { VirusVerdict } from '../core/facts.ts';
import { Fault } from '../core/fault.ts';

export interface ClamdAddress {
  host: string;
  port: number;
}

export interface VirusScanner {
  /** Errors: Fault clamd-unreachable. */
  check(content: Readable): Promise<VirusVerdict>;
  /** "ClamAV 1.4.6/27812/Mon Nov 23 2026": program, version of the signatures and their day. Errors: as check. */
  version(): Promise<string>;
}

/** Times clamd has to take the connection, and to say anything at all (ms). */
export interface Patience {
  connect: number;
  answer: number;
}

const PATIENCE: Patience = { connect: 5_000, answer: 60_000 };

/** After a failure nobody waits for it again for this long (ms). */
const LEFT_ALONE = 30_000;

export function openClamd({ host, port }: ClamdAddress, patience = PATIENCE): VirusScanner {
  const where = `${host}:${port}`;
  let aloneUntil = 0;
  const ask = async (send: (socket: Socket) => Promise<void>): Promise<string> => {
    try {
      if (Date.now() < aloneUntil) throw new Error('it did not answer a moment ago');
      return await converse(connect(port, host), send, patience);
    } catch (error) {
      if (error instanceof Dropped && send !== askVersion) throw error;
      if (Date.now() >= aloneUntil) aloneUntil = Date.now() + LEFT_ALONE;
      const said = error instanceof Error ? error.message : String(error);
      throw new Fault('clamd-unreachable', { transient: true, detail: `${where} (${said})`, cause: error });
    }
  };
  return {
    async check(content) {
      const answer = await ask((socket) => stream(socket, content))
        .catch((error: unknown) =>
          error instanceof Dropped ? ask(askVersion).then(() => TOO_LARGE) : Promise.reject(error),
        )
        .finally(() => content.destroy());
      const verdict = verdictOf(answer);
      if (verdict) return verdict;
      throw new Fault('clamd-unreachable', {
        transient: true,
        detail: `${where} answers "${answer.slice(0, 200)}"`,
      });
    },
    version: () => ask(askVersion),
  };
}

async function askVersion(socket: Socket): Promise<void> {
  socket.write('zVERSION\0');
}

/** It hung up while it was being told a file. One that lives has had enough of it, and its last words were lost on the way. */
class Dropped extends Error {}

const TOO_LARGE = 'INSTREAM size limit exceeded. ERROR';

async function converse(
  socket: Socket,
  send: (socket: Socket) => Promise<void>,
  { connect: toConnect, answer: toAnswer }: Patience,
): Promise<string> {
  socket.setTimeout(toConnect, () => socket.destroy(new Error('no answer in time')));
  try {
    await once(socket, 'connect');
    socket.setTimeout(toAnswer);
    const answer = readAnswer(socket);
    // It may answer before it has heard everything, when a file is larger than it takes.
    const [said] = await Promise.all([answer, send(socket).catch(() => answer)]);
    return said;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    throw code === 'EPIPE' || code === 'ECONNRESET'
      ? new Dropped('the line was cut', { cause: error })
      : error;
  } finally {
    socket.destroy();
  }
}

/** Answers end with a zero byte, as the commands do. */
async function readAnswer(socket: Socket): Promise<string> {
  let heard = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    heard += chunk.toString('utf8');
    if (heard.includes('\0') || heard.length > 4_096) break;
  }
  if (heard === '') throw new Error('the connection was closed without an answer');
  return heard.replace(/\0[\s\S]*$/, '').trim();
}

/** Each piece follows its length, four bytes, high byte first; a piece of length zero ends the file. */
async function stream(socket: Socket, content: Readable): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    socket.write(length);
    if (!socket.write(chunk)) await once(socket, 'drain');
    if (socket.destroyed) return;
  }
  socket.write(Buffer.alloc(4));
}

function verdictOf(answer: string): VirusVerdict | null {
  if (/^stream: OK$/.test(answer)) return { verdict: 'clean', virus: null };
  const [, virus] = /^stream: (.+) FOUND$/.exec(answer) ?? [];
  if (virus) return { verdict: 'infected', virus: virus.slice(0, 200) };
  return /size limit exceeded/i.test(answer) ? { verdict: 'too-large', virus: null } : null;
}
