// Dossiers: what is registered under one code, its items and its documents.
import type { DocumentVerdict } from '../core/document.ts';
import type { AttachmentFacts } from '../core/facts.ts';
import type { Completeness, Missing } from '../core/missing.ts';
import type { DeadlineVerdict, DossierStatus } from '../core/states.ts';
import type { DossierFacts } from '../core/thread.ts';
import type { UnitEvidence } from '../core/unit.ts';
import type { Queryable } from './database.ts';
import { ATTACHMENT, type AttachmentRow, attachmentOf } from './readings.ts';
import { storableJson } from './text.ts';
import { together } from './together.ts';

/** Registrations are decided one after the other, or two mails with the same files would become two dossiers. */
export async function lockRegistrations(tx: Queryable): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('tiepnhan registrations'))");
}

export interface NewDossier {
  codePrefix: string;
  formatCode: (prefix: string, order: number) => string;
  /** Whose register it stands in. */
  office: string;
  arrivalYear: number;
  campaign: string;
  kind: string;
  /** Of a report, as the campaign names it. */
  period: string | null;
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

/** Gives the next code of the day and the office's next arrival number of the year; both are free again if the transaction fails. */
export async function insertDossier(tx: Queryable, dossier: NewDossier, now: Date): Promise<Registered> {
  const [order, arrivalNumber] = await Promise.all([
    nextNumber(tx, `code:${dossier.codePrefix}`),
    nextNumber(tx, `arrival:${dossier.office}:${dossier.arrivalYear}`),
  ]);
  const code = dossier.formatCode(dossier.codePrefix, order);
  const id = await insertNumbered(tx, { ...dossier, code, arrivalNumber, now });
  return { id, code, arrivalNumber };
}

const insertNumbered = together<NewDossier & Omit<Registered, 'id'> & { now: Date }, number>(
  async (tx, dossiers) => {
    const { rows } = await tx.query<{ id: number; code: string }>(
      `insert into dossiers (code, office, arrival_year, arrival_number, campaign, kind, unit_code, unit_evidence,
         status, deadline, received_at, supplement_until, missing, period, completed_at)
       select d.code, d.office, d."arrivalYear", d."arrivalNumber", d.campaign, d.kind, d.unit, d."unitEvidence",
         d.status, d.deadline, d."receivedAt", d."supplementUntil", d.missing, d.period,
         case when d.status = 'complete' then d.now end
       from jsonb_to_recordset($1) as d(code text, office text, "arrivalYear" integer, "arrivalNumber" integer,
         campaign text, kind text, unit text, "unitEvidence" jsonb, status text, deadline text,
         "receivedAt" timestamptz, "supplementUntil" timestamptz, missing jsonb, period text, now timestamptz)
       returning id, code`,
      [storableJson(dossiers)],
    );
    const ids = new Map(rows.map(({ id, code }) => [code, id]));
    return dossiers.map(({ code }) => ids.get(code) ?? 0);
  },
);

/** Of those who ask side by side, each gets the next one in the order in which they ask. */
const nextNumber = together<string, number>(async (tx, scopes) => {
  const counts = new Map<string, number>();
  const orders = scopes.map((scope) => {
    const order = (counts.get(scope) ?? 0) + 1;
    counts.set(scope, order);
    return order;
  });
  const { rows } = await tx.query<{ scope: string; value: number }>(
    `insert into counters (scope, value) select * from unnest($1::text[], $2::bigint[]) asked order by 1
     on conflict (scope) do update set value = counters.value + excluded.value returning scope, value`,
    [[...counts.keys()], [...counts.values()]],
  );
  const last = new Map(rows.map(({ scope, value }) => [scope, value]));
  return scopes.map((scope, at) => (last.get(scope) ?? 0) - (counts.get(scope) ?? 0) + (orders[at] ?? 0));
});

export interface DossierRow extends Registered {
  unit: string | null;
  status: DossierStatus;
  /** By staff; null: the documents decide. */
  decided: DossierStatus | null;
  deadline: DeadlineVerdict;
  receivedAt: Date;
  supplementUntil: Date;
}

export async function lockDossier(tx: Queryable, id: number): Promise<DossierRow> {
  const { rows } = await tx.query<DossierRow>(
    `select id, code, arrival_number as "arrivalNumber", unit_code as unit, status, decided_status as decided, deadline,
       received_at as "receivedAt", supplement_until as "supplementUntil" from dossiers where id = $1 for update`,
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

export async function updateDossier(
  tx: Queryable,
  id: number,
  change: DossierChange,
  now: Date,
): Promise<void> {
  await tx.query(
    `update dossiers set unit_code = coalesce(unit_code, $2), unit_evidence =
         case when unit_evidence @> $3::jsonb then unit_evidence else unit_evidence || $3::jsonb end,
       status = coalesce(decided_status, $4), missing = $5, supplement_until = $6,
       completed_at = ${COMPLETED('$4', '$7')}, version = version + 1 where id = $1`,
    [
      id,
      change.unit,
      JSON.stringify(change.unitEvidence),
      change.status,
      JSON.stringify(change.missing),
      change.supplementUntil,
      now,
    ],
  );
}

/** Since when it is complete, going by the status its documents give it; staff's decision stands over that. */
const COMPLETED = (status: string, now: string) =>
  `case when coalesce(decided_status, ${status}) in ('complete', 'forwarded') then coalesce(completed_at, ${now}) end`;

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
  await Promise.all([
    saveVerdicts(tx, rows),
    dossierId !== null && fileDocuments(tx, { dossierId, rows: rows.filter(isDocument) }),
  ]);
}

const saveVerdicts = together<DocumentRow[], void>(async (tx, messages) => {
  await tx.query(
    `update attachments set type = v.type, form = v.form, verdict = v.verdict, reason = v.reason
     from jsonb_to_recordset($1) as v("attachmentId" bigint, type text, form text, verdict text, reason text)
     where attachments.id = v."attachmentId"`,
    [storableJson(messages.flat())],
  );
  return messages.map(() => undefined);
});

const fileDocuments = together<{ dossierId: number; rows: DocumentRow[] }, void>(async (tx, dossiers) => {
  const documents = dossiers.flatMap(({ dossierId, rows }) => rows.map((row) => ({ ...row, dossierId })));
  await tx.query(
    `insert into documents (dossier_id, attachment_id, type, form, confidence, evidence)
     select v."dossierId", v."attachmentId", v.type, v.form, v.confidence, v.evidence
     from jsonb_to_recordset($1) as v("dossierId" bigint, "attachmentId" bigint, type text, form text, confidence real,
       evidence jsonb)
     on conflict (attachment_id) do update set type = excluded.type, form = excluded.form,
       confidence = excluded.confidence, evidence = excluded.evidence`,
    [storableJson(documents)],
  );
  return dossiers.map(() => undefined);
});

/** What holds other files is counted by them. */
function isDocument({ verdict, reason }: DocumentRow): boolean {
  return verdict !== 'ignored' && reason !== 'unpacked';
}

/** Items are numbered anew from all documents whenever one is added, and newer versions take the place of older ones. */
export function saveItems(tx: Queryable, dossierId: number, state: Completeness): Promise<void> {
  return saveItemsOf(tx, { dossierId, state });
}

const saveItemsOf = together<{ dossierId: number; state: Completeness }, void>(async (tx, dossiers) => {
  const counts = dossiers.map(({ dossierId, state }) => ({ dossierId, count: state.items.length }));
  const items = dossiers.flatMap(({ dossierId, state }) =>
    state.items.map((item) => ({ ...item, dossierId })),
  );
  const documents = dossiers.map(({ dossierId, state: { itemOf, supersededBy } }) => ({
    dossierId,
    itemOf: Object.fromEntries(itemOf),
    supersededBy: Object.fromEntries(supersededBy),
  }));
  await Promise.all([
    tx.query(
      `delete from items using jsonb_to_recordset($1) as d("dossierId" bigint, count integer)
       where dossier_id = d."dossierId" and number > d.count`,
      [JSON.stringify(counts)],
    ),
    tx.query(
      `insert into items (dossier_id, number, title, authors, sector, object_kind)
       select i."dossierId", i.number, i.title, i.authors, i.sector, i."objectKind"
       from jsonb_to_recordset($1) as i("dossierId" bigint, number integer, title text, authors text[], sector text,
         "objectKind" text)
       on conflict (dossier_id, number) do update set title = excluded.title, authors = excluded.authors,
         sector = excluded.sector, object_kind = excluded.object_kind`,
      [storableJson(items)],
    ),
    tx.query(
      `update documents d set item_number = (i."itemOf" ->> d.attachment_id::text)::integer,
         superseded_by = (i."supersededBy" ->> d.attachment_id::text)::bigint
       from jsonb_to_recordset($1) as i("dossierId" bigint, "itemOf" jsonb, "supersededBy" jsonb)
       where d.dossier_id = i."dossierId"`,
      [JSON.stringify(documents)],
    ),
  ]);
  return dossiers.map(() => undefined);
});

/** A document with the attachment it is, its verdict, and the message it came in. */
export interface KeptDocument {
  attachment: AttachmentFacts;
  verdict: DocumentVerdict;
  message: { id: number; receivedAt: Date };
}

type KeptRow = AttachmentRow &
  Omit<DocumentVerdict, 'type'> & { documentType: string | null; messageId: number; receivedAt: Date };

/** The documents of a dossier from every message but one, in the order in which they came. */
export async function findOtherDocuments(
  tx: Queryable,
  dossierId: number,
  messageId: number,
): Promise<KeptDocument[]> {
  const { rows } = await tx.query<KeptRow>(
    `select ${ATTACHMENT}, d.type as "documentType", d.form, d.confidence, d.evidence, a.verdict, a.reason,
       m.id as "messageId", m.received_at as "receivedAt"
     from documents d join attachments a on a.id = d.attachment_id join messages m on m.id = a.message_id
       left join files f on f.sha256 = a.sha256
     where d.dossier_id = $1 and m.id <> $2 order by d.id`,
    [dossierId, messageId],
  );
  return rows.map((row) => {
    const {
      documentType,
      form,
      confidence,
      evidence,
      verdict,
      reason,
      messageId,
      receivedAt,
      ...attachment
    } = row;
    return {
      attachment: attachmentOf(attachment),
      verdict: { type: documentType, form, confidence, evidence, verdict, reason },
      message: { id: messageId, receivedAt },
    };
  });
}

/** Documents sent by link, in all messages of a dossier but one. */
export async function countOtherLinks(tx: Queryable, dossierId: number, messageId: number): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `select coalesce(sum(jsonb_array_length(links)), 0)::integer as count from messages
     where dossier_id = $1 and id <> $2 and state <> 'duplicate'`,
    [dossierId, messageId],
  );
  return rows[0]?.count ?? 0;
}

