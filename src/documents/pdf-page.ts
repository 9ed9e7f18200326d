// Draws pages of PDFs, also those whose letters the file leaves to the machine's fonts, and on machines that have none.
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { createIsomorphicCanvasFactory, getDocumentProxy, renderPageAsImage } from 'unpdf';

const require = createRequire(import.meta.url);

export type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

const canvasImport = () => import('@napi-rs/canvas');

/**
 * @param bytes are taken: empty afterwards
 * @param mostPixels of an image on it: larger ones are not drawn
 * @returns what the caller destroys. Errors: whatever the file is broken by
 */
export async function openPdf(bytes: Uint8Array, mostPixels: number): Promise<Pdf> {
  lendTransfer();
  lendFonts();
  const CanvasFactory = await createIsomorphicCanvasFactory(canvasImport);
  return getDocumentProxy(bytes, { verbosity: 0, maxImageSize: mostPixels, CanvasFactory });
}

/** As PNG, on white. */
export async function renderPage(pdf: Pdf, number: number, longestSide: number): Promise<Buffer> {
  const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 1 });
  const scale = longestSide / Math.max(width, height);
  return Buffer.from(await renderPageAsImage(pdf, number, { canvasImport, scale }));
}

/** Node 20 lacks it, and pdf.js then leaves out a page from its first letter on, without an error. It only ever shortens. */
function lendTransfer(): void {
  if ('transferToFixedLength' in ArrayBuffer.prototype) return;
  Object.defineProperty(ArrayBuffer.prototype, 'transferToFixedLength', {
    value(this: ArrayBuffer, length: number): ArrayBuffer {
      return this.slice(0, length);
    },
  });
}

const FONT = 'Times New Roman';
const FACES = [
  require.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  require.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
];

/** Tinos has the measures of Times New Roman; where there is no other font, it stands for all. */
function lendFonts(): void {
  if (GlobalFonts.has(FONT)) return;
  for (const face of FACES) GlobalFonts.registerFromPath(face, FONT);
}
