// Readings: what read found in a message, and the facts of files that are kept by content.
import type { DeliveryReport } from '../core/delivery.ts';
import type { AttachmentFacts, FileFacts, SentLink } from '../core/facts.ts';
import type { PlacedFile } from '../core/unfold.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { refreshHolders } from './entries.ts';
import { storableJson } from './text.ts';
import { together } from './together.ts';

/** What was taken out of an infected archive is judged file by file. */
const PROBLEM = `case when f.virus_verdict = 'infected' and f.entries = '[]' then 'infected' else f.problem end`;
/** Columns of FileFacts, from files f. */
const FILE = `f.type, f.text, f.pages, f.scanned_text as "scannedText", ${PROBLEM} as problem, f.macros, f.entries`;
/** The same where there may be no file; a problem of the place it lay in comes first. */
const FILE_IN_PLACE = `coalesce(f.type, 'unknown') as type, f.text, f.pages, f.scanned_text as "scannedText",
  coalesce(a.problem, ${PROBLEM}) as problem, coalesce(f.macros, false) as macros, coalesce(f.entries, '[]') as entries`;

/** Facts already known for these files, by sha256; a file that took too long on a busy day is worth another look. */
export async function findFiles(db: Queryable, sha256s: string[]): Promise<Map<string, FileFacts>> {
  const { rows } = await db.query<FileFacts & { sha256: string }>(
    `select f.sha256, ${FILE} from files f
     where f.sha256 = any($1) and f.problem is distinct from 'took-too-long'`,
    [sha256s],
  );
  return new Map(rows.map(({ sha256, ...facts }) => [sha256, facts]));
}

/** A file that was looked at. */
export interface ReadFile {
  sha256: string;
  size: number;
  facts: FileFacts;
  /** Of its text, folded, by which it is found; null: Postgres is to fold them. */
  words: string[] | null;
}

export async function saveFiles(db: Database, read: ReadFile[], now: Date): Promise<void> {
  if (read.length === 0) return;
  await transaction(db, async (tx) => {
    await tx.query(
      `insert into files (sha256, size, type, text, problem, macros, entries, pages, words, read_at)
       select f.*, $2::timestamptz from jsonb_to_recordset($1) as f(sha256 text, size bigint, type text, text text,
         problem text, macros boolean, entries jsonb, pages integer, words text[])
       order by sha256
       on conflict (sha256) do update set type = excluded.type, text = excluded.text, problem = excluded.problem,
         macros = excluded.macros, entries = excluded.entries, pages = excluded.pages, read_at = excluded.read_at
       where files.problem = 'took-too-long'`,
      [storableJson(read.map(fileColumns)), now],
    );
    await refreshHolders(
      tx,
      read.map(({ sha256 }) => sha256),
    );
  });
}

function fileColumns({ sha256, size, facts, words }: ReadFile) {
  const { type, text, problem, macros, entries, pages } = facts;
  return { sha256, size, type, text, problem, macros, entries, pages, words };
}

/** What read has found in a message. */
export interface Reading {
  messageId: number;
  body: string;
  links: SentLink[];
  /** Null: it is not the report of a mail server. */
  deliveryReport: DeliveryReport | null;
  files: PlacedFile[];
}

/** Keeps readings; returns the numbers of the messages, without those that were read meanwhile. */
export async function saveReadingsIfReceived(
  tx: Queryable,
  readings: Reading[],
  now: Date,
): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `update messages m set state = 'read', body = r.body, links = r.links, attempts = 0, due_at = $2, last_error = null,
       delivery_report = coalesce(r."deliveryReport", m.delivery_report)
     from jsonb_to_recordset($1) as r("messageId" bigint, body text, links jsonb, "deliveryReport" jsonb)
     where m.id = r."messageId" and m.state = 'received' returning m.id`,
    [storableJson(readings.map(({ files, ...reading }) => reading)), now],
  );
  const saved = rows.map(({ id }) => id);
  // An earlier reading, of a message that then failed, may have found less.
  await tx.query('delete from attachments where message_id = any($1)', [saved]);
  const kept = readings.filter(({ messageId }) => saved.includes(messageId));
  await tx.query(
    `insert into attachments (message_id, position, parent, path, name_as_sent, name, declared_type,
       shown_in_body, sha256, size, problem)
     select a.* from jsonb_to_recordset($1) as a(message_id bigint, position integer, parent integer, path text,
       name_as_sent text, name text, declared_type text, shown_in_body boolean, sha256 text, size bigint, problem text)`,
    [storableJson(kept.flatMap(({ messageId, files }) => files.map((file) => columns(messageId, file))))],
  );
  return saved;
}

/** The attachments of a message with the facts of their files, in their order. */
export const findAttachments = together<number, AttachmentFacts[]>(async (db, messageIds) => {
  const { rows } = await db.query<AttachmentRow & { messageId: number }>(
    `select a.message_id as "messageId", ${ATTACHMENT} from attachments a left join files f using (sha256)
       left join documents d on d.attachment_id = a.id
     where a.message_id = any($1) order by a.message_id, a.position`,
    [messageIds],
  );
  return messageIds.map((id) => {
    const own = rows.filter(({ messageId }) => messageId === id);
    return own.map(({ messageId, ...row }) => attachmentOf(row));
  });
});

export type AttachmentRow = Omit<AttachmentFacts, 'file'> & FileFacts;

/** Columns of an AttachmentRow, from attachments a, files f and documents d. */
export const ATTACHMENT = `a.id, a.position, a.parent, a.path, a.name_as_sent as "nameAsSent", a.name,
  a.declared_type as "declaredType", a.shown_in_body as "shownInBody", a.sha256, a.size,
  nullif(d.decided, '{}') as decided, d.dossier_id as "dossierId", ${FILE_IN_PLACE}`;

export function attachmentOf(row: AttachmentRow): AttachmentFacts {
  const { type, text, pages, scannedText, problem, macros, entries, ...attachment } = row;
  return { ...attachment, file: { type, text, pages, scannedText, problem, macros, entries } };
}

function columns(messageId: number, attachment: PlacedFile) {
  return {
    message_id: messageId,
    position: attachment.position,
    parent: attachment.parent,
    path: attachment.path,
    name_as_sent: attachment.nameAsSent,
    name: attachment.name,
    declared_type: attachment.declaredType,
    shown_in_body: attachment.shownInBody,
    sha256: attachment.sha256,
    size: attachment.size,
    problem: attachment.problem,
  };
}
