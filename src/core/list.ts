// The initiatives that a list names: rows of a table with a title column, or numbered lines.
import { splitAuthors } from './authors.ts';
import type { Campaign } from './campaign.ts';
import { fold } from './fold.ts';
import { describe, type Initiative } from './initiative.ts';
import { cleanTitle } from './title.ts';

const MOST_ROWS = 300;
const MOST_LINES = 5_000;

export function readList(text: string, campaign: Campaign): Initiative[] {
  const lines = text.normalize('NFC').split('\n', MOST_LINES);
  const rows = readTables(lines, campaign);
  return joinRows(rows.length > 0 ? rows : readLines(lines, campaign)).slice(0, MOST_ROWS);
}

interface Columns {
  title: number;
  authors: number;
  sector: number;
  kind: number;
}

function readTables(lines: string[], campaign: Campaign): Initiative[] {
  const rows: Initiative[] = [];
  let columns: Columns | null = null;
  for (const line of lines) {
    const cells = line.split('\t', 40).map((cell) => cell.trim());
    columns = findColumns(cells) ?? columns;
    const row = columns && rowOf(cells, columns, campaign);
    if (row && rows.length < MOST_ROWS) rows.push(row);
  }
  return rows;
}

/** A row of headings; null for any other. */
function findColumns(cells: string[]): Columns | null {
  if (cells.length < 2) return null;
  const folded = cells.map((cell) => fold(cell.slice(0, 200)));
  const title = folded.findIndex((cell) => TITLE.test(cell));
  if (title === -1) return null;
  const others = folded.map((cell, at) => (at === title ? '' : cell));
  const authors = others.findIndex((cell) => AUTHORS.test(cell));
  const isNumbered = others.some((cell) => NUMBER.test(cell));
  if (authors === -1 && !isNumbered) return null;
  const at = (pattern: RegExp) => others.findIndex((cell) => pattern.test(cell));
  return { title, authors, sector: at(SECTOR), kind: at(KIND) };
}

const TITLE =
  /^(ten|noi dung)\b.{0,40}\b(sang ?kie[nm]|sk|skkn|mo hinh|san pham|giai phap|y tuong|de tai|cong trinh)\b|^(sang kien|mo hinh|giai phap)( (mo hinh|sang kien|giai phap|san pham|y tuong))*$/;
const AUTHORS = /\b(tac gia|ho va ten|ho ten|chu nhiem|nguoi thuc hien)\b/;
const SECTOR = /^linh vuc\b/;
const KIND = /^(loai hinh|loai|hinh thuc|doi tuong)\b/;
const NUMBER = /^(stt|tt|so tt|so thu tu)$/;

function rowOf(cells: string[], columns: Columns, campaign: Campaign): Initiative | null {
  if (!cells.slice(0, 2).some((cell) => /^\d{1,3}[.)]?$/.test(cell))) return null;
  const title = cleanTitle(cells[columns.title] ?? '');
  // "1 2 3 4" below the headings numbers the columns; a title has more than one word.
  if (!title || fold(title).split(' ').length < 2) return null;
  const authors = splitAuthors(cells[columns.authors] ?? '');
  return describe(title, authors, cells[columns.sector] ?? '', cells[columns.kind] ?? '', campaign);
}

/** "1. Mô hình … - Tác giả: …", numbered from 1 on. */
const NUMBERED =
  /^(\d{1,3})\s?[.)/-]\s{0,5}((?:tên )?["“]?(?:sáng kiến|mô hình|sản phẩm|giải pháp|ý tưởng|đề tài|biện pháp|một số biện pháp)\b.*)$/iu;

function readLines(lines: string[], campaign: Campaign): Initiative[] {
  const rows: Initiative[] = [];
  for (const line of lines) {
    const [, number, rest = ''] = NUMBERED.exec(line.replaceAll('\t', ' ').trim().slice(0, 600)) ?? [];
    if (Number(number) !== rows.length + 1) continue;
    const [name = '', authors = ''] = rest.split(/[\s,;.(–-]+(?:nhóm )?tác giả\s?:?\s/iu, 2);
    const title = cleanTitle(name.replace(/^[^:]{0,40}:\s/u, ''));
    if (title) rows.push(describe(title, splitAuthors(authors), '', '', campaign));
  }
  return rows;
}

/** Authors of one initiative may have a row each. */
function joinRows(rows: Initiative[]): Initiative[] {
  const joined = new Map<string, Initiative>();
  for (const row of rows) {
    const key = fold(row.title ?? '');
    const known = joined.get(key);
    const authors = [...new Set([...(known?.authors ?? []), ...row.authors])].slice(0, 20);
    joined.set(key, { ...(known ?? row), authors });
  }
  return [...joined.values()];
}
