// What staff do to letters on the page, each as it was shown to them: send, change, never send, send once more.
import type { RenderedLetter } from '../core/letter.ts';
import type { LetterState } from '../core/states.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { type DecidedLetter, noteLetters } from './letter-decisions.ts';
import { storable } from './text.ts';

/** A letter as somebody saw it. */
export interface ShownLetter {
  id: number;
  version: number;
}

/** Locks these letters; null where one is not as it was shown any more, and so nothing is to be done to any. */
async function lockShown(
  tx: Queryable,
  shown: ShownLetter[],
  state: LetterState,
): Promise<DecidedLetter[] | null> {
  const { rows } = await tx.query<DecidedLetter>(
    `select l.id, l.answers, l.dossier_id as "dossierId" from letters l
       join jsonb_to_recordset($1) as s(id bigint, version integer) on s.id = l.id and s.version = l.version
     where l.state = $2 and l.purged_at is null order by l.id for update of l`,
    [JSON.stringify(shown), state],
  );
  return rows.length === shown.length ? rows : null;
}

const ids = (letters: DecidedLetter[]) => letters.map(({ id }) => id);

/** Sends held letters, all of them or none; null: one has changed since it was shown. Returns their ids. */
export function approveLetters(
  db: Database,
  shown: ShownLetter[],
  actor: string,
  now: Date,
): Promise<number[] | null> {
  return transaction(db, async (tx) => {
    const letters = await lockShown(tx, shown, 'held');
    if (!letters) return null;
    await tx.query(
      `update letters set state = 'pending', due_at = $2, reason = null, attempts = 0 where id = any($1)`,
      [ids(letters), now],
    );
    return noteLetters(tx, letters, 'letter-released', actor, now);
  });
}

/** Sends all that is held and was written before whoever approves it looked. Returns their ids. */
export function approveAll(db: Database, upTo: number, actor: string, now: Date): Promise<number[]> {
  return transaction(db, async (tx) => {
    const { rows } = await tx.query<DecidedLetter>(
      `update letters set state = 'pending', due_at = $2, reason = null, attempts = 0
       where state = 'held' and id <= $1 and purged_at is null
       returning id, answers, dossier_id as "dossierId"`,
      [upTo, now],
    );
    return noteLetters(tx, rows, 'letter-released', actor, now);
  });
}

/** Never sends these, all of them or none; null: one has changed since it was shown. */
export function discardShown(
  db: Database,
  shown: ShownLetter[],
  state: 'held' | 'unknown',
  actor: string,
  now: Date,
): Promise<number[] | null> {
  return transaction(db, async (tx) => {
    const letters = await lockShown(tx, shown, state);
    if (!letters) return null;
    await tx.query(`update letters set state = 'failed', reason = 'discarded' where id = any($1)`, [
      ids(letters),
    ]);
    return noteLetters(tx, letters, 'letter-discarded', actor, now);
  });
}

/** New words for a held letter; false: it has changed since it was shown. The history keeps lengths, not words. */
export function editLetter(
  db: Database,
  shown: ShownLetter,
  { subject, text, html }: RenderedLetter,
  actor: string,
  now: Date,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const letters = await lockShown(tx, [shown], 'held');
    if (!letters) return false;
    const before = await lengthsOf(tx, shown.id);
    await tx.query(
      'update letters set subject = $2, body = $3, html = $4, version = version + 1 where id = $1',
      [shown.id, storable(subject), storable(text), storable(html)],
    );
    await noteLetters(tx, letters, 'letter-edited', actor, now, {
      before,
      after: await lengthsOf(tx, shown.id),
    });
    return true;
  });
}

async function lengthsOf(tx: Queryable, id: number): Promise<{ subject: number; text: number } | undefined> {
  const { rows } = await tx.query<{ subject: number; text: number }>(
    'select length(subject) as subject, length(body) as text from letters where id = $1',
    [id],
  );
  return rows[0];
}

export interface Resending {
  recipient: string;
  /** Of the new letter. */
  messageId: string;
}

/** The same letter once more, as a new one; null: it has changed since it was shown. Returns the new letter's id. */
export function resendLetter(
  db: Database,
  shown: ShownLetter & { state: LetterState },
  { recipient, messageId }: Resending,
  actor: string,
  now: Date,
): Promise<number | null> {
  return transaction(db, async (tx) => {
    const letters = await lockShown(tx, [shown], shown.state);
    if (!letters) return null;
    // Whoever presses the button twice finds it changed.
    await tx.query('update letters set version = version + 1 where id = $1', [shown.id]);
    const { rows } = await tx.query<DecidedLetter>(
      `insert into letters (kind, answers, dossier_id, recipient, subject, body, html, message_id, state, due_at,
         written_at, mailbox_id, written_by)
       select kind, answers, dossier_id, $2, subject, body, html, $3, 'pending', $4, $4, mailbox_id, $5
       from letters where id = $1 returning id, answers, dossier_id as "dossierId"`,
      [shown.id, recipient, messageId, now, actor],
    );
    const [id = 0] = ids(rows);
    await noteLetters(tx, letters, 'letter-resent', actor, now, { as: id });
    await noteLetters(tx, rows, 'letter-written', actor, now, { of: shown.id });
    return id;
  });
}
