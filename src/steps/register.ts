// Step 3, register: facts in, one verdict, one transaction: dossier, documents, letters owed and the history.
import { findAutomaticReason } from '../core/automatic.ts';
import { codePrefix, findCodes, formatCode, localDay } from '../core/code.ts';
import { supplementDeadline } from '../core/deadline.ts';
import type { LetterDossier } from '../core/letter-facts.ts';
import type { DossierDocument } from '../core/missing.ts';
import {
  type DossierVerdict,
  judgeDossier,
  judgeMessage,
  type RegistrationFacts,
  type RegistrationVerdict,
  toDossierDocument,
} from '../core/registration.ts';
import type { Bells } from '../queue/bells.ts';
import { type Queryable, transaction } from '../store/database.ts';
import {
  findAnsweredDossiers,
  findDocuments,
  findDossiersByCode,
  findDossiersSharing,
  insertDossier,
  lockDossier,
  lockRegistrations,
  saveDocuments,
  saveItems,
  updateDossier,
} from '../store/dossiers.ts';
import { saveEvent } from '../store/events.ts';
import { findOwnMessageIds } from '../store/letters.ts';
import {
  findNextOfSender,
  findSameBytes,
  lockMessage,
  type MessageRow,
  markDecided,
} from '../store/messages.ts';
import { findAttachments } from '../store/readings.ts';
import { findUnitByAddress } from '../store/units.ts';
import { type AttemptDeps, attemptMessage } from './attempt.ts';
import { type LetterDeps, writeLetters } from './write-letters.ts';

export interface RegisterDeps extends AttemptDeps, LetterDeps {
  bells: Bells;
  /** Lower case: the mailbox's own address and the one letters come from. */
  ownAddresses: ReadonlySet<string>;
}

export async function register(deps: RegisterDeps, id: number): Promise<void> {
  const due = await attemptMessage(deps, 'read', id, () =>
    transaction(deps.db, (tx) => registerIn(tx, deps, id)),
  );
  if (!due) return;
  await deps.bells.ring('reply', due);
  await deps.bells.ring('register', await findNextOfSender(deps.db, id));
}

/** Returns the letters that may be sent at once. */
async function registerIn(tx: Queryable, deps: RegisterDeps, id: number): Promise<number[]> {
  await lockRegistrations(tx);
  const row = await lockMessage(tx, id, 'read');
  if (!row) return [];
  const facts = await loadFacts(tx, deps, row);
  const verdict = judgeMessage(facts, deps.campaign, deps.registry);
  const dossier = verdict.dossier && (await saveDossier(tx, deps, facts, verdict, verdict.dossier));
  if (!dossier) await saveDocuments(tx, null, documentRows(facts, verdict));
  await markDecided(tx, id, verdict.outcome, verdict.reason, dossier?.id ?? verdict.duplicateOf?.id ?? null);
  const due = await writeLetters(tx, deps, facts.message, verdict, dossier, row.mailboxConnectedAt);
  await saveEvent(
    tx,
    { what: verdict.outcome, messageId: id, dossierId: dossier?.id, detail: { reason: verdict.reason } },
    deps.now(),
  );
  return due;
}

async function loadFacts(tx: Queryable, deps: RegisterDeps, row: MessageRow): Promise<RegistrationFacts> {
  const { envelope } = row;
  const attachments = await findAttachments(tx, row.id);
  const own = envelope.messageId ? await findOwnMessageIds(tx, [envelope.messageId]) : new Set<string>();
  const address = envelope.from?.address;
  const unitCode = address ? await findUnitByAddress(tx, address) : null;
  const files = attachments.filter((one) => one.file.problem === null).map((one) => one.sha256);
  return {
    message: {
      id: row.id,
      receivedAt: row.receivedAt,
      envelope,
      body: row.body,
      links: row.links,
      attachments,
    },
    automatic: findAutomaticReason(envelope, deps.ownAddresses, (messageId) => own.has(messageId)),
    isCopy: (await findSameBytes(tx, row.id, row.sha256)) !== null,
    confirmedUnit: deps.units.find((unit) => unit.code === unitCode) ?? null,
    threads: {
      answered: await findAnsweredDossiers(tx, [...envelope.inReplyTo, ...envelope.references]),
      named: await findDossiersByCode(tx, findCodes(envelope.subject)),
      sharing: await findDossiersSharing(tx, files),
    },
  };
}

export interface SavedDossier extends LetterDossier {
  id: number;
}

/** Adds the message to its dossier, or makes one, and judges the whole anew. */
async function saveDossier(
  tx: Queryable,
  deps: RegisterDeps,
  facts: RegistrationFacts,
  verdict: RegistrationVerdict,
  dossier: DossierVerdict,
): Promise<SavedDossier> {
  const { campaign, units } = deps;
  const rows = documentRows(facts, verdict);
  const documents = [
    ...(dossier.existing ? await dossierDocuments(tx, dossier.existing.id) : []),
    ...newDocuments(facts, verdict),
  ];
  const state = judgeDossier(documents, dossier.unit.unit !== null, campaign);
  const saved = dossier.existing
    ? await addTo(tx, deps, dossier.existing.id, dossier, state)
    : await create(tx, deps, facts, dossier, state);
  await saveDocuments(tx, saved.id, rows);
  await saveItems(tx, saved.id, state.items, state.itemOf);
  return { ...saved, unit: units.find((unit) => unit.code === dossier.unit.unit) ?? null, documents, state };
}

async function create(
  tx: Queryable,
  { campaign, now }: RegisterDeps,
  { message }: RegistrationFacts,
  { kind, unit, deadline }: DossierVerdict,
  { status, missing }: LetterDossier['state'],
) {
  const supplementUntil = supplementDeadline(now(), campaign);
  const { receivedAt } = message;
  const registered = await insertDossier(tx, {
    codePrefix: codePrefix(campaign, receivedAt),
    formatCode,
    arrivalYear: localDay(receivedAt, campaign.timeZone).year,
    campaign: campaign.code,
    kind,
    unit: unit.unit,
    unitEvidence: unit.evidence,
    status,
    deadline,
    receivedAt,
    supplementUntil,
    missing,
  });
  return { ...registered, receivedAt, deadline, supplementUntil };
}

async function addTo(
  tx: Queryable,
  { campaign, now }: RegisterDeps,
  id: number,
  { unit }: DossierVerdict,
  { status, missing }: LetterDossier['state'],
) {
  const row = await lockDossier(tx, id);
  // A period that has run out begins again for what is missing now.
  const supplementUntil =
    row.supplementUntil > now() ? row.supplementUntil : supplementDeadline(now(), campaign);
  await updateDossier(tx, id, {
    unit: unit.unit,
    unitEvidence: unit.evidence,
    status,
    missing,
    supplementUntil,
  });
  return { ...row, supplementUntil };
}

function documentRows({ message }: RegistrationFacts, { documents }: RegistrationVerdict) {
  return message.attachments.flatMap((attachment, at) => {
    const judged = documents[at];
    return judged ? [{ ...judged, attachmentId: attachment.id }] : [];
  });
}

function newDocuments({ message }: RegistrationFacts, { documents }: RegistrationVerdict): DossierDocument[] {
  return message.attachments.flatMap((attachment, at) => {
    const judged = documents[at];
    return judged && judged.verdict !== 'ignored' ? [toDossierDocument(attachment, judged)] : [];
  });
}

async function dossierDocuments(tx: Queryable, dossierId: number): Promise<DossierDocument[]> {
  const known = await findDocuments(tx, dossierId);
  return known.map(({ attachment, verdict }) => toDossierDocument(attachment, verdict));
}
