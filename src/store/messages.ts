// Messages: one row for each mail on the server, from the moment its bytes are safe.
import type { ByHand } from '../core/decision.ts';
import type { DeliveryReport } from '../core/delivery.ts';
import type { Envelope, HeaderLine, SentLink } from '../core/facts.ts';
import type { Guess } from '../core/guess.ts';
import type { Reason } from '../core/reasons.ts';
import type { MessageState } from '../core/states.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { refreshEntries } from './entries.ts';
import { saveEvent } from './events.ts';
import { IMPORTED } from './mailboxes.ts';
import { storableJson } from './text.ts';
import { together } from './together.ts';

export interface KnownPlace {
  uid: number;
  receivedAt: Date;
  announcedSize: number | null;
}

/** Places from a UID on that have a row already. */
export async function findKnownPlaces(
  db: Queryable,
  mailboxId: number,
  uidValidity: number,
  fromUid: number,
): Promise<Map<number, KnownPlace>> {
  const { rows } = await db.query<KnownPlace>(
    `select uid, received_at as "receivedAt", announced_size as "announcedSize" from messages
     where mailbox_id = $1 and uid_validity = $2 and uid >= $3`,
    [mailboxId, uidValidity, fromUid],
  );
  return new Map(rows.map((row) => [row.uid, row]));
}

/** Other messages lie at these places now; those that lay there keep their rows, without a place. */
export async function vacatePlaces(
  db: Queryable,
  mailboxId: number,
  uidValidity: number,
  uids: number[],
): Promise<void> {
  await db.query(
    `update messages set uid = null, uid_validity = null
     where mailbox_id = $1 and uid_validity = $2 and uid = any($3)`,
    [mailboxId, uidValidity, uids],
  );
}

/** Those of these addresses that are a unit's, or that have written in a dossier. */
export async function findKnownSenders(db: Queryable, addresses: string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ address: string }>(
    `select address from unit_addresses where address = any($1)
     union select from_address from messages where from_address = any($1) and dossier_id is not null`,
    [addresses],
  );
  return new Set(rows.map(({ address }) => address));
}

/** What a step must know to begin: attempts counts this one. */
export interface Claimed {
  id: number;
  attempts: number;
  sha256: string;
}

/** An older message of the same sender that is on its way now, and not taken in hand with it: what came first is registered first. */
const NOT_BEHIND_OLDER = `not exists (select from messages older where older.from_address = m.from_address
  and older.id < m.id and older.due_at <= $3 and not (older.id = any($1) and (older.attempts = 0 or not $4)))`;

/**
 * Takes those of these messages that are in `state` and due into hand, in the order of their numbers, and counts the attempt
 * before the work begins, so that a message which kills its worker runs out of attempts too. The others are done meanwhile, or
 * not yet due.
 * @param untried only those that have not been tried before
 */
export async function beginAttempts(
  db: Queryable,
  ids: number[],
  state: MessageState,
  now: Date,
  untried = false,
): Promise<Claimed[]> {
  const { rows } = await db.query<Claimed>(
    `update messages m set attempts = attempts + 1 where id = any($1) and state = $2 and due_at <= $3
       and (attempts = 0 or not $4) and (state <> 'read' or ${NOT_BEHIND_OLDER})
     returning id, attempts, sha256`,
    [ids, state, now, untried],
  );
  return rows.sort((a, b) => a.id - b.id);
}

/** Those of these messages that are in `state` and due, in the order of their numbers. */
export async function findDueMessages(
  db: Queryable,
  ids: number[],
  state: MessageState,
  now: Date,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'select id from messages where id = any($1) and state = $2 and due_at <= $3 order by id',
    [ids, state, now],
  );
  return rows.map(({ id }) => id);
}

