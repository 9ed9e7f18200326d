// The mails of a dossier and the files in them, as its page shows them.
import type { Form } from '../core/campaign.ts';
import type { Evidence } from '../core/document.ts';
import type { FileType } from '../core/facts.ts';
import type { Reason } from '../core/reasons.ts';
import type { MessageState } from '../core/states.ts';
import type { Queryable } from './database.ts';

export interface ShownMessage {
  id: number;
  receivedAt: Date;
  fromName: string;
  from: string | null;
  subject: string;
  state: MessageState;
  reason: Reason | null;
  links: { service: string; url: string }[];
  purged: boolean;
  /** Of another dossier, from which documents were moved here; null: of this one. */
  elsewhere: string | null;
}

export interface ShownFile {
  /** Number of the attachment. */
  id: number;
  message: number;
  name: string;
  nameAsSent: string | null;
  path: string;
  size: number;
  /** Null: it was not taken out of what it lay in. */
  sha256: string | null;
  fileType: FileType;
  pages: number | null;
  hasText: boolean;
  infected: boolean;
  verdict: 'accepted' | 'refused' | 'ignored' | null;
  reason: Reason | null;
  problem: Reason | null;
  /** What it is in a dossier; null: it counts in none. */
  document: ShownDocument | null;
}

export interface ShownDocument {
  dossier: string;
  type: string | null;
  form: Form | 'other';
  /** 0 to 1. */
  confidence: number;
  evidence: Evidence[];
  item: number | null;
  /** The newer version. */
  supersededBy: { id: number; name: string } | null;
  /** What of it staff decided. */
  decided: string[];
}

/** Mails and files of a dossier that are shown; whoever sends more has all of them in the ZIP. */
export const MOST_MESSAGES = 200;
export const MOST_FILES = 500;

export async function findDossierMessages(db: Queryable, dossier: number): Promise<ShownMessage[]> {
  const { rows } = await db.query<ShownMessage>(
    `select m.id, m.received_at as "receivedAt", m.from_name as "fromName", m.from_address as from, m.subject, m.state,
       m.reason, m.links, m.purged_at is not null as purged,
       case when m.dossier_id is distinct from $1 then coalesce(d.code, '') end as elsewhere
     from messages m left join dossiers d on d.id = m.dossier_id
     where m.id in (${MESSAGES}) order by m.received_at, m.id limit ${MOST_MESSAGES + 1}`,
    [dossier],
  );
  return rows;
}

/** Its own, and those that its documents came in. */
const MESSAGES = `select id from messages where dossier_id = $1
  union select a.message_id from documents o join attachments a on a.id = o.attachment_id where o.dossier_id = $1`;

const FILE = `a.id, a.message_id as message, a.name, a.name_as_sent as "nameAsSent", a.path, a.size, a.sha256,
  coalesce(f.type, 'unknown') as "fileType", f.pages, coalesce(f.text, f.scanned_text) is not null as "hasText",
  f.virus_verdict is not distinct from 'infected' as infected, a.verdict, a.reason,
  coalesce(a.problem, f.problem) as problem,
  case when o.id is not null then jsonb_build_object('dossier', d.code, 'type', o.type, 'form', o.form,
    'confidence', o.confidence, 'evidence', o.evidence, 'item', o.item_number,
    'decided', array(select jsonb_object_keys(o.decided)),
    'supersededBy', case when n.id is not null then jsonb_build_object('id', n.id, 'name', n.name) end) end as document`;
const FROM_FILES = `from attachments a left join files f using (sha256) left join documents o on o.attachment_id = a.id
  left join dossiers d on d.id = o.dossier_id left join attachments n on n.id = o.superseded_by`;

/** Its documents, and what else lies in its mails. */
export async function findDossierFiles(db: Queryable, dossier: number): Promise<ShownFile[]> {
  const { rows } = await db.query<ShownFile>(
    `select ${FILE} ${FROM_FILES}
     where a.id in (select attachment_id from documents where dossier_id = $1
       union select x.id from attachments x join messages m on m.id = x.message_id where m.dossier_id = $1
         and not exists (select from documents where attachment_id = x.id))
     order by a.message_id, a.position limit ${MOST_FILES + 1}`,
    [dossier],
  );
  return rows;
}

export async function findMessageFiles(db: Queryable, message: number): Promise<ShownFile[]> {
  const { rows } = await db.query<ShownFile>(
    `select ${FILE} ${FROM_FILES} where a.message_id = $1 order by a.position limit ${MOST_FILES + 1}`,
    [message],
  );
  return rows;
}

export interface PreviewedFile extends ShownFile {
  /** Of the first pages, or what OCR found. */
  text: string | null;
}

export async function findPreviewedFile(db: Queryable, id: number): Promise<PreviewedFile | null> {
  const { rows } = await db.query<PreviewedFile>(
    `select ${FILE}, left(coalesce(f.text, f.scanned_text), 100000) as text ${FROM_FILES} where a.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}
