// The facts of one letter, gathered from the verdict it tells of.
import type { Campaign } from './campaign.ts';
import type { MessageFacts, Unit } from './facts.ts';
import type { LetterFacts, LetterKind } from './letter.ts';
import type { DossierDocument } from './missing.ts';
import type { DossierState, RegistrationVerdict } from './registration.ts';
import type { DeadlineVerdict } from './states.ts';

/** The dossier a letter speaks of. */
export interface LetterDossier {
  code: string;
  /** Null in a letter that only points to the dossier. */
  arrivalNumber: number | null;
  unit: Unit | null;
  receivedAt: Date;
  deadline: DeadlineVerdict;
  supplementUntil: Date;
  documents: DossierDocument[];
  state: DossierState;
}

/** Letters that tell of the message just received; the others tell of the dossier as a whole. */
const OF_THE_MESSAGE: readonly LetterKind[] = ['supplement-complete', 'supplement-missing', 'duplicate'];

export function letterFacts(
  kind: LetterKind,
  message: MessageFacts,
  verdict: RegistrationVerdict,
  dossier: LetterDossier | null,
  campaign: Campaign,
): LetterFacts {
  const ofMessage = OF_THE_MESSAGE.includes(kind) || dossier === null;
  const usable = dossier?.documents.filter((document) => document.usable) ?? [];
  return {
    code: dossier?.code ?? verdict.duplicateOf?.code ?? null,
    arrivalNumber: dossier?.arrivalNumber ?? null,
    unit: dossier?.unit ?? null,
    receivedAt: ofMessage ? message.receivedAt : dossier.receivedAt,
    deadline: dossier?.deadline ?? 'on-time',
    items: dossier?.state.items ?? [],
    received: receivedLines(usable, dossier?.state.itemOf ?? new Map(), campaign),
    fileCount: ofMessage ? countAccepted(verdict) : usable.length,
    uncertainCount: dossier?.state.uncertain.length ?? 0,
    refused: refusedFiles(message, verdict),
    missing: missingLines(dossier?.state),
    supplementDeadline: dossier?.supplementUntil ?? campaign.deadline.closesAt,
    originalSubject: message.envelope.subject,
    firstReceivedAt: verdict.duplicateOf?.receivedAt ?? null,
  };
}

function countAccepted(verdict: RegistrationVerdict): number {
  return verdict.documents.filter((document) => document.verdict === 'accepted').length;
}

function refusedFiles(message: MessageFacts, verdict: RegistrationVerdict): LetterFacts['refused'] {
  return message.attachments.flatMap((attachment, at) => {
    const judged = verdict.documents[at];
    return judged?.verdict === 'refused' && judged.reason
      ? [{ name: attachment.name, reason: judged.reason }]
      : [];
  });
}

/** Name of the line for documents whose type nobody could tell. */
const UNRECOGNISED = 'Tài liệu khác';

function receivedLines(
  documents: DossierDocument[],
  itemOf: Map<number, number>,
  campaign: Campaign,
): LetterFacts['received'] {
  const lines = new Map<string, LetterFacts['received'][number]>();
  for (const document of documents) {
    const itemNumber = itemOf.get(document.attachmentId) ?? null;
    const type = campaign.documents.find((one) => one.code === document.type);
    const key = `${type?.code}/${itemNumber}`;
    const line = lines.get(key) ?? {
      name: type?.name ?? UNRECOGNISED,
      itemNumber,
      signed: [],
      editable: [],
      other: [],
    };
    line[type ? document.form : 'other'].push(document.name);
    lines.set(key, line);
  }
  const order = (name: string) => campaign.documents.findIndex((type) => type.name === name) >>> 0;
  return [...lines.values()].sort(
    (a, b) => order(a.name) - order(b.name) || (a.itemNumber ?? 0) - (b.itemNumber ?? 0),
  );
}

function missingLines(state: DossierState | undefined): LetterFacts['missing'] {
  return (state?.missing ?? []).map(({ name, form, item, reason }) => ({
    name,
    form,
    itemNumber: item,
    itemTitle: state?.items.find((one) => one.number === item)?.title || null,
    reason,
  }));
}