/** The next message of the sender of each of these that waited for it, if any. */
export async function findNextOfSenders(db: Queryable, ids: number[]): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select distinct min(next.id) as id
     from messages m join messages next on next.from_address = m.from_address and next.id > m.id
     where m.id = any($1) and next.state = 'read' and next.due_at is not null group by m.id`,
    [ids],
  );
  return rows.map((row) => row.id);
}

/**
 * Tries again at `dueAt`, or never: then the message stands as failed. Guard: only while it is in the state that was attempted.
 * @param counts false: what failed was nobody's fault in the message, and costs it no attempt
 */
export async function markAttemptFailed(
  db: Database,
  id: number,
  state: 'received' | 'read',
  { error, dueAt, counts }: { error: string; dueAt: Date | null; counts: boolean },
): Promise<void> {
  await transaction(db, async (tx) => {
    await tx.query(
      `update messages set last_error = $3, due_at = $4, attempts = attempts - case when $5 then 0 else 1 end,
         state = case when $4::timestamptz is null then 'failed' else state end,
         reason = case when $4::timestamptz is null then 'attempts-exhausted' else reason end
       where id = $1 and state = $2`,
      [id, state, error, dueAt, counts],
    );
    if (dueAt === null) await refreshEntries(tx, { messageIds: [id] });
  });
}

/** Puts a failed message back on its path; false if it is not failed, or purged. */
export function retryIfFailed(db: Database, id: number, actor: string, now: Date): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { rowCount } = await tx.query(
      `update messages set state = 'received', reason = null, attempts = 0, due_at = $2
       where id = $1 and state = 'failed' and purged_at is null`,
      [id, now],
    );
    if (rowCount !== 1) return false;
    await refreshEntries(tx, { messageIds: [id] });
    await saveEvent(tx, { what: 'retried', messageId: id }, now, actor);
    return true;
  });
}

export interface FailedMessage {
  id: number;
  receivedAt: Date;
  from: string | null;
  subject: string;
  error: string;
  attempts: number;
}

/** Messages that no attempt got through, by number, from the one after `after` on. */
export async function findFailedMessages(
  db: Queryable,
  after: number,
  limit: number,
): Promise<FailedMessage[]> {
  const { rows } = await db.query<FailedMessage>(
    `select id, received_at as "receivedAt", from_address as "from", subject, coalesce(last_error, '') as error, attempts
     from messages where state = 'failed' and purged_at is null and id > $1 order by id limit $2`,
    [after, limit],
  );
  return rows;
}

/** Rows on their way in `state`, due before `dueBefore`, oldest first. Due times move to `now`, so that a row is rung again only after a while. */
export async function findOverdueMessages(
  db: Queryable,
  state: 'received' | 'read',
  dueBefore: Date,
  now: Date,
  limit: number,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `update messages set due_at = $3
     where id in (
       -- What somebody has locked is in hand, and several are locked at a time: to wait for one might be to wait for ever.
       select id from messages where state = $1 and due_at <= $2 order by id limit $4 for update skip locked)
     returning id`,
    [state, dueBefore, now, limit],
  );
  return rows.map((row) => row.id).sort((a, b) => a - b);
}

export interface MessageRow {
  id: number;
  state: MessageState;
  reason: Reason | null;
  dossierId: number | null;
  /** Name of the mailbox; of a Junk folder, the mailbox it belongs to. */
  mailbox: string;
  /** Of the same. */
  mailboxId: number;
  mailboxConnectedAt: Date;
  foundInJunk: boolean;
  /** Only the beginning of it was kept. */
  cut: boolean;
  sha256: string;
  receivedAt: Date;
  envelope: Envelope;
  body: string;
  links: SentLink[];
  /** Null: it is not the report of a mail server. */
  deliveryReport: DeliveryReport | null;
  /** Where staff put what they were handed; null: it came by mail. */
  byHand: ByHand | null;
}

/** The message, locked until the transaction ends, if it is in one of `states`. */
export async function lockMessage(
  tx: Queryable,
  id: number,
  states: readonly MessageState[],
): Promise<MessageRow | null> {
  const row = await lockById(tx, id);
  return row && states.includes(row.state) ? row : null;
}

const lockById = together<number, MessageRow | null>(async (tx, ids) => {
  const { rows } = await tx.query<EnvelopeRow & Omit<MessageRow, 'envelope'>>(
    `select m.id, m.state, m.reason, m.dossier_id as "dossierId", coalesce(owner.name, b.name) as mailbox,
       coalesce(owner.id, b.id) as "mailboxId", coalesce(owner.connected_at, b.connected_at) as "mailboxConnectedAt", owner.id is not null as "foundInJunk",
       m.cut, m.sha256, m.received_at as "receivedAt", m.body, m.links,
       m.delivery_report as "deliveryReport", m.by_hand as "byHand", ${ENVELOPE}
     from messages m join mailboxes b on b.id = m.mailbox_id left join mailboxes owner on owner.id = b.junk_of
     where m.id = any($1) and m.purged_at is null order by m.id for update of m`,
    [ids],
  );
  const found = new Map(rows.map((row) => [row.id, messageOf(row)]));
  return ids.map((id) => found.get(id) ?? null);
});

function messageOf(row: EnvelopeRow & Omit<MessageRow, 'envelope'>): MessageRow {
  return {
    id: row.id,
    state: row.state,
    reason: row.reason,
    dossierId: row.dossierId,
    mailbox: row.mailbox,
    mailboxId: row.mailboxId,
    mailboxConnectedAt: row.mailboxConnectedAt,
    foundInJunk: row.foundInJunk,
    cut: row.cut,
    sha256: row.sha256,
    receivedAt: row.receivedAt,
    body: row.body ?? '',
    links: row.links,
    deliveryReport: row.deliveryReport,
    byHand: row.byHand,
    envelope: envelopeOf(row),
  };
}

/** Name of the mailbox that a message is answered from. */
export async function findMailboxOf(db: Queryable, id: number): Promise<string> {
  const { rows } = await db.query<{ mailbox: string }>(
    `select coalesce(owner.name, b.name) as mailbox from messages m join mailboxes b on b.id = m.mailbox_id
     left join mailboxes owner on owner.id = b.junk_of where m.id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new Error(`message ${id} has no row`);
  return row.mailbox;
}

