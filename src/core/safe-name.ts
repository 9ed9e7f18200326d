// File names that every system takes: Windows, macOS, Linux, and a list of checksums.
import { shortenName } from './name.ts';

/** Windows: CON.txt is the console too. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** Windows forbids these; what cannot be seen could turn a name round ("gpj.exe"). */
const FORBIDDEN = /[<>:"/\\|?*\p{C}]/gu;

/** NFC, no longer than 200 bytes, neither hidden nor reserved, never empty. */
export function safeName(name: string): string {
  const clean = name.toWellFormed().normalize('NFC').replace(FORBIDDEN, '_').replace(/\s+/g, ' ').trim();
  const visible = clean.replace(/^\.+/, '_').replace(/(?<![. ])[. ]+$/, '');
  return shortenName(RESERVED.test(visible) ? `_${visible}` : visible) || '_';
}

/** The same name with a number where it is taken; names that differ in case only are the same to Windows. */
export function uniqueName(name: string, taken: Set<string>): string {
  const { stem, extension } = splitName(safeName(name));
  for (let copy = 1; ; copy++) {
    const tried = copy === 1 ? `${stem}${extension}` : `${stem} (${copy})${extension}`;
    const key = tried.toLowerCase();
    if (taken.has(key)) continue;
    taken.add(key);
    return tried;
  }
}

function splitName(name: string): { stem: string; extension: string } {
  const extension = /(?<=.)\.[^.\s]{1,16}$/u.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - extension.length), extension };
}
