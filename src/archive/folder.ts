// The archive as a folder of this machine.
import { createHash, randomUUID } from 'node:crypto';
import { accessSync, closeSync, createReadStream, mkdirSync, openSync, renameSync } from 'node:fs';
import { mkdir, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Fault } from '../core/fault.ts';
import { lentPieces } from '../core/lent.ts';
import type { Archive, Kept } from './contract.ts';
import { callingBack, type Disk, PIECE, syncFile, syncFolders, waiting, writeAll } from './disk.ts';
import { leavingFolder, namesOf, openRemoval } from './remove.ts';

/** An archive whose files are this machine's own. */
export interface FolderArchive extends Archive {
  /** Path of the bytes. Errors: Fault archive-missing. */
  localPath(sha256: string): Promise<string>;
}

/** A folder archive lent to a thread. There `put` returns when the bytes are written and hashed. */
export interface LentFolder extends FolderArchive {
  /** Returns when all that was put is durable and stands under its name. Errors: as `Archive.put`. */
  settle(): Promise<void>;
}

/** What was begun this long ago is not going on any more (ms). */
export const ABANDONED = 24 * 3600_000;

/** Makes the folder where there is none. Errors: Fault archive-full, archive-unwritable. */
export async function openFolder(folder: string): Promise<FolderArchive> {
  const incoming = incomingFolder(folder);
  await mkdir(incoming, { recursive: true, mode: 0o700 }).catch(refuse);
  await removeAbandoned(incoming).catch(refuse);
  return archiveOn(callingBack, folder);
}

/** Files that the disk makes durable while a thread goes on: each is three waits, on many disks longer than reading it. */
const IN_FLIGHT = 4;

/** A folder that has been opened already, by whoever lends it to a thread: there all but durability is waited for. */
export function archiveIn(folder: string): LentFolder {
  const inFlight = new Set<Promise<void>>();
  let fault: { reason: unknown } | null = null;
  const sound = () => {
    if (fault) throw fault.reason;
  };
  const later = async (durable: Promise<void>): Promise<void> => {
    const one = durable
      .catch((reason: unknown) => {
        fault ??= { reason };
      })
      .finally(() => inFlight.delete(one));
    inFlight.add(one);
    if (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
    sound();
  };
  return {
    ...archiveOn(waiting, folder, later),
    async settle() {
      await Promise.all(inFlight);
      sound();
    },
  };
}

/** @param untilDurable what is waited for before bytes count as put */
function archiveOn(
  disk: Disk,
  folder: string,
  untilDurable = (durable: Promise<void>) => durable,
): FolderArchive {
  const incoming = incomingFolder(folder);
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  const put = async (content: Readable | Buffer): Promise<Kept> => {
    const temporary = join(incoming, randomUUID());
    const failed = async (error: unknown): Promise<never> => {
      await rm(temporary, { force: true });
      throw asFault(error);
    };
    const pieces = Buffer.isBuffer(content) ? [content] : lentPieces(content);
    const { kept, file } = await writeHashed(temporary, pieces, disk).catch(failed);
    await untilDurable(keepAs(pathOf(kept.sha256), temporary, file).catch(failed));
    return kept;
  };
  const localPath = async (sha256: string): Promise<string> => {
    const path = pathOf(sha256);
    try {
      accessSync(path);
    } catch (cause) {
      throw new Fault('archive-missing', { transient: false, detail: sha256, cause });
    }
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
    has: (sha256) =>
      localPath(sha256).then(
        () => true,
        () => false,
      ),
    lend: (_sha256s, work) => work(folder),
    open: async (sha256) => {
      try {
        return disk.read(openSync(pathOf(sha256), 'r'));
      } catch (cause) {
        throw new Fault('archive-missing', { transient: false, detail: sha256, cause });
      }
    },
    async check() {
      const { sha256 } = await put(Buffer.from('trial'));
      await rm(pathOf(sha256), { force: true });
    },
    digest: (sha256) =>
      digestOf(createReadStream(pathOf(sha256), { highWaterMark: PIECE })).catch(missing(sha256)),
    list: (prefix) => namesIn(join(folder, prefix)),
    countLeftovers: async () =>
      (await namesOf(incoming)).length + (await namesOf(leavingFolder(folder))).length,
    remove: openRemoval(folder, pathOf),
  };
}

/** Where bytes lie while they are written. */
export function incomingFolder(folder: string): string {
  return join(folder, 'incoming');
}

function missing(sha256: string) {
  return (cause: NodeJS.ErrnoException): never => {
    if (cause.code !== 'ENOENT') throw cause;
    throw new Fault('archive-missing', { transient: false, detail: sha256, cause });
  };
}

export async function digestOf(content: Readable): Promise<Kept> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size };
}

/** Every name that the folder archive holds; for small ones. */
export async function allNames(folder: string): Promise<string[]> {
  const parts = (await namesOf(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
  return (await Promise.all(parts.map((part) => namesIn(join(folder, part))))).flat();
}

async function namesIn(folder: string): Promise<string[]> {
  const names = [];
  for (const inner of await namesOf(folder)) names.push(...(await namesOf(join(folder, inner))));
  return names;
}

export interface Written {
  kept: Kept;
  /** Open still, its bytes perhaps not on the disk. */
  file: number;
}

/** Hashes while writing. */
export async function writeHashed(
  path: string,
  content: AsyncIterable<Buffer> | Buffer[],
  disk = callingBack,
): Promise<Written> {
  const hash = createHash('sha256');
  let size = 0;
  const file = openSync(path, 'wx', 0o600);
  try {
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
      await writeAll(disk, file, chunk);
    }
  } catch (error) {
    closeSync(file);
    throw error;
  }
  return { kept: { sha256: hash.digest('hex'), size }, file };
}

/** Bytes first, then their name: a name never stands for less than all of them. */
async function keepAs(path: string, temporary: string, file: number): Promise<void> {
  await syncFile(file).finally(() => closeSync(file));
  await moveInto(path, temporary);
}

/** Folders that this process knows to be on the disk with all that leads to them. */
const durable = new Set<string>();
/** An archive has 65,792; folders that are lent come and go. */
const MOST_KNOWN = 100_000;

/** A rename is atomic, and durable once its folder is synced. */
async function moveInto(path: string, temporary: string): Promise<void> {
  const folder = dirname(path);
  const above = dirname(folder);
  try {
    renameSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    for (const lost of [folder, above]) durable.delete(lost);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    renameSync(temporary, path);
  }
  // Others may have made them a moment ago, and not have come so far.
  const unknown = [folder, above].filter((one) => !durable.has(one));
  await syncFolders(folder, ...unknown.map(dirname));
  if (durable.size >= MOST_KNOWN) durable.clear();
  for (const known of unknown) durable.add(known);
}

export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await namesOf(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > ABANDONED) await rm(path, { recursive: true, force: true });
  }
}

function refuse(error: unknown): never {
  throw asFault(error);
}

/** Errors of the disk become faults; errors of the stream that brings the bytes stay what they are. */
export function asFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const detail = error instanceof Error ? error.message : undefined;
  if (/^(ENOSPC|EDQUOT)$/.test(code))
    return new Fault('archive-full', { transient: true, detail, cause: error });
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EIO)$/.test(code)) {
    return new Fault('archive-unwritable', { transient: true, detail, cause: error });
  }
  return error;
}
