// Reads the first page of a scan or a photo by OCR, in Vietnamese, with data that came with the program.
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Canvas, createCanvas, type Image, loadImage } from '@napi-rs/canvas';
import { imageSize } from 'image-size';
import { createWorker, type Page, type Worker } from 'tesseract.js';
import type { FileType } from '../core/facts.ts';
import { openPdf, renderPage } from './pdf-page.ts';

export interface PageReader {
  /** Lines of text, NFC; null: nothing legible. Errors: whatever the image is broken by. */
  read(path: string, type: FileType): Promise<string | null>;
  close(): Promise<void>;
}

/** Decoding takes four bytes a pixel, whatever the file's size. */
const MOST_PIXELS = 100_000_000;
const MOST_BYTES = 50 * 1024 * 1024;
/** Longest side of what is read: A4 at about 200 dots per inch. */
const LONGEST_SIDE = 2200;
const MOST_CHARACTERS = 20_000;

/** Of the two sets of data the smaller one reads as well, and faster on small machines. */
const DATA = join(
  dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/vie/package.json')),
  '4.0.0_best_int',
);
/** OEM_LSTM_ONLY */
const ENGINE = 1;

/** One engine for many pages; it starts in half a second and holds about 150 MB. */
export async function openPageReader(): Promise<PageReader> {
  const engine = await createWorker('vie', ENGINE, { langPath: DATA, gzip: true, cacheMethod: 'none' });
  return {
    async read(path, type) {
      const picture = await firstPage(path, type);
      return picture && readTurned(engine, picture);
    },
    close: async () => {
      await engine.terminate();
    },
  };
}

async function firstPage(path: string, type: FileType): Promise<Image | null> {
  if ((await stat(path)).size > MOST_BYTES) return null;
  const bytes = await readFile(path);
  if (type === 'pdf') return loadImage(await renderFirstPage(new Uint8Array(bytes)));
  const { width, height } = imageSize(bytes);
  return width * height <= MOST_PIXELS ? loadImage(bytes) : null;
}

async function renderFirstPage(bytes: Uint8Array): Promise<Buffer> {
  const pdf = await openPdf(bytes, MOST_PIXELS);
  try {
    return await renderPage(pdf, 1, LONGEST_SIDE);
  } finally {
    await pdf.destroy();
  }
}

/** Scanners are fed any way round: what makes no sense upright is tried turned. */
async function readTurned(engine: Worker, picture: Image): Promise<string | null> {
  for (const quarters of [0, 2, 1, 3]) {
    const page = await engine.recognize(draw(picture, quarters).toBuffer('image/png'), {}, { blocks: true });
    const text = legible(page.data);
    if (text !== null) return text;
  }
  return null;
}

/** Scaled to the size of a page, turned by quarters, on white. */
function draw(picture: Image, quarters: number): Canvas {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width * scale, picture.height * scale];
  const lying = quarters % 2 === 1;
  const canvas = createCanvas(Math.ceil(lying ? height : width), Math.ceil(lying ? width : height));
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((quarters * Math.PI) / 2);
  context.drawImage(picture, -width / 2, -height / 2, width, height);
  return canvas;
}

/** The engine sees letters in leaves and roof tiles too, but is sure of few of them. */
const SURE = 75;
const FEWEST_SURE = 6;

/** The text of a page whose words the engine is mostly sure of; null for the rest. */
function legible({ blocks, text }: Page): string | null {
  const words = (blocks ?? [])
    .flatMap((block) => block.paragraphs)
    .flatMap((paragraph) => paragraph.lines)
    .flatMap((line) => line.words)
    .filter((word) => /\p{L}{2}/u.test(word.text));
  const sure = words.filter((word) => word.confidence >= SURE).length;
  if (sure < FEWEST_SURE || sure < words.length / 2) return null;
  return text
    .normalize('NFC')
    .replace(/\n{2,}/g, '\n')
    .trim()
    .slice(0, MOST_CHARACTERS);
}