/**
 * An older message that is this very one: the same bytes in the same account, on whatever server, or in a file that was
 * imported; or the same Message-ID, receipt time and files in a mailbox made anew, for some servers write a mail's bytes anew.
 * A purged message is known by a hash of its Message-ID. Junk that nobody had looked at before it was purged is no older one.
 */
export const findSameMessage = together<number, number | null>(async (tx, ids) => {
  const { rows } = await tx.query<{ of: number; id: number | null }>(
    // "offset 0": found by what tells it apart, whatever the planner takes the other conditions for while tables are new.
    `select b.id as of, (select min(same.id) from (
       select a.id from ${OLDER('sha256 = b.sha256')} a
         join mailboxes x on x.id = a.mailbox_id join mailboxes y on y.id = b.mailbox_id
       where not (a.purged_at is not null and a.reason is not distinct from 'junk')
         and (x.id = y.id or ${USER('x')} = ${USER('y')} or x.name = '${IMPORTED}' or y.name = '${IMPORTED}')
       union all
       select a.id from ${OLDER('message_id = b.message_id')} a where a.mailbox_id = b.mailbox_id
         and a.received_at = b.received_at and a.received_by = 'server'
         and a.uid_validity is distinct from b.uid_validity and ${FILES('a')} = ${FILES('b')}
       union all
       select a.id from ${OLDER(`message_id = ${HASHED_ID('b')}`)} a where a.mailbox_id = b.mailbox_id
         and a.received_at = b.received_at and a.purged_at is not null
     ) same) as id
     from messages b where b.id = any($1)`,
    [ids],
  );
  const found = new Map(rows.map((row) => [row.of, row.id]));
  return ids.map((id) => found.get(id) ?? null);
});

const OLDER = (which: string) => `(select * from messages where ${which} and id < b.id offset 0)`;

/** What stands before the server's name in "user@host/folder". */
const USER = (mailbox: string) => `regexp_replace(split_part(${mailbox}.name, '/', 1), '@[^@]*$', '')`;

/** What is left of the Message-ID of a purged message. */
export const HASHED_ID = (message: string) =>
  `encode(sha256(convert_to(${message}.message_id, 'UTF8')), 'hex')`;

const FILES = (message: string) =>
  `array(select sha256 from attachments where message_id = ${message}.id order by position)`;

/** What a message has come to, at the end of its path. */
export interface Decided {
  outcome: MessageState;
  reason: string | null;
  dossierId: number | null;
  guesses: Guess[];
}

/** Ends a message's path. The caller holds the row (lockMessage). */
export function markDecided(tx: Queryable, id: number, decided: Decided): Promise<void> {
  return markThose(tx, { id, ...decided });
}

const markThose = together<Decided & { id: number }, void>(async (tx, decided) => {
  await tx.query(
    `update messages m set state = d.outcome, reason = d.reason, dossier_id = d."dossierId", guesses = d.guesses,
       due_at = null, attempts = 0, last_error = null
     from jsonb_to_recordset($1) as d(id bigint, outcome text, reason text, "dossierId" bigint, guesses jsonb)
     where m.id = d.id`,
    [storableJson(decided)],
  );
  return decided.map(() => undefined);
});

/** A dossier has learned its unit: the messages that made it wait for nobody any more. */
export async function markSorted(tx: Queryable, dossierId: number): Promise<void> {
  await tx.query(
    `update messages set state = 'registered', reason = null where dossier_id = $1 and state = 'unsorted'`,
    [dossierId],
  );
}

const ENVELOPE = `m.message_id as "messageId", m.in_reply_to as "inReplyTo", m.reference_ids as "references",
  m.from_name as "fromName", m.from_address as "fromAddress", m.reply_to as "replyTo", m.subject, m.headers`;

interface EnvelopeRow {
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  fromName: string;
  fromAddress: string | null;
  replyTo: string | null;
  subject: string;
  headers: [string, string][];
}

function envelopeOf(row: EnvelopeRow): Envelope {
  const headers: HeaderLine[] = row.headers.map(([name, value]) => ({ name, value }));
  return {
    messageId: row.messageId,
    inReplyTo: row.inReplyTo,
    references: row.references,
    from: row.fromAddress ? { name: row.fromName, address: row.fromAddress } : null,
    replyTo: row.replyTo ? { name: '', address: row.replyTo } : null,
    subject: row.subject,
    headers,
  };
}