const FACTS = `select d.id, d.code, d.campaign, d.kind, d.unit_code as unit, d.received_at as "receivedAt",
    (select coalesce(max(received_at), d.received_at) from messages where dossier_id = d.id) as "lastMessageAt",
    array(select distinct lower(x.address) from (
      select from_address as address from messages where dossier_id = d.id and state <> 'duplicate'
      union select reply_to from messages where dossier_id = d.id and state <> 'duplicate'
      union select recipient from letters where dossier_id = d.id and kind <> 'duplicate') x where x.address is not null) as addresses,
    array(select a.sha256 from documents o join attachments a on a.id = o.attachment_id
      where o.dossier_id = d.id and a.sha256 is not null) as files
  from dossiers d`;

export const findDossier = together<number, DossierFacts | null>(async (tx, ids) => {
  const { rows } = await tx.query<DossierFacts>(`${FACTS} where d.id = any($1)`, [ids]);
  const found = new Map(rows.map((dossier) => [dossier.id, dossier]));
  return ids.map((id) => found.get(id) ?? null);
});

/** In the order of their numbers here. */
async function findThose(tx: Queryable, ids: number[]): Promise<DossierFacts[]> {
  const found = await Promise.all(ids.map((id) => findDossier(tx, id)));
  return found.filter((dossier) => dossier !== null);
}

