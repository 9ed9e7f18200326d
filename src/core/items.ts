// The initiatives of a dossier: those its list names joined with those its reports describe.
import type { DossierDocument } from './dossier-document.ts';
import type { Initiative } from './initiative.ts';
import { matchPairs } from './match.ts';
import { similarity, type Words, wordsOf } from './similar.ts';
import { isGeneric, stemOf } from './stem.ts';

export interface Item {
  number: number;
  /** Empty where no document tells it. */
  title: string;
  authors: string[];
  sector: string | null;
  objectKind: string | null;
}

/** An initiative with the documents that are about it. */
export interface ItemDocuments {
  item: Item;
  documents: DossierDocument[];
}

/**
 * @param groups copies and versions of one report each (groupCopies), a list of groups for each type of report
 * @param rows what the lists name, in their order
 */
export function joinItems(groups: DossierDocument[][][], rows: Initiative[]): ItemDocuments[] {
  const listed = rows.map((told) => toDraft(told, []));
  const joined = groups.reduce((drafts, ofType) => join(drafts, ofType.flatMap(draftsOf)), listed);
  return joined.map(({ told, documents }, at) => ({
    item: { number: at + 1, ...told, title: told.title ?? '' },
    documents,
  }));
}

interface Draft {
  told: Initiative;
  title: Words | null;
  documents: DossierDocument[];
  /** Words of the documents' names, where they say more than that it is a report. */
  names: Words[];
}

function toDraft(told: Initiative, documents: DossierDocument[]): Draft {
  return {
    told,
    title: told.title ? wordsOf(told.title) : null,
    documents,
    names: documents.flatMap(nameOf),
  };
}

function nameOf({ name }: DossierDocument): Words[] {
  const { base } = stemOf(name);
  return isGeneric(base) ? [] : [wordsOf(base)];
}

/** Reports bound in one file are one draft each. */
function draftsOf(documents: DossierDocument[]): Draft[] {
  // The newest tells, and of its copies the editable one.
  const telling = documents
    .filter(({ initiatives }) => initiatives.some(({ title }) => title !== null))
    .sort((a, b) => +b.receivedAt - +a.receivedAt || rank(b) - rank(a));
  const told = telling[0]?.initiatives ?? documents.flatMap(({ initiatives }) => initiatives).slice(0, 1);
  return (told.length > 0 ? told : [UNTOLD]).map((one) => toDraft(one, documents));
}

const UNTOLD: Initiative = { title: null, authors: [], sector: null, objectKind: null };

function rank(document: DossierDocument): number {
  return (document.usable ? 2 : 0) + (document.form === 'editable' ? 1 : 0);
}

function join(items: Draft[], found: Draft[]): Draft[] {
  // One is listed and one described: whatever they are called, it is the same.
  const single = items.length === 1 && found.length === 1;
  const pairs = matchPairs(items, found, (item, report) => worth(item, report) || (single ? 0.1 : 0));
  const joined = items.map((item) => {
    const other = pairs.find(({ left }) => left === item)?.right;
    return other ? merge(item, other) : item;
  });
  return [...joined, ...found.filter((one) => !pairs.some(({ right }) => right === one))];
}

/** A report says more of its initiative than a row of a list. */
function merge(item: Draft, { told, documents }: Draft): Draft {
  return toDraft(
    {
      title: told.title ?? item.told.title,
      authors: told.authors.length > 0 ? told.authors : item.told.authors,
      sector: told.sector ?? item.told.sector,
      objectKind: told.objectKind ?? item.told.objectKind,
    },
    [...item.documents, ...documents],
  );
}

/** From here on titles are of one initiative; with the same author, from half of it on. */
const ALIKE = 0.5;
/** They may be of one where nothing fits better. */
const PERHAPS = 0.3;

/** How surely a report is about an item; an untitled one is about any that is left over. */
function worth(item: Draft, report: Draft): number {
  const sameAuthor = item.told.authors.some((author) => report.told.authors.includes(author));
  if (item.title && report.title) {
    const alike = similarity(item.title, report.title) + (sameAuthor ? ALIKE / 2 : 0);
    if (alike >= ALIKE) return 1 + alike;
    return alike >= PERHAPS ? alike / 2 : 0;
  }
  if (sameAuthor) return 1;
  const { title } = item;
  return title ? Math.max(0.1, ...report.names.map((name) => similarity(name, title))) : 0.1;
}

/** Items of documents of other kinds (forms, photos) by what they tell; each by its attachment, where one fits best. */
export function assignByTitle(documents: DossierDocument[], items: ItemDocuments[]): [number, number][] {
  const titled = items.map(({ item }) => ({ number: item.number, words: wordsOf(item.title) }));
  return documents.flatMap((document): [number, number][] => {
    const titles = document.initiatives.flatMap(({ title }) => (title ? [wordsOf(title)] : []));
    const telling = [...nameOf(document), ...titles].slice(0, 3);
    const ranked = titled
      .map(({ number, words }) => ({
        number,
        alike: Math.max(0, ...telling.map((one) => similarity(one, words))),
      }))
      .sort((a, b) => b.alike - a.alike);
    const [best, second] = ranked;
    if (!best || best.alike < ALIKE || best.alike === second?.alike) return [];
    return [[document.attachmentId, best.number]];
  });
}
