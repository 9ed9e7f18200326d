// Pictures for staff: a page of a PDF, or an image, drawn anew as a JPEG of bounded size. Runs where it may be killed.
import { type Canvas, createCanvas, type Image, loadImage } from '@napi-rs/canvas';
import { imageSize } from 'image-size';
import type { FileType } from '../core/facts.ts';
import type { NotShown, Picture } from '../core/preview.ts';
import { openBytes } from './bytes.ts';
import { isPassword } from './pdf.ts';
import { openPdf, type Pdf, renderPage } from './pdf-page.ts';
import { sniff } from './sniff.ts';

/** Longest side of what staff see: a page of A4 at 140 dots per inch (pixels). */
const LONGEST_SIDE = 1600;
const MOST_BYTES = 100 * 1024 * 1024;
/** Decoding takes four bytes a pixel; a scanner's A3 at 400 dots per inch has 31 million. */
const MOST_PIXELS = 50_000_000;
const QUALITY = 85;

/** What the canvas decodes, of what it may: no drawings (SVG); HEIC and TIFF it cannot. */
const IMAGES: readonly string[] = ['jpg', 'png', 'gif', 'webp', 'bmp'] satisfies FileType[];

/** @param page from 1. Its type is told by its bytes. */
export async function drawPage(path: string, page: number): Promise<Picture | NotShown> {
  const file = openBytes(path);
  try {
    const { type, problem } = await sniff(file);
    if (problem) return { problem };
    if (type !== 'pdf' && !IMAGES.includes(type)) return { problem: 'unsupported-type' };
    if (file.size > MOST_BYTES) return { problem: 'too-large' };
    return await (type === 'pdf' ? drawPdf(file.whole(), page) : drawImage(file.whole(), LONGEST_SIDE));
  } finally {
    file.close();
  }
}

/** Upright, as the camera noted; of one that moves, the first picture. */
export async function drawImage(bytes: Buffer, longestSide: number): Promise<Picture | NotShown> {
  try {
    const { type = '', width, height } = imageSize(bytes);
    if (!IMAGES.includes(type)) return { problem: 'unsupported-type' };
    if (width * height > MOST_PIXELS) return { problem: 'too-large' };
    const canvas = drawOnWhite(await loadImage(bytes), longestSide);
    const jpeg = await canvas.encode('jpeg', QUALITY);
    return { bytes: new Uint8Array(jpeg), width: canvas.width, height: canvas.height, page: 1, pages: 1 };
  } catch {
    // A broken image fails in as many ways as it can be broken.
    return { problem: 'damaged' };
  }
}

async function drawPdf(bytes: Buffer, page: number): Promise<Picture | NotShown> {
  let pdf: Pdf | null = null;
  try {
    pdf = await openPdf(new Uint8Array(bytes), MOST_PIXELS);
    const number = Math.max(1, Math.min(Math.trunc(page) || 1, pdf.numPages));
    const drawn = await drawImage(await renderPage(pdf, number, LONGEST_SIDE), LONGEST_SIDE);
    return 'problem' in drawn ? drawn : { ...drawn, page: number, pages: pdf.numPages };
  } catch (error) {
    // As above.
    return { problem: isPassword(error) ? 'encrypted' : 'damaged' };
  } finally {
    await pdf?.destroy();
  }
}

/** Nothing is made larger; what is transparent stands on white. */
function drawOnWhite(image: Image, longestSide: number): Canvas {
  const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  const canvas = createCanvas(side(image.width), side(image.height));
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}
