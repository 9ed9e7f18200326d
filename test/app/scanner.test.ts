// The scanner's thread: it reads, survives what kills it, and stands behind everything else.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScanner } from '../../src/app/scanner.ts';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { makePage, ORDER_PAGE } from '../documents/make-scan.ts';

let folder: string;
let archive: Archive;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scanner-'));
  archive = await openArchive(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** Priorities (nice) of this process's threads, from the kernel's own list. */
async function priorities(): Promise<number[]> {
  const threads = await readdir('/proc/self/task');
  const lines = await Promise.all(
    threads.map((id) => readFile(`/proc/self/task/${id}/stat`, 'utf8').catch(() => '')),
  );
  return lines.map((line) => Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[16]));
}

describe('the scanner', () => {
  it('reads a page in a thread of low priority', async () => {
    const { sha256 } = await archive.put(makePage(ORDER_PAGE));
    const scanner = openScanner(archive);
    try {
      expect(await scanner.scan(sha256, 'jpg')).toContain('TỜ TRÌNH');
      expect((await priorities()).filter((nice) => nice === 10).length).toBeGreaterThanOrEqual(2);
    } finally {
      await scanner.close();
    }
  });

  it('finds nothing in what cannot be decoded, or takes too long, and goes on', async () => {
    const broken = await archive.put(makePage(ORDER_PAGE).subarray(0, 300));
    const page = await archive.put(makePage(ORDER_PAGE));
    const hasty = openScanner(archive, 1);
    expect(await hasty.scan(page.sha256, 'jpg')).toBeNull();
    await hasty.close();
    const scanner = openScanner(archive);
    try {
      expect(await scanner.scan(broken.sha256, 'jpg')).toBeNull();
      expect(await scanner.scan(page.sha256, 'jpg')).toContain('TỜ TRÌNH');
    } finally {
      await scanner.close();
    }
  });
});
