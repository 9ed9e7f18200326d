// What staff decide: written over what the program found, each with what stood there before.
import type { Missing } from '../core/missing.ts';
import type { DossierStatus } from '../core/states.ts';
import type { UnitEvidence } from '../core/unit.ts';
import type { Queryable } from './database.ts';
import type { DossierRow } from './dossiers.ts';

/** A dossier as staff decide about it. */
export interface DecidedDossier extends DossierRow {
  version: number;
  office: string;
  campaign: string;
  kind: string;
  missing: Missing[];
  purged: boolean;
}

/** The dossier, locked until the transaction ends; null: there is none. */
export async function lockByCode(tx: Queryable, code: string): Promise<DecidedDossier | null> {
  const { rows } = await tx.query<DecidedDossier>(
    `select id, code, version, office, arrival_number as "arrivalNumber", campaign, kind, unit_code as unit, status,
       decided_status as decided, deadline, received_at as "receivedAt", supplement_until as "supplementUntil", missing,
       purged_at is not null as purged
     from dossiers where code = $1 for update`,
    [code],
  );
  return rows[0] ?? null;
}

/** Its latest message, or the latest that brought one of its documents; null: all are purged. */
export async function findLatestMessage(tx: Queryable, dossierId: number): Promise<number | null> {
  const { rows } = await tx.query<{ id: number | null }>(
    `select max(id) as id from messages where purged_at is null and state <> 'duplicate'
       and (dossier_id = $1 or id in (select a.message_id from documents d join attachments a on a.id = d.attachment_id
         where d.dossier_id = $1))`,
    [dossierId],
  );
  return rows[0]?.id ?? null;
}

/** Whether anything came after its first message. */
export async function hasSupplements(tx: Queryable, dossierId: number): Promise<boolean> {
  const { rows } = await tx.query<{ has: boolean }>(
    `select exists (select from messages where dossier_id = $1 and state = 'supplement') as has`,
    [dossierId],
  );
  return rows[0]?.has ?? false;
}

export async function setUnit(tx: Queryable, id: number, evidence: UnitEvidence): Promise<void> {
  await tx.query(
    `update dossiers set unit_code = $2, unit_evidence = $3::jsonb || unit_evidence where id = $1`,
    [id, evidence.unit, JSON.stringify([evidence])],
  );
}

/** The address is this unit's from now on, whatever it was before. */
export async function learnAddress(
  tx: Queryable,
  address: string,
  unit: string,
  actor: string,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into unit_addresses (address, unit_code, confirmed_by, confirmed_at) values ($1, $2, $3, $4)
     on conflict (address) do update set unit_code = excluded.unit_code, confirmed_by = excluded.confirmed_by,
       confirmed_at = excluded.confirmed_at
     where unit_addresses.unit_code <> excluded.unit_code`,
    [address, unit, actor, now],
  );
}

export async function setKind(tx: Queryable, id: number, kind: string): Promise<void> {
  await tx.query('update dossiers set kind = $2, kind_decided = true where id = $1', [id, kind]);
}

/** What staff decided of its status, and why; null: the documents decide again. */
export async function setDecided(
  tx: Queryable,
  id: number,
  decided: DossierStatus | null,
  reason: string | null,
  now: Date,
): Promise<void> {
  await tx.query(
    `update dossiers set decided_status = $2, status_reason = $3,
       forwarded_at = case when $2 = 'forwarded' then $4::timestamptz end where id = $1`,
    [id, decided, reason, now],
  );
}

/** Both null: there is none. */
export async function setPaper(
  tx: Queryable,
  id: number,
  paper: { sets: number; receivedOn: string } | null,
  actor: string,
): Promise<void> {
  await tx.query(
    'update dossiers set paper_sets = $2, paper_received_on = $3, paper_recorded_by = $4 where id = $1',
    [id, paper?.sets, paper?.receivedOn, paper && actor],
  );
}

/** False: there is no such account. */
export async function setAssignee(tx: Queryable, id: number, username: string | null): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update dossiers set assignee = $2 where id = $1
       and ($2::text is null or exists (select from staff where username = $2 and disabled_at is null))`,
    [id, username],
  );
  return rowCount === 1;
}

