// Pictures, as far as taking them in needs it: not too large to be looked at, and not cut off before they begin.
import { imageSize } from 'image-size';
import type { FileType } from '../core/facts.ts';
import type { Reason } from '../core/reasons.ts';
import { readStart } from './read-at.ts';

const PICTURES: readonly FileType[] = ['jpg', 'png', 'heic', 'webp', 'tiff', 'gif', 'bmp'];
const PLAIN: readonly FileType[] = ['jpg', 'png', 'gif', 'bmp'];
/** A telephone's photo is a tenth of this (bytes, pixels). */
const MOST_BYTES = 100 * 1024 * 1024;
const MOST_PIXELS = 200_000_000;
/** The size stands behind what cameras write of themselves (bytes). */
const HEAD = 1024 * 1024;

export async function findImageProblem(path: string, type: FileType, size: number): Promise<Reason | null> {
  if (!PICTURES.includes(type)) return null;
  if (size > MOST_BYTES) return 'too-large';
  try {
    const { width, height } = imageSize(await readStart(path, HEAD));
    return width * height > MOST_PIXELS ? 'too-large' : null;
  } catch {
    // The library names no kinds of errors. Of the plain formats, a whole file without a size is no picture any more.
    return size <= HEAD && PLAIN.includes(type) ? 'damaged' : null;
  }
}
