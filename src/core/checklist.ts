// The checklist of a dossier as staff read it: each document, for the whole or for each item, form by form.
import type { Campaign, DocumentType, Form } from './campaign.ts';
import type { Missing } from './missing.ts';

/** A document as it is kept. */
export interface CheckedDocument {
  attachment: number;
  type: string | null;
  form: Form | 'other';
  /** Number of the item it is about. */
  item: number | null;
  /** Nobody can open it. */
  refused: boolean;
  /** A newer version counts instead. */
  superseded: boolean;
}

export type FormCheck =
  | { form: Form; state: 'found'; attachments: number[] }
  | { form: Form; state: 'missing'; reason: Missing['reason'] }
  /** Nothing was found, and a file of unknown content may be it. */
  | { form: Form; state: 'uncertain' }
  /** Neither found nor asked for. */
  | { form: Form; state: 'not-wanted' };

export interface CheckLine {
  document: string;
  name: string;
  /** Number of the item; null: of the whole dossier. */
  item: number | null;
  required: boolean;
  forms: FormCheck[];
}

/** @param missing as the dossier was last judged: it alone says what is owed */
export function checklistOf(
  documents: CheckedDocument[],
  missing: Missing[],
  items: number[],
  campaign: Campaign,
): CheckLine[] {
  return campaign.documents.flatMap((type) => {
    const own = documents.filter((one) => one.type === type.code && !one.superseded && !one.refused);
    const owed = missing.filter(({ document }) => document === type.code);
    const required = isRequired(type, items.length) || owed.length > 0;
    if (!required && own.length === 0) return [];
    return placesOf(type, own, items).map((item) => ({
      document: type.code,
      name: type.name,
      item,
      required,
      forms: FORMS.map((form) => checkForm(form, item, own, owed, required && type.forms.includes(form))),
    }));
  });
}

const FORMS: readonly Form[] = ['signed', 'editable'];

function isRequired({ required }: DocumentType, items: number): boolean {
  return required === 'always' || (required === 'if-several-items' && items > 1);
}

function placesOf({ per, required }: DocumentType, own: CheckedDocument[], items: number[]) {
  if (per === 'dossier' || items.length === 0) return [null];
  if (required !== 'never') return items;
  // What nobody asks for stands where it was found.
  return [...new Set(own.map(({ item }) => item))].sort((a, b) => (a ?? 0) - (b ?? 0));
}

function checkForm(
  form: Form,
  item: number | null,
  own: CheckedDocument[],
  owed: Missing[],
  wanted: boolean,
): FormCheck {
  const line = owed.find((one) => one.item === item && (one.form === form || one.form === 'any'));
  if (line) return { form, state: 'missing', reason: line.reason };
  const found = own.filter((one) => one.form === form && (item === null || one.item === item));
  if (found.length > 0)
    return { form, state: 'found', attachments: found.map(({ attachment }) => attachment) };
  return { form, state: wanted ? 'uncertain' : 'not-wanted' };
}
