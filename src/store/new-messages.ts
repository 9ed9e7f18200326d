// New messages: the rows that mails get when their bytes are safe, each mail one, whatever becomes of its place on the server.
import type { ByHand } from '../core/decision.ts';
import type { Envelope } from '../core/facts.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { refreshEntries } from './entries.ts';
import { storableJson } from './text.ts';

export interface NewMessage {
  mailboxId: number;
  /** Null for an imported file. */
  place: { uidValidity: number; uid: number } | null;
  sha256: string;
  size: number;
  /** As the server announced it; null for an imported file. */
  announcedSize: number | null;
  /** Larger than may be kept: only its beginning is here. */
  cut: boolean;
  receivedAt: Date;
  receivedBy: 'server' | 'received-header' | 'date-header' | 'import' | 'hand';
  /** Where staff put it; absent: it came by mail. */
  byHand?: ByHand;
  envelope: Envelope;
}

/** New row; or known already; or known at a place that is void, and now found again; or moved out of Junk by a person. */
export interface Saved {
  id: number;
  how: 'stored' | 'known' | 'found-again' | 'left-junk';
}

/**
 * Rows for mails of one folder, in their order, in one transaction: for each, what became of it. Where one of them cannot be
 * stored, those before it are; errors are of that one.
 */
export async function saveMessages(db: Database, messages: NewMessage[], now: Date): Promise<Saved[]> {
  if (messages.length < 2) return saveEach(db, messages, now);
  const seen = await findSeen(db, messages);
  const isNew = (message: NewMessage, at: number) =>
    message.place !== null &&
    !seen.has(message.sha256) &&
    messages.findIndex(({ sha256 }) => sha256 === message.sha256) === at;
  const stored = await transaction(db, (tx) => insertMessages(tx, messages.filter(isNew), now)).catch(
    () => null,
  );
  if (!stored) return saveEach(db, messages, now);
  const saved: Saved[] = [];
  for (const message of messages) {
    const id = stored.get(message.place?.uid ?? null);
    saved.push(id === undefined ? await saveMessage(db, message, now) : { id, how: 'stored' });
  }
  return saved;
}

async function saveEach(db: Database, messages: NewMessage[], now: Date): Promise<Saved[]> {
  const saved: Saved[] = [];
  for (const message of messages) saved.push(await saveMessage(db, message, now));
  return saved;
}

export async function saveMessage(db: Database, message: NewMessage, now: Date): Promise<Saved> {
  const again = message.place && (await findAgain(db, message, now));
  if (again) return again;
  const [id] = (await transaction(db, (tx) => insertMessages(tx, [message], now))).values();
  return id === undefined ? { id: await knownId(db, message), how: 'known' } : { id, how: 'stored' };
}

