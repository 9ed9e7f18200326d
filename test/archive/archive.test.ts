// What every archive does, of a folder and of a bucket; then what is a folder's own.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { archiveIn } from '../../src/archive/folder.ts';
import { Fault } from '../../src/core/fault.ts';
import { startBucket, type TestBucket } from '../support/bucket.ts';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await startBucket();
});
afterAll(() => bucket.stop());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
/** Everything that lies in the folder. */
const filesIn = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

describe.each(['folder', 'bucket'])('archive in a %s', (kind) => {
  let archive: Archive;
  beforeEach(async () => {
    archive = await openArchive(folder, kind === 'bucket' ? bucket : null);
  });

  it('keeps bytes under their sha256 and gives them back', async () => {
    const bytes = randomBytes(1_000);
    const kept = await archive.put(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]));
    expect(kept).toEqual({ sha256: sha256(bytes), size: bytes.length });
    expect(await buffer(await archive.open(kept.sha256))).toEqual(bytes);
    expect(await archive.has(kept.sha256)).toBe(true);
    expect(await archive.digest(kept.sha256)).toEqual(kept);
    expect(await archive.list(kept.sha256.slice(0, 2))).toContain(kept.sha256);
  });

  // 8 MiB are one part of what goes up in parts.
  it.each([0, 1, 8 * 1024 * 1024, 8 * 1024 * 1024 + 1, 20_000_000])(
    'keeps %d bytes, handed over at once or as a stream',
    async (size) => {
      const bytes = randomBytes(size);
      const kept = await archive.put(bytes);
      expect(kept).toEqual({ sha256: sha256(bytes), size });
      expect(await archive.digest(kept.sha256)).toEqual(kept);
      expect(await archive.put(Readable.from([bytes, bytes]))).toEqual({
        sha256: sha256(Buffer.concat([bytes, bytes])),
        size: 2 * size,
      });
      expect(await archive.digest(sha256(Buffer.concat([bytes, bytes])))).toMatchObject({ size: 2 * size });
      expect(await archive.countLeftovers()).toBe(0);
    },
  );

  it('survives many writers of the same bytes', async () => {
    const bytes = Buffer.alloc(300_000, 'a');
    const kept = await Promise.all(Array.from({ length: 20 }, () => archive.put(bytes)));
    expect(new Set(kept.map((one) => one.sha256))).toEqual(new Set([sha256(bytes)]));
    expect(await buffer(await archive.open(sha256(bytes)))).toEqual(bytes);
  });

  it('leaves nothing behind when the bytes break off', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the connection was lost');
      })(),
    );
    await expect(archive.put(broken)).rejects.toThrow('the connection was lost');
    expect(await filesIn()).toEqual([]);
    expect(await archive.has(sha256(Buffer.from('half')))).toBe(false);
    expect(await archive.countLeftovers()).toBe(0);
  });

  it('names a missing file as a fault', async () => {
    const fault = { code: 'archive-missing', transient: false };
    await expect(archive.open('0'.repeat(64))).rejects.toMatchObject(fault);
    await expect(archive.digest('0'.repeat(64))).rejects.toMatchObject(fault);
    expect(await archive.has('0'.repeat(64))).toBe(false);
    expect(await archive.list('00')).not.toContain('0'.repeat(64));
  });

  it('lends a folder with the bytes, and keeps what was put there', async () => {
    const given = await archive.put(randomBytes(100));
    const made = randomBytes(100);
    const seen = await archive.lend([given.sha256], async (lent) => {
      const files = archiveIn(lent);
      const path = await files.localPath(given.sha256);
      await files.put(made);
      await files.settle();
      return readFile(path);
    });
    expect(sha256(seen)).toBe(given.sha256);
    expect(await buffer(await archive.open(sha256(made)))).toEqual(made);
  });

  it('lends nothing of what it lacks, and lets the borrower say so', async () => {
    const looking = archive.lend(['0'.repeat(64)], (lent) => archiveIn(lent).localPath('0'.repeat(64)));
    await expect(looking).rejects.toMatchObject({ code: 'archive-missing' });
  });

  it('proves that it takes and gives, and leaves no trial behind', async () => {
    await archive.check();
    expect(await archive.has(sha256(Buffer.from('trial')))).toBe(false);
    expect(await filesIn()).toEqual([]);
  });
});

describe('archive in a folder', () => {
  it('keeps the same bytes once, an empty file too', async () => {
    const archive = await openArchive(folder);
    const first = await archive.put(Buffer.alloc(0));
    expect(await archive.put(Buffer.alloc(0))).toEqual(first);
    expect(first.size).toBe(0);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('says that it cannot be written where a file stands in its place', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(openArchive(join(file, 'archive'))).rejects.toBeInstanceOf(Fault);
  });

  it('reports a full disk as a fault that may pass', async () => {
    const archive = await openArchive(folder);
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const content = Readable.from(
      (async function* () {
        yield Buffer.from('x');
        throw full;
      })(),
    );
    await expect(archive.put(content)).rejects.toMatchObject({ code: 'archive-full', transient: true });
  });

  it('removes abandoned writes of an earlier run and leaves fresh ones', async () => {
    await openArchive(folder);
    const old = join(folder, 'incoming', 'old');
    const fresh = join(folder, 'incoming', 'fresh');
    await writeFile(old, 'x');
    await writeFile(fresh, 'x');
    await utimes(old, new Date(0), new Date(0));
    await openArchive(folder);
    expect(await readdir(join(folder, 'incoming'))).toEqual(['fresh']);
  });

  it('is closed to other users', async () => {
    const archive = await openArchive(join(folder, 'private'));
    const { sha256: name } = await archive.put(Buffer.from('x'));
    expect((await stat(join(folder, 'private', 'incoming'))).mode & 0o077).toBe(0);
    expect((await stat(await archive.localPath(name))).mode & 0o077).toBe(0);
  });

  it('tells how much space is free', async () => {
    expect(await (await openArchive(folder)).free()).toBeGreaterThan(0);
  });

  describe('lent to a thread', () => {
    const incoming = () => readdir(join(folder, 'incoming'));
    beforeEach(async () => void (await openArchive(folder)));

    it('gives every file its name when it settles, however many were put at once', async () => {
      const lent = archiveIn(folder);
      const contents = Array.from({ length: 40 }, (_, at) => Buffer.alloc(1_000, at));
      const kept = await Promise.all(contents.map(lent.put));
      expect(kept.map((one) => one.sha256)).toEqual(contents.map(sha256));
      await lent.settle();
      for (const [at, one] of kept.entries())
        expect(await readFile(await lent.localPath(one.sha256))).toEqual(contents[at]);
      expect(await incoming()).toEqual([]);
    });

    it('is told when it settles, if not before, what the disk did not take; the rest is kept', async () => {
      const [good, bad] = [Buffer.from('good'), Buffer.from('bad')];
      await writeFile(join(folder, sha256(bad).slice(0, 2)), 'a file where a folder would be');
      const lent = archiveIn(folder);
      await lent.put(good);
      await lent.put(bad);
      await expect(lent.settle()).rejects.toMatchObject({ code: 'archive-unwritable' });
      expect(await lent.has(sha256(good))).toBe(true);
      expect(await incoming()).toEqual([]);
    });
  });
});
