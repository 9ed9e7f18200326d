// What is a bucket's own: faults that name what to mend, lines that break, uploads that broke off, and no secret in any word.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { parseBucket } from '../../config/bucket.ts';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { archiveIn } from '../../src/archive/folder.ts';
import { type Bucket, openObjects } from '../../src/archive/objects.ts';
import { startBucket, type TestBucket } from '../support/bucket.ts';
import { eventually } from '../support/eventually.ts';
import { startLine, type TestLine } from '../support/line.ts';

const MEGABYTES = randomBytes(20_000_000);
const MISSING = 'f'.repeat(64);

let bucket: TestBucket;
let line: TestLine;
let folder: string;
let archive: Archive;
beforeAll(async () => {
  bucket = await startBucket();
});
afterAll(() => bucket.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucket-'));
  line = await startLine(bucket.port);
  archive = await openArchive(folder, { ...bucket, endpoint: `http://127.0.0.1:${line.port}` });
});
afterEach(async () => {
  await line.stop();
  await rm(folder, { recursive: true, force: true });
});

it('is reached as its URL says', async () => {
  const place = parseBucket(bucket.url);
  expect(place).toMatchObject({ prefix: 'mttq/', secret: bucket.secret });
  const { sha256 } = await (await openArchive(folder, place)).put(Buffer.from('a'));
  expect(await archive.has(sha256)).toBe(true);
});

it('knows of no free space', async () => {
  expect(await archive.free()).toBeNull();
});

const WRONG: [string, Partial<Bucket>, string][] = [
  ['secret', { secret: 'wrong' }, 'archive-refused'],
  ['key', { keyId: 'office:nobody' }, 'archive-refused'],
  ['bucket', { name: 'not-there' }, 'archive-bucket-missing'],
  ['port', { endpoint: 'http://127.0.0.1:1' }, 'archive-unreachable'],
  ['host', { endpoint: 'http://nowhere.invalid' }, 'archive-unreachable'],
];
it.each(WRONG)('says what is wrong with the %s, and nothing secret', async (_what, change, code) => {
  const opening = openArchive(folder, { ...bucket, ...change });
  await expect(opening).rejects.toMatchObject({ code, transient: true });
  const error = (await opening.catch((fault: unknown) => fault)) as Error;
  const all = inspect(error, { depth: 20, showHidden: true });
  for (const secret of [bucket.secret, bucket.keyId, 'Signature=']) expect(all).not.toContain(secret);
});

it('takes what it says it has taken, whatever the line does', async () => {
  const putting = archive.put(Readable.from([MEGABYTES]));
  await eventually('some bytes to be on their way', () => line.made > 0);
  line.cut();
  const { sha256 } = await putting;
  expect(await (await openArchive(folder, bucket)).digest(sha256)).toEqual({
    sha256,
    size: MEGABYTES.length,
  });
});

it('fails in a way that may pass while the server is away, and works once it is back', async () => {
  const bytes = randomBytes(100);
  line.refuse(true);
  line.cut();
  const fault = { code: 'archive-unreachable', transient: true };
  await expect(archive.put(bytes)).rejects.toMatchObject(fault);
  await expect(archive.put(Readable.from([bytes]))).rejects.toMatchObject(fault);
  await expect(archive.open(MISSING)).rejects.toMatchObject(fault);
  await expect(archive.has(MISSING)).rejects.toMatchObject(fault);
  await expect(archive.check()).rejects.toMatchObject(fault);
  await expect(archive.lend([MISSING], async () => {})).rejects.toMatchObject(fault);
  line.refuse(false);
  expect((await archive.put(bytes)).size).toBe(100);
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  expect(await readdir(join(folder, 'lent'))).toEqual([]);
});

it('ends a stream with a fault where the line breaks', async () => {
  const { sha256 } = await archive.put(MEGABYTES);
  const stream = await archive.open(sha256);
  stream.once('data', () => line.cut());
  await expect(buffer(stream)).rejects.toMatchObject({ code: 'archive-unreachable', transient: true });
});

it('keeps nothing of work that failed', async () => {
  const { sha256 } = await archive.put(randomBytes(10));
  const made = randomBytes(10);
  const failing = archive.lend([sha256], async (lent) => {
    const files = archiveIn(lent);
    await files.put(made);
    await files.settle();
    throw new Error('killed');
  });
  await expect(failing).rejects.toThrow('killed');
  expect(await archive.has(createHash('sha256').update(made).digest('hex'))).toBe(false);
  expect(await readdir(join(folder, 'lent'))).toEqual([]);
});

it('takes back an upload that breaks off, and counts one that it cannot take back', async () => {
  const objects = openObjects(bucket);
  const half = (atTheSecond: () => void) => async (start: number) => {
    if (start === 0) return MEGABYTES.subarray(0, 8 * 1024 * 1024);
    atTheSecond();
    throw new Error('no more');
  };
  await expect(
    objects.put(
      'ab/cd/x',
      MEGABYTES.length,
      half(() => {}),
    ),
  ).rejects.toThrow('no more');
  expect(await archive.countLeftovers()).toBe(0);
  const goneAway = () => {
    line.refuse(true);
    line.cut();
  };
  const behindTheLine = openObjects({ ...bucket, endpoint: `http://127.0.0.1:${line.port}` });
  await expect(behindTheLine.put('ab/cd/x', MEGABYTES.length, half(goneAway))).rejects.toThrow('no more');
  line.refuse(false);
  expect(await archive.countLeftovers()).toBe(1);
  const uploads = await objects.uploads();
  expect(uploads).toMatchObject([{ key: 'ab/cd/x' }]);
  for (const upload of uploads) await objects.abort(upload);
  expect(await archive.countLeftovers()).toBe(0);
});
