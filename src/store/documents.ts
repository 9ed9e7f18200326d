// The documents and items of a dossier: the verdict on every attachment, and what all of them together come to.
import type { DocumentVerdict } from '../core/document.ts';
import type { AttachmentFacts } from '../core/facts.ts';
import type { Completeness } from '../core/missing.ts';
import type { Queryable } from './database.ts';
import { ATTACHMENT, type AttachmentRow, attachmentOf } from './readings.ts';
import { storableJson } from './text.ts';
import { together } from './together.ts';

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
