// What happened to a dossier or a message, and the letters about it, as their pages show them.
import type { LetterKind } from '../core/letter.ts';
import type { Reason } from '../core/reasons.ts';
import type { LetterState } from '../core/states.ts';
import type { Queryable } from './database.ts';

export interface ShownLetter {
  id: number;
  kind: LetterKind;
  recipient: string;
  subject: string;
  text: string;
  state: LetterState;
  reason: Reason | null;
  smtpAnswer: string | null;
  writtenAt: Date;
  sentAt: Date | null;
  /** Name of whoever sent it; null: the machine. */
  by: string | null;
  delivery: 'delayed' | 'failed' | null;
  deliveryReason: Reason | null;
  deliveryStatus: string | null;
  deliveryWords: string | null;
}

export interface ShownEvent {
  id: number;
  at: Date;
  /** Name of the account; else as it is kept: "machine", "operator". */
  actor: string;
  what: string;
  detail: Record<string, unknown>;
  message: number | null;
}

const LETTERS = 100;
const EVENTS = 300;

const LETTER = `select l.id, l.kind, l.recipient, l.subject, l.body as text, l.state, l.reason, l.smtp_answer as "smtpAnswer",
    l.written_at as "writtenAt", l.sent_at as "sentAt", coalesce(s.name, l.written_by) as by, l.delivery,
    l.delivery_reason as "deliveryReason", l.delivery_status as "deliveryStatus", l.delivery_words as "deliveryWords"
  from letters l left join staff s on s.username = l.written_by`;

/** The latest first. */
export async function findDossierLetters(db: Queryable, dossier: number): Promise<ShownLetter[]> {
  const { rows } = await db.query<ShownLetter>(
    `${LETTER} where l.dossier_id = $1 order by l.id desc limit ${LETTERS}`,
    [dossier],
  );
  return rows;
}

export async function findMessageLetters(db: Queryable, message: number): Promise<ShownLetter[]> {
  const { rows } = await db.query<ShownLetter>(
    `${LETTER} where l.answers = $1 order by l.id desc limit ${LETTERS}`,
    [message],
  );
  return rows;
}

const EVENT = `select e.id, e.at, coalesce(s.name, e.actor) as actor, e.what, e.detail, e.message_id as message
  from events e left join staff s on s.username = e.actor`;

/** The latest first; what happened to its messages too. */
export async function findDossierEvents(db: Queryable, dossier: number): Promise<ShownEvent[]> {
  const { rows } = await db.query<ShownEvent>(
    `${EVENT} where e.id in (select id from events where dossier_id = $1
       union select x.id from messages m join events x on x.message_id = m.id where m.dossier_id = $1)
     order by e.id desc limit ${EVENTS}`,
    [dossier],
  );
  return rows;
}

export async function findMessageEvents(db: Queryable, message: number): Promise<ShownEvent[]> {
  const { rows } = await db.query<ShownEvent>(
    `${EVENT} where e.message_id = $1 order by e.id desc limit ${EVENTS}`,
    [message],
  );
  return rows;
}