/** Bytes that have a row somewhere: the messages that bring them may be known, and are asked about one by one. */
async function findSeen(db: Database, messages: NewMessage[]): Promise<Set<string>> {
  const { rows } = await db.query<{ sha256: string }>(
    'select distinct sha256 from messages where sha256 = any($1)',
    [messages.map(({ sha256 }) => sha256)],
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Ids of the new rows by UID (null for a file); those that were there already are left out. */
async function insertMessages(
  tx: Queryable,
  messages: NewMessage[],
  now: Date,
): Promise<Map<number | null, number>> {
  const { rows } = await tx.query<{ id: number; uid: number | null }>(
    `insert into messages (mailbox_id, uid_validity, uid, sha256, size, received_at, received_by, message_id,
       in_reply_to, reference_ids, from_name, from_address, reply_to, subject, headers, announced_size, cut, by_hand, due_at)
     select m.*, $2::timestamptz from jsonb_to_recordset($1) as m(mailbox_id bigint, uid_validity bigint, uid bigint,
       sha256 text, size bigint, received_at timestamptz, received_by text, message_id text, in_reply_to text[],
       reference_ids text[], from_name text, from_address text, reply_to text, subject text, headers jsonb,
       announced_size bigint, cut boolean, by_hand jsonb)
     on conflict do nothing returning id, uid`,
    [storableJson(messages.map(columnsOf)), now],
  );
  await refreshEntries(tx, { messageIds: rows.map(({ id }) => id) });
  return new Map(rows.map(({ id, uid }) => [uid, id]));
}

function columnsOf({ envelope, place, ...message }: NewMessage) {
  return {
    mailbox_id: message.mailboxId,
    uid_validity: place?.uidValidity,
    uid: place?.uid,
    sha256: message.sha256,
    size: message.size,
    received_at: message.receivedAt,
    received_by: message.receivedBy,
    message_id: envelope.messageId,
    in_reply_to: envelope.inReplyTo,
    reference_ids: envelope.references,
    from_name: envelope.from?.name ?? '',
    from_address: envelope.from?.address,
    reply_to: envelope.replyTo?.address,
    subject: envelope.subject,
    headers: envelope.headers.map(({ name, value }) => [name, value]),
    announced_size: message.announcedSize,
    cut: message.cut,
    by_hand: message.byHand,
  };
}

/**
 * The same bytes in the same mailbox whose place is void are the same message, and so are those that a person has moved out of
 * its Junk folder: the row moves along. What lies in the mailbox already is not taken in once more from Junk.
 */
async function findAgain(db: Database, message: NewMessage, now: Date): Promise<Saved | null> {
  const { mailboxId, sha256, place } = message;
  const { rows } = await db.query<{ id: number; how: 'void' | 'left-junk' | 'went-to-junk' }>(
    `select m.id, case when m.mailbox_id = $1 then 'void' when b.junk_of = $1 then 'left-junk' else 'went-to-junk' end as how
     from messages m join mailboxes b on b.id = m.mailbox_id join mailboxes here on here.id = $1
     where m.sha256 = $2 and m.received_by = 'server'
       and (m.mailbox_id = $1 and m.uid_validity is distinct from $3 or here.junk_of = b.id
         -- of what was purged nothing is left to judge again: it is taken in anew
         or b.junk_of = $1 and m.purged_at is null)
       and not exists (select from messages where mailbox_id = $1 and uid_validity = $3 and uid = $4)
     order by m.id limit 1`,
    [mailboxId, sha256, place?.uidValidity, place?.uid],
  );
  const found = rows[0];
  if (!found) return null;
  if (found.how === 'went-to-junk') return { id: found.id, how: 'known' };
  return transaction(db, async (tx) => {
    await tx.query('update messages set mailbox_id = $2, uid_validity = $3, uid = $4 where id = $1', [
      found.id,
      mailboxId,
      place?.uidValidity,
      place?.uid,
    ]);
    if (found.how === 'void') return { id: found.id, how: 'found-again' };
    await releaseFromJunk(tx, found.id, now);
    return { id: found.id, how: 'left-junk' };
  });
}

/** Whoever moved it has looked at it: what was left alone is judged again, and letters that waited may go. */
async function releaseFromJunk(tx: Queryable, id: number, now: Date): Promise<void> {
  await tx.query(
    `update messages set state = case when reason = 'junk' then 'read' else state end, reason = null,
       due_at = case when reason = 'junk' then $2::timestamptz else due_at end
     where id = $1 and reason in ('junk', 'found-in-junk')`,
    [id, now],
  );
  await tx.query(
    `update letters set state = 'pending', reason = null, due_at = $2
     where answers = $1 and state = 'held' and reason = 'found-in-junk'`,
    [id, now],
  );
  await refreshEntries(tx, { messageIds: [id] });
}

async function knownId(db: Queryable, message: NewMessage): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    message.place
      ? 'select id from messages where mailbox_id = $1 and uid_validity = $2 and uid = $3'
      : 'select id from messages where mailbox_id = $1 and uid is null and sha256 = $2',
    message.place
      ? [message.mailboxId, message.place.uidValidity, message.place.uid]
      : [message.mailboxId, message.sha256],
  );
  const row = rows[0];
  if (!row) throw new Error('a message is neither new nor known');
  return row.id;
}
