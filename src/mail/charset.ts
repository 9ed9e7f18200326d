// Bytes of unknown honesty become letters: programs label UTF-8 as Latin-1, and send letters without any label.
import { TextDecoder } from 'node:util';

/** One byte a letter: any bytes are text in these, so the label proves nothing where the bytes are UTF-8. */
const SINGLE_BYTE = /^(iso-8859-.+|windows-(125\d|874)|koi8-.|macintosh|x-mac-.+|ibm866)$/;
/** What a letter that is neither labelled nor UTF-8 is written in: the old Vietnamese code page. */
const UNLABELLED = 'windows-1258';

/** Decodes by what the bytes are rather than by what they are said to be; never fails. The result is NFC. */
export function decodeBytes(bytes: Buffer, label: string | null): string {
  return decode(bytes, (label ?? '').trim().toLowerCase()).normalize('NFC');
}

function decode(bytes: Buffer, label: string): string {
  const named = decoderOf(label);
  if (named && named.encoding !== 'utf-8' && !SINGLE_BYTE.test(named.encoding)) {
    const text = named.decode(bytes);
    return (text.includes('\ufffd') && utf8Of(bytes)) || text;
  }
  const says = named !== null && SINGLE_BYTE.test(named.encoding) && !label.includes('ascii');
  return utf8Of(bytes) ?? (says ? named : new TextDecoder(UNLABELLED)).decode(bytes);
}

/** Null where the bytes are something else; UTF-8 that was cut or hurt in places is still UTF-8. */
function utf8Of(bytes: Buffer): string | null {
  const text = bytes.toString('utf8');
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  if (broken === 0) return text;
  const whole = text.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0;
  return whole > broken ? text : null;
}

/** Null for a label that nobody knows, and for none: an error costs more than most words do. */
function decoderOf(label: string): TextDecoder | null {
  if (label === '') return null;
  try {
    return new TextDecoder(label.replace(/^(?:win|windows|cp)[-_]?(\d{3,4})$/, 'windows-$1'));
  } catch {
    return null;
  }
}
