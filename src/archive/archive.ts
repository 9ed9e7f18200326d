// The archive: raw messages and decoded files, each kept once under the sha256 of its bytes.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Fault } from '../core/fault.ts';
import { leavingFolder, namesOf, openRemoval, type Remove, syncFolders } from './remove.ts';

export interface Kept {
  sha256: string;
  /** Bytes. */
  size: number;
}

export interface Archive {
  /** Keeps the bytes and returns when they are durable. Errors: Fault archive-full, archive-unwritable. */
  put(content: Readable | Buffer): Promise<Kept>;
  /** Errors: Fault archive-missing. */
  open(sha256: string): Promise<Readable>;
  /** Path of a local copy, for readers that need one. Errors: Fault archive-missing. */
  localPath(sha256: string): Promise<string>;
  /** Free bytes; writes and removes a trial file. Errors: as `put`. */
  check(): Promise<number>;
  /** Reads the bytes again and says what they are now. Errors: Fault archive-missing; those of the disk. */
  digest(sha256: string): Promise<Kept>;
  /** Names that begin with these two hex digits: a 256th part of the archive. */
  list(prefix: string): Promise<string[]>;
  /** Files of writes and deletions that broke off. */
  countLeftovers(): Promise<number>;
  /**
   * Deletes bytes that were stored before then and that nobody wants, which is asked after they can no longer be taken for
   * what an interrupted deletion left. Errors: Fault archive-unwritable.
   */
  remove: Remove;
  /** Free bytes, without a trial. */
  free(): Promise<number>;
}

/** A trial of an abandoned put is removed after this long (ms). */
const ABANDONED = 24 * 3600_000;

export async function openArchive(folder: string): Promise<Archive> {
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 }).catch(refuse);
  await removeAbandoned(incoming).catch(refuse);
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  const put = async (content: Readable | Buffer): Promise<Kept> => {
    const temporary = join(incoming, randomUUID());
    try {
      const kept = await writeHashed(
        temporary,
        Buffer.isBuffer(content) ? Readable.from([content]) : content,
      );
      await moveInto(pathOf(kept.sha256), temporary);
      return kept;
    } catch (error) {
      await rm(temporary, { force: true });
      throw asFault(error);
    }
  };
  const localPath = async (sha256: string): Promise<string> => {
    const path = pathOf(sha256);
    await access(path).catch((cause: unknown) => {
      throw new Fault('archive-missing', { transient: false, detail: sha256, cause });
    });
    return path;
  };
  const free = async () => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  };
  return {
    put,
    localPath,
    free,
    open: async (sha256) => createReadStream(await localPath(sha256)),
    async check() {
      const { sha256 } = await put(Buffer.from('trial'));
      await rm(pathOf(sha256), { force: true });
      return free();
    },
    digest: (sha256) => digestOf(createReadStream(pathOf(sha256))).catch(missing(sha256)),
    list: (prefix) => namesIn(join(folder, prefix)),
    countLeftovers: async () =>
      (await namesOf(incoming)).length + (await namesOf(leavingFolder(folder))).length,
    remove: openRemoval(folder, pathOf),
  };
}

function missing(sha256: string) {
  return (cause: NodeJS.ErrnoException): never => {
    if (cause.code !== 'ENOENT') throw cause;
    throw new Fault('archive-missing', { transient: false, detail: sha256, cause });
  };
}

async function digestOf(content: Readable): Promise<Kept> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size };
}

async function namesIn(folder: string): Promise<string[]> {
  const names = [];
  for (const inner of await namesOf(folder)) names.push(...(await namesOf(join(folder, inner))));
  return names;
}

/** Hashes while writing; the bytes are on the disk when it returns. */
async function writeHashed(path: string, content: Readable): Promise<Kept> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      await writeAll(file, chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}

async function writeAll(file: { write(chunk: Buffer): Promise<{ bytesWritten: number }> }, chunk: Buffer) {
  for (let rest = chunk; rest.length > 0; ) {
    const { bytesWritten } = await file.write(rest);
    rest = rest.subarray(bytesWritten);
  }
}

/** A rename is atomic, and durable once its folder is synced. */
async function moveInto(path: string, temporary: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(temporary, path);
  await syncFolders(folder, dirname(folder));
}

async function removeAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > ABANDONED) await rm(path, { force: true });
  }
}

function refuse(error: unknown): never {
  throw asFault(error);
}

/** Errors of the disk become faults; errors of the stream that brings the bytes stay what they are. */
function asFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const detail = error instanceof Error ? error.message : undefined;
  if (/^(ENOSPC|EDQUOT)$/.test(code))
    return new Fault('archive-full', { transient: true, detail, cause: error });
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EIO)$/.test(code)) {
    return new Fault('archive-unwritable', { transient: true, detail, cause: error });
  }
  return error;
}
