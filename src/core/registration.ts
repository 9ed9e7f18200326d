// The verdict on a message: submission or not, whose, which dossier, what is missing. Facts in, verdict out.
import type { Authentication } from './authentication.ts';
import type { Automatic } from './automatic.ts';
import { findAutomaticWords } from './automatic-words.ts';
import { findBurst } from './burst.ts';
import type { Campaign, SubmissionKind } from './campaign.ts';
import { judgeDeadline } from './deadline.ts';
import { type DocumentVerdict, judgeAttachment } from './document.ts';
import type { MessageFacts, Unit } from './facts.ts';
import { type Guess, rankGuesses } from './guess.ts';
import { findPeriod, judgeKind } from './kind.ts';
import type { Registry } from './mention.ts';
import { bringsPapers } from './papers.ts';
import type { Reason } from './reasons.ts';
import type { DeadlineVerdict, Outcome } from './states.ts';
import { type DossierFacts, judgeThread, type ThreadFacts } from './thread.ts';
import { judgeUnit, type UnitEvidence, type UnitVerdict } from './unit.ts';

export interface RegistrationFacts {
  message: MessageFacts;
  /** The mark of a program, or null (findAutomatic). */
  automatic: Automatic | null;
  /** Whether it is from whom it says (judgeAuthentication). */
  authentication: Authentication;
  /** It lies in the mailbox's Junk folder. */
  foundInJunk: boolean;
  /** Too large: only the beginning of it was kept. */
  cut: boolean;
  /** An older message of the mailbox with the very same bytes. */
  isCopy: boolean;
  /** When a backup was last put back; null: never. */
  restoredAt: Date | null;
  confirmedUnit: Unit | null;
  /** By code of a body found in a mail: the unit that it is, as staff have said. */
  mergedUnits: ReadonlyMap<string, string>;
  threads: ThreadFacts;
  /** Where staff put it when they brought it by hand; absent: it came by mail. */
  placement?: Placement | null;
}

export interface RegistrationVerdict {
  outcome: Outcome;
  reason: Reason | null;
  documents: DocumentVerdict[];
  /** Null: nothing is registered. */
  dossier: DossierVerdict | null;
  /** For a duplicate: the dossier that holds the files already. */
  duplicateOf: DossierFacts | null;
  /** Where nothing is registered and staff decide: the dossiers it may belong to. */
  guesses: Guess[];
}

export interface DossierVerdict {
  /** The dossier it is added to, or null for a new one. */
  existing: DossierFacts | null;
  kind: string;
  unit: UnitVerdict;
  deadline: DeadlineVerdict;
  /** Of a periodic report: which, and until when it was due, as letters say it. */
  report: { period: string; deadlineWording: string } | null;
}

export function judgeMessage(
  facts: RegistrationFacts,
  campaign: Campaign,
  registry: Registry,
): RegistrationVerdict {
  const { message } = facts;
  if (facts.placement) return judgePlaced(facts, facts.placement, campaign);
  const documents = judgeDocuments(message, campaign);
  if (facts.isCopy) return nothing('duplicate', 'same-message', documents);
  const automatic = facts.automatic ?? tellingWords(facts, documents);
  if (automatic?.weight === 'certain') return nothing('automatic', automatic.reason, documents);
  const verdict = judgeSent(facts, documents, campaign, registry);
  // Whoever moves it out of Junk has it judged again.
  if (!automatic || facts.cut || verdict.reason === 'junk') return verdict;
  if (bringsPapers(verdict, automatic, facts.message.attachments)) return verdict;
  return nothing('automatic', automatic.reason, documents);
}

/** A person's mail may say anything beside documents. */
function tellingWords({ message, cut }: RegistrationFacts, documents: DocumentVerdict[]): Automatic | null {
  const reason = cut || bringsDocuments(message, documents) ? null : findAutomaticWords(message);
  return reason && { reason, weight: 'certain' };
}

