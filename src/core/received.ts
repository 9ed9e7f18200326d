// What a dossier has and what it lacks, line by line: one line for each document of each initiative.
import type { Campaign, Form } from './campaign.ts';
import type { LetterFacts, MissingLine } from './letter.ts';
import type { Reason } from './reasons.ts';

/** A usable document, by the names people read. */
export interface PlacedDocument {
  /** Of the file. */
  name: string;
  /** Of the document type; null: nobody could tell. */
  typeName: string | null;
  itemNumber: number | null;
  form: Form | 'other';
}

/** Name of the line for documents whose type nobody could tell. */
const UNRECOGNISED = 'Tài liệu khác';

/** In the campaign's order of types, what is of no type last. */
export function receivedLines(documents: PlacedDocument[], campaign: Campaign): LetterFacts['received'] {
  const lines = new Map<string, LetterFacts['received'][number]>();
  for (const { name, typeName, itemNumber, form } of documents) {
    const key = `${typeName}/${itemNumber}`;
    const line = lines.get(key) ?? {
      name: typeName ?? UNRECOGNISED,
      itemNumber,
      signed: [],
      editable: [],
      other: [],
    };
    line[typeName === null ? 'other' : form].push(name);
    lines.set(key, line);
  }
  const order = (name: string) => campaign.documents.findIndex((type) => type.name === name) >>> 0;
  return [...lines.values()].sort(
    (a, b) => order(a.name) - order(b.name) || (a.itemNumber ?? 0) - (b.itemNumber ?? 0),
  );
}

export function missingLines(
  missing: { name: string; form: Form | 'any'; item: number | null; reason: Reason }[],
  items: LetterFacts['items'],
): MissingLine[] {
  return missing.map(({ name, form, item, reason }) => ({
    name,
    form,
    itemNumber: item,
    itemTitle: items.find(({ number }) => number === item)?.title || null,
    reason,
  }));
}
