// File names as people shall see them: whole letters, no path, nothing invisible, never empty.
import type { FileType } from './facts.ts';

/** Bytes of UTF-8; file systems and headers take 255. */
const LONGEST = 200;

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/** @param position of the attachment in its message, from 0 */
export function repairName(nameAsSent: string | null, type: FileType, position: number): string {
  const name = (nameAsSent ?? '')
    .toWellFormed()
    // Line ends and tabs part words, other control characters do not.
    .replace(/[\t\n\v\f\r]/g, ' ')
    .replace(INVISIBLE, '')
    // Windows and Unix paths: only what follows the last separator is a name.
    .replace(/^.*[\\/]/s, '')
    .replace(/^\s*[a-z]:/i, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ');
  return trim(shorten(trim(name))) || `tep-${position + 1}${extensionOf(type)}`;
}

/** Windows takes no dots and spaces at the end of a name. */
function trim(name: string): string {
  return name.trimStart().replace(/[. ]+$/, '');
}

function extensionOf(type: FileType): string {
  if (type === 'unknown') return '';
  return `.${type === 'tnef' ? 'dat' : type}`;
}

/** Cuts the stem between letters and keeps the extension. */
function shorten(name: string): string {
  const extension = /\.[^.]{1,16}$/.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - extension.length);
  const room = LONGEST - new TextEncoder().encode(extension).length;
  const { read } = new TextEncoder().encodeInto(stem, new Uint8Array(room));
  return read < stem.length ? stem.slice(0, read).trimEnd() + extension : name;
}
