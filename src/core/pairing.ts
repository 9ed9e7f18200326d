// Which files are one document: its signed and its editable copy, its versions, its pages.
import type { DossierDocument } from './dossier-document.ts';
import { matchPairs } from './match.ts';
import { sameWords, similarity, type Words, wordsOf } from './similar.ts';
import { isGeneric, type Stem, stemOf } from './stem.ts';

/** Titles are of one initiative from here on. */
const ALIKE = 0.5;
const NEARLY_THE_SAME = 0.85;
/** Titles that may be of one initiative where nothing fits better. */
const PERHAPS = 0.3;

/** A document with what it is compared by. */
interface Sheet {
  document: DossierDocument;
  stem: Stem;
  title: Words | null;
  /** Words of its name; null where any report might have the same name. */
  named: Words | null;
}

/**
 * Groups documents of one type, given in the order of their arrival. Titles tell, then names; a scan that neither tells
 * joins a Word copy that is left over: a group too few is a smaller error than asking for a copy that was sent. But where
 * the list names more initiatives than that leaves groups, only what is sure is joined.
 * @param listed initiatives that the list names
 */
export function groupCopies(documents: DossierDocument[], listed = 0): DossierDocument[][] {
  const generous = group(documents, 0, true);
  return generous.length < listed ? group(documents, ALIKE, false) : generous;
}

function group(documents: DossierDocument[], least: number, joinsPages: boolean): DossierDocument[][] {
  const sheets = documents.map(toSheet);
  const editable = groupVersions(sheets.filter(({ document }) => document.form === 'editable'));
  const others = groupVersions(sheets.filter(({ document }) => document.form !== 'editable'));
  const pairs = matchPairs(editable, others, pairWorth).filter(
    ({ left, right }) => pairWorth(left, right) >= least,
  );
  const paired = editable.map((group) => [
    ...group,
    ...(pairs.find(({ left }) => left === group)?.right ?? []),
  ]);
  const single = others.filter((group) => !pairs.some(({ right }) => right === group));
  const joined = joinsPages ? joinPages(paired, single) : [...paired, ...single];
  const groups = joined.map((one) => one.map(({ document }) => document));
  const arrival = new Map(documents.map((document, at) => [document, at]));
  const first = (group: DossierDocument[]) => Math.min(...group.map((one) => arrival.get(one) ?? 0));
  return groups.sort((a, b) => first(a) - first(b));
}

function toSheet(document: DossierDocument): Sheet {
  const [initiative, ...more] = document.initiatives;
  const title = more.length === 0 ? (initiative?.title ?? null) : null;
  const stem = stemOf(document.name);
  return {
    document,
    stem,
    title: title === null ? null : wordsOf(title),
    named: isGeneric(stem.base) ? null : wordsOf(stem.base),
  };
}

/** Groups documents of one form. */
function groupVersions(sheets: Sheet[]): Sheet[][] {
  const groups: Sheet[][] = [];
  for (const sheet of sheets) {
    const group = groups.find((one) => one.some((other) => isVersion(sheet, other)));
    if (group) group.push(sheet);
    else groups.push([sheet]);
  }
  return groups;
}

function isVersion(a: Sheet, b: Sheet): boolean {
  const sameName = a.stem.base === b.stem.base;
  const sameMessage = a.document.messageId === b.document.messageId;
  if (a.title && b.title) return isSameTitle(a.title, b.title, sameName, sameMessage);
  // Folders of one archive hold an initiative each, under the same names.
  if (sameMessage) return sameName && a.document.folder === b.document.folder;
  return sameName || (a.named === null && b.named === null);
}

function isSameTitle(a: Words, b: Words, sameName: boolean, sameMessage: boolean): boolean {
  if (sameWords(a, b)) return true;
  return !sameMessage && sameName && similarity(a, b) >= NEARLY_THE_SAME;
}

/** How surely two groups are the two copies of one document; 0: they are not. */
function pairWorth(editable: Sheet[], other: Sheet[]): number {
  return Math.max(...editable.flatMap((a) => other.map((b) => copyWorth(a, b))));
}

function copyWorth(a: Sheet, b: Sheet): number {
  const sameName = a.stem.base === b.stem.base;
  const sameMessage = a.document.messageId === b.document.messageId;
  const samePlace = sameMessage && a.document.folder === b.document.folder;
  if (sameName && samePlace) return 3;
  if (a.title && b.title) return titleWorth(a.title, b.title, sameName && a.named !== null);
  if (sameName) return a.named ? 1.3 : 0.8;
  const names = Math.max(nameWorth(a, b), nameWorth(b, a));
  if (names >= ALIKE) return names;
  if (samePlace) return 0.3;
  return sameMessage ? 0.2 : 0.1;
}

function titleWorth(a: Words, b: Words, sameName: boolean): number {
  const alike = similarity(a, b);
  if (alike >= ALIKE) return 1.5 + alike;
  if (sameName) return 1.4;
  return alike >= PERHAPS ? alike / 2 : 0;
}

/** A name may say what the other's title, or its name, says. */
function nameWorth({ named }: Sheet, other: Sheet): number {
  if (!named) return 0;
  const worth = (words: Words | null) => (words ? similarity(named, words) : 0);
  return Math.max(worth(other.title), worth(other.named));
}

/** Scans that differ by a number at the end of their names are pages of one document, if nothing else became of them. */
function joinPages(groups: Sheet[][], single: Sheet[][]): Sheet[][] {
  const joined = groups.map((group) => [...group]);
  for (const group of single) {
    const home = joined.find((one) => one.some((sheet) => group.some((page) => isPage(page, sheet))));
    if (home) home.push(...group);
    else joined.push([...group]);
  }
  return joined;
}

function isPage(a: Sheet, b: Sheet): boolean {
  if (a.title || b.title || a.document.form === 'editable' || b.document.form === 'editable') return false;
  return a.stem.whole === b.stem.whole && a.document.folder === b.document.folder;
}
