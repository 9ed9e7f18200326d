// OCR of first pages, with the engine and data that come with the program.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileType } from '../../src/core/facts.ts';
import { fold } from '../../src/core/fold.ts';
import { openPageReader, type PageReader } from '../../src/documents/scan.ts';
import { makeLandscape, makePage, makeScannedPdf, ORDER_PAGE } from './make-scan.ts';

let folder: string;
let reader: PageReader;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scan-'));
  reader = await openPageReader();
});
afterAll(async () => {
  await reader.close();
  await rm(folder, { recursive: true });
});

async function read(content: Buffer, type: FileType) {
  const path = join(folder, 'page');
  await writeFile(path, content);
  return reader.read(path, type);
}

describe('the first page', () => {
  it.each([
    ['a scanned PDF', 'pdf', () => makeScannedPdf(ORDER_PAGE)],
    ['a photo', 'jpg', () => makePage(ORDER_PAGE)],
    ['a PNG', 'png', () => makePage(ORDER_PAGE, { type: 'png' })],
    ['a page fed upside down', 'jpg', () => makePage(ORDER_PAGE, { quarters: 2 })],
    ['a page lying on its side', 'jpg', () => makePage(ORDER_PAGE, { quarters: 1 })],
  ] as const)('of %s is read', async (_, type, make) => {
    const lines = ((await read(await make(), type)) ?? '').split('\n').map(fold);
    expect(lines).toEqual(expect.arrayContaining(['xa gia phu', 'to trinh']));
    expect(lines.join(' ')).toContain('15 ttr mttq btt');
  });

  it('without legible words has no text', async () => {
    expect(await read(makeLandscape(), 'jpg')).toBeNull();
    expect(await read(makePage([]), 'jpg')).toBeNull();
  });

  it('of a picture that would take all memory is left alone', async () => {
    const huge = makePage([], { type: 'png' });
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    expect(await read(huge, 'png')).toBeNull();
  });

  it('that cannot be decoded is an error, and the next one is read', async () => {
    await expect(read(makePage(ORDER_PAGE).subarray(0, 300), 'jpg')).rejects.toThrow();
    expect(await read(makePage(ORDER_PAGE), 'jpg')).toContain('TỜ TRÌNH');
  });
});
