// The verdict on a message: submission or not, whose, which dossier, what is missing. Facts in, verdict out.
import type { Campaign } from './campaign.ts';
import { judgeDeadline } from './deadline.ts';
import { type DocumentVerdict, isOpaque, judgeAttachment } from './document.ts';
import type { AttachmentFacts, MessageFacts, Unit } from './facts.ts';
import { judgeKind } from './kind.ts';
import type { Registry } from './mention.ts';
import { type Completeness, type DossierDocument, findTitle, judgeCompleteness } from './missing.ts';
import type { Reason } from './reasons.ts';
import type { DeadlineVerdict, DossierStatus, Outcome } from './states.ts';
import { type DossierFacts, judgeThread, type ThreadFacts, type ThreadVerdict } from './thread.ts';
import { judgeUnit, type UnitVerdict } from './unit.ts';

export interface RegistrationFacts {
  message: MessageFacts;
  /** Why it is automatic, or null (findAutomaticReason). */
  automatic: Reason | null;
  /** An older message of the mailbox with the very same bytes. */
  isCopy: boolean;
  confirmedUnit: Unit | null;
  threads: ThreadFacts;
}

export interface RegistrationVerdict {
  outcome: Outcome;
  reason: Reason | null;
  documents: DocumentVerdict[];
  /** Null: nothing is registered. */
  dossier: DossierVerdict | null;
  /** For a duplicate: the dossier that holds the files already. */
  duplicateOf: DossierFacts | null;
}

export interface DossierVerdict {
  /** The dossier it is added to, or null for a new one. */
  existing: DossierFacts | null;
  kind: string;
  unit: UnitVerdict;
  deadline: DeadlineVerdict;
}

export function judgeMessage(
  facts: RegistrationFacts,
  campaign: Campaign,
  registry: Registry,
): RegistrationVerdict {
  const { message } = facts;
  const documents = message.attachments.map((attachment) => judgeAttachment(attachment, campaign));
  const nothing = (outcome: Outcome, reason: Reason): RegistrationVerdict => ({
    outcome,
    reason,
    documents,
    dossier: null,
    duplicateOf: null,
  });
  if (facts.isCopy) return nothing('duplicate', 'same-message');
  if (facts.automatic) return nothing('automatic', facts.automatic);

  const unit = judgeUnit(message, registry, facts.confirmedUnit);
  const thread = judgeThread(facts.threads, senderOf(facts, unit), usableFiles(message, documents));
  if (thread.kind === 'stranger') return nothing('unsorted', 'code-unfit');
  if (thread.kind === 'duplicate') {
    return { ...nothing('duplicate', 'same-files'), duplicateOf: thread.dossier };
  }
  if (thread.kind === 'supplement') return supplement(thread, message, documents, unit, campaign);

  const kind = judgeKind(message, documents, campaign);
  if (!documents.some((document) => document.verdict !== 'ignored')) {
    return kind?.kind.automatic
      ? nothing('unsorted', 'no-attachment')
      : nothing('not-a-submission', 'no-documents');
  }
  if (!kind) return nothing('unsorted', 'kind-unclear');
  if (!kind.kind.automatic) return nothing('unsorted', 'kind-for-staff');
  return {
    outcome: unit.unit ? 'registered' : 'unsorted',
    reason: unit.reason,
    documents,
    dossier: dossierVerdict(null, kind.kind.code, message, unit, campaign),
    duplicateOf: null,
  };
}

function supplement(
  thread: Extract<ThreadVerdict, { dossier: DossierFacts }>,
  message: MessageFacts,
  documents: DocumentVerdict[],
  unit: UnitVerdict,
  campaign: Campaign,
): RegistrationVerdict {
  const brings = documents.some((document) => document.verdict !== 'ignored');
  const names = thread.dossier.unit === null && unit.unit !== null;
  return {
    outcome: 'supplement',
    reason: brings || names ? null : 'reply-without-documents',
    documents,
    dossier: dossierVerdict(thread.dossier, '', message, unit, campaign),
    duplicateOf: null,
  };
}

function dossierVerdict(
  existing: DossierFacts | null,
  kind: string,
  message: MessageFacts,
  unit: UnitVerdict,
  campaign: Campaign,
): DossierVerdict {
  return {
    existing,
    kind,
    unit: existing?.unit ? { unit: existing.unit, reason: null, evidence: unit.evidence } : unit,
    deadline: judgeDeadline(message.receivedAt, campaign.deadline),
  };
}

function senderOf(facts: RegistrationFacts, unit: UnitVerdict) {
  return {
    address: facts.message.envelope.from?.address ?? null,
    confirmedUnit: facts.confirmedUnit?.code ?? null,
    unit: unit.unit,
  };
}

function usableFiles(message: MessageFacts, documents: DocumentVerdict[]): string[] {
  return message.attachments
    .filter((_, at) => documents[at]?.verdict === 'accepted')
    .map((attachment) => attachment.sha256);
}

/** An attachment as it counts in the dossier. */
export function toDossierDocument(attachment: AttachmentFacts, verdict: DocumentVerdict): DossierDocument {
  return {
    attachmentId: attachment.id,
    name: attachment.name,
    type: verdict.type,
    form: verdict.form,
    usable: verdict.verdict === 'accepted',
    opaque: isOpaque(attachment.file.type),
    title: findTitle(attachment.file.text),
  };
}

export interface DossierState extends Completeness {
  status: DossierStatus;
}

/** Where a dossier stands with all its documents. */
export function judgeDossier(
  documents: DossierDocument[],
  unitKnown: boolean,
  campaign: Campaign,
): DossierState {
  const completeness = judgeCompleteness(documents, campaign);
  return { ...completeness, status: statusOf(completeness, unitKnown) };
}

function statusOf({ missing, uncertain }: Completeness, unitKnown: boolean): DossierStatus {
  if (!unitKnown) return 'unsorted';
  if (missing.length > 0) return 'awaiting-documents';
  return uncertain.length > 0 ? 'checking' : 'complete';
}
