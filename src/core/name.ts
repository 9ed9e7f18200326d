// File names as people shall see them: whole letters, no path, nothing invisible, never empty.
import type { FileType } from './facts.ts';

/** Bytes of UTF-8; file systems and headers take 255. */
const LONGEST = 200;

/** Control and zero-width characters, direction marks, unassigned code points; line ends and tabs are spaces. */
const INVISIBLE = /\uFEFF|(?!\s)[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu;

/** @param position of the attachment in its message, from 0 */
export function repairName(nameAsSent: string | null, type: FileType, position: number): string {
  const name = withoutPath((nameAsSent ?? '').toWellFormed().replace(INVISIBLE, ''))
    .replace(/\s+/g, ' ')
    .normalize('NFC');
  return shortenName(withoutEnd(name).trimStart()) || `tep-${position + 1}${extensionOf(type)}`;
}

/** Windows and Unix paths: only what follows the last separator, or the drive, is a name. */
function withoutPath(name: string): string {
  return name.replace(/^.*[\\/]/s, '').replace(/^(\s*[a-z]:)+/i, '');
}

/** Windows takes no dots and spaces at the end. Looking back keeps long runs of them inside a name from costing n². */
function withoutEnd(name: string): string {
  return name.replace(/(?<![. ])[. ]+$/, '');
}

function extensionOf(type: FileType): string {
  if (type === 'unknown') return '';
  return `.${type === 'tnef' ? 'dat' : type}`;
}

/** Cuts the stem between characters and keeps the extension. */
export function shortenName(name: string): string {
  const extension = /\.[^.\s]{1,16}$/u.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - extension.length);
  const room = LONGEST - new TextEncoder().encode(extension).length;
  const { read } = new TextEncoder().encodeInto(stem, new Uint8Array(room));
  return read < stem.length ? withoutEnd(stem.slice(0, read)) + extension : name;
}
