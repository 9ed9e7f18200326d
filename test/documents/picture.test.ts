// Pictures for staff: what was on the page is on the picture, upright and of bounded size; or a reason.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../src/core/preview.ts';
import { drawImage, drawPage } from '../../src/documents/picture.ts';
import { makeWord, paragraph } from './make-zip.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'picture-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function draw(content: Buffer, page = 1) {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return drawPage(path, page);
}

async function drawn(content: Buffer, page = 1): Promise<Picture> {
  const picture = await draw(content, page);
  if ('problem' in picture) throw new Error(picture.problem);
  return picture;
}

type Colour = 'red' | 'green' | 'blue' | 'white' | 'other';

/** Its pixels, four bytes each; the picture is decoded again. */
async function pixelsOf({ bytes, width, height }: Picture): Promise<Uint8ClampedArray> {
  const image = await loadImage(bytes);
  expect([image.width, image.height]).toEqual([width, height]);
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height).data;
}

function colourOf(pixel: Uint8ClampedArray): Colour {
  const bits = [...pixel.subarray(0, 3)].map((value) => (value > 200 ? 1 : value < 60 ? 0 : 2)).join('');
  return ({ 100: 'red', '010': 'green', '001': 'blue', 111: 'white' } as const)[bits] ?? 'other';
}

/** The colour at a place, from 0 to 1 each way. */
async function colourAt(picture: Picture, x: number, y: number): Promise<Colour> {
  const at = (Math.floor(y * picture.height) * picture.width + Math.floor(x * picture.width)) * 4;
  return colourOf((await pixelsOf(picture)).subarray(at, at + 4));
}

async function countOf(colour: Colour, picture: Picture): Promise<number> {
  const pixels = await pixelsOf(picture);
  let count = 0;
  for (let at = 0; at < pixels.length; at += 4) if (colourOf(pixels.subarray(at, at + 4)) === colour) count++;
  return count;
}

/** Red above, blue below; the top left corner green. */
function flag(width: number, height: number) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const fill = (colour: string, x: number, y: number, w: number, h: number) => {
    context.fillStyle = colour;
    context.fillRect(x, y, w, h);
  };
  fill('#f00', 0, 0, width, height / 2);
  fill('#00f', 0, height / 2, width, height / 2);
  fill('#0f0', 0, 0, width / 4, height / 4);
  return canvas;
}

async function corners(picture: Picture): Promise<Colour[]> {
  const places = [
    [0.1, 0.1],
    [0.9, 0.1],
    [0.1, 0.9],
    [0.9, 0.9],
  ] as const;
  return Promise.all(places.map(([x, y]) => colourAt(picture, x, y)));
}
const UPRIGHT: Colour[] = ['green', 'red', 'blue', 'blue'];

/** EXIF (CIPA DC-008 §4.6.2) with nothing but an orientation, put behind the first marker of a JPEG. */
function turned(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.from('49492a00080000000100120103000100000000000000000000000000', 'hex');
  tiff.writeUInt16LE(orientation, 18);
  const exif = Buffer.concat([Buffer.from('ffe10000', 'hex'), Buffer.from('Exif\0\0'), tiff]);
  exif.writeUInt16BE(exif.length - 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

/** Uncompressed, 24 bits (BITMAPINFOHEADER). */
function bmp(width: number, height: number): Buffer {
  const { data } = flag(width, height).getContext('2d').getImageData(0, 0, width, height);
  const row = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + row * height);
  file.write('BM');
  for (const [at, value] of [
    [2, file.length],
    [10, 54],
    [14, 40],
    [18, width],
    [22, height],
    [34, row * height],
  ] as const)
    file.writeUInt32LE(value, at);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((height - 1 - y) * width + x) * 4;
      file.set([data[from + 2] ?? 0, data[from + 1] ?? 0, data[from] ?? 0], 54 + y * row + x * 3);
    }
  }
  return file;
}

