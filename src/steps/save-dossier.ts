// Adds a message to its dossier, or makes one, and judges the whole anew.
import { codePrefix, formatCode, localDay } from '../core/code.ts';
import { supplementDeadline } from '../core/deadline.ts';
import { type DossierDocument, documentOf } from '../core/dossier-document.ts';
import { asDecided, judgeDossier } from '../core/dossier-state.ts';
import type { LetterDossier } from '../core/letter-facts.ts';
import type { DossierVerdict, RegistrationFacts, RegistrationVerdict } from '../core/registration.ts';
import type { DossierStatus } from '../core/states.ts';
import type { Queryable } from '../store/database.ts';
import { hasSupplements } from '../store/decisions.ts';
import {
  countOtherLinks,
  type DocumentRow,
  findOtherDocuments,
  saveDocuments,
  saveItems,
} from '../store/documents.ts';
import { insertDossier, lockDossier, updateDossier } from '../store/dossiers.ts';
import { findUnit, saveProvisionalUnit } from '../store/units.ts';
import type { LetterDeps } from './write-letters.ts';

export interface SavedDossier extends LetterDossier {
  id: number;
  /** By staff; null: the documents decide. */
  decided: DossierStatus | null;
}

export async function saveDossier(
  tx: Queryable,
  deps: LetterDeps,
  facts: RegistrationFacts,
  verdict: RegistrationVerdict,
  dossier: DossierVerdict,
): Promise<SavedDossier> {
  const { message } = facts;
  const { existing, kind, unit } = dossier;
  await saveProvisionalUnit(tx, { unit: unit.provisional });
  const documents = [
    ...(existing ? await otherDocuments(tx, deps, existing.id, message.id) : []),
    ...newDocuments(deps, facts, verdict, existing?.id ?? null),
  ];
  const links = message.links.length + (existing ? await countOtherLinks(tx, existing.id, message.id) : 0);
  const state = judgeDossier(documents, { kind, unitKnown: unit.unit !== null, links }, deps.campaign);
  const saved = existing
    ? await addTo(tx, deps, existing.id, dossier, state, verdict)
    : await create(tx, deps, facts, dossier, state);
  await saveDocuments(tx, saved.id, documentRows(facts, verdict));
  await saveItems(tx, saved.id, state);
  const told = asDecided(state, saved.decided);
  return { ...saved, unit: unit.unit ? await findUnit(tx, unit.unit) : null, documents, state: told };
}

async function create(
  tx: Queryable,
  { campaign, now }: LetterDeps,
  { message }: RegistrationFacts,
  { kind, unit, deadline, report }: DossierVerdict,
  { status, missing }: LetterDossier['state'],
) {
  const supplementUntil = supplementDeadline(now(), campaign);
  const { receivedAt } = message;
  const dossier = {
    codePrefix: codePrefix(campaign, receivedAt),
    formatCode,
    office: campaign.dossierCode.office,
    arrivalYear: localDay(receivedAt, campaign.timeZone).year,
    campaign: campaign.code,
    kind,
    period: report?.period ?? null,
    unit: unit.unit,
    unitEvidence: unit.evidence,
    status,
    deadline,
    receivedAt,
    supplementUntil,
    missing,
  };
  const registered = await insertDossier(tx, dossier, now());
  return { ...registered, decided: null, receivedAt, deadline, supplementUntil };
}

async function addTo(
  tx: Queryable,
  { campaign, now }: LetterDeps,
  id: number,
  { unit }: DossierVerdict,
  { status, missing }: LetterDossier['state'],
  { outcome, reason }: RegistrationVerdict,
) {
  const row = await lockDossier(tx, id);
  const changes = reason !== 'reply-without-documents';
  // A period that has run out begins again for what is missing now, if there is a letter to tell it.
  const renewed = changes && row.supplementUntil <= now();
  const supplementUntil = renewed ? supplementDeadline(now(), campaign) : row.supplementUntil;
  const change = {
    unit: unit.unit,
    unitEvidence: unit.evidence,
    status:
      status === 'checking' && (await isSupplemented(tx, id, outcome)) ? ('supplemented' as const) : status,
    missing,
    supplementUntil,
  };
  await updateDossier(tx, id, change, now());
  return { ...row, supplementUntil };
}

/** What is to be checked after more came stands apart from what nobody has looked at yet. */
async function isSupplemented(
  tx: Queryable,
  id: number,
  outcome: RegistrationVerdict['outcome'],
): Promise<boolean> {
  return outcome === 'supplement' || hasSupplements(tx, id);
}

/** The verdict on every attachment of a message. */
export function documentRows(
  { message }: RegistrationFacts,
  { documents }: RegistrationVerdict,
): DocumentRow[] {
  return message.attachments.flatMap((attachment, at) => {
    const judged = documents[at];
    return judged ? [{ ...judged, attachmentId: attachment.id }] : [];
  });
}

/** @param existing the dossier; what staff moved to another one counts there */
function newDocuments(
  { campaign }: LetterDeps,
  { message }: RegistrationFacts,
  { documents }: RegistrationVerdict,
  existing: number | null,
): DossierDocument[] {
  return message.attachments.flatMap((attachment, at) => {
    const judged = documents[at];
    const isHere = (attachment.dossierId ?? existing) === existing;
    const counts = isHere && judged && judged.verdict !== 'ignored' && judged.reason !== 'unpacked';
    return counts ? [documentOf(attachment, judged, message, campaign)] : [];
  });
}

/** @param messageId of the message to leave out */
export async function otherDocuments(
  tx: Queryable,
  { campaign }: Pick<LetterDeps, 'campaign'>,
  dossierId: number,
  messageId: number,
): Promise<DossierDocument[]> {
  const kept = await findOtherDocuments(tx, dossierId, messageId);
  return kept.map(({ attachment, verdict, message }) => documentOf(attachment, verdict, message, campaign));
}
