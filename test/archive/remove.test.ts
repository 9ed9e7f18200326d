// Deleting: what nobody wants goes, what is put at the same moment stays, and what broke off is taken up again.
import { mkdir, mkdtemp, readdir, rename, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Archive, openArchive } from '../../src/archive/archive.ts';

const CONTENT = Buffer.from('biên bản');
const YESTERDAY = new Date(Date.now() - 24 * 3600_000);
const unwanted = async () => false;

let folder: string;
let archive: Archive;
let name: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
  archive = await openArchive(folder);
  name = (await archive.put(CONTENT)).sha256;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const age = async () => utimes(await archive.localPath(name), new Date(0), new Date(0));
const names = () => archive.list(name.slice(0, 2));

it('deletes what is old and unwanted, and what is gone already', async () => {
  await age();
  expect(await archive.remove(name, YESTERDAY, unwanted)).toBe('removed');
  expect(await names()).toEqual([]);
  expect(await archive.remove(name, YESTERDAY, unwanted)).toBe('removed');
  expect(await archive.countLeftovers()).toBe(0);
});

it('leaves what a row names, and what was stored lately', async () => {
  await age();
  expect(await archive.remove(name, YESTERDAY, async () => true)).toBe('wanted');
  await archive.put(CONTENT);
  expect(await archive.remove(name, YESTERDAY, unwanted)).toBe('fresh');
  expect(await buffer(await archive.open(name))).toEqual(CONTENT);
});

it('leaves what is put after it was asked for', async () => {
  await age();
  const putMeanwhile = async () => {
    await archive.put(CONTENT);
    return false;
  };
  expect(await archive.remove(name, YESTERDAY, putMeanwhile)).toBe('fresh');
  expect(await buffer(await archive.open(name))).toEqual(CONTENT);
});

it('never loses content that is put again and again while it is deleted', async () => {
  for (let round = 0; round < 40; round++) {
    await age();
    await Promise.all([archive.put(CONTENT), archive.remove(name, YESTERDAY, unwanted)]);
    expect(await buffer(await archive.open(name))).toEqual(CONTENT);
  }
  expect(await archive.countLeftovers()).toBe(0);
});

it('takes up a deletion that was killed in the middle', async () => {
  const aside = join(folder, 'leaving', name);
  await mkdir(join(folder, 'leaving'));
  await age();
  await rename(await archive.localPath(name), aside);
  expect(await archive.countLeftovers()).toBe(1);
  // Wanted again: it is put back.
  expect(await archive.remove(name, YESTERDAY, async () => true)).toBe('wanted');
  expect(await names()).toEqual([name]);
  await rename(await archive.localPath(name), aside);
  expect(await archive.remove(name, YESTERDAY, unwanted)).toBe('removed');
  expect(await readdir(join(folder, 'leaving'))).toEqual([]);
  // Put again meanwhile: the new file is not replaced by the old one.
  await archive.put(CONTENT);
  await age();
  await rename(await archive.localPath(name), aside);
  await archive.put(CONTENT);
  expect(await archive.remove(name, YESTERDAY, unwanted)).toBe('fresh');
  expect(await archive.countLeftovers()).toBe(0);
});
