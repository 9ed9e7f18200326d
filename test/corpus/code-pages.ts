// Text in code pages of before Unicode.
import iconv from 'iconv-lite';
import { combined } from './files.ts';

/** Letters and tones apart, as this code page has them. */
export function windows1258(text: string): Buffer {
  return iconv.encode(combined(text), 'windows-1258');
}

export function cp437(text: string): Buffer {
  return iconv.encode(text, 'cp437');
}
