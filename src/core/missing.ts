// What a dossier still lacks: all its documents judged anew, item by item and form by form, with a reason for every line.
import type { Campaign, DocumentType, Form } from './campaign.ts';
import { type DossierDocument, listType } from './dossier-document.ts';
import { assignByTitle, type Item, type ItemDocuments, joinItems } from './items.ts';
import { groupCopies } from './pairing.ts';
import type { Reason } from './reasons.ts';
import { findSuperseded } from './revision.ts';
import { stemOf } from './stem.ts';

export type { DossierDocument } from './dossier-document.ts';
export type { Item } from './items.ts';

export interface Missing {
  document: string;
  name: string;
  form: Form | 'any';
  item: number | null;
  reason: Reason;
}

export interface Completeness {
  items: Item[];
  /** Item of each document, by attachment. */
  itemOf: Map<number, number>;
  /** What is certainly owed: nothing received can be it. */
  missing: Missing[];
  /** Documents whose type nobody could tell although one of them may be what seems to be missing. */
  uncertain: DossierDocument[];
  /** Documents that cannot be opened although one of them may hold what seems to be missing: to be sent again. */
  unreadable: DossierDocument[];
  /** The version that counts now, for each document it replaced; by attachment. */
  supersededBy: Map<number, number>;
  /** The versions that replaced others. */
  replaced: DossierDocument[];
}

/**
 * Judges the whole dossier anew from all its documents, in whatever order they are given.
 * @param sent documents sent by link, in all messages of the dossier
 */
export function judgeCompleteness(
  documents: DossierDocument[],
  campaign: Campaign,
  sent: { links: number } = { links: 0 },
): Completeness {
  const sorted = documents.toSorted(byArrival);
  const listed = listedIn(sorted, campaign).length;
  const reports = campaign.documents
    .filter((type) => type.per === 'item' && type.required !== 'never')
    .map((type) =>
      groupCopies(
        sorted.filter((one) => one.type === type.code),
        listed,
      ),
    );
  const supersededBy = findSuperseded([...reports.flat(), ...otherGroups(sorted, campaign)]);
  const current = sorted.filter((one) => !supersededBy.has(one.attachmentId));
  const latest = new Set(supersededBy.values());
  const items = joinItems(reports, listedIn(current, campaign));
  const open = slotsOf(items, current, campaign).filter(isOpen);
  const certain = open.filter((slot) => !current.some((one) => mayFill(one, slot)));
  const wanting = sorted.filter((one) => open.some((slot) => mayFill(one, slot) || isUnusable(one, slot)));
  return {
    items: items.map(({ item }) => item),
    itemOf: itemsByDocument(items, sorted, campaign),
    missing: merge(certain, sent.links > 0),
    uncertain: wanting.filter((one) => one.usable && current.includes(one)),
    unreadable: wanting.filter((one) => !one.usable && current.includes(one)),
    supersededBy,
    replaced: sorted.filter((one) => latest.has(one.attachmentId)),
  };
}

function byArrival(a: DossierDocument, b: DossierDocument): number {
  return (
    a.receivedAt.getTime() - b.receivedAt.getTime() ||
    a.messageId - b.messageId ||
    a.attachmentId - b.attachmentId
  );
}

/**
 * Documents other than reports, by what makes one a version of the other: a dossier has one tờ trình and one list, but
 * any number of annexes and photos, which are told apart by name.
 */
function otherGroups(documents: DossierDocument[], campaign: Campaign): DossierDocument[][] {
  return campaign.documents.flatMap(({ code, per, required }) => {
    const ofType = documents.filter((one) => one.type === code);
    if (required !== 'never') return per === 'dossier' ? [ofType] : [];
    const groups = new Map<string, DossierDocument[]>();
    for (const one of ofType) {
      const { base } = stemOf(one.name);
      groups.set(base, [...(groups.get(base) ?? []), one]);
    }
    return [...groups.values()];
  });
}

/** What the list names. Of its copies the editable one tells: tables come out of PDFs in pieces. */
function listedIn(documents: DossierDocument[], campaign: Campaign) {
  const lists = documents.filter((one) => one.usable && one.type === listType(campaign));
  const telling = lists.filter(({ initiatives }) => initiatives.length > 0);
  const editable = telling.filter(({ form }) => form === 'editable');
  const rows = (editable.length > 0 ? editable : telling.slice(0, 1)).flatMap((one) => one.initiatives);
  return rows.filter((row, at) => rows.findIndex(({ title }) => title === row.title) === at);
}

