// Titles of initiatives as reports give them: after "Tên sáng kiến:", or below the heading in quotes or capitals.
import { fold } from './fold.ts';
import { similarity, wordsOf } from './similar.ts';

/** Characters of a title, and lines of a text that are searched for one. */
const LONGEST = 300;
const LINES = 1500;
/** Reports in one file. */
const MOST = 50;

/** The titles of all reports bound in one text: each begins with a heading of its own. */
export function findTitles(text: string): string[] {
  const lines = linesOf(text);
  const starts = lines.flatMap((line, at) => (startsReport(line, lines[at - 1]) ? [at] : []));
  const sections = starts.map((start, at) => lines.slice(start, starts[at + 1]));
  const titles = sections.flatMap((section) => titleIn(section) ?? []).slice(0, MOST);
  const words = titles.map(wordsOf);
  const distinct = titles.filter(
    (_, at) => !words.slice(0, at).some((other) => similarity(other, words[at] ?? other) >= 0.5),
  );
  const first = titleIn(lines);
  return distinct.length > 1 ? distinct : first ? [first] : [];
}

/** Quotation marks, blanks to be filled in and full stops around a title are none of it. */
export function cleanTitle(title: string): string | null {
  const clean = title
    .slice(0, 2 * LONGEST)
    .replace(/^[\s"“”«»'.…_*:–-]+/u, '')
    .replace(/(?<![\s"“”«»'.…_*;:])[\s"“”«»'.…_*;:]+$/u, '')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST)
    .trim();
  return /\p{L}/u.test(clean) ? clean : null;
}

function linesOf(text: string): string[] {
  return text
    .normalize('NFC')
    .split('\n')
    .map((line) => line.slice(0, 2 * LONGEST).trim())
    .filter((line) => line !== '')
    .slice(0, LINES);
}

function titleIn(lines: string[]): string | null {
  for (const [at, line] of lines.entries()) {
    const value = labelledValue(line);
    if (value === undefined) continue;
    const title = isHeaderRow(line, value) ? null : cleanTitle(value || nextValue(lines[at + 1]));
    if (title) return title;
  }
  const heading = lines.findIndex((line, at) => startsReport(line, lines[at - 1]));
  return heading === -1 ? null : titleBelow(lines.slice(heading, heading + 8));
}

/** The title on the line of its label; empty: it stands on the next; undefined: no label. */
function labelledValue(line: string): string | undefined {
  const value = LABEL.exec(line)?.[1] ?? REQUEST.exec(line)?.[1];
  return value ?? (line.length < 60 && LABEL_ALONE.test(fold(line)) ? '' : undefined);
}

/** "1. Tên sáng kiến: …", "TÊN MÔ HÌNH, SÁNG KIẾN\t…". */
const LABEL =
  /^(?:(?:\d{1,2}|[IVX]{1,4})(?:[.)]\d{0,2}){1,3}\s{0,5}|[-+•*]\s{0,5})?tên\s{1,3}(?:của\s)?(?:sáng kiến|mô hình|sản phẩm|giải pháp|đề tài|ý tưởng)[^:\t\n]{0,60}[:\t]\s{0,20}(.*)$/iu;
/** "II. Tên giải pháp" with the title on the line below; folded. */
const LABEL_ALONE =
  /^((\d{1,2}|[ivx]{1,4}) ){0,3}ten( (sang kien|mo hinh|san pham|giai phap|de tai|y tuong)){1,3}$/;
/** As the request form of Thông tư 18/2013 has it. */
const REQUEST =
  /^(?:là )?(?:đồng )?(?:tác giả|nhóm tác giả).{0,60}đề nghị.{0,20}công nhận sáng kiến\s{0,3}:\s{0,5}(.*)$/iu;

/** "Tên sáng kiến\tTác giả\tĐơn vị" heads a table. */
function isHeaderRow(line: string, value: string): boolean {
  return (
    /\t/.test(line) && (/\t/.test(value) || /^(tác giả|họ|lĩnh vực|đơn vị|nội dung|ghi chú)/iu.test(value))
  );
}

function nextValue(line: string | undefined): string {
  return line && !/^(\d{1,2}|[IVX]{1,4})[.)]|^[^:]{0,40}:/u.test(line) ? line : '';
}

const HEADING =
  /^(bao cao |ban )?(mo ta|tom tat|thuyet minh)( noi dung| ve)?( cac)? (sang ?kie[nm]|mo hinh|giai phap|san pham|y tuong)\b|^bao cao (sang ?kie[nm]|mo hinh|giai phap|san pham|y tuong)\b|^sang kien kinh nghiem$/;

/** "BÁO CÁO" stands above a title in small letters too. */
function startsReport(line: string, above = ''): boolean {
  return isHeading(line) || (above === 'BÁO CÁO' && HEADING.test(fold(line)));
}

function isHeading(line: string): boolean {
  return isCapital(line) && HEADING.test(fold(line));
}

function isCapital(line: string): boolean {
  // Most lines are told by the letters of ASCII, at a sixth of the time.
  if (line.length - line.replace(/[a-z]+/g, '').length > line.length / 10) return false;
  const letters = line.match(/\p{L}/gu)?.length ?? 0;
  return letters >= 6 && (line.match(/\p{Ll}/gu)?.length ?? 0) <= letters / 10;
}

/** @param lines the heading and those below it */
function titleBelow(lines: string[]): string | null {
  const [heading = '', ...below] = lines;
  const text = [heading, ...below.slice(0, 4)].join(' ');
  const quoted = /^[^"“«:]{0,120}["“«]([^"”»]{6,300})["”»]/u.exec(text)?.[1];
  if (quoted) return cleanTitle(quoted);
  const first = below.findIndex((line) => !SKIPPED.test(fold(line)));
  if (first === -1) return null;
  const labelled = /^(?:sáng kiến|đề tài|mô hình|giải pháp|sản phẩm|ý tưởng)\s?:\s?(.+)$/iu.exec(
    below[first] ?? '',
  )?.[1];
  if (labelled) return cleanTitle(labelled);
  const rest = below.slice(first);
  const end = rest.findIndex((line) => !isCapital(line) || NO_TITLE.test(fold(line)));
  const title = cleanTitle((end === -1 ? rest : rest.slice(0, end)).join(' '));
  return title && fold(title).split(' ').length >= 3 ? title : null;
}

/** What may stand between heading and title. */
const SKIPPED = /^(nam \d{4}|kem theo.*|de nghi (xet )?cong nhan.*|)$/;
const NO_TITLE =
  /^(cong hoa|doc lap|uy ban|ubnd|dang |kinh gui|[ivx]+ |\d+ |phan |chuong|dat van de|mo dau|thong tin|nam \d|de nghi|so |don vi|tac gia|nhom tac gia|ho va ten|linh vuc|muc luc|noi dung|mau )/;
