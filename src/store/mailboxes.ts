// Mailboxes: how far each has been taken in, and when it was last seen well.
import type { Queryable } from './database.ts';

export interface MailboxRow {
  id: number;
  uidValidity: number | null;
  /** Every UID up to here has its row. */
  lastUid: number;
  connectedAt: Date;
}

const COLUMNS = 'id, uid_validity as "uidValidity", last_uid as "lastUid", connected_at as "connectedAt"';

/** The row of a mailbox, made at its first connection; in whole seconds, as servers give receipt times (RFC 3501 §2.3.3). */
export async function enterMailbox(db: Queryable, name: string, now: Date): Promise<MailboxRow> {
  await db.query(
    `insert into mailboxes (name, connected_at) values ($1, date_trunc('second', $2::timestamptz))
     on conflict (name) do nothing`,
    [name, now],
  );
  const { rows } = await db.query<MailboxRow>(`select ${COLUMNS} from mailboxes where name = $1`, [name]);
  const row = rows[0];
  if (!row) throw new Error('the mailbox has no row although it was just entered');
  return row;
}

/** RFC 3501 §2.3.1.1: a new UIDVALIDITY makes every known UID void, so the folder is gone through from the start. */
export async function restartMailbox(db: Queryable, id: number, uidValidity: number): Promise<void> {
  await db.query('update mailboxes set uid_validity = $2, last_uid = 0 where id = $1', [id, uidValidity]);
}

export async function advanceMailbox(db: Queryable, id: number, lastUid: number): Promise<void> {
  await db.query('update mailboxes set last_uid = greatest(last_uid, $2) where id = $1', [id, lastUid]);
}

export async function markMailboxSeen(db: Queryable, id: number, now: Date): Promise<void> {
  await db.query('update mailboxes set last_success_at = $2, last_error = null where id = $1', [id, now]);
}

export async function markMailboxFailed(db: Queryable, name: string, error: string): Promise<void> {
  await db.query('update mailboxes set last_error = $2 where name = $1', [name, error]);
}
