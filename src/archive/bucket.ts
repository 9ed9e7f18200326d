// The archive in a bucket that speaks S3, under the same names as in a folder, so that either can be copied to the other.
import { createHash, randomUUID } from 'node:crypto';
import { closeSync } from 'node:fs';
import { type FileHandle, open as openFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import pLimit from 'p-limit';
import { Fault } from '../core/fault.ts';
import { LEAVING, openObjectRemoval } from './bucket-removal.ts';
import type { Archive, Kept } from './contract.ts';
import {
  ABANDONED,
  allNames,
  asFault,
  digestOf,
  incomingFolder,
  openFolder,
  removeAbandoned,
  writeHashed,
} from './folder.ts';
import { type Bucket, type Objects, openObjects, type ReadPart } from './objects.ts';

/** Files that come out of one piece of work are put this many at a time. */
const SIDE_BY_SIDE = 4;

/** @param folder of this machine, for what is on its way to and from the bucket. Errors: as `Archive.put` */
export async function openBucket(folder: string, bucket: Bucket): Promise<Archive> {
  const objects = openObjects(bucket);
  const lent = join(folder, 'lent');
  await openFolder(folder);
  await removeAbandoned(lent);
  await abortAbandoned(objects);
  const { whileKept, remove } = openObjectRemoval(objects, keyOf);

  const store = (kept: Kept, read: ReadPart) =>
    whileKept(kept.sha256, () => objects.put(keyOf(kept.sha256), kept.size, read));
  const put = async (content: Readable | Buffer): Promise<Kept> =>
    Buffer.isBuffer(content) ? putBuffer(content) : putStream(content);
  const putBuffer = async (content: Buffer): Promise<Kept> => {
    const kept = { sha256: createHash('sha256').update(content).digest('hex'), size: content.length };
    await store(kept, async (start, end) => content.subarray(start, end));
    return kept;
  };
  /** Its name is known at its end only: until then it lies on the disk, not in memory. */
  const putStream = async (content: Readable): Promise<Kept> => {
    const path = join(incomingFolder(folder), randomUUID());
    try {
      const { kept, file } = await writeHashed(path, content);
      closeSync(file);
      await putFile(kept, path);
      return kept;
    } catch (error) {
      throw asFault(error);
    } finally {
      await rm(path, { force: true });
    }
  };
  const putFile = async (kept: Kept, path: string): Promise<void> => {
    const file = await openFile(path, 'r');
    await store(kept, (start, end) => readPart(file, start, end)).finally(() => file.close());
  };
  const open = async (sha256: string): Promise<Readable> => {
    const found = await objects.get(keyOf(sha256));
    if (!found) throw new Fault('archive-missing', { transient: false, detail: sha256 });
    return found;
  };
  /** Threads that read hostile bytes get files, never the bucket: they hold no keys and reach no network. */
  const lend = async <T>(sha256s: string[], work: (folder: string) => Promise<T>): Promise<T> => {
    const own = join(lent, randomUUID());
    try {
      const files = await openFolder(own);
      await eachSideBySide(sha256s, async (sha256) => {
        const found = await objects.get(keyOf(sha256));
        if (found) await files.put(found);
      });
      const given = await allNames(own);
      const result = await work(own);
      const made = (await allNames(own)).filter((name) => !given.includes(name));
      await eachSideBySide(made, async (name) => {
        const path = await files.localPath(name);
        await putFile({ sha256: name, size: (await stat(path)).size }, path);
      });
      return result;
    } finally {
      // A reader that was killed may still be writing.
      await rm(own, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  return {
    put,
    open,
    lend,
    remove,
    has: async (sha256) => (await objects.storedAt(keyOf(sha256))) !== null,
    async check() {
      await objects.put(TRIAL, 0, async () => Buffer.alloc(0));
      await objects.delete(TRIAL);
    },
    free: async () => null,
    digest: async (sha256) => digestOf(await open(sha256)),
    list: async (prefix) =>
      (await objects.list(`${prefix}/`)).map((key) => key.slice(key.lastIndexOf('/') + 1)),
    countLeftovers: async () => (await objects.uploads()).length + (await objects.list(LEAVING)).length,
  };
}

const TRIAL = 'trial';

function keyOf(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}

async function readPart(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const part = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(part, 0, part.length, start);
  if (bytesRead !== part.length) throw new Error('a file changed while it was put into the bucket');
  return part;
}

async function eachSideBySide<T>(things: T[], work: (thing: T) => Promise<void>): Promise<void> {
  const free = pLimit(SIDE_BY_SIDE);
  await Promise.all(things.map((thing) => free(() => work(thing))));
}

async function abortAbandoned(objects: Objects): Promise<void> {
  for (const upload of await objects.uploads()) {
    if (Date.now() - upload.begunAt.getTime() > ABANDONED) await objects.abort(upload);
  }
}
