// Pictures, as far as taking them in needs it: not too large to be looked at, and not cut off before they begin.
import { imageSize } from 'image-size';
import type { FileType } from '../core/facts.ts';
import type { Reason } from '../core/reasons.ts';
import type { Bytes } from './bytes.ts';

const PICTURES: readonly FileType[] = ['jpg', 'png', 'heic', 'webp', 'tiff', 'gif', 'bmp'];
const PLAIN: readonly FileType[] = ['jpg', 'png', 'gif', 'bmp'];
/** A telephone's photo is a tenth of this (bytes, pixels). */
const MOST_BYTES = 100 * 1024 * 1024;
const MOST_PIXELS = 200_000_000;
/** The size stands behind what cameras write of themselves: mostly little, of which the first read is enough (bytes). */
const HEAD = 1024 * 1024;
const SHORT_HEAD = 32 * 1024;

export function findImageProblem(file: Bytes, type: FileType): Reason | null {
  if (!PICTURES.includes(type)) return null;
  if (file.size > MOST_BYTES) return 'too-large';
  const size = (PLAIN.includes(type) && sizeIn(file.read(0, SHORT_HEAD))) || sizeIn(file.read(0, HEAD));
  if (size) return size.width * size.height > MOST_PIXELS ? 'too-large' : null;
  // Of the plain formats, a whole file without a size is no picture any more.
  return file.size <= HEAD && PLAIN.includes(type) ? 'damaged' : null;
}

function sizeIn(head: Buffer): { width: number; height: number } | null {
  try {
    return imageSize(head);
  } catch {
    // The library names no kinds of errors.
    return null;
  }
}
