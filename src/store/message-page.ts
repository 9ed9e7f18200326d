// One message with everything its page shows.
import type { Guess } from '../core/guess.ts';
import type { Reason } from '../core/reasons.ts';
import type { MessageState } from '../core/states.ts';
import type { Queryable } from './database.ts';
import { findMessageFiles, type ShownFile } from './dossier-files.ts';
import {
  findMessageEvents,
  findMessageLetters,
  type ShownEvent,
  type ShownLetter,
} from './dossier-history.ts';

export interface MessageHead {
  id: number;
  receivedAt: Date;
  mailbox: string;
  fromName: string;
  from: string | null;
  subject: string;
  state: MessageState;
  reason: Reason | null;
  /** Code of its dossier. */
  dossier: string | null;
  /** Null: not read yet. */
  body: string | null;
  links: { service: string; url: string }[];
  guesses: (Guess & { unit: string | null })[];
  lastError: string | null;
  size: number;
  sha256: string;
  /** Larger than may be kept: only its beginning is. */
  cut: boolean;
  purged: boolean;
}

export interface MessagePage {
  head: MessageHead;
  files: ShownFile[];
  letters: ShownLetter[];
  events: ShownEvent[];
}

export async function findMessagePage(db: Queryable, id: number): Promise<MessagePage | null> {
  const head = await findMessageHead(db, id);
  if (!head) return null;
  const [files, letters, events] = await Promise.all([
    findMessageFiles(db, id),
    findMessageLetters(db, id),
    findMessageEvents(db, id),
  ]);
  return { head, files, letters, events };
}

export async function findMessageHead(db: Queryable, id: number): Promise<MessageHead | null> {
  const { rows } = await db.query<MessageHead>(
    `select m.id, m.received_at as "receivedAt", b.name as mailbox, m.from_name as "fromName", m.from_address as from,
       m.subject, m.state, m.reason, d.code as dossier, left(m.body, 100000) as body, m.links,
       (select coalesce(jsonb_agg(g.guess || jsonb_build_object('unit', u.name) order by g.place), '[]')
          from jsonb_array_elements(m.guesses) with ordinality as g(guess, place)
            left join dossiers x on x.id = (g.guess ->> 'id')::bigint left join units u on u.code = x.unit_code) as guesses,
       m.last_error as "lastError", m.size, m.sha256, m.cut, m.purged_at is not null as purged
     from messages m join mailboxes b on b.id = m.mailbox_id left join dossiers d on d.id = m.dossier_id where m.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}
