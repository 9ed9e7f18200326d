import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/archive.ts';
import { Fault } from '../../src/core/fault.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('archive', () => {
  it('keeps bytes under their sha256 and gives them back', async () => {
    const archive = await openArchive(folder);
    const bytes = Buffer.from('tờ trình');
    const kept = await archive.put(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]));
    expect(kept).toEqual({ sha256: sha256(bytes), size: bytes.length });
    expect(await buffer(await archive.open(kept.sha256))).toEqual(bytes);
    expect(await readFile(await archive.localPath(kept.sha256))).toEqual(bytes);
  });

  it('keeps the same bytes once, an empty file too', async () => {
    const archive = await openArchive(folder);
    const first = await archive.put(Buffer.alloc(0));
    expect(await archive.put(Buffer.alloc(0))).toEqual(first);
    expect(first.size).toBe(0);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('survives many writers of the same bytes', async () => {
    const archive = await openArchive(folder);
    const bytes = Buffer.alloc(300_000, 'a');
    const kept = await Promise.all(Array.from({ length: 20 }, () => archive.put(bytes)));
    expect(new Set(kept.map((one) => one.sha256))).toEqual(new Set([sha256(bytes)]));
    expect(await buffer(await archive.open(sha256(bytes)))).toEqual(bytes);
  });

  it('leaves nothing behind when the bytes break off', async () => {
    const archive = await openArchive(folder);
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the connection was lost');
      })(),
    );
    await expect(archive.put(broken)).rejects.toThrow('the connection was lost');
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    expect(await readdir(folder)).toEqual(['incoming']);
  });

  it('names a missing file as a fault', async () => {
    const archive = await openArchive(folder);
    await expect(archive.open('0'.repeat(64))).rejects.toMatchObject({ code: 'archive-missing' });
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

  it('tells how much space is free and leaves no trial behind', async () => {
    const archive = await openArchive(folder);
    expect(await archive.check()).toBeGreaterThan(0);
    await expect(archive.open(sha256(Buffer.from('trial')))).rejects.toMatchObject({
      code: 'archive-missing',
    });
  });
});
