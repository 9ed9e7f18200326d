// A dossier as papers print it: its rows as they stand now, put together as letters tell them.
import type { Campaign, Form } from './campaign.ts';
import type { Addressee, LetterFacts } from './letter.ts';
import type { Reason } from './reasons.ts';
import { missingLines, type PlacedDocument, receivedLines } from './received.ts';
import type { DossierStatus } from './states.ts';

/** What the store knows of one dossier. */
export interface StandingDossier {
  code: string;
  arrivalNumber: number;
  /** Code of its kind in the campaign. */
  kind: string;
  unit: Addressee;
  receivedAt: Date;
  deadline: LetterFacts['deadline'];
  status: DossierStatus;
  /** Empty title: none could be read. */
  items: { number: number; title: string }[];
  /** Those that count now: neither replaced nor ignored; refused ones are not usable. */
  documents: (PlacedDocument & { usable: boolean })[];
  missing: { name: string; form: Form | 'any'; item: number | null; reason: Reason }[];
  supplementUntil: Date;
}

export interface PrintedDossier
  extends Pick<
    LetterFacts,
    | 'unit'
    | 'receivedAt'
    | 'deadline'
    | 'items'
    | 'received'
    | 'fileCount'
    | 'refused'
    | 'missing'
    | 'supplementDeadline'
  > {
  code: string;
  arrivalNumber: number;
  /** The kind's name where it is a periodic report; null: a dossier. */
  report: string | null;
  status: DossierStatus;
}

/** What is asked for is asked for only while the dossier waits for it. */
export function printedFacts(dossier: StandingDossier, campaign: Campaign): PrintedDossier {
  const { code, arrivalNumber, unit, receivedAt, deadline, status, items, documents } = dossier;
  const kind = campaign.kinds.find((one) => one.code === dossier.kind);
  const usable = documents.filter((one) => one.usable);
  const waits = status === 'awaiting-documents';
  return {
    code,
    arrivalNumber,
    unit,
    receivedAt,
    deadline,
    status,
    report: kind?.handling === 'report' ? kind.name : null,
    items,
    received: receivedLines(usable, campaign),
    fileCount: usable.length,
    refused: waits ? documents.filter((one) => !one.usable).map(({ name }) => ({ name, reason: null })) : [],
    missing: waits ? missingLines(dossier.missing, items) : [],
    supplementDeadline: dossier.supplementUntil,
  };
}
