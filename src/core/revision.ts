// Which document takes the place of which: a later message brings a new version, or a name says that it is one.
import type { DossierDocument } from './dossier-document.ts';
import { similarity, type Words, wordsOf } from './similar.ts';
import { type Stem, stemOf } from './stem.ts';

/** Titles that have less in common are of other initiatives. */
const ALIKE = 0.5;

/**
 * @param groups copies and versions of one document each, in the order of arrival
 * @returns the version that counts now, for each document that it replaced (ids of attachments)
 */
export function findSuperseded(groups: DossierDocument[][]): Map<number, number> {
  const found = new Map<number, number>();
  for (const group of groups) {
    for (const form of ['signed', 'editable', 'other']) {
      const versions = group.filter((one) => one.form === form).map(toVersion);
      for (const [old, latest] of findSuccessors(versions.slice(-MOST))) {
        found.set(old.attachmentId, latest.attachmentId);
      }
    }
  }
  return found;
}

/** Versions of one document that are compared; nobody sends more. */
const MOST = 300;
/** Titles of a list that are compared. */
const MOST_TITLES = 5;

interface Version {
  one: DossierDocument;
  stem: Stem;
  titles: Words[];
}

function toVersion(one: DossierDocument): Version {
  const titles = one.initiatives.flatMap(({ title }) => (title ? [title] : []));
  return { one, stem: stemOf(one.name), titles: titles.slice(0, MOST_TITLES).map(wordsOf) };
}

/** Each replaced version with the last that replaces it; one that cannot be used replaces nothing. */
function findSuccessors(versions: Version[]): [DossierDocument, DossierDocument][] {
  const usable = versions.filter(({ one }) => one.usable);
  const current = usable.filter((old) => !usable.some((later) => replaces(later, old)));
  return versions.flatMap((old): [DossierDocument, DossierDocument][] => {
    const later = current.filter((one) => replaces(one, old));
    const latest = later.find(({ stem }) => stem.base === old.stem.base) ?? later[0];
    return latest ? [[old.one, latest.one]] : [];
  });
}

function replaces(later: Version, old: Version): boolean {
  const sameName = later.stem.base === old.stem.base;
  if (later.one.messageId === old.one.messageId) {
    return sameName && later.one.folder === old.one.folder && later.stem.version > old.stem.version;
  }
  const isPage = !sameName && later.stem.whole === old.stem.whole;
  return later.one.receivedAt > old.one.receivedAt && !isPage && !isOfOthers(later, old);
}

/** The lists that two mails brought may name other initiatives. */
function isOfOthers(a: Version, b: Version): boolean {
  if (a.titles.length === 0 || b.titles.length === 0) return false;
  return !a.titles.some((one) => b.titles.some((other) => similarity(one, other) >= ALIKE));
}