/** What dossier o has become a part of, or itself. */
const MERGED = 'coalesce(o.merged_into, o.id)';

/** Dossiers of our letters with these Message-IDs; nothing is added to a purged one. */
export async function findAnsweredDossiers(tx: Queryable, messageIds: string[]): Promise<DossierFacts[]> {
  return messageIds.length === 0 ? [] : findThose(tx, await findAnswered(tx, messageIds));
}

const findAnswered = together<string[], number[]>(async (tx, asked) => {
  const { rows } = await tx.query<{ messageId: string; id: number }>(
    `select l.message_id as "messageId", d.id from letters l join dossiers o on o.id = l.dossier_id
       join dossiers d on d.id = ${MERGED} where l.message_id = any($1) and d.purged_at is null`,
    [asked.flat()],
  );
  return asked.map((messageIds) => idsOf(rows.filter(({ messageId }) => messageIds.includes(messageId))));
});

/** Each once, in their order. */
function idsOf(rows: { id: number }[]): number[] {
  return [...new Set(rows.map(({ id }) => id))].sort((a, b) => a - b);
}

export async function findDossiersByCode(tx: Queryable, codes: string[]): Promise<DossierFacts[]> {
  return codes.length === 0 ? [] : findThose(tx, await findCoded(tx, codes));
}

