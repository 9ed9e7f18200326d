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
  /** Of the units and accounts that the detail names, by code. */
  names: Record<string, string> | null;
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

const EVENT = `select e.id, e.at, coalesce(s.name, e.actor) as actor, e.what, e.detail, e.message_id as message,
    case e.what
      when 'set-unit' then (select jsonb_object_agg(code, name) from units
        where code in (e.detail ->> 'before', e.detail ->> 'after'))
      when 'unit-merged' then (select jsonb_object_agg(code, name) from units
        where code in (e.detail ->> 'from', e.detail ->> 'to'))
      when 'assign' then (select jsonb_object_agg(username, name) from staff where username = e.detail ->> 'after')
    end as names
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

/** The latest decision about it that can be undone; null: there is none, or it has changed since. */
export async function findUndoable(db: Queryable, dossier: number): Promise<number | null> {
  const { rows } = await db.query<{ id: number; undoable: boolean }>(
    `with own as materialized (select * from decisions where dossier_ids @> array[$1::bigint])
     select c.id, c.undone_at is null and c.versions = array(select d.version
         from unnest(c.dossier_ids) with ordinality as u(id, place) join dossiers d on d.id = u.id
         where d.purged_at is null order by u.place) as undoable
     from own c order by c.id desc limit 1`,
    [dossier],
  );
  return rows[0]?.undoable ? rows[0].id : null;
}