function itemsByDocument(items: ItemDocuments[], documents: DossierDocument[], campaign: Campaign) {
  const found = new Map<number, number>();
  for (const { item, documents: own } of items) {
    for (const { attachmentId } of own) {
      if (!found.has(attachmentId)) found.set(attachmentId, item.number);
    }
  }
  const perItem = campaign.documents.filter(({ per }) => per === 'item').map(({ code }) => code);
  const others = documents.filter(
    ({ attachmentId, type }) => type !== null && perItem.includes(type) && !found.has(attachmentId),
  );
  for (const [id, number] of assignByTitle(others, items)) found.set(id, number);
  return found;
}

/** One wanted form of one document, and what was received for it. */
interface Slot {
  type: DocumentType;
  form: Form;
  item: number | null;
  have: DossierDocument[];
}

function slotsOf(items: ItemDocuments[], documents: DossierDocument[], campaign: Campaign): Slot[] {
  return campaign.documents
    .filter((type) => isRequired(type, items))
    .flatMap((type) => {
      const ofType = documents.filter((one) => one.type === type.code);
      // With neither report nor list there is one initiative nobody has described yet.
      const places =
        type.per === 'dossier' || items.length === 0
          ? [{ item: null, have: ofType }]
          : items.map(({ item, documents: own }) => ({
              item: item.number,
              have: ofType.filter((one) => own.includes(one)),
            }));
      return places.flatMap((place) => type.forms.map((form) => ({ type, form, ...place })));
    });
}

function isRequired(type: DocumentType, items: ItemDocuments[]): boolean {
  return type.required === 'always' || (type.required === 'if-several-items' && areSeveral(items));
}

/** Scans that tell no title may be parts of one report; only what is certain makes a dossier one of several initiatives. */
function areSeveral(items: ItemDocuments[]): boolean {
  const certain = items.filter(
    ({ item, documents }) => item.title !== '' || documents.some(({ form }) => form === 'editable'),
  );
  return certain.length >= 2;
}

function isOpen({ have, form }: Slot): boolean {
  return !have.some((one) => one.usable && one.form === form);
}

/** A document of unknown type may be any document of its form; an unopened archive may hold any at all. */
function mayFill(document: DossierDocument, { type, form }: Slot): boolean {
  if (document.opaque) return true;
  if (document.form !== form) return false;
  return document.type === null || document.mayHold.includes(type.code);
}

/** It is what is wanted, but nobody can open it. */
function isUnusable(document: DossierDocument, { form, have }: Slot): boolean {
  return !document.usable && document.form === form && have.includes(document);
}

/** Both forms of one document missing are one line: "chưa có". */
function merge(slots: Slot[], byLink: boolean): Missing[] {
  const lines = new Map<string, Missing>();
  for (const slot of slots) {
    const key = `${slot.type.code}/${slot.item}`;
    const known = lines.get(key);
    const line = missingLine(slot, byLink);
    lines.set(key, known ? { ...known, form: 'any', reason: wholeReason(slot, byLink) } : line);
  }
  return [...lines.values()];
}

function missingLine(slot: Slot, byLink: boolean): Missing {
  const { type, form, item, have } = slot;
  // Where only one form is wanted and nothing came, nothing came.
  const nothing = have.length === 0 && type.forms.length === 1;
  const reason = nothing ? wholeReason(slot, byLink) : formReason(form, have, byLink);
  return { document: type.code, name: type.name, form, item, reason };
}

function wholeReason({ have }: Slot, byLink: boolean): Reason {
  if (have.some((one) => !one.usable)) return 'only-unreadable';
  return byLink && have.length === 0 ? 'sent-by-link' : 'none-received';
}

/** Says no more than is known: that the other form did come is said only where it certainly did. */
function formReason(form: Form, have: DossierDocument[], byLink: boolean): Reason {
  if (have.some((one) => !one.usable && one.form === form)) return 'only-unreadable';
  // Gmail turns what is too large into a link: the scan, while the Word copy comes along.
  if (byLink) return 'sent-by-link';
  const otherCame = have.some((one) => one.usable && one.form !== 'other');
  if (form === 'signed') return otherCame ? 'signed-missing' : 'signed-none';
  return otherCame ? 'editable-missing' : 'editable-none';
}
