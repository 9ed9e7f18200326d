// The encodings of Word before Unicode: TCVN3 (fonts .VnTime …) and VNI (fonts VNI-Times …), decoded for reading.
import { fold } from '../core/fold.ts';

export type LegacyEncoding = 'tcvn3' | 'tcvn3-capitals' | 'vni';

/** The encoding that a font's name tells, or null. TCVN3 has no toned capitals of its own: fonts ending in H draw them. */
export function encodingOfFont(font: string): LegacyEncoding | null {
  if (/^VNI[- ]/i.test(font)) return 'vni';
  if (!/^\.Vn/i.test(font)) return null;
  return /H$/.test(font) ? 'tcvn3-capitals' : 'tcvn3';
}

/** Words as they stand, and the encoding that their font tells. */
export interface Run {
  text: string;
  encoding: LegacyEncoding | null;
}

/**
 * The text of a paragraph. People type Unicode in old fonts too, and Word draws it with another: a paragraph with
 * letters that no old encoding has stays as it is.
 */
export function decodeRuns(runs: Run[]): string {
  const joined: Run[] = [];
  for (const { text, encoding } of runs) {
    const last = joined.at(-1);
    // A letter and its mark may stand in two runs.
    if (last?.encoding === encoding) last.text += text;
    else joined.push({ text, encoding });
  }
  const isUnicode = joined.some(({ text, encoding }) => encoding !== null && UNICODE.test(text));
  return joined
    .map(({ text, encoding }) => (encoding && !isUnicode ? decodeLegacy(text, encoding) : text))
    .join('');
}

/** Letters of Vietnamese beyond Latin-1. */
const UNICODE = /[\u0102-\u01b0\u1ea0-\u1ef9]/;

export function decodeLegacy(written: string, encoding: LegacyEncoding): string {
  // Word keeps letters of a font that calls itself a symbol font in the private area.
  const text = written.replace(/[\uf020-\uf0ff]/g, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) - 0xf000),
  );
  if (encoding === 'vni') return decodeVni(text);
  const decoded = text.replace(/[\u00a1-\u00fe]/g, (letter) => TCVN3.get(letter) ?? letter);
  return encoding === 'tcvn3' ? decoded : decoded.toUpperCase();
}

/** Text without fonts is taken for legacy only where it then has words of dossiers that it had not before. */
export function decodeUnlabelled(text: string): string {
  if (UNICODE.test(text) || !/[\u00a1-\u00fe]/.test(text)) return text;
  const plain = countWords(text);
  const candidates = (['tcvn3', 'vni'] as const).map((encoding) => decodeLegacy(text, encoding));
  const best = candidates.reduce((a, b) => (countWords(b) > countWords(a) ? b : a));
  return countWords(best) >= plain + SURE ? best : text;
}

/** By so many words a decoding must be better than none. */
const SURE = 2;

const WORDS = new Set(
  `sang kien,to trinh,bao cao,cong hoa,doc lap,hanh phuc,uy ban,mat tran,danh sach,bien ban,kinh gui,nhan dan,
  viet nam,xa hoi,cong nhan,de nghi,thuc hien,giai phap,mo hinh,ho so,ban thuong truc,don vi,tac gia,can cu,
  quyet dinh,xac nhan,ke hoach,phong trao,thi dua,sang tao,noi nhan,thi tran,truong thcs,tieu hoc`
    .split(',')
    .map((word) => word.trim()),
);
/** Characters in which words are counted: letterhead, title and opening. */
const COUNTED = 20_000;

function countWords(text: string): number {
  const words = fold(text.slice(0, COUNTED).replaceAll('\u00ad', '?')).split(' ');
  let count = 0;
  for (let at = 1; at < words.length; at++) {
    if (WORDS.has(`${words[at - 1]} ${words[at]}`)) count++;
  }
  return count;
}

/** TCVN 5712:1993, VN3: byte and letter (the text comes as Latin-1). */
const TCVN3 = table(
  `A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ
  CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở
  ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ`,
);

function table(pairs: string): Map<string, string> {
  return new Map(
    pairs
      .trim()
      .split(/\s+/)
      .map((pair) => [String.fromCharCode(Number.parseInt(pair.slice(0, 2), 16)), pair.slice(2)]),
  );
}

const [GRAVE, ACUTE, TILDE, HOOK, DOT] = ['\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const [CIRCUMFLEX, BREVE] = ['\u0302', '\u0306'];

/** VNI-Windows writes a letter and then its mark; marks and letters alike are lower case, capitals 0x20 below. */
const VNI_TONES = new Map([
  ['ù', ACUTE],
  ['ø', GRAVE],
  ['û', HOOK],
  ['õ', TILDE],
  ['ï', DOT],
]);
const VNI_CIRCUMFLEX = new Map([
  ['â', ''],
  ['á', ACUTE],
  ['à', GRAVE],
  ['å', HOOK],
  ['ã', TILDE],
  ['ä', DOT],
]);
const VNI_BREVE = new Map([
  ['ê', ''],
  ['é', ACUTE],
  ['è', GRAVE],
  ['ú', HOOK],
  ['ü', TILDE],
  ['ë', DOT],
]);
const VNI_SINGLE = new Map([
  ['ñ', 'đ'],
  ['ô', 'ơ'],
  ['ö', 'ư'],
  ['í', 'í'],
  ['ì', 'ì'],
  ['æ', 'ỉ'],
  ['ó', 'ĩ'],
  ['ò', 'ị'],
  ['î', 'ỵ'],
]);

/** Latin-1 capitals of the marks: upper and lower case are 0x20 apart, "Uû" is written as well as "UÛ". */
function decodeVni(text: string): string {
  return text
    .replace(/([aeouyôö])([ùøûõïâáàåãäêéèúüë])?|[ñíìæóòî]/gi, (whole, base?: string, mark?: string) =>
      base === undefined
        ? cased(VNI_SINGLE.get(whole.toLowerCase()) ?? whole, whole)
        : composeVni(base, mark),
    )
    .normalize('NFC');
}

function composeVni(base: string, mark: string | undefined): string {
  const lower = base.toLowerCase();
  const letter = cased(VNI_SINGLE.get(lower) ?? lower, base);
  if (mark === undefined) return letter;
  const combining = marksOf(lower, mark.toLowerCase());
  return combining === null ? letter + mark : letter + combining;
}

/** The combining marks that a mark stands for on this letter, or null where it stands for none. */
function marksOf(letter: string, mark: string): string | null {
  const tone = VNI_TONES.get(mark);
  if (tone !== undefined) return tone;
  const circumflex = VNI_CIRCUMFLEX.get(mark);
  if (circumflex !== undefined && 'aeo'.includes(letter)) return CIRCUMFLEX + circumflex;
  const breve = VNI_BREVE.get(mark);
  return breve !== undefined && letter === 'a' ? BREVE + breve : null;
}

function cased(letter: string, like: string): string {
  return like === like.toUpperCase() ? letter.toUpperCase() : letter;
}