/** The verdict on what somebody sent, by whatever means. */
function judgeSent(
  facts: RegistrationFacts,
  documents: DocumentVerdict[],
  campaign: Campaign,
  registry: Registry,
): RegistrationVerdict {
  const { message } = facts;
  if (facts.cut) return nothing('unsorted', 'message-too-large', documents);
  const { confirmedUnit, recent } = believed(facts);
  const unit = judgeUnit(message, registry, confirmedUnit, speaks(documents, campaign), facts.mergedUnits);
  const kind = judgeKind(message, documents, campaign)?.kind ?? null;
  const brings = bringsDocuments(message, documents);
  const burst = brings ? findBurst(recent, message, documents, unit, kind, campaign) : null;
  const thread = judgeThread(facts.threads, senderOf(facts, unit), broughtFiles(message, documents), burst);
  const guesses = rankGuesses(facts.threads, recent, unit.unit);
  switch (thread.kind) {
    case 'stranger':
      return { ...nothing('unsorted', 'code-unfit', documents), guesses };
    case 'copy':
      return { ...nothing('unsorted', 'same-files-elsewhere', documents), guesses };
    case 'duplicate':
      return { ...nothing('duplicate', 'same-files', documents), duplicateOf: thread.dossier };
    case 'supplement':
      return addition(thread.dossier, 'supplement', facts, documents, unit, campaign);
    case 'new': {
      const verdict = newcomer(facts, kind, brings, documents, unit, campaign);
      return verdict.outcome === 'unsorted' && !verdict.dossier ? { ...verdict, guesses } : verdict;
    }
  }
}

/** Why letters that answer a message wait for staff, whatever they say; null: they need not. */
export function holdOf(facts: RegistrationFacts): Reason | null {
  const { message, authentication, automatic, foundInJunk, restoredAt } = facts;
  // It may have been answered before the backup was put back.
  if (restoredAt && message.receivedAt < restoredAt) return 'restored';
  // Backscatter and forged orders: a person looks first at what answers a From that is not believed.
  if (authentication === 'fail') return 'sender-unverified';
  if (automatic?.weight === 'machine') return 'sent-by-machine';
  return foundInJunk ? 'found-in-junk' : null;
}

/** A forged From opens no dossier: neither as an address known there, nor as a unit's. */
function believed({ authentication, confirmedUnit, threads, message }: RegistrationFacts) {
  if (authentication === 'fail') return { address: null, confirmedUnit: null, recent: [] };
  return { address: message.envelope.from?.address ?? null, confirmedUnit, recent: threads.recent };
}

function nothing(outcome: Outcome, reason: Reason, documents: DocumentVerdict[]): RegistrationVerdict {
  return { outcome, reason, documents, dossier: null, duplicateOf: null, guesses: [] };
}

/** A message that belongs to no dossier so far. */
function newcomer(
  { message, foundInJunk }: RegistrationFacts,
  kind: SubmissionKind | null,
  brings: boolean,
  documents: DocumentVerdict[],
  unit: UnitVerdict,
  campaign: Campaign,
): RegistrationVerdict {
  // Junk is for staff only where it is a dossier.
  if (foundInJunk && kind?.handling !== 'dossier') return nothing('not-a-submission', 'junk', documents);
  if (!kind) {
    return brings
      ? nothing('unsorted', 'kind-unclear', documents)
      : nothing('not-a-submission', 'no-documents', documents);
  }
  if (kind.handling === 'staff') return nothing(placeForStaff(kind, brings), kind.reason, documents);
  if (!brings) return nothing('unsorted', 'no-attachment', documents);
  return {
    outcome: unit.unit ? 'registered' : 'unsorted',
    reason: unit.reason,
    documents,
    dossier: { existing: null, kind: kind.code, unit, ...judgeTime(kind, message, documents, campaign) },
    duplicateOf: null,
    guesses: [],
  };
}

/** Where staff have put a message: whatever the program makes of it, it is a submission. */
export interface Placement {
  existing: DossierFacts | null;
  kind: string;
  /** Code; null: not known yet. */
  unit: string | null;
}

export function judgePlaced(
  facts: RegistrationFacts,
  { existing, kind, unit }: Placement,
  campaign: Campaign,
): RegistrationVerdict {
  const { message } = facts;
  const documents = judgeDocuments(message, campaign);
  const reason = unit === null ? 'unit-unknown' : null;
  const placed: UnitVerdict = { unit, reason, evidence: unit ? [byStaff(unit)] : [], provisional: null };
  if (existing)
    return { ...addition(existing, 'supplement', facts, documents, placed, campaign), reason: null };
  const found = campaign.kinds.find(({ code }) => code === kind);
  return {
    outcome: unit ? 'registered' : 'unsorted',
    reason,
    documents,
    dossier: { existing: null, kind, unit: placed, ...judgeTime(found, message, documents, campaign) },
    duplicateOf: null,
    guesses: [],
  };
}

