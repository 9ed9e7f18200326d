// What an export writes, page by page: dossiers, messages with their files, letters, the history and the units.
import type { Form } from '../core/campaign.ts';
import type { LetterKind, OutgoingLetter } from '../core/letter.ts';
import type { Reason } from '../core/reasons.ts';
import type { DossierStatus, LetterState } from '../core/states.ts';
import type { Queryable } from './database.ts';
import { ANSWERED, MAILBOX } from './letters-to-send.ts';
import { pages } from './pages.ts';

/** What belongs to an export: messages up to a number, of one campaign or of all. */
export interface Scope {
  upTo: number;
  campaign: string | null;
}

export async function openScope(
  db: Queryable,
  campaign: string | null,
): Promise<Scope & { messages: number; bytes: number }> {
  const { rows } = await db.query<{ upTo: number; messages: number; bytes: number }>(
    `select coalesce(max(m.id), 0) as "upTo", count(*) as messages, (coalesce(sum(m.size), 0) + (
         select coalesce(sum(a.size), 0) from documents o join attachments a on a.id = o.attachment_id
           join messages m on m.id = a.message_id left join dossiers d on d.id = m.dossier_id
         where $1::text is null or d.campaign = $1))::float8 as bytes
     from messages m left join dossiers d on d.id = m.dossier_id where $1::text is null or d.campaign = $1`,
    [campaign],
  );
  return { campaign, ...(rows[0] ?? { upTo: 0, messages: 0, bytes: 0 }) };
}

export interface ExportedDossier {
  id: number;
  code: string;
  arrivalNumber: number;
  campaign: string;
  kind: string;
  status: DossierStatus;
  unit: string | null;
  items: string[];
  receivedAt: Date;
  lastMessageAt: Date;
  messages: number;
  documents: number;
  purgedAt: Date | null;
}

const PAGE = 200;

export async function* readDossiers(
  db: Queryable,
  { campaign, upTo }: Scope,
): AsyncGenerator<ExportedDossier> {
  yield* pages<ExportedDossier>((after) =>
    db.query(
      `select d.id, d.code, d.arrival_number as "arrivalNumber", d.campaign, d.kind, d.status, u.name as unit,
         array(select title from items i where i.dossier_id = d.id order by number) as items,
         d.received_at as "receivedAt", s.last as "lastMessageAt", s.messages, d.purged_at as "purgedAt",
         (select count(*) from documents o where o.dossier_id = d.id) as documents
       from dossiers d left join units u on u.code = d.unit_code, lateral (
         select max(received_at) as last, count(*) as messages from messages where dossier_id = d.id and id <= $3) s
       where d.id > $1 and ($2::text is null or d.campaign = $2) and s.messages > 0 order by d.id limit ${PAGE}`,
      [after, campaign, upTo],
    ),
  );
}

export interface ExportedFile {
  position: number;
  parent: number | null;
  name: string;
  path: string;
  /** Null: it was not taken out. */
  sha256: string | null;
  size: number;
  isDocument: boolean;
  type: string | null;
  form: Form | 'other' | null;
  verdict: string | null;
  reason: Reason | null;
  infected: boolean;
}

export interface ExportedMessage {
  id: number;
  sha256: string;
  size: number;
  purgedAt: Date | null;
  files: ExportedFile[];
}

const MESSAGE = `m.id, m.sha256, m.size, m.purged_at as "purgedAt", (select coalesce(jsonb_agg(jsonb_build_object(
    'position', a.position, 'parent', a.parent, 'name', a.name, 'path', a.path, 'sha256', a.sha256, 'size', a.size,
    'isDocument', exists (select from documents o where o.attachment_id = a.id), 'type', a.type, 'form', a.form,
    'verdict', a.verdict, 'reason', a.reason, 'infected', f.virus_verdict is not distinct from 'infected')
    order by a.position), '[]') from attachments a left join files f using (sha256) where a.message_id = m.id) as files`;

export async function* readMessages(
  db: Queryable,
  { upTo }: Scope,
  dossierId: number | null,
): AsyncGenerator<ExportedMessage> {
  yield* pages<ExportedMessage>((after) =>
    db.query(
      `select ${MESSAGE} from messages m where m.id > $1 and m.id <= $2 and ${ofDossier('m', '$3', dossierId)}
       order by m.id limit ${PAGE}`,
      [after, upTo, ...(dossierId === null ? [] : [dossierId])],
    ),
  );
}

export interface ExportedLetter extends OutgoingLetter {
  id: number;
  kind: LetterKind;
  state: LetterState;
  answers: number | null;
  mailbox: string;
  writtenAt: Date;
  sentAt: Date | null;
  smtpAnswer: string | null;
}

/** The letters that answer a message, but for purged ones. */
export function findLettersOn(db: Queryable, messageId: number): Promise<ExportedLetter[]> {
  return findLetters(db, 'l.answers = $1', messageId);
}

/** Those of a dossier, or of none, that answer no message. */
export function findNotices(db: Queryable, dossierId: number | null): Promise<ExportedLetter[]> {
  return findLetters(db, `l.answers is null and ${ofDossier('l', '$1', dossierId)}`, dossierId);
}

async function findLetters(db: Queryable, which: string, id: number | null): Promise<ExportedLetter[]> {
  const { rows } = await db.query<ExportedLetter>(
    `select l.id, l.kind, l.state, l.answers, l.recipient, l.subject, l.body as text, l.html,
       l.message_id as "messageId", coalesce(l.handed_at, l.written_at) as date, l.written_at as "writtenAt",
       l.sent_at as "sentAt", l.smtp_answer as "smtpAnswer", ${ANSWERED}, ${MAILBOX}
     from letters l where ${which} and l.purged_at is null order by l.id`,
    id === null ? [] : [id],
  );
  return rows;
}

/** Spelled so that an index answers it. */
function ofDossier(row: string, parameter: string, dossierId: number | null): string {
  return dossierId === null ? `${row}.dossier_id is null` : `${row}.dossier_id = ${parameter}`;
}

export interface ExportedEvent {
  id: number;
  at: Date;
  actor: string;
  what: string;
  messageId: number | null;
  code: string | null;
  detail: unknown;
}

/** Of one campaign: what happened to its dossiers and their messages. */
export async function* readEvents(db: Queryable, { campaign, upTo }: Scope): AsyncGenerator<ExportedEvent> {
  yield* pages<ExportedEvent>((after) =>
    db.query(
      `select e.id, e.at, e.actor, e.what, e.message_id as "messageId", d.code, e.detail
       from events e left join messages m on m.id = e.message_id
         left join dossiers d on d.id = coalesce(e.dossier_id, m.dossier_id)
       where e.id > $1 and ($2::text is null or d.campaign = $2) and coalesce(m.id, 0) <= $3 order by e.id limit ${PAGE}`,
      [after, campaign, upTo],
    ),
  );
}

export interface ExportedUnit {
  code: string;
  name: string;
  shortName: string;
  group: string;
  place: string | null;
  listed: boolean;
  provisional: boolean;
  addresses: string[];
  dossiers: number;
}

export async function findUnits(db: Queryable, { campaign }: Scope): Promise<ExportedUnit[]> {
  const { rows } = await db.query<ExportedUnit>(
    `select u.code, u.name, u.short_name as "shortName", u.unit_group as "group", u.place, u.listed, u.provisional,
       array(select address from unit_addresses where unit_code = u.code order by address) as addresses,
       (select count(*) from dossiers where unit_code = u.code and ($1::text is null or campaign = $1)) as dossiers
     from units u order by u.code`,
    [campaign],
  );
  return rows;
}
