// The QR code of a dossier's code, drawn as rectangles: sharp at any size, and no image in the file.
import { create } from 'qrcode';
import type { Page } from './page.ts';

/** Modules that stay white around it (ISO/IEC 18004). */
const QUIET = 4;

/** @param side points, the white around it included */
export function drawQr(page: Page, text: string, x: number, y: number, side: number): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const module = side / (modules.size + 2 * QUIET);
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      page.rect(x + (column + QUIET) * module, y + (row + QUIET) * module, module, module);
    }
  }
  page.fill('black');
}
