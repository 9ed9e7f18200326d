// What may be downloaded or shown, asked by what staff see: an attachment, a message, a dossier; never by its bytes' name.
import type { FileType } from '../core/facts.ts';
import {
  type BundledFile,
  findQuarantined,
  type KeptFile,
  mailName,
  withheldReason,
} from '../core/handout.ts';
import type { Reason } from '../core/reasons.ts';
import type { Queryable } from './database.ts';

export interface HeldAttachment {
  messageId: number;
  dossierId: number | null;
  name: string;
  /** Null: never handed out nor shown, and `withheld` says why. */
  sha256: string | null;
  withheld: Reason | null;
  /** Bytes. */
  size: number;
  type: FileType;
  /** Of the first pages; null: none was found, or it is withheld. */
  text: string | null;
}

interface FileRow extends KeptFile {
  id: number;
  messageId: number;
  dossierId: number | null;
  receivedAt: Date;
  name: string;
  size: number;
  type: FileType;
  verdict: string | null;
  reason: Reason | null;
}

const FILE = `select a.id, a.message_id as "messageId", m.dossier_id as "dossierId", m.received_at as "receivedAt", a.position, a.parent, a.name, a.sha256,
    a.size, a.verdict, a.reason, coalesce(f.type, 'unknown') as type, coalesce(f.problem, a.problem) as problem,
    f.virus_verdict is not distinct from 'infected' as infected`;
const FROM_FILES = `from attachments a join messages m on m.id = a.message_id left join files f on f.sha256 = a.sha256`;
const FILES = `${FILE} ${FROM_FILES}`;
/** $1: the dossier. */
const BUNDLED = `${FILE}, coalesce(o.dossier_id, m.dossier_id) = $1 as "isOwn" ${FROM_FILES}
  left join documents o on o.attachment_id = a.id`;

/** Null: there is no such attachment, or no longer. */
export async function findAttachment(db: Queryable, id: number): Promise<HeldAttachment | null> {
  const { rows } = await db.query<FileRow>(
    `${FILES} where a.message_id = (select message_id from attachments where id = $1)`,
    [id],
  );
  const file = rows.find((row) => row.id === id);
  if (!file) return null;
  const withheld = withheldReason(file, findQuarantined(rows));
  const { name, size, type, messageId, dossierId, sha256 } = file;
  const shared = { name, size, type, messageId, dossierId };
  if (withheld) return { ...shared, withheld, sha256: null, text: null };
  return { ...shared, withheld, sha256, text: await textOf(db, sha256) };
}

async function textOf(db: Queryable, sha256: string | null): Promise<string | null> {
  const { rows } = await db.query<{ text: string | null }>('select text from files where sha256 = $1', [
    sha256,
  ]);
  return rows[0]?.text ?? null;
}

export interface HeldMail {
  /** Of the message as it came. */
  sha256: string;
  name: string;
  size: number;
  dossierId: number | null;
  /** A file in it is: it may be shown, but is not handed out. */
  infected: boolean;
}

/** Null: there is no such message, or it was purged. */
export async function findMail(db: Queryable, id: number): Promise<HeldMail | null> {
  const { rows } = await db.query<Omit<HeldMail, 'name'> & { subject: string }>(
    `select m.sha256, m.size, m.subject, m.dossier_id as "dossierId", exists (
       select from attachments a join files f using (sha256)
       where a.message_id = m.id and f.virus_verdict = 'infected') as infected
     from messages m where m.id = $1 and m.purged_at is null`,
    [id],
  );
  return rows.map(({ subject, ...mail }) => ({ ...mail, name: mailName(id, subject) }))[0] ?? null;
}

/**
 * Its files in the order in which they came, without logos and the archives that were unpacked. What staff moved counts where
 * it is now.
 */
export async function findBundle(db: Queryable, dossierId: number): Promise<BundledFile[]> {
  const { rows } = await db.query<FileRow & { isOwn: boolean }>(
    `${BUNDLED} where a.message_id in (select id from messages where dossier_id = $1
         union select x.message_id from documents y join attachments x on x.id = y.attachment_id where y.dossier_id = $1)
     order by m.received_at, m.id, a.position`,
    [dossierId],
  );
  const messages = [...new Set(rows.map(({ messageId }) => messageId))];
  const quarantined = new Map(
    messages.map((id) => [id, findQuarantined(rows.filter(({ messageId }) => messageId === id))]),
  );
  return rows
    .filter(({ isOwn }) => isOwn)
    .filter(({ verdict, reason }) => verdict !== null && verdict !== 'ignored' && reason !== 'unpacked')
    .map((file) => ({
      messageId: file.messageId,
      receivedAt: file.receivedAt,
      name: file.name,
      sha256: file.sha256,
      size: file.size,
      withheld: withheldReason(file, quarantined.get(file.messageId) ?? new Set()),
    }));
}