export async function setNote(tx: Queryable, id: number, note: string): Promise<void> {
  await tx.query('update dossiers set note = $2 where id = $1', [id, note]);
}

/** Ends a decision: the dossier has another version now. */
export async function saveStanding(
  tx: Queryable,
  id: number,
  { status, missing }: { status: DossierStatus; missing: Missing[] },
  now: Date,
): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    `update dossiers set status = coalesce(decided_status, $2), missing = $3, version = version + 1,
       completed_at = case when coalesce(decided_status, $2) in ('complete', 'forwarded') then coalesce(completed_at, $4) end
     where id = $1 returning version`,
    [id, status, JSON.stringify(missing), now],
  );
  return rows[0]?.version ?? 0;
}

export interface DecidedRow {
  attachmentId: number;
  type: string | null;
  form: string;
  item: string | null;
}

/** The file counts as this document of the dossier; false: it came in none of its messages, or counts in another dossier. */
export async function setDocument(tx: Queryable, dossierId: number, row: DecidedRow): Promise<boolean> {
  const { attachmentId, type, form, item } = row;
  const { rowCount } = await tx.query(
    `insert into documents as d (dossier_id, attachment_id, type, form, confidence, evidence, decided)
     select $1, a.id, $3, $4, 1, $6, $5 from attachments a
     where a.id = $2 and (exists (select from messages where id = a.message_id and dossier_id = $1)
       or exists (select from documents where attachment_id = a.id and dossier_id = $1))
     on conflict (attachment_id) do update set type = excluded.type, form = excluded.form, confidence = 1,
       evidence = excluded.evidence, decided = excluded.decided where d.dossier_id = $1`,
    [
      dossierId,
      attachmentId,
      type,
      form,
      JSON.stringify({ type, form, item }),
      JSON.stringify([{ source: 'staff', quote: '' }]),
    ],
  );
  if (rowCount !== 1) return false;
  await tx.query(
    `update attachments a set type = $2, form = $3,
       verdict = case when verdict = 'ignored' then 'accepted' else verdict end,
       reason = case when verdict = 'ignored' then null else reason end
     where id = $1`,
    [attachmentId, type, form],
  );
  return true;
}

/** Returns how many of these documents were the dossier's and are another's now. */
export async function moveDocuments(
  tx: Queryable,
  from: number,
  to: number,
  attachments: number[],
): Promise<number> {
  const { rowCount } = await tx.query(
    `update documents set dossier_id = $2, item_number = null, superseded_by = null
     where dossier_id = $1 and attachment_id = any($3)`,
    [from, to, attachments],
  );
  return rowCount ?? 0;
}

export async function countDocuments(tx: Queryable, dossierId: number): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*) as count from documents where dossier_id = $1',
    [dossierId],
  );
  return rows[0]?.count ?? 0;
}

/** All documents and messages of one dossier become another's; what was merged into it before follows. */
export async function mergeDossiers(tx: Queryable, from: number, into: number): Promise<void> {
  await tx.query(
    'update documents set dossier_id = $2, item_number = null, superseded_by = null where dossier_id = $1',
    [from, into],
  );
  await tx.query(
    `update messages set dossier_id = $2, state = case when state = 'registered' then 'supplement' else state end
     where dossier_id = $1`,
    [from, into],
  );
  await tx.query('update dossiers set merged_into = $2 where id = $1 or merged_into = $1', [from, into]);
}

/** When the message came whose documents these are, the first of them. */
export async function findArrival(tx: Queryable, attachments: number[]): Promise<Date | null> {
  const { rows } = await tx.query<{ at: Date | null }>(
    `select min(m.received_at) as at from attachments a join messages m on m.id = a.message_id where a.id = any($1)`,
    [attachments],
  );
  return rows[0]?.at ?? null;
}
