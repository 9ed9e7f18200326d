// Messages: one row for each mail on the server, from the moment its bytes are safe.
import type { ByHand } from '../core/decision.ts';
import type { DeliveryReport } from '../core/delivery.ts';
import type { Envelope, HeaderLine, SentLink } from '../core/facts.ts';
import type { Guess } from '../core/guess.ts';
import type { Reason } from '../core/reasons.ts';
import type { MessageState } from '../core/states.ts';
import type { Queryable } from './database.ts';
import { storableJson } from './text.ts';
import { together } from './together.ts';

/** Those of these addresses that are a unit's, or that have written in a dossier. */
export async function findKnownSenders(db: Queryable, addresses: string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ address: string }>(
    `select address from unit_addresses where address = any($1)
     union select from_address from messages where from_address = any($1) and dossier_id is not null`,
    [addresses],
  );
  return new Set(rows.map(({ address }) => address));
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
