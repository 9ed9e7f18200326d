// The number and symbol of a document ("Số: 15/TTr-MTTQ") and the line below it ("V/v …"): what kind of paper it is.

export interface DocumentNumber {
  /** What stands between slash and issuer: "TTr"; null for a công văn, which has none. */
  symbol: string | null;
  quote: string;
}

/** The letterhead's number stands above the title. */
const LETTERHEAD_LINES = 14;
/** "V/v" stands this close below the number. */
const NEAR = 3;

/** "Số: 102 /KH-MTTQ-BTT", "Số:   /TTr-MTTQ" (not numbered yet), "Số 15/CV": the number's digits may be blank or dots. */
const NUMBER = /^[^\p{L}\d]{0,3}s[ốôo]\s{0,3}[:：.]?[\s.…_]{0,12}\d{0,5}[\s.…_]{0,8}\/\s{0,3}(.{0,60})/iu;
const SYMBOL = /^(?:20\d\d\s?\/\s?)?(\p{L}{1,5})(?![\p{L}])/u;
const SUBJECT = /^[^\p{L}]{0,3}v\s?[/.]\s?v\b/iu;
/** From here on other papers are named. */
const OTHERS = /kèm theo|căn cứ|kính gửi/iu;

/** @param lines of the text that are not empty */
export function findNumber(lines: string[]): DocumentNumber | null {
  const head = lines.slice(0, LETTERHEAD_LINES);
  const end = head.findIndex((line) => OTHERS.test(line));
  const own = end === -1 ? head : head.slice(0, end);
  const at = own.findIndex((line) => NUMBER.test(line));
  if (at === -1) return null;
  const quote = (own[at] ?? '').slice(0, 100);
  const symbol = SYMBOL.exec(NUMBER.exec(quote)?.[1] ?? '')?.[1] ?? null;
  if (symbol && KNOWN.test(symbol)) return { symbol, quote };
  const subject = own.slice(at + 1, at + 1 + NEAR).find((line) => SUBJECT.test(line));
  return subject ? { symbol: null, quote: subject.slice(0, 100) } : null;
}

/** Abbreviations of Nghị định 30/2020, Phụ lục III, that dossiers hold; any other symbol names the issuer. */
const KNOWN = /^(ttr|bc|kh|qđ|qd|bb|cv|đa|tb|ct|ctr|gm|hd|nq|gcn|gxn|pa|px)$/iu;