export function byStaff(unit: string): UnitEvidence {
  return { unit, source: 'staff', quote: '', confidence: 1 };
}

/** A message that stands in a dossier already, judged anew because more is known of its files. */
export function judgeAgain(
  facts: RegistrationFacts,
  dossier: DossierFacts,
  { outcome, reason }: { outcome: Outcome; reason: Reason | null },
  campaign: Campaign,
  registry: Registry,
): RegistrationVerdict {
  const documents = judgeDocuments(facts.message, campaign);
  const unit = judgeUnit(
    facts.message,
    registry,
    believed(facts).confirmedUnit,
    speaks(documents, campaign),
    facts.mergedUnits,
  );
  const verdict = addition(dossier, outcome, facts, documents, unit, campaign);
  // The mail that told the unit has not become empty because the dossier knows it by now.
  if (outcome !== 'unsorted') return { ...verdict, reason: verdict.reason && reason };
  const known = dossier.unit ?? unit.unit;
  return { ...verdict, outcome: known ? 'registered' : 'unsorted', reason: known ? null : unit.reason };
}

function addition(
  dossier: DossierFacts,
  outcome: Outcome,
  { message }: RegistrationFacts,
  documents: DocumentVerdict[],
  unit: UnitVerdict,
  campaign: Campaign,
): RegistrationVerdict {
  const names = dossier.unit === null && unit.unit !== null;
  const kind = campaign.kinds.find(({ code }) => code === dossier.kind);
  return {
    outcome,
    reason: bringsDocuments(message, documents) || names ? null : 'reply-without-documents',
    documents,
    dossier: {
      existing: dossier,
      kind: dossier.kind,
      unit: dossier.unit ? { ...unit, unit: dossier.unit, reason: null, provisional: null } : unit,
      ...judgeTime(kind, message, documents, campaign),
    },
    duplicateOf: null,
    guesses: [],
  };
}

function judgeDocuments(message: MessageFacts, campaign: Campaign): DocumentVerdict[] {
  return message.attachments.map((attachment) => judgeAttachment(attachment, campaign));
}

/** The letterheads of documents that stand for the whole dossier speak for its unit. */
function speaks(documents: DocumentVerdict[], campaign: Campaign): boolean[] {
  const whole = campaign.documents.filter(({ per, required }) => per === 'dossier' && required !== 'never');
  return documents.map(({ type }) => whole.some(({ code }) => code === type));
}

/** Files that count, or documents sent by link. */
function bringsDocuments({ links }: MessageFacts, documents: DocumentVerdict[]): boolean {
  return links.length > 0 || documents.some(isCounted);
}

/** What holds other files is counted by them. */
function isCounted({ verdict, reason }: DocumentVerdict): boolean {
  return verdict !== 'ignored' && reason !== 'unpacked';
}

function placeForStaff({ reason }: SubmissionKind, brings: boolean): Outcome {
  return reason === 'ordinary-mail' && !brings ? 'not-a-submission' : 'unsorted';
}

function judgeTime(
  kind: SubmissionKind | undefined,
  message: MessageFacts,
  documents: DocumentVerdict[],
  campaign: Campaign,
): Pick<DossierVerdict, 'deadline' | 'report'> {
  const period = kind ? findPeriod(kind, message, documents) : null;
  if (!period) return { deadline: judgeDeadline(message.receivedAt, campaign.deadline), report: null };
  return {
    deadline: judgeDeadline(message.receivedAt, period.deadline),
    report: { period: period.name, deadlineWording: period.deadline.wording },
  };
}

function senderOf(facts: RegistrationFacts, unit: UnitVerdict) {
  const { address, confirmedUnit } = believed(facts);
  return {
    address,
    replyTo: facts.message.envelope.replyTo?.address ?? null,
    confirmedUnit: confirmedUnit?.code ?? null,
    unit: unit.unit,
  };
}

/** Empty where the mail cannot be told to bring nothing new: links, files that could not be taken out, none that can be used. */
function broughtFiles({ links, attachments }: MessageFacts, documents: DocumentVerdict[]): string[] {
  const counted = attachments.filter((_, at) => {
    const judged = documents[at];
    return judged !== undefined && isCounted(judged);
  });
  const files = counted.flatMap(({ sha256 }) => sha256 ?? []);
  const comparable = links.length === 0 && files.length === counted.length;
  return comparable && documents.some((one) => one.verdict === 'accepted' && isCounted(one)) ? files : [];
}
