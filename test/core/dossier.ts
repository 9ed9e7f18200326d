// Documents of a dossier for the tests of core, with only what a test is about said.
import type { DossierDocument } from '../../src/core/dossier-document.ts';
import type { Initiative } from '../../src/core/initiative.ts';

let lastId = 0;

export interface Change extends Partial<DossierDocument> {
  title?: string | null;
  /** Number of the message; each comes a day after the one before. */
  mail?: number;
}

export function document({ title = null, mail = 1, ...change }: Change): DossierDocument {
  return {
    attachmentId: ++lastId,
    messageId: mail,
    receivedAt: new Date(Date.UTC(2022, 7, mail)),
    name: 'tep',
    folder: '',
    type: null,
    form: 'editable',
    usable: true,
    opaque: false,
    mayHold: [],
    initiatives: title === null ? [] : [initiative(title)],
    ...change,
  };
}

export function initiative(title: string, authors: string[] = []): Initiative {
  return { title, authors, sector: null, objectKind: null };
}

export const order = (form: 'signed' | 'editable', change: Change = {}) =>
  document({ type: 'to_trinh', form, name: `to trinh.${form === 'signed' ? 'pdf' : 'docx'}`, ...change });

export const report = (form: 'signed' | 'editable', change: Change = {}) =>
  document({ type: 'bao_cao_mo_ta', form, name: 'bao cao', ...change });

export const list = (titles: string[], change: Change = {}) =>
  document({ type: 'danh_sach', initiatives: titles.map((title) => initiative(title)), ...change });

export const scan = (name: string, change: Change = {}) => document({ form: 'signed', name, ...change });