const findCoded = together<string[], number[]>(async (tx, asked) => {
  const { rows } = await tx.query<{ code: string; id: number }>(
    `select o.code, d.id from dossiers o join dossiers d on d.id = ${MERGED}
     where o.code = any($1) and d.purged_at is null`,
    [asked.flat()],
  );
  return asked.map((codes) => idsOf(rows.filter(({ code }) => codes.includes(code))));
});

/** Uses of a file that are looked at: one that is older than so many others tells nothing. */
const LATEST_USES = 100;

/** Dossiers that hold one of these files, those with most of them first; an empty form in common is common, so no more than a few. */
export async function findDossiersSharing(tx: Queryable, files: string[]): Promise<DossierFacts[]> {
  return files.length === 0 ? [] : findThose(tx, await findSharing(tx, files));
}

const findSharing = together<string[], number[]>(async (tx, asked) => {
  const { rows } = await tx.query<{ at: number; id: number }>(
    `select asked.at, s.dossier_id as id
     from jsonb_to_recordset($1) as asked(at integer, files text[]), lateral (
       select o.dossier_id, count(distinct file) as shared
       from unnest(asked.files) file, lateral (
         select id from attachments where sha256 = file order by id desc limit ${LATEST_USES}) a
         join documents o on o.attachment_id = a.id
       group by o.dossier_id order by shared desc, o.dossier_id limit 20) s
     order by asked.at, s.shared desc, s.dossier_id`,
    [JSON.stringify(asked.map((files, at) => ({ at, files })))],
  );
  return asked.map((_, at) => rows.filter((row) => row.at === at).map(({ id }) => id));
});

/** Mails of an address that are looked at. */
const LATEST_MAILS = 100;

/** Dossiers of these campaigns that this address wrote in lately, the one with the latest mail first; no more than a few count. */
export async function findRecentDossiers(
  tx: Queryable,
  campaigns: string[],
  address: string | null,
): Promise<DossierFacts[]> {
  return address === null ? [] : findThose(tx, await findRecent(tx, { campaigns, address }));
}

const findRecent = together<{ campaigns: string[]; address: string }, number[]>(async (tx, asked) => {
  const { rows } = await tx.query<{ at: number; id: number }>(
    `select asked.at, w.id
     from jsonb_to_recordset($1) as asked(at integer, campaigns text[], address text), lateral (
       select d.id, max(lately.id) as latest from (
           select dossier_id, id, state from messages
           where from_address = asked.address and dossier_id is not null
           order by id desc limit ${LATEST_MAILS}) lately
         join dossiers d on d.id = lately.dossier_id
       where lately.state <> 'duplicate' and d.campaign = any(asked.campaigns)
       group by d.id order by latest desc limit 10) w
     order by asked.at, w.latest desc`,
    [storableJson(asked.map((one, at) => ({ ...one, at })))],
  );
  return asked.map((_, at) => rows.filter((row) => row.at === at).map(({ id }) => id));
});
