// Readings: what read found in a message, and the facts of files that are kept by content.
import type { DeliveryReport } from '../core/delivery.ts';
import type { AttachmentFacts, FileFacts, SentLink } from '../core/facts.ts';
import { searchWords } from '../core/search-words.ts';
import type { PlacedFile } from '../core/unfold.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { refreshHolders } from './entries.ts';
import { storable, storableJson } from './text.ts';

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

function fileColumns({ sha256, size, facts }: ReadFile) {
  const { type, text, problem, macros, entries, pages } = facts;
  return { sha256, size, type, text, problem, macros, entries, pages, words: searchWords(text ?? '') };
}

/** Keeps a reading; false if the message was read meanwhile. */
export async function saveReadingIfReceived(
  tx: Queryable,
  messageId: number,
  body: string,
  links: SentLink[],
  attachments: PlacedFile[],
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update messages set state = 'read', body = $2, links = $3, attempts = 0, due_at = $4, last_error = null
     where id = $1 and state = 'received'`,
    [messageId, storable(body), storableJson(links), now],
  );
  if (rowCount !== 1) return false;
  // An earlier reading, of a message that then failed, may have found less.
  await tx.query('delete from attachments where message_id = $1', [messageId]);
  await tx.query(
    `insert into attachments (message_id, position, parent, path, name_as_sent, name, declared_type,
       shown_in_body, sha256, size, problem)
     select $1, a.* from jsonb_to_recordset($2) as a(position integer, parent integer, path text, name_as_sent text, name text,
       declared_type text, shown_in_body boolean, sha256 text, size bigint, problem text)`,
    [messageId, storableJson(attachments.map(columns))],
  );
  return true;
}

export async function saveDeliveryReport(
  tx: Queryable,
  messageId: number,
  report: DeliveryReport,
): Promise<void> {
  await tx.query('update messages set delivery_report = $2 where id = $1', [messageId, storableJson(report)]);
}

/** The attachments of a message with the facts of their files, in their order. */
export async function findAttachments(db: Queryable, messageId: number): Promise<AttachmentFacts[]> {
  const { rows } = await db.query<AttachmentRow>(
    `select ${ATTACHMENT} from attachments a left join files f using (sha256)
       left join documents d on d.attachment_id = a.id
     where a.message_id = $1 order by a.position`,
    [messageId],
  );
  return rows.map(attachmentOf);
}

export type AttachmentRow = Omit<AttachmentFacts, 'file'> & FileFacts;

/** Columns of an AttachmentRow, from attachments a, files f and documents d. */
export const ATTACHMENT = `a.id, a.position, a.parent, a.path, a.name_as_sent as "nameAsSent", a.name,
  a.declared_type as "declaredType", a.shown_in_body as "shownInBody", a.sha256, a.size,
  nullif(d.decided, '{}') as decided, d.dossier_id as "dossierId", ${FILE_IN_PLACE}`;

export function attachmentOf(row: AttachmentRow): AttachmentFacts {
  const { type, text, pages, scannedText, problem, macros, entries, ...attachment } = row;
  return { ...attachment, file: { type, text, pages, scannedText, problem, macros, entries } };
}

function columns(attachment: PlacedFile) {
  return {
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
