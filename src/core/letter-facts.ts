// The facts of one letter, gathered from the verdict it tells of.
import type { Campaign } from './campaign.ts';
import type { DossierState } from './dossier-state.ts';
import type { MessageFacts, Unit } from './facts.ts';
import type { LetterFacts, LetterKind, ReportName, UnusableFile } from './letter.ts';
import type { DossierDocument } from './missing.ts';
import { missingLines, type PlacedDocument, receivedLines } from './received.ts';
import type { RegistrationVerdict } from './registration.ts';
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

/** Letters that tell of the message just received; the others do so of a supplement, else of the dossier as a whole. */
const OF_THE_MESSAGE: readonly LetterKind[] = [
  'supplement-complete',
  'supplement-missing',
  'replacement',
  'report-receipt',
  'duplicate',
];

export function letterFacts(
  kind: LetterKind,
  message: MessageFacts,
  verdict: RegistrationVerdict,
  dossier: LetterDossier | null,
  campaign: Campaign,
  report: ReportName | null = null,
): LetterFacts {
  const supplement = isSupplement(verdict);
  const ofMessage = supplement || OF_THE_MESSAGE.includes(kind) || dossier === null;
  const usable = dossier?.documents.filter((document) => document.usable) ?? [];
  return {
    code: dossier?.code ?? verdict.duplicateOf?.code ?? null,
    arrivalNumber: dossier?.arrivalNumber ?? null,
    unit: dossier?.unit ?? null,
    receivedAt: ofMessage ? message.receivedAt : dossier.receivedAt,
    deadline: dossier?.deadline ?? 'on-time',
    supplement,
    complete: dossier?.state.status === 'complete',
    report,
    items: dossier?.state.items ?? [],
    received: receivedLines(
      usable.map((document) => placed(document, dossier?.state, campaign)),
      campaign,
    ),
    fileCount: ofMessage ? countAccepted(verdict) : usable.length,
    uncertainCount: dossier?.state.uncertain.length ?? 0,
    refused: [...refusedFiles(message, verdict), ...stillUnreadable(message, dossier)],
    links: message.links.map(({ service }) => ({ service })),
    replaced: ofThisMessage(dossier?.state.replaced ?? [], message),
    missing: missingLines(dossier?.state.missing ?? [], dossier?.state.items ?? []),
    supplementDeadline: dossier?.supplementUntil ?? campaign.deadline.closesAt,
    originalSubject: message.envelope.subject,
    firstReceivedAt: verdict.duplicateOf?.receivedAt ?? null,
  };
}

/** A dossier that has just learned its unit has not had its receipt yet. */
function isSupplement({ outcome, dossier }: RegistrationVerdict): boolean {
  return outcome === 'supplement' && (dossier?.existing?.unit ?? null) !== null;
}

/** What holds other files is counted by them. */
function countAccepted({ documents }: RegistrationVerdict): number {
  return documents.filter(({ verdict, reason }) => verdict === 'accepted' && reason !== 'unpacked').length;
}

function ofThisMessage(documents: DossierDocument[], { id }: MessageFacts): { name: string }[] {
  return documents.filter(({ messageId }) => messageId === id).map(({ name }) => ({ name }));
}

/** Files of earlier messages that nobody can open and that are still wanted. */
function stillUnreadable({ id }: MessageFacts, dossier: LetterDossier | null): UnusableFile[] {
  const earlier = dossier?.state.unreadable.filter(({ messageId }) => messageId !== id) ?? [];
  return earlier.map(({ name }) => ({ name, reason: null }));
}

function refusedFiles(message: MessageFacts, verdict: RegistrationVerdict): UnusableFile[] {
  return message.attachments.flatMap((attachment, at) => {
    const judged = verdict.documents[at];
    return judged?.verdict === 'refused' && judged.reason
      ? [{ name: attachment.name, reason: judged.reason }]
      : [];
  });
}

function placed(
  { attachmentId, name, type, form }: DossierDocument,
  state: DossierState | undefined,
  campaign: Campaign,
): PlacedDocument {
  const typeName = campaign.documents.find(({ code }) => code === type)?.name ?? null;
  return { name, typeName, itemNumber: state?.itemOf.get(attachmentId) ?? null, form };
}
