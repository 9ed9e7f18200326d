// The head of a paper that the office issues (NĐ 30/2020, Phụ lục I): who issues it, and where, from the office's name.

export interface Issuer {
  /** The organ and its level, in capitals: "ỦY BAN MTTQ VIỆT NAM", "HUYỆN BẢO THẮNG". */
  organ: string[];
  /** The body of the organ that issues, in capitals: "BAN THƯỜNG TRỰC"; null: the organ itself. */
  body: string | null;
  /** "Bảo Thắng"; null: the name tells none. */
  place: string | null;
}

const BODY = /^(?:ban thường trực|ban thường vụ|ban chấp hành|thường trực)\s+/iu;
/** "thị xã" begins before "xã". What stands behind a comma is the level above. */
const LEVEL =
  /\s(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|đặc khu|phường|xã)\s+((?:[\p{Lu}\d][\p{L}\d.]*\s*)+)(?:,.*)?$/u;

/** @param name of the office, as letters say it: "Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bảo Thắng" */
export function issuerOf(name: string): Issuer {
  const body = BODY.exec(name)?.[0] ?? '';
  const rest = name.slice(body.length).trim();
  const level = LEVEL.exec(rest);
  const lines = level ? [rest.slice(0, level.index), rest.slice(level.index).replace(/,.*$/, '')] : [rest];
  return {
    organ: lines.map(capitals),
    body: body === '' ? null : capitals(body),
    place: level?.[1]?.trim() ?? null,
  };
}

function capitals(words: string): string {
  return words.trim().normalize('NFC').toLocaleUpperCase('vi');
}
