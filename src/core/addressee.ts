// Whom a text is addressed to, taken out of it: "Kính gửi: …" and "gửi UBMTTQ huyện" name the reader, not the sender.
import { isApart, matchAny, phrases, type Word } from './words.ts';

/** The words of a line without those that name its addressee. */
export function withoutAddressee(words: Word[]): Word[] {
  const kept: Word[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at];
    if (!word) break;
    const length = addresseeLength(words, at);
    if (length === 0) {
      kept.push(word);
      at++;
      continue;
    }
    kept.push(word);
    at += 1 + length;
    const next = words[at];
    // Nothing joins across the gap.
    if (next) kept.push({ ...next, gap: ', ' });
    at++;
  }
  return kept;
}

const SEND = phrases('gửi, nộp, chuyển');
const TOWARDS = phrases('về, đến, tới, cho, lên, qua, sang');
const RESPECTS = phrases('kính');
/** "Người gửi: …", "Đơn vị gửi: …" name the sender. */
const SENDERS = phrases('người, nơi, bên, vị, quan, từ, do');
/** What is sent, or whose it is: here the addressee's name has ended. */
const OBJECT = phrases(
  `hồ sơ, hs, tờ trình, báo cáo, bc, danh sách, bộ hồ sơ, bộ, bản, file, tệp, tài liệu, sáng kiến, sk, skkn, văn bản,
  công văn, của, từ, bởi, kèm, lại, phiếu, nội dung, thông tin, thư, mail, email, sản phẩm, mô hình, ý tưởng, bổ sung,
  một, các, những, bài, giúp, thay, ds, ttr`,
);
const FROM = phrases('từ, bởi, của');
const VERBS = phrases('gửi, nộp, xin, trình, đề nghị, báo cáo, chuyển');
const LONGEST = 40;

/** How many words after a verb of sending name the addressee. */
function addresseeLength(words: Word[], at: number): number {
  if (!matchAny(words, at, SEND) || matchAny(words, at + 1, FROM)) return 0;
  const respects = matchAny(words, at - 1, RESPECTS) > 0;
  if (!respects && matchAny(words, at - 1, SENDERS)) return 0;
  const first = at + 1 + matchAny(words, at + 1, TOWARDS);
  if (isApart(words[first]) && !/^\s*:/.test(words[first]?.gap ?? '')) return 0;
  let end = first;
  while (end < words.length && end - at <= LONGEST && !endsAt(words, first, end, respects)) end++;
  return end - at - 1;
}

function endsAt(words: Word[], first: number, at: number, respects: boolean): boolean {
  if (matchAny(words, at, OBJECT)) return true;
  const gap = at > first ? (words[at]?.gap ?? '') : '';
  if (/[!?\n]/.test(gap)) return true;
  // "TT. UBMTTQ" is one name.
  if (/\./.test(gap) && (words[at - 1]?.raw.length ?? 0) > 3) return true;
  if (!/[,;)–]|\s-\s/.test(gap)) return false;
  // "Kính gửi: A, B, C" names several; "Kính gửi A, B xin gửi …" has its sender after the comma.
  return !respects || words.slice(at).some((_, offset) => matchAny(words, at + offset, VERBS) > 0);
}
