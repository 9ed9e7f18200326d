// Letters on their way out: due, in hand, on the wire, and what the mail server said of each.
import { ANSWER_KINDS, type OutgoingLetter } from '../core/letter.ts';
import type { Queryable } from './database.ts';

export interface LetterToSend extends OutgoingLetter {
  id: number;
  attempts: number;
  /** Times the server has put it off. */
  deferrals: number;
}

/** The mailbox that letter l goes out from. */
export const MAILBOX = '(select name from mailboxes where id = l.mailbox_id) as mailbox';

/** Staff have not paused them. */
export const LETTERS_LEAVE = `not exists (select from switches where name = 'letters-paused')`;

/** What letter l says of the message that it answers; null: it answers none. */
export const ANSWERED = `(select json_build_object('messageId', m.message_id, 'references', m.reference_ids)
  from messages m where m.id = l.answers) as answered`;

/** A letter that is due, and the mailbox it goes out from. */
export interface DueLetter {
  id: number;
  mailbox: string;
  attempts: number;
}

/** Those of these letters that are due, in the order of their numbers. */
export async function findDueLetters(db: Queryable, ids: number[], now: Date): Promise<DueLetter[]> {
  const { rows } = await db.query<DueLetter>(
    `select l.id, l.attempts, ${MAILBOX} from letters l
     where l.id = any($1) and l.state = 'pending' and l.due_at <= $2 and ${LETTERS_LEAVE} order by l.id`,
    [ids, now],
  );
  return rows;
}

/** Takes pending letters into hand: they count as handed over through this account at `now`. The others have nothing to do. */
export async function beginLetters(
  tx: Queryable,
  ids: number[],
  account: string,
  now: Date,
): Promise<LetterToSend[]> {
  const { rows } = await tx.query<LetterToSend>(
    `update letters l set attempts = l.attempts + 1, account = $2, handed_at = $3, reason = null
     where l.id = any($1) and l.state = 'pending'
     returning l.id, l.attempts, l.deferrals, l.recipient, l.subject, l.body as text, l.html,
       l.message_id as "messageId", l.handed_at as date, ${ANSWERED}`,
    [ids, account, now],
  );
  return rows;
}

/** Letters in hand that were not tried: they stand as before. */
export async function putBack(db: Queryable, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  await db.query(
    `update letters set attempts = attempts - 1, handed_at = null where id = any($1) and state = 'pending'`,
    [ids],
  );
}

/** The last moment before the mail server may take the letter; false: it is no longer to be sent, or all letters are paused. */
export async function markSendingIfPending(db: Queryable, id: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `update letters set state = 'sending', due_at = null where id = $1 and state = 'pending' and ${LETTERS_LEAVE}`,
    [id],
  );
  return rowCount === 1;
}

/**
 * The server took it. That is certain, so it also settles a letter somebody has meanwhile called unknown.
 * @param copyDueAt when a copy is to be put into the Sent folder; null: the server does that
 */
export async function markSentIfSending(
  db: Queryable,
  id: number,
  answer: string,
  now: Date,
  copyDueAt: Date | null,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update letters set state = 'sent', smtp_answer = $2, sent_at = $3, reason = null, unanswered_at = null,
       copy_due_at = $4
     where id = $1 and state in ('sending', 'unknown')`,
    [id, answer, now, copyDueAt],
  );
  return rowCount === 1;
}

/** Certainly not taken: again at `dueAt`, or never; never if it is no longer true. */
export async function markNotTaken(
  db: Queryable,
  id: number,
  answer: string,
  dueAt: Date | null,
  deferrals = 0,
): Promise<void> {
  await db.query(
    `update letters set smtp_answer = $2, handed_at = null, deferrals = greatest(deferrals, $4),
       state = case when $3::timestamptz is null or reason = 'overtaken' then 'failed' else 'pending' end,
       due_at = case when reason = 'overtaken' then null else $3::timestamptz end
     where id = $1 and state in ('pending', 'sending')`,
    [id, answer, dueAt, deferrals],
  );
}

/** The server did not answer: it stays on the wire until the Sent folder tells, or nobody can. */
export async function markUnanswered(db: Queryable, id: number, answer: string, now: Date): Promise<void> {
  await db.query(
    `update letters set unanswered_at = $3, smtp_answer = $2
     where id = $1 and state = 'sending' and unanswered_at is null`,
    [id, answer, now],
  );
}

/** Nobody knows whether the server took it: it is never sent again on a guess. */
export async function markUnknownIfSending(db: Queryable, id: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `update letters set state = 'unknown', reason = 'outcome-unknown' where id = $1 and state = 'sending'`,
    [id],
  );
  return rowCount === 1;
}

export interface SendingLetter {
  id: number;
  messageId: string;
  mailbox: string;
  /** Since when nobody knows whether the server took it; null: nobody has noticed yet. */
  unansweredAt: Date | null;
}

/** Letters that were on the wire when somebody last wrote of them. */
export async function findSending(db: Queryable, limit: number): Promise<SendingLetter[]> {
  const { rows } = await db.query<SendingLetter>(
    `select l.id, l.message_id as "messageId", l.unanswered_at as "unansweredAt", ${MAILBOX}
     from letters l where l.state = 'sending' order by l.id limit $1`,
    [limit],
  );
  return rows;
}

/**
 * Letters due before `dueBefore`, answers before reminders, oldest first; their due times move to `now`, so that each is rung
 * again only after a while. Those that waited for the budget have not been rung: their turn is now.
 */
export async function findOverdueLetters(
  db: Queryable,
  dueBefore: Date,
  now: Date,
  limit: number,
): Promise<number[]> {
  const due = `state = 'pending'
    and (due_at <= $1 or due_at <= $2 and reason in ('letter-budget', 'account-paused'))`;
  const { rows } = await db.query<{ id: number }>(
    `with overdue as (
       update letters set due_at = $2
       where id in (
         -- What somebody has locked is in hand.
         select id from letters where ${due} and ${LETTERS_LEAVE}
         order by kind <> all($4), due_at, id limit $3 for update skip locked)
       returning id, kind)
     select id from overdue order by kind <> all($4), id`,
    [dueBefore, now, limit, ANSWER_KINDS],
  );
  return rows.map((row) => row.id);
}
