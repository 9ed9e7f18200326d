// Items and what is missing: pairs signed and editable copies, counts initiatives, and lists what is still owed.
import type { Campaign, DocumentType, Form } from './campaign.ts';
import { fold } from './fold.ts';
import type { Reason } from './reasons.ts';

/** A document of the dossier, from whichever message it came. */
export interface DossierDocument {
  attachmentId: number;
  name: string;
  type: string | null;
  form: Form | 'other';
  /** False: refused (encrypted, damaged). It cannot be used, but the unit did send it. */
  usable: boolean;
  /** May hold any document: an archive that has not been opened. */
  opaque: boolean;
  /** Title of the initiative as the document gives it, or null. */
  title: string | null;
}

export interface Item {
  number: number;
  title: string;
}

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
}

/** Judges the whole dossier anew from all its documents. */
export function judgeCompleteness(documents: DossierDocument[], campaign: Campaign): Completeness {
  const perItem = campaign.documents.filter((type) => type.per === 'item' && type.required !== 'never');
  const groups = groupItems(documents.filter((one) => perItem.some((type) => type.code === one.type)));
  const items = groups.map((group, at) => ({ number: at + 1, title: titleOf(group) }));
  const itemOf = new Map(groups.flatMap((group, at) => group.map((one) => [one.attachmentId, at + 1])));
  const slots = campaign.documents
    .filter((type) => isRequired(type, items.length))
    .flatMap((type) => slotsOf(type, groups, documents));
  const open = slots.filter((slot) => !slot.have.some((one) => one.usable && one.form === slot.form));
  const certain = open.filter((slot) => !documents.some((one) => mayFill(one, slot.form)));
  return {
    items,
    itemOf,
    missing: merge(certain),
    uncertain: documents.filter((one) => open.some((slot) => mayFill(one, slot.form))),
  };
}

function isRequired(type: DocumentType, itemCount: number): boolean {
  return type.required === 'always' || (type.required === 'if-several-items' && itemCount >= 2);
}

/** A document of unknown type may be any document of its form; an unopened archive may hold any at all. */
function mayFill(document: DossierDocument, form: Form): boolean {
  if (!document.usable || document.type !== null) return false;
  return document.opaque || document.form === form;
}

/** One wanted form of one document, and what was received for it. */
interface Slot {
  type: DocumentType;
  form: Form;
  item: number | null;
  have: DossierDocument[];
}

function slotsOf(type: DocumentType, groups: DossierDocument[][], documents: DossierDocument[]): Slot[] {
  const received = (from: DossierDocument[]) => from.filter((one) => one.type === type.code);
  // With no report at all there is one initiative nobody has described yet.
  const places: { item: number | null; have: DossierDocument[] }[] =
    type.per === 'dossier' || groups.length === 0
      ? [{ item: null, have: received(documents) }]
      : groups.map((group, at) => ({ item: at + 1, have: received(group) }));
  return places.flatMap((place) => type.forms.map((form) => ({ type, form, ...place })));
}

/** Both forms of one document missing are one line: "chưa có". */
function merge(slots: Slot[]): Missing[] {
  const lines = new Map<string, Missing>();
  for (const slot of slots) {
    const key = `${slot.type.code}/${slot.item}`;
    const known = lines.get(key);
    if (known) lines.set(key, { ...known, form: 'any', reason: wholeReason(slot) });
    else lines.set(key, missingLine(slot));
  }
  return [...lines.values()];
}

function missingLine(slot: Slot): Missing {
  const { type, form, item, have } = slot;
  // Where only one form is wanted and nothing came, nothing came.
  const reason = type.forms.length === 1 && have.length === 0 ? 'none-received' : formReason(form, have);
  return { document: type.code, name: type.name, form, item, reason };
}

function wholeReason(slot: Slot): Reason {
  return slot.have.length > 0 ? 'only-unreadable' : 'none-received';
}

/** Says no more than is known: that the other form did come is said only where it certainly did. */
function formReason(form: Form, have: DossierDocument[]): Reason {
  if (have.some((one) => !one.usable && one.form === form)) return 'only-unreadable';
  const otherCame = have.some((one) => one.usable);
  if (form === 'signed') return otherCame ? 'signed-missing' : 'signed-none';
  return otherCame ? 'editable-missing' : 'editable-none';
}

/**
 * Reports that describe one initiative: the same title, else the same name apart from form and copy marks, else a scan and
 * a Word report that are left over: a report too few is a smaller error than asking for one that was sent.
 */
function groupItems(reports: DossierDocument[]): DossierDocument[][] {
  const groups = new Map<string, DossierDocument[]>();
  for (const report of reports) {
    const key = keyOf(report);
    groups.set(key, [...(groups.get(key) ?? []), report]);
  }
  return pairLeftovers([...groups.values()]);
}

/** Scans have names of their own ("scan0001.pdf"); each joins the first Word report that no scan belongs to yet. */
function pairLeftovers(groups: DossierDocument[][]): DossierDocument[][] {
  const scans = groups.filter((group) => group.every((one) => one.form !== 'editable'));
  const taken = new Set<DossierDocument[]>();
  const paired = groups.map((group) => {
    if (scans.includes(group) || group.some((one) => one.form === 'signed')) return group;
    const scan = scans.find((one) => !taken.has(one) && !differentTitles(one, group));
    if (!scan) return group;
    taken.add(scan);
    return [...group, ...scan];
  });
  return paired.filter((group) => !taken.has(group));
}

function differentTitles(a: DossierDocument[], b: DossierDocument[]): boolean {
  const [left, right] = [titleOf(a), titleOf(b)];
  return left !== '' && right !== '' && fold(left) !== fold(right);
}

const FORM_MARKS = /\b(signed|scan|ban ky|ban mem|ban cuoi|ban chuan|copy|final|da ky|word|pdf|\d)\b/g;

function keyOf(report: DossierDocument): string {
  if (report.title) return `title ${fold(report.title)}`;
  const stem = fold(report.name.replace(/\.[a-z0-9]{1,5}$/i, '')).replace(FORM_MARKS, ' ');
  return `name ${stem.replace(/\s+/g, ' ').trim()}`;
}

function titleOf(group: DossierDocument[]): string {
  return group.find((one) => one.title)?.title ?? '';
}

/** "Tên sáng kiến: …" as reports give it, at most 300 characters. */
const TITLE =
  /^[ \t]*(?:\d+[.)][ \t]*|[-+•][ \t]*)?tên[ \t]+(?:sáng kiến|mô hình|sản phẩm|giải pháp|đề tài|ý tưởng)[^:\n]{0,60}:[ \t]*(.+)$/imu;

/** The title of the initiative that a report describes, or null. */
export function findTitle(text: string | null): string | null {
  const title = text && TITLE.exec(text.normalize('NFC'))?.[1];
  return title
    ? title
        .replace(/^["“«]|["”».\s]+$/g, '')
        .trim()
        .slice(0, 300) || null
    : null;
}