async function pdf(colours: string[], options: object = {}): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, ...options });
  for (const colour of colours) document.addPage().rect(0, 0, 595, 400).fill(colour);
  document.end();
  const chunks: Buffer[] = [];
  for await (const chunk of document) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('a page of a PDF', () => {
  it('is drawn, each one', async () => {
    const file = await pdf(['red', 'blue', '#0f0']);
    for (const [at, colour] of (['red', 'blue', 'green'] as const).entries()) {
      const picture = await drawn(file, at + 1);
      expect(picture).toMatchObject({ page: at + 1, pages: 3, height: 1600 });
      expect(picture.bytes.length).toBeLessThan(1_000_000);
      expect([await colourAt(picture, 0.5, 0.2), await colourAt(picture, 0.5, 0.8)]).toEqual([
        colour,
        'white',
      ]);
    }
  });

  it('shows its letters, those of the machine and those of its own', async () => {
    const own = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf');
    for (const font of ['Times-Roman', 'Helvetica', own]) {
      const document = new PDFDocument({ size: 'A4' });
      document
        .font(font)
        .fontSize(60)
        .fillColor('red')
        .text('MMMMM MMMMM')
        .rect(0, 600, 595, 242)
        .fill('blue');
      document.end();
      const picture = await drawn(Buffer.concat((await document.toArray()) as Buffer[]));
      expect(await countOf('red', picture)).toBeGreaterThan(10_000);
      // What follows the letters is there, too.
      expect(await colourAt(picture, 0.5, 0.9)).toBe('blue');
    }
  });

  it('that is not there is the one next to it', async () => {
    const file = await pdf(['red', 'blue']);
    expect(await drawn(file, 99)).toMatchObject({ page: 2, pages: 2 });
    expect(await drawn(file, -1)).toMatchObject({ page: 1 });
    expect(await drawn(file, Number.NaN)).toMatchObject({ page: 1 });
  });

  it('of any size is a picture of bounded size', async () => {
    for (const size of [
      [50, 70],
      [14_000, 200],
    ]) {
      const { width, height } = await drawn(await pdf(['red'], { size }));
      expect(Math.max(width, height)).toBeLessThanOrEqual(1_600);
    }
  });

  it('behind a password, or broken, has a reason', async () => {
    expect(await draw(await pdf(['red'], { userPassword: 'x' }))).toEqual({ problem: 'encrypted' });
    expect(await draw(Buffer.from('%PDF-1.7\nnothing'))).toEqual({ problem: 'damaged' });
  });
});

describe('an image', () => {
  it.each([
    ['JPEG', () => flag(80, 120).toBuffer('image/jpeg', 100)],
    ['PNG', () => flag(80, 120).toBuffer('image/png')],
    ['WebP', () => flag(80, 120).toBuffer('image/webp', 100)],
    ['GIF', () => flag(80, 120).toBuffer('image/gif')],
    ['BMP', () => bmp(80, 120)],
  ])('is drawn: %s', async (_, make) => {
    const picture = await drawn(make());
    expect(picture).toMatchObject({ width: 80, height: 120, page: 1, pages: 1 });
    expect(Buffer.from(picture.bytes).subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(await corners(picture)).toEqual(UPRIGHT);
  });

  it('taken with the telephone held another way is upright', async () => {
    // Stored as the sensor lay: turned back by a quarter, which orientation 6 mends by turning clockwise.
    const stored = createCanvas(120, 80);
    const context = stored.getContext('2d');
    context.translate(0, 80);
    context.rotate(-Math.PI / 2);
    context.drawImage(flag(80, 120), 0, 0);
    const picture = await drawn(turned(stored.toBuffer('image/jpeg', 100), 6));
    expect(picture).toMatchObject({ width: 80, height: 120 });
    expect(await corners(picture)).toEqual(UPRIGHT);
  });

  it('that is large is made smaller, and what is transparent is white', async () => {
    expect(await drawn(flag(4_000, 3_000).toBuffer('image/jpeg'))).toMatchObject({
      width: 1_600,
      height: 1_200,
    });
    expect(await colourAt(await drawn(createCanvas(50, 50).toBuffer('image/png')), 0.5, 0.5)).toBe('white');
  });

  it('carries nothing of what the camera noted', async () => {
    const { bytes } = await drawn(turned(flag(80, 120).toBuffer('image/jpeg'), 1));
    expect(Buffer.from(bytes).includes('Exif')).toBe(false);
  });

  it('of ten thousand million pixels is refused', async () => {
    const huge = flag(10, 10).toBuffer('image/png');
    huge.writeUInt32BE(100_000, 16);
    huge.writeUInt32BE(100_000, 20);
    expect(await draw(huge)).toEqual({ problem: 'too-large' });
    expect(await drawImage(huge, 100)).toEqual({ problem: 'too-large' });
  });

  it('that is broken, or of a kind that is not drawn, has a reason', async () => {
    expect(await draw(flag(80, 120).toBuffer('image/jpeg').subarray(0, 30))).toEqual({ problem: 'damaged' });
    expect(await draw(Buffer.from('x'.repeat(100)))).toEqual({ problem: 'unsupported-type' });
    expect(await draw(makeWord(paragraph('x')))).toEqual({ problem: 'unsupported-type' });
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>');
    expect(await draw(drawing)).toEqual({ problem: 'unsupported-type' });
    expect(await drawImage(drawing, 100)).toEqual({ problem: 'unsupported-type' });
    expect(await drawImage(Buffer.alloc(0), 100)).toEqual({ problem: 'damaged' });
  });
});
