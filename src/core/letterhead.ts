// The letterhead: the block at the top of a document in which its issuer stands, below the issuer's superior.
import type { FileFacts } from './facts.ts';
import { fold } from './fold.ts';
import { type Word, wordsOf } from './words.ts';

const LETTERHEAD_LINES = 14;
/** More of a text than a letterhead can take up (characters). */
const TOP = 8000;
const LONGEST_LINE = 300;

/** The words of a document's letterhead; those of a scan as OCR read them, whose accents are not to be trusted. */
export function letterheadOf({ text, scannedText }: FileFacts): { words: Word[]; scanned: boolean } {
  if (text) return { words: wordsOf(letterhead(text)), scanned: false };
  return { words: wordsOf(letterhead(scannedText ?? ''), true), scanned: true };
}

/** Body and place stand on lines of their own there, so the lines stay apart. */
function letterhead(text: string): string {
  const lines = text
    .slice(0, TOP)
    .normalize('NFC')
    .split('\n')
    .map((line) => line.trim().slice(0, LONGEST_LINE))
    .filter((line) => line !== '')
    .slice(0, LETTERHEAD_LINES);
  const end = lines.findIndex((line) => LETTERHEAD_END.test(fold(line)));
  return (end === -1 ? lines : lines.slice(0, end)).map(withoutRightColumn).join('\n');
}

/** The letterhead ends where the letter begins: with its title or its addressee. "Đơn vị" is no title, "Đơn" is. */
const LETTERHEAD_END =
  /^(kinh gui|to trinh|bao cao|danh sach|don (?!vi)|don$|phieu|bien ban|ke hoach|cong van|quyet dinh|giay|(ban )?(mo ta|tom tat|thuyet minh|xac nhan)|bieu|phu luc|v v|ve viec|ten sang kien|sang kien)\b/;

/** What text extraction mixes in from the right, and the line below: the motto, the number, the place and date. */
function withoutRightColumn(line: string): string {
  return line.replaceAll(MOTTO, '\n').replace(NUMBER, '\n').replace(PLACE_AND_DATE, '\n');
}

const MOTTO =
  /c[ộo]ng h(òa|oà|oa) x[ãa] h[ộo]i ch[ủu] ngh[ĩi]a vi[ệe]t nam|[đd][ộo]c l[ậa]p\s{0,3}[-–—]?\s{0,3}t[ựu] do\s{0,3}[-–—]?\s{0,3}h[ạa]nh ph[úu]c|[đd][ảa]ng c[ộo]ng s[ảa]n vi[ệe]t nam/giu;
/** "Số: 15/TTr-MTTQ": the symbol names the issuer too, but too briefly to be told from others. */
const NUMBER = /(?<!\p{L})s[ốôồo]\s{0,3}[:.]?[\s.…_]{0,12}\d{0,5}[\s.…_]{0,8}\/.*$/iu;
const PLACE_AND_DATE = /(?:\p{Lu}\p{Ll}+[ \t]{1,3}){0,3}\p{Lu}\p{Ll}+\s{0,2},\s{0,3}ng[àa]y(?!\p{L}).*$/u;
