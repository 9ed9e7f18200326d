// What a report says of the initiative it describes: title, authors, sector, kind. Suggestions for staff, never proof.
import { findAuthors } from './authors.ts';
import type { Campaign, Category } from './campaign.ts';
import { fold } from './fold.ts';
import { findTitles } from './title.ts';

export interface Initiative {
  title: string | null;
  authors: string[];
  /** Codes of the campaign's sectors and kinds of object. */
  sector: string | null;
  objectKind: string | null;
}

/** A report tells of one initiative; several bound in one file tell of several. */
export function readReport(text: string, campaign: Campaign): Initiative[] {
  const titles = findTitles(text);
  if (titles.length > 1) return titles.map((title) => describe(title, [], '', '', campaign));
  const lines = text.normalize('NFC').split('\n', 400);
  const sector = labelled(lines, SECTOR);
  const kind = labelled(lines, KIND);
  return [describe(titles[0] ?? null, findAuthors(lines), sector, kind, campaign)];
}

/** What the cells of a list or the lines of a report tell, with what the title suggests where they are silent. */
export function describe(
  title: string | null,
  authors: string[],
  sector: string,
  kind: string,
  { sectors, objectKinds }: Pick<Campaign, 'sectors' | 'objectKinds'>,
): Initiative {
  return {
    title,
    authors,
    sector: findCategory(sector, sectors) ?? findCategory(title ?? '', sectors),
    objectKind: findCategory(kind, objectKinds) ?? findCategory((title ?? '').slice(0, 60), objectKinds),
  };
}

const SECTOR = /^.{0,8}lĩnh vực(?!\s+và)[^:\n\t]{0,60}[:\t]\s*(.+)$/iu;
const KIND = /^.{0,8}(?:loại hình|hình thức|đối tượng đề nghị)[^:\n\t]{0,40}[:\t]\s*(.+)$/iu;

function labelled(lines: string[], label: RegExp): string {
  for (const line of lines) {
    const value = label.exec(line.slice(0, 400))?.[1]?.trim();
    if (value && /\p{L}/u.test(value)) return value;
  }
  return '';
}

function findCategory(text: string, categories: Category[]): string | null {
  const folded = fold(text);
  if (folded === '') return null;
  const named = categories.find(({ name }) => folded === fold(name) || folded === `linh vuc ${fold(name)}`);
  return (
    (named ?? categories.find(({ words }) => words.some((pattern) => pattern.test(folded))))?.code ?? null
  );
}
