// File names as people shall see them: whole letters, no path, nothing invisible, never empty.
import type { FileType } from './facts.ts';

/** Bytes of UTF-8; file systems and headers take 255. */
const LONGEST = 200;

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

export function repairName(nameAsSent: string | null, type: FileType, position: number): string {
  const name = (nameAsSent ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replace(INVISIBLE, '')
    // Windows and Unix paths: only what follows the last separator is a name.
    .replace(/^.*[\\/]/s, '')
    .replace(/\s+/g, ' ')
    .replace(/[. ]+$/, '')
    .trim();
  return name === '' ? `tep-${position + 1}${extensionOf(type)}` : shorten(name);
}

function extensionOf(type: FileType): string {
  if (type === 'unknown') return '';
  return `.${type === 'tnef' ? 'dat' : type}`;
}

/** Cuts the stem and keeps the extension. */
function shorten(name: string): string {
  const extension = /\.[^.]{1,16}$/.exec(name)?.[0] ?? '';
  let stem = [...name.slice(0, name.length - extension.length)];
  if (bytes(name) <= LONGEST) return name;
  stem = stem.slice(0, LONGEST);
  while (bytes(stem.join('') + extension) > LONGEST) stem.pop();
  return stem.join('').trimEnd() + extension;
}

/** Length in UTF-8. */
function bytes(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
