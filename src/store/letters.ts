// The outbox: letters owed, and what the mail server said of each.
import type { LetterKind } from '../core/letter.ts';
import type { Reason } from '../core/reasons.ts';
import type { Queryable } from './database.ts';
import { storableJson } from './text.ts';
import { together } from './together.ts';

export interface NewLetter {
  kind: LetterKind;
  /** The message it answers; null: none. */
  answers: number | null;
  /** The mailbox it goes out from; absent: that of the message. */
  mailboxId?: number;
  dossierId: number | null;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  dueAt: Date;
  held: Reason | null;
  /** The account of whoever decided it; absent: the machine. */
  writtenBy?: string;
}

/** Writes a letter into the outbox, one answer of a kind for each message; returns its id, or null if it stood there. */
export function insertLetter(tx: Queryable, letter: NewLetter, now: Date): Promise<number | null> {
  return insertThose(tx, { ...letter, now });
}

const insertThose = together<NewLetter & { now: Date }, number | null>(async (tx, letters) => {
  const { rows } = await tx.query<{ id: number; messageId: string }>(
    `insert into letters (kind, answers, dossier_id, recipient, subject, body, html, message_id, state, reason,
       due_at, written_at, written_by, mailbox_id)
     select l.kind, l.answers, l."dossierId", l.recipient, l.subject, l.text, l.html, l."messageId",
       case when l.held is null then 'pending' else 'held' end, l.held, case when l.held is null then l."dueAt" end,
       l.now, l."writtenBy", coalesce(l."mailboxId", ${MAILBOX_ID('l.answers')})
     from jsonb_to_recordset($1) as l(kind text, answers bigint, "dossierId" bigint, recipient text, subject text, text text,
       html text, "messageId" text, held text, "dueAt" timestamptz, now timestamptz, "writtenBy" text, "mailboxId" bigint)
     on conflict (answers, kind) where written_by is null do nothing returning id, message_id as "messageId"`,
    [storableJson(letters)],
  );
  const ids = new Map(rows.map(({ id, messageId }) => [messageId, id]));
  return letters.map(({ messageId }) => ids.get(messageId) ?? null);
});

/** A letter that was taken back; `row`: as it stood, for whoever puts it back. */
export interface WithdrawnLetter {
  kind: LetterKind;
  row: unknown;
}

/**
 * Takes letters of these kinds back that have not gone out. One that is on the wire just now is not sent a second time if the
 * server refuses it for the moment.
 */
export async function withdrawUnsent(
  tx: Queryable,
  dossierId: number,
  kinds: readonly LetterKind[],
): Promise<WithdrawnLetter[]> {
  const { rows } = await tx.query<WithdrawnLetter>(
    `delete from letters l where dossier_id = $1 and kind = any($2) and state in ('pending', 'held')
     returning kind, to_jsonb(l) as row`,
    [dossierId, kinds],
  );
  await tx.query(
    `update letters set reason = 'overtaken' where dossier_id = $1 and kind = any($2) and state = 'sending'`,
    [dossierId, kinds],
  );
  return rows;
}

/** Takes letters of these kinds back that answer a message and have not gone out; returns their kinds. */
export async function withdrawAnswers(
  tx: Queryable,
  messageId: number,
  kinds: readonly LetterKind[],
): Promise<LetterKind[]> {
  const { rows } = await tx.query<{ kind: LetterKind }>(
    `delete from letters where answers = $1 and kind = any($2) and state in ('pending', 'held') returning kind`,
    [messageId, kinds],
  );
  return rows.map(({ kind }) => kind);
}

/** Other messages of the same dossier that are still to be told what is missing. */
export async function findWaitingLists(tx: Queryable, messageId: number): Promise<number[]> {
  const { rows } = await tx.query<{ answers: number }>(
    `select distinct l.answers from letters l join messages m on m.id = $1 and m.dossier_id = l.dossier_id
     where l.answers <> $1 and l.kind in ('missing-documents', 'supplement-missing')
       and l.state in ('pending', 'held') order by l.answers`,
    [messageId],
  );
  return rows.map(({ answers }) => answers);
}

/** Messages of a dossier with letters that have not gone out. */
export async function findUntold(tx: Queryable, dossierId: number): Promise<number[]> {
  const { rows } = await tx.query<{ answers: number }>(
    `select distinct answers from letters
     where dossier_id = $1 and answers is not null and state in ('pending', 'held') order by answers`,
    [dossierId],
  );
  return rows.map(({ answers }) => answers);
}

/** Kinds of the letters that answer a message. */
export const findLetterKinds = together<number, LetterKind[]>(async (tx, messageIds) => {
  const { rows } = await tx.query<{ answers: number; kind: LetterKind }>(
    'select answers, kind from letters where answers = any($1)',
    [messageIds],
  );
  return messageIds.map((id) => rows.flatMap(({ answers, kind }) => (answers === id ? [kind] : [])));
});

/** Kinds of the letters about a dossier that have gone out or will. */
export async function findToldKinds(tx: Queryable, dossierId: number): Promise<LetterKind[]> {
  const { rows } = await tx.query<{ kind: LetterKind }>(
    `select distinct kind from letters where dossier_id = $1 and state <> 'failed'`,
    [dossierId],
  );
  return rows.map(({ kind }) => kind);
}

/** The messages that letters answer, by letter; one that answers none is left out. */
export async function findAnswered(db: Queryable, ids: number[]): Promise<Map<number, number>> {
  const { rows } = await db.query<{ id: number; answers: number }>(
    'select id, answers from letters where id = any($1) and answers is not null',
    [ids],
  );
  return new Map(rows.map(({ id, answers }) => [id, answers]));
}

/** The mailbox that a message is answered from: of a Junk folder, the one it belongs to. */
const MAILBOX_ID = (message: string) =>
  `(select coalesce(b.junk_of, b.id) from messages m join mailboxes b on b.id = m.mailbox_id where m.id = ${message})`;

/** Whether this Message-ID is of a letter of ours. */
export const isOwnMessageId = together<string, boolean>(async (tx, messageIds) => {
  const { rows } = await tx.query<{ id: string }>(
    'select message_id as id from letters where message_id = any($1)',
    [messageIds],
  );
  const own = new Set(rows.map(({ id }) => id));
  return messageIds.map((id) => own.has(id));
});
