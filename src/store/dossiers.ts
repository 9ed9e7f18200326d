// Dossiers: what is registered under one code, its items and its documents.
import type { DocumentVerdict } from '../core/document.ts';
import type { AttachmentFacts } from '../core/facts.ts';
import type { Item, Missing } from '../core/missing.ts';
import type { DeadlineVerdict, DossierStatus } from '../core/states.ts';
import type { DossierFacts } from '../core/thread.ts';
import type { UnitEvidence } from '../core/unit.ts';
import type { Queryable } from './database.ts';
import { ATTACHMENT, type AttachmentRow, attachmentOf } from './readings.ts';

/** Registrations are decided one after the other, or two mails with the same files would become two dossiers. */
export async function lockRegistrations(tx: Queryable): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('tiepnhan registrations'))");
}

export interface NewDossier {
  codePrefix: string;
  formatCode: (prefix: string, order: number) => string;
  arrivalYear: number;
  campaign: string;
  kind: string;
  unit: string | null;
  unitEvidence: UnitEvidence[];
  status: DossierStatus;
  deadline: DeadlineVerdict;
  receivedAt: Date;
  supplementUntil: Date;
  missing: Missing[];
}

export interface Registered {
  id: number;
  code: string;
  arrivalNumber: number;
}

/** Gives the next code of the day and the next arrival number of the year; both are free again if the transaction fails. */
export async function insertDossier(tx: Queryable, dossier: NewDossier): Promise<Registered> {
  const order = await nextNumber(tx, `code:${dossier.codePrefix}`);
  const arrivalNumber = await nextNumber(tx, `arrival:${dossier.arrivalYear}`);
  const code = dossier.formatCode(dossier.codePrefix, order);
  const { rows } = await tx.query<{ id: number }>(
    `insert into dossiers (code, arrival_year, arrival_number, campaign, kind, unit_code, unit_evidence, status,
       deadline, received_at, supplement_until, missing)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
    [
      code,
      dossier.arrivalYear,
      arrivalNumber,
      dossier.campaign,
      dossier.kind,
      dossier.unit,
      JSON.stringify(dossier.unitEvidence),
      dossier.status,
      dossier.deadline,
      dossier.receivedAt,
      dossier.supplementUntil,
      JSON.stringify(dossier.missing),
    ],
  );
  return { id: rows[0]?.id ?? 0, code, arrivalNumber };
}

async function nextNumber(tx: Queryable, scope: string): Promise<number> {
  const { rows } = await tx.query<{ value: number }>(
    `insert into counters (scope, value) values ($1, 1)
     on conflict (scope) do update set value = counters.value + 1 returning value`,
    [scope],
  );
  return rows[0]?.value ?? 0;
}

export interface DossierRow extends Registered {
  unit: string | null;
  deadline: DeadlineVerdict;
  receivedAt: Date;
  supplementUntil: Date;
}

export async function lockDossier(tx: Queryable, id: number): Promise<DossierRow> {
  const { rows } = await tx.query<DossierRow>(
    `select id, code, arrival_number as "arrivalNumber", unit_code as unit, deadline, received_at as "receivedAt",
       supplement_until as "supplementUntil" from dossiers where id = $1 for update`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new Error(`dossier ${id} has no row`);
  return row;
}

export interface DossierChange {
  unit: string | null;
  unitEvidence: UnitEvidence[];
  status: DossierStatus;
  missing: Missing[];
  supplementUntil: Date;
}

export async function updateDossier(tx: Queryable, id: number, change: DossierChange): Promise<void> {
  await tx.query(
    `update dossiers set unit_code = coalesce(unit_code, $2), unit_evidence = unit_evidence || $3::jsonb,
       status = $4, missing = $5, supplement_until = $6, version = version + 1 where id = $1`,
    [
      id,
      change.unit,
      JSON.stringify(change.unitEvidence),
      change.status,
      JSON.stringify(change.missing),
      change.supplementUntil,
    ],
  );
}

/** A document as kept: its verdict beside the attachment it is. */
export interface DocumentRow extends DocumentVerdict {
  attachmentId: number;
}

/** Keeps the verdict on every attachment of a message, and those that count as documents of the dossier. */
export async function saveDocuments(
  tx: Queryable,
  dossierId: number | null,
  rows: DocumentRow[],
): Promise<void> {
  await tx.query(
    `update attachments set type = v.type, form = v.form, verdict = v.verdict, reason = v.reason
     from jsonb_to_recordset($1) as v("attachmentId" bigint, type text, form text, verdict text, reason text)
     where attachments.id = v."attachmentId"`,
    [JSON.stringify(rows)],
  );
  if (dossierId === null) return;
  await tx.query(
    `insert into documents (dossier_id, attachment_id, type, form, confidence, evidence)
     select $1, v."attachmentId", v.type, v.form, v.confidence, v.evidence
     from jsonb_to_recordset($2) as v("attachmentId" bigint, type text, form text, confidence real, evidence jsonb)
     on conflict (attachment_id) do nothing`,
    [dossierId, JSON.stringify(rows.filter((row) => row.verdict !== 'ignored'))],
  );
}

/** Items are numbered anew from all documents whenever one is added. */
export async function saveItems(
  tx: Queryable,
  dossierId: number,
  items: Item[],
  itemOf: Map<number, number>,
): Promise<void> {
  await tx.query('delete from items where dossier_id = $1 and number > $2', [dossierId, items.length]);
  await tx.query(
    `insert into items (dossier_id, number, title)
     select $1, i.number, i.title from jsonb_to_recordset($2) as i(number integer, title text)
     on conflict (dossier_id, number) do update set title = excluded.title`,
    [dossierId, JSON.stringify(items)],
  );
  await tx.query(
    `update documents set item_number = v.item
     from jsonb_to_recordset($2) as v(attachment bigint, item integer)
     where dossier_id = $1 and attachment_id = v.attachment`,
    [dossierId, JSON.stringify([...itemOf].map(([attachment, item]) => ({ attachment, item })))],
  );
}

/** All documents of a dossier, in the order in which they came, each with the attachment it is and its verdict. */
export async function findDocuments(
  tx: Queryable,
  dossierId: number,
): Promise<{ attachment: AttachmentFacts; verdict: DocumentVerdict }[]> {
  const { rows } = await tx.query<AttachmentRow & DocumentVerdict & { documentType: string | null }>(
    `select ${ATTACHMENT}, d.type as "documentType", d.form, d.confidence, d.evidence, a.verdict, a.reason
     from documents d join attachments a on a.id = d.attachment_id join files f using (sha256)
     where d.dossier_id = $1 order by d.id`,
    [dossierId],
  );
  return rows.map(({ documentType, form, confidence, evidence, verdict, reason, ...attachment }) => ({
    attachment: attachmentOf(attachment),
    verdict: { type: documentType, form, confidence, evidence, verdict, reason },
  }));
}

const FACTS = `select d.id, d.code, d.unit_code as unit, d.received_at as "receivedAt",
    array(select distinct lower(x.address) from (
      select from_address as address from messages where dossier_id = d.id
      union select reply_to from messages where dossier_id = d.id
      union select recipient from letters where dossier_id = d.id) x where x.address is not null) as addresses,
    array(select a.sha256 from documents o join attachments a on a.id = o.attachment_id
      where o.dossier_id = d.id and a.verdict = 'accepted') as files
  from dossiers d`;

/** Dossiers of our letters with these Message-IDs. */
export async function findAnsweredDossiers(tx: Queryable, messageIds: string[]): Promise<DossierFacts[]> {
  if (messageIds.length === 0) return [];
  const { rows } = await tx.query<DossierFacts>(
    `${FACTS} where d.id in (select dossier_id from letters where message_id = any($1)) order by d.id`,
    [messageIds],
  );
  return rows;
}

export async function findDossiersByCode(tx: Queryable, codes: string[]): Promise<DossierFacts[]> {
  if (codes.length === 0) return [];
  const { rows } = await tx.query<DossierFacts>(`${FACTS} where d.code = any($1) order by d.id`, [codes]);
  return rows;
}

/** Dossiers that hold one of these files; an empty form in common is common, so no more than the oldest few. */
export async function findDossiersSharing(tx: Queryable, files: string[]): Promise<DossierFacts[]> {
  if (files.length === 0) return [];
  const { rows } = await tx.query<DossierFacts>(
    `${FACTS} where d.id in (select o.dossier_id from attachments a join documents o on o.attachment_id = a.id
       where a.sha256 = any($1)) order by d.id limit 20`,
    [files],
  );
  return rows;
}
