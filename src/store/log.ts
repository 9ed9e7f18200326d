// The intake log: one entry for each message taken in, with its documents, dossier and letters.
import type { Form } from '../core/campaign.ts';
import type { Guess } from '../core/guess.ts';
import type { LetterKind } from '../core/letter.ts';
import type { Reason } from '../core/reasons.ts';
import type { DeadlineVerdict, DossierStatus, LetterState, MessageState } from '../core/states.ts';
import type { Queryable } from './database.ts';
import { LETTERS_LEAVE } from './letters-to-send.ts';

export interface LogFilter {
  since: Date | null;
  /** Message state or dossier status. */
  status: string | null;
  unit: string | null;
  /** Code of the campaign of the dossier. */
  campaign?: string | null;
  /** No message with a higher number. */
  upTo?: number;
}

/** What the log shows; `tiepnhan log --format jsonl` prints the part of it that is the contract with scripts. */
export interface LogEntry {
  message: {
    id: number;
    mailbox: string;
    folder: string | null;
    uidValidity: number | null;
    uid: number | null;
    messageId: string | null;
    sha256: string;
    size: number;
    from: string | null;
    subject: string;
    receivedAt: string;
    /** When its contents were purged; null: they are here. */
    purgedAt: string | null;
  };
  outcome: Exclude<MessageState, 'read'>;
  reason: Reason | null;
  dossier: LogDossier | null;
  documents: LogDocument[];
  letters: LogLetter[];
  /** Dossiers that it may belong to; empty unless staff are to decide. */
  guesses: Guess[];
}

export interface LogDossier {
  code: string;
  arrivalNumber: number;
  campaign: string;
  kind: string;
  status: DossierStatus;
  unit: string | null;
  deadline: DeadlineVerdict;
  items: { title: string }[];
  missing: { document: string; form: Form | 'any'; item: number | null }[];
}

export interface LogDocument {
  name: string;
  path: string;
  size: number;
  sha256: string;
  type: string | null;
  form: string | null;
  verdict: string | null;
  reason: string | null;
}

export interface LogLetter {
  kind: LetterKind;
  to: string;
  subject: string;
  state: LetterState;
  /** Why it waits, is held or unknown. */
  reason: Reason | null;
  messageId: string;
  /** What a mail server reported after it had taken the letter; null: nothing. */
  delivery: LogDelivery | null;
}

export interface LogDelivery {
  what: 'delayed' | 'failed';
  reason: Reason;
  /** RFC 3463. */
  status: string | null;
  words: string;
  reportedAt: string;
}

/** Entries read from the database at a time. */
const PAGE = 500;

/** Oldest first, page by page: the whole log need not fit in memory. */
export async function* readLog(db: Queryable, filter: LogFilter): AsyncGenerator<LogEntry> {
  for (let after = 0; ; ) {
    const { rows } = await db.query<{ id: number; entry: LogEntry }>(QUERY, [
      after,
      PAGE,
      filter.since,
      filter.status,
      filter.unit,
      filter.campaign ?? null,
      filter.upTo ?? null,
    ]);
    for (const { entry } of rows) yield entry;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** A time as JSON has it. */
function utc(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** In the order in which messages were taken in: oldest first within each mailbox. */
const QUERY = `
select m.id, json_build_object(
  'message', json_build_object('id', m.id, 'mailbox', split_part(b.name, '/', 1),
    'folder', nullif(substr(b.name, length(split_part(b.name, '/', 1)) + 2), ''),
    'uidValidity', m.uid_validity, 'uid', m.uid,
    'messageId', case when m.purged_at is null then m.message_id end, 'sha256', m.sha256, 'size', m.size,
    'from', m.from_address, 'subject', m.subject,
    'receivedAt', ${utc('m.received_at')}, 'purgedAt', ${utc('m.purged_at')}),
  'outcome', case m.state when 'read' then 'received' else m.state end,
  'reason', m.reason,
  'dossier', case when d.id is null then null else json_build_object('code', d.code,
    'arrivalNumber', d.arrival_number, 'campaign', d.campaign, 'kind', d.kind, 'status', d.status,
    'unit', d.unit_code, 'deadline', d.deadline,
    'items', (select coalesce(json_agg(json_build_object('title', i.title) order by i.number), '[]')
      from items i where i.dossier_id = d.id),
    'missing', (select coalesce(json_agg(json_build_object('document', x->'document', 'form', x->'form',
      'item', x->'item')), '[]') from jsonb_array_elements(d.missing) x)) end,
  'documents', (select coalesce(json_agg(json_build_object('name', a.name, 'path', a.path, 'size', a.size,
      'sha256', a.sha256, 'type', a.type, 'form', a.form, 'verdict', a.verdict, 'reason', a.reason)
      order by a.position), '[]') from attachments a where a.message_id = m.id),
  'letters', (select coalesce(json_agg(json_build_object('kind', l.kind, 'to', l.recipient, 'subject', l.subject,
      'state', l.state, 'reason', l.reason, 'messageId', l.message_id, 'delivery', case when l.delivery is null then null else
        json_build_object('what', l.delivery, 'reason', l.delivery_reason, 'status', l.delivery_status,
        'words', l.delivery_words, 'reportedAt', ${utc('l.delivery_reported_at')}) end) order by l.id), '[]') from letters l where l.answers = m.id
      -- what answers no message stands with the first of its dossier
      or l.answers is null and l.dossier_id = d.id and m.id = (select min(id) from messages where dossier_id = d.id)),
  'guesses', m.guesses
) as entry
from messages m join mailboxes b on b.id = m.mailbox_id left join dossiers d on d.id = m.dossier_id
where m.id > $1 and ($3::timestamptz is null or m.received_at >= $3)
  and ($4::text is null or m.state = $4 or d.status = $4) and ($5::text is null or d.unit_code = $5)
  and ($6::text is null or d.campaign = $6) and ($7::bigint is null or m.id <= $7)
order by m.id limit $2`;

/** What is on its way: rows that may be worked on at `now`, and letters on the wire. */
export async function countDue(db: Queryable, now: Date): Promise<{ messages: number; letters: number }> {
  const { rows } = await db.query<{ messages: number; letters: number }>(
    `select (select count(*) from messages where due_at <= $1)
       + (select count(*) from messages where scan_due_at <= $1)
       + (select count(*) from messages where viruses_due_at <= $1) as messages,
       (select count(*) from letters where due_at <= $1 and ${LETTERS_LEAVE})
         + (select count(*) from letters where state = 'sending')
         + (select count(*) from letters where copy_due_at <= $1) as letters`,
    [now],
  );
  return rows[0] ?? { messages: 0, letters: 0 };
}

export async function countFailed(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    "select count(*) as count from messages where state = 'failed'",
  );
  return rows[0]?.count ?? 0;
}
