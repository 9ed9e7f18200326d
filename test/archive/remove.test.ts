// Deleting: what nobody wants goes, what is put at the same moment stays, and what broke off is taken up again.
import { mkdir, mkdtemp, readdir, rename, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { openObjectRemoval } from '../../src/archive/bucket-removal.ts';
import { archiveIn } from '../../src/archive/folder.ts';
import { openObjects } from '../../src/archive/objects.ts';
import { startBucket, type TestBucket } from '../support/bucket.ts';
import { eventually } from '../support/eventually.ts';

const CONTENT = Buffer.from('biên bản');
const YESTERDAY = new Date(Date.now() - 24 * 3600_000);
const unwanted = async () => false;

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await startBucket();
});
afterAll(() => bucket.stop());

let folder: string;
let archive: Archive;
let name: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const keyOf = (sha256: string) => `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
const names = () => archive.list(name.slice(0, 2));

/** A moment that what is stored now was stored before, and what is put from now on was not. */
const AGED = {
  folder: async () => {
    await utimes(await archiveIn(folder).localPath(name), new Date(0), new Date(0));
    return YESTERDAY;
  },
  // A bucket tells whole seconds, rounded either way.
  bucket: async () => {
    const storedAt = (await openObjects(bucket).storedAt(keyOf(name))) ?? new Date();
    const next = new Date(storedAt.getTime() + 1_000);
    await eventually('the next second', () => Date.now() >= next.getTime());
    return next;
  },
};

describe.each(['folder', 'bucket'] as const)('from a %s', (kind) => {
  const age = AGED[kind];
  beforeEach(async () => {
    archive = await openArchive(folder, kind === 'bucket' ? bucket : null);
    name = (await archive.put(CONTENT)).sha256;
  });

  it('deletes what is old and unwanted, and what is gone already', async () => {
    const then = await age();
    expect(await archive.remove(name, then, unwanted)).toBe('removed');
    expect(await names()).toEqual([]);
    expect(await archive.remove(name, then, unwanted)).toBe('removed');
    expect(await archive.countLeftovers()).toBe(0);
  });

  it('leaves what a row names, and what was stored lately', async () => {
    const then = await age();
    expect(await archive.remove(name, then, async () => true)).toBe('wanted');
    await archive.put(CONTENT);
    expect(await archive.remove(name, then, unwanted)).toBe('fresh');
    expect(await buffer(await archive.open(name))).toEqual(CONTENT);
  });

  it('never loses content that is put again and again while it is deleted', async () => {
    for (let round = 0; round < (kind === 'folder' ? 40 : 3); round++) {
      const then = await age();
      await Promise.all([archive.put(CONTENT), archive.remove(name, then, unwanted)]);
      expect(await buffer(await archive.open(name))).toEqual(CONTENT);
    }
    expect(await archive.countLeftovers()).toBe(0);
  });

  it('leaves nothing of a deletion that could not ask', async () => {
    const then = await age();
    const lost = archive.remove(name, then, () => Promise.reject(new Error('no database')));
    await expect(lost).rejects.toThrow('no database');
    expect(await archive.countLeftovers()).toBe(0);
    expect(await buffer(await archive.open(name))).toEqual(CONTENT);
  });
});

describe('from a folder alone', () => {
  beforeEach(async () => {
    archive = await openArchive(folder);
    name = (await archive.put(CONTENT)).sha256;
  });
  const age = AGED.folder;

  it('leaves what is put after it was asked for', async () => {
    await age();
    const putMeanwhile = async () => {
      await archive.put(CONTENT);
      return false;
    };
    expect(await archive.remove(name, YESTERDAY, putMeanwhile)).toBe('fresh');
    expect(await buffer(await archive.open(name))).toEqual(CONTENT);
  });

  it('takes up a deletion that was killed in the middle', async () => {
    const { localPath } = archiveIn(folder);
    const aside = join(folder, 'leaving', name);
    await mkdir(join(folder, 'leaving'));
    await age();
    await rename(await localPath(name), aside);
    expect(await archive.countLeftovers()).toBe(1);
    // Wanted again: it is put back.
    expect(await archive.remove(name, YESTERDAY, async () => true)).toBe('wanted');
    expect(await names()).toEqual([name]);
    await rename(await localPath(name), aside);
    expect(await archive.remove(name, YESTERDAY, unwanted)).toBe('removed');
    expect(await readdir(join(folder, 'leaving'))).toEqual([]);
    // Put again meanwhile: the new file is not replaced by the old one.
    await archive.put(CONTENT);
    await age();
    await rename(await localPath(name), aside);
    await archive.put(CONTENT);
    expect(await archive.remove(name, YESTERDAY, unwanted)).toBe('fresh');
    expect(await archive.countLeftovers()).toBe(0);
  });
});

describe('from a bucket alone', () => {
  const NOTE = () => `leaving/${name}`;
  beforeEach(async () => {
    archive = await openArchive(folder, bucket);
    name = (await archive.put(CONTENT)).sha256;
  });

  it('a put waits for the deletion of the same bytes, and puts once more', async () => {
    const then = await AGED.bucket();
    let answer = (_wanted: boolean) => {};
    const asked = new Promise<boolean>((resolve) => {
      answer = resolve;
    });
    const removing = archive.remove(name, then, () => asked);
    await eventually('the note', async () => (await archive.countLeftovers()) === 1);
    let put = false;
    const putting = archive.put(CONTENT).then(() => {
      put = true;
    });
    // The first of its two: the deletion then finds the bytes fresh, or has deleted them before.
    answer(false);
    expect(['removed', 'fresh']).toContain(await removing);
    await putting;
    expect(put).toBe(true);
    expect(await buffer(await archive.open(name))).toEqual(CONTENT);
  });

  it('content that is put between the look and the deletion is put once more', async () => {
    const then = await AGED.bucket();
    const objects = openObjects(bucket);
    let putting: Promise<unknown> | null = null;
    const late = {
      ...objects,
      async delete(key: string) {
        if (key === keyOf(name)) {
          putting = archive.put(CONTENT);
          await eventually('the put', async () => ((await objects.storedAt(key)) ?? then) >= then);
        }
        await objects.delete(key);
      },
    };
    expect(await openObjectRemoval(late, keyOf).remove(name, then, unwanted)).toBe('removed');
    await putting;
    expect(await buffer(await archive.open(name))).toEqual(CONTENT);
    expect(await archive.countLeftovers()).toBe(0);
  });

  it('a deletion that was killed is counted, holds puts up, and is taken up again', async () => {
    await openObjects(bucket).put(NOTE(), 0, async () => Buffer.alloc(0));
    expect(await archive.countLeftovers()).toBe(1);
    let put = false;
    const putting = archive.put(CONTENT).then(() => {
      put = true;
    });
    // Time enough for several puts that do not wait.
    for (let at = 0; at < 5; at++) await archive.put(Buffer.from(`another ${at}`));
    expect(put).toBe(false);
    expect(await archive.remove(name, YESTERDAY, unwanted)).toBe('fresh');
    await putting;
    expect(await buffer(await archive.open(name))).toEqual(CONTENT);
    expect(await archive.countLeftovers()).toBe(0);
  });
});
