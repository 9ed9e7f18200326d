// Reads a PDF back as a viewer does: its words, its pages, what its fonts lack, and the page as a picture.
import { createCanvas, loadImage } from '@napi-rs/canvas';
import decodeQr from 'qr/decode.js';
import { getDocumentProxy, getResolvedPDFJS, renderPageAsImage } from 'unpdf';

// Node 20 lacks it, and unpdf draws no font without it.
if (!('transferToFixedLength' in ArrayBuffer.prototype))
  Object.defineProperty(ArrayBuffer.prototype, 'transferToFixedLength', {
    value(this: ArrayBuffer) {
      return structuredClone(this, { transfer: [this] });
    },
  });

export interface ReadPage {
  /** One line. */
  text: string;
  /** Points. */
  width: number;
  height: number;
  /** Glyphs drawn that stand for a letter which the font lacks. */
  lacking: number;
}

export interface ReadPdf {
  pages: ReadPage[];
  /** Of all pages. */
  text: string;
  info: Record<string, unknown>;
  language: string | null;
  fonts: string[];
}

export async function readPdf(bytes: Buffer): Promise<ReadPdf> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  const pages: ReadPage[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = (await page.getTextContent()) as { items: { str?: string; hasEOL?: boolean }[] };
    const text = items.map(({ str = '', hasEOL = false }) => (hasEOL ? `${str} ` : str)).join('');
    const [, , width = 0, height = 0] = page.view;
    pages.push({ text: oneLine(text), width, height, lacking: await countLacking(page) });
  }
  const { info } = await pdf.getMetadata();
  const { Language = null } = info as { Language?: string };
  await pdf.destroy();
  const fonts = [...bytes.toString('latin1').matchAll(/\/FontName \/(\S+)/g)].map(([, name = '']) => name);
  const text = oneLine(pages.map((page) => page.text).join(' '));
  return { pages, text, info: info as Record<string, unknown>, language: Language, fonts };
}

/** Where a line ends is no matter, be it behind a hyphen ("102/KH-MTTQ"). */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?<=\S[-/]) (?=\S)/g, '')
    .trim();
}

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>;

/** The first glyph of every font is the box for what it lacks. */
async function countLacking(page: Page): Promise<number> {
  const { OPS } = await getResolvedPDFJS();
  const { fnArray, argsArray } = (await page.getOperatorList()) as Operators;
  const glyphs = argsArray.filter((_, at) => fnArray[at] === OPS.showText).flatMap(([shown]) => shown);
  return glyphs.filter((glyph) => typeof glyph === 'object' && glyph.originalCharCode === 0).length;
}

interface Operators {
  fnArray: number[];
  /** Of showText: its glyphs, and numbers that move them. */
  argsArray: [({ originalCharCode: number } | number)[]][];
}

/** What a telephone reads from the first page. */
export async function scanQr(bytes: Buffer): Promise<string> {
  const picture = await renderPageAsImage(new Uint8Array(bytes), 1, {
    canvasImport: () => import('@napi-rs/canvas'),
    scale: 2.5,
  });
  const image = await loadImage(picture);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  return decodeQr(context.getImageData(0, 0, image.width, image.height));
}
