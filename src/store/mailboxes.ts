// Mailboxes: how far each has been taken in, who watches it, and whether server and log agree.
import type { FaultCode } from '../core/fault.ts';
import type { Queryable } from './database.ts';

/** The mailbox under which imported messages are kept. */
export const IMPORTED = 'import';
/** What staff were handed for a campaign: its code follows. */
export const BY_HAND = 'by-hand/';

export interface MailboxRow {
  id: number;
  uidValidity: number | null;
  /** Every UID up to here has its row. */
  lastUid: number;
  connectedAt: Date;
}

const COLUMNS = 'id, uid_validity as "uidValidity", last_uid as "lastUid", connected_at as "connectedAt"';

/**
 * The row of a mailbox, made at its first connection; in whole seconds, as servers give receipt times (RFC 3501 §2.3.3).
 * @param junkOf the mailbox whose Junk folder this is
 */
export async function enterMailbox(
  db: Queryable,
  name: string,
  now: Date,
  junkOf: number | null = null,
): Promise<MailboxRow> {
  const known = await findMailbox(db, name);
  if (known) return known;
  await db.query(
    `insert into mailboxes (name, connected_at, junk_of) values ($1, date_trunc('second', $2::timestamptz), $3)
     on conflict (name) do nothing`,
    [name, now, junkOf],
  );
  const entered = await findMailbox(db, name);
  if (!entered) throw new Error('the mailbox has no row although it was just entered');
  return entered;
}

async function findMailbox(db: Queryable, name: string): Promise<MailboxRow | null> {
  const { rows } = await db.query<MailboxRow>(`select ${COLUMNS} from mailboxes where name = $1`, [name]);
  return rows[0] ?? null;
}

/** The rows of many mailboxes, made where there are none. */
export async function enterMailboxes(
  db: Queryable,
  names: string[],
  now: Date,
): Promise<{ id: number; name: string }[]> {
  await db.query(
    `insert into mailboxes (name, connected_at)
     select name, date_trunc('second', $2::timestamptz) from unnest($1::text[]) as n(name)
     where not exists (select from mailboxes b where b.name = n.name)
     on conflict (name) do nothing`,
    [names, now],
  );
  const { rows } = await db.query<{ id: number; name: string }>(
    'select id, name from mailboxes where name = any($1)',
    [names],
  );
  return rows;
}

/** Every mailbox that has a row, with the name of the one it is answered from. */
export async function findMailboxes(db: Queryable): Promise<{ id: number; name: string }[]> {
  const { rows } = await db.query<{ id: number; name: string }>(
    `select b.id, coalesce(owner.name, b.name) as name from mailboxes b
     left join mailboxes owner on owner.id = b.junk_of order by b.id`,
  );
  return rows;
}

/** RFC 3501 §2.3.1.1: a new UIDVALIDITY makes every known UID void, so the folder is gone through from the start. */
export async function restartMailbox(db: Queryable, id: number, uidValidity: number): Promise<void> {
  await db.query('update mailboxes set uid_validity = $2, last_uid = 0, set_aside = 0 where id = $1', [
    id,
    uidValidity,
  ]);
}

export async function advanceMailbox(db: Queryable, id: number, lastUid: number, now: Date): Promise<void> {
  await db.query('update mailboxes set last_uid = greatest(last_uid, $2), advanced_at = $3 where id = $1', [
    id,
    lastUid,
    now,
  ]);
}

export async function markMailboxSeen(db: Queryable, id: number, now: Date): Promise<void> {
  await db.query(
    `update mailboxes set last_success_at = $2, advanced_at = $2, last_error = null, last_fault = null,
       failing_since = null where id = $1`,
    [id, now],
  );
}

/** @param fault its code, if waiting does not mend it; null: an error of another kind */
export async function markMailboxFailed(
  db: Queryable,
  name: string,
  { error, fault }: { error: string; fault: FaultCode | null },
  now: Date,
): Promise<void> {
  await db.query(
    `update mailboxes set last_error = $2, last_fault = $3, failing_since = coalesce(failing_since, $4)
     where name = $1`,
    [name, error, fault, now],
  );
}

/** What the server holds against what the log holds. */
export interface Comparison {
  onServer: number;
  withRow: number;
  /** Listed, but the server would not hand them over. */
  withheld: number;
}

export async function saveComparison(
  db: Queryable,
  id: number,
  { onServer, withRow, withheld }: Comparison,
  now: Date,
): Promise<void> {
  await db.query(
    'update mailboxes set compared_at = $2, on_server = $3, with_row = $4, withheld = $5 where id = $1',
    [id, now, onServer, withRow, withheld],
  );
}

export interface LastComparison extends Comparison {
  comparedAt: Date;
  /** Junk without a sign of a dossier, left where it is; null: no Junk folder was found. */
  setAside: number | null;
}

/** The last comparison of a mailbox; null: there was none. */
export async function findComparison(db: Queryable, name: string): Promise<LastComparison | null> {
  return (await findComparisons(db, [name])).get(name) ?? null;
}

/** The last comparison of each mailbox that had one, by its name. */
export async function findComparisons(db: Queryable, names: string[]): Promise<Map<string, LastComparison>> {
  const { rows } = await db.query<LastComparison & { name: string }>(
    `select name, on_server as "onServer", with_row as "withRow", withheld, compared_at as "comparedAt",
       (select coalesce(set_aside, 0) from mailboxes junk where junk.junk_of = b.id order by junk.id desc limit 1) as "setAside"
     from mailboxes b where name = any($1) and compared_at is not null`,
    [names],
  );
  return new Map(rows.map(({ name, ...comparison }) => [name, comparison]));
}

/** Junk without a sign of a dossier is counted and left where it is. */
export async function countSetAside(db: Queryable, id: number, messages: number): Promise<void> {
  await db.query('update mailboxes set set_aside = coalesce(set_aside, 0) + $2 where id = $1', [
    id,
    messages,
  ]);
}

/** Null: it was never connected. */
export async function findMailboxId(db: Queryable, name: string): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>('select id from mailboxes where name = $1', [name]);
  return rows[0]?.id ?? null;
}
