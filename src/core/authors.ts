// Authors as a report or a request form names them.

const LONGEST_NAME = 80;
const MOST = 20;

/** @param lines NFC */
export function findAuthors(lines: string[]): string[] {
  for (const label of LABELS) {
    const values = lines.flatMap((line) => label.exec(line.slice(0, 400))?.[1] ?? []);
    const names = values.flatMap(splitAuthors);
    if (names.length > 0) return unique(names);
  }
  return unique(tableAuthors(lines));
}

const LABELS = [
  /^.{0,8}(?:nhóm|đồng) tác giả[^:\n\t]{0,40}[:\t]\s*(.+)$/iu,
  /^.{0,8}(?:họ và tên|họ tên|tên)?\s*tác giả(?! \(nhóm)[^:\n\t]{0,40}[:\t]\s*(.+)$/iu,
  /^.{0,8}họ (?:và |, )?tên[^:\n\t]{0,20}:\s*(.+)$/iu,
];

/** "Ông Nguyễn Văn An, Trưởng thôn; bà Trần Thị Bình" → both names; a body that is the author stays whole. */
export function splitAuthors(value: string): string[] {
  const parts = value
    .slice(0, 400)
    .replace(/\([^)]*\)/g, ' ')
    .split(/[,;\n\t]|\s[-–]\s|\svà\s|\s\d{1,2}[.)]\s|[,.]?\s?(?:chức vụ|đơn vị|sinh năm|sinh ngày)/iu)
    .map((part) => part.replace(TITLES, '').replace(/^[\s\d.)+•-]+|[\s.]+$/gu, ''));
  const names = parts.filter(isName);
  if (names.length > 0) return names.slice(0, MOST);
  const [whole = ''] = parts;
  return /\p{L}{2}/u.test(whole) ? [whole.slice(0, LONGEST_NAME)] : [];
}

const TITLES = /^[\s\d.)+•-]*(?:ông|bà|anh|chị|đ\/c|đồng chí|thầy|cô|em|ths|ts|bs)[.:]?\s+/iu;
const ROLES =
  /^(trưởng|phó|chủ tịch|bí thư|giáo viên|hiệu|cán bộ|công chức|viên chức|nhân viên|chuyên viên|ban |hội |ủy ban|đoàn|xã |thôn |tổ |trường|huyện|tỉnh|công ty|hợp tác)/iu;

/** Two to six words, each with a capital. */
function isName(part: string): boolean {
  const words = part.split(/\s+/);
  if (words.length < 2 || words.length > 6 || part.length > LONGEST_NAME || ROLES.test(part)) return false;
  return words.every((word) => /^\p{Lu}\p{L}*\.?$/u.test(word));
}

/** "TT\tHọ và tên\tNgày sinh …" with numbered rows below, as in the request form. */
function tableAuthors(lines: string[]): string[] {
  const head = lines.findIndex((line) => /\t/.test(line) && /họ (và )?tên/iu.test(line));
  if (head === -1) return [];
  const column = (lines[head] ?? '').split('\t').findIndex((cell) => /họ (và )?tên/iu.test(cell));
  return lines
    .slice(head + 1, head + 1 + MOST)
    .map((line) => line.split('\t'))
    .filter(([number = '']) => /^\s*\d{1,2}[.)]?\s*$/.test(number))
    .flatMap((cells) => splitAuthors(cells[column] ?? ''));
}

function unique(names: string[]): string[] {
  return [...new Set(names)].slice(0, MOST);
}
