// Letters as staff see them: lists by state, and one letter with all that became of it.
import type { LetterKind } from '../core/letter.ts';
import type { Reason } from '../core/reasons.ts';
import type { LetterState } from '../core/states.ts';
import type { Queryable } from './database.ts';

/** Letters on one page of a list. */
export const LETTERS_PAGE = 50;
/** Counted no further. */
export const MOST_COUNTED = 10_000;

/** Letters in each of these states, up to MOST_COUNTED and one more. */
export async function countLettersIn(
  db: Queryable,
  states: readonly LetterState[],
): Promise<Map<LetterState, number>> {
  const { rows } = await db.query<{ state: LetterState; count: number }>(
    `select s.state, (select count(*) from (select from letters where state = s.state limit $2) l) as count
     from unnest($1::text[]) s(state)`,
    [states, MOST_COUNTED + 1],
  );
  return new Map(rows.map(({ state, count }) => [state, count]));
}

export interface ListedLetter {
  id: number;
  version: number;
  kind: LetterKind;
  state: LetterState;
  reason: Reason | null;
  recipient: string;
  subject: string;
  /** Code of its dossier. */
  code: string | null;
  writtenAt: Date;
  dueAt: Date | null;
  sentAt: Date | null;
  smtpAnswer: string | null;
  delivery: 'delayed' | 'failed' | null;
  deliveryReason: Reason | null;
  deliveryWords: string | null;
  purgedAt: Date | null;
}

const LISTED = `l.id, l.version, l.kind, l.state, l.reason, l.recipient, l.subject, d.code, l.written_at as "writtenAt",
  l.due_at as "dueAt", l.sent_at as "sentAt", l.smtp_answer as "smtpAnswer", l.delivery,
  l.delivery_reason as "deliveryReason", l.delivery_words as "deliveryWords", l.purged_at as "purgedAt"`;

/** The newest first; each state is read from its own end of the index. @param before number of a letter; null: from the newest */
export async function findLettersIn(
  db: Queryable,
  states: readonly LetterState[],
  before: number | null,
  limit = LETTERS_PAGE,
): Promise<ListedLetter[]> {
  // Each state by name: of one that is not known to be rare, all letters would be looked through from the newest on.
  const each = states.map(
    (_, at) => `(select * from letters where state = $${at + 3} and ($1::bigint is null or id < $1)
       order by id desc limit $2)`,
  );
  const { rows } = await db.query<ListedLetter>(
    `select ${LISTED} from (${each.join(' union all ')}) l left join dossiers d on d.id = l.dossier_id
     order by l.id desc limit $2`,
    [before, limit, ...states],
  );
  return rows;
}

export interface LetterDetail extends ListedLetter {
  text: string;
  html: string;
  /** Name of the mailbox it goes out from. */
  mailbox: string;
  answers: number | null;
  /** Whoever had it written, as the history shows them; null: the machine. */
  author: string | null;
  attempts: number;
  handedAt: Date | null;
  deliveryStatus: string | null;
  deliveryReportedAt: Date | null;
}

export async function findLetter(db: Queryable, id: number): Promise<LetterDetail | null> {
  const { rows } = await db.query<LetterDetail>(
    `select ${LISTED}, l.body as text, l.html, b.name as mailbox, l.answers,
       coalesce(s.name, l.written_by) as author, l.attempts, l.handed_at as "handedAt",
       l.delivery_status as "deliveryStatus", l.delivery_reported_at as "deliveryReportedAt"
     from letters l join mailboxes b on b.id = l.mailbox_id left join dossiers d on d.id = l.dossier_id
       left join staff s on s.username = l.written_by
     where l.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface LetterEvent {
  at: Date;
  /** Name of the member of staff; "machine" and "operator" as they are. */
  actor: string;
  what: string;
  detail: Record<string, unknown>;
}

const MOST_EVENTS = 200;

/** What was done about a letter, oldest first. */
export async function findLetterEvents(db: Queryable, id: number): Promise<LetterEvent[]> {
  const { rows } = await db.query<LetterEvent>(
    `select e.at, coalesce(s.name, e.actor) as actor, e.what, e.detail
     from events e left join staff s on s.username = e.actor
     where e.detail ? 'letter' and (e.detail ->> 'letter')::bigint = $1 order by e.id limit ${MOST_EVENTS}`,
    [id],
  );
  return rows;
}

/** Addresses known to be of those whom a letter concerns: its own, its dossier's senders, its unit's; lower case. */
export async function findAddressesOf(db: Queryable, id: number): Promise<string[]> {
  const { rows } = await db.query<{ address: string }>(
    `with l as (select recipient, answers, dossier_id from letters where id = $1)
     select distinct lower(address) as address from (
       select recipient as address from l
       union all select x.address from l join messages m on m.id = l.answers,
         unnest(array[m.from_address, m.reply_to]) x(address)
       union all select x.address from l join messages m on m.dossier_id = l.dossier_id and m.state <> 'duplicate',
         unnest(array[m.from_address, m.reply_to]) x(address)
       union all select a.address from l join dossiers d on d.id = l.dossier_id
         join unit_addresses a on a.unit_code = d.unit_code
       union all select a.address from l join unit_addresses own on own.address = lower(l.recipient)
         join unit_addresses a on a.unit_code = own.unit_code
     ) known where address <> '' order by 1 limit 50`,
    [id],
  );
  return rows.map(({ address }) => address);
}
