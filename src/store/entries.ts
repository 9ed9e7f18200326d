// The intake log's own table is kept true: an entry for each dossier, and for each message of no dossier.
import type { Queryable } from './database.ts';

export interface Touched {
  dossierIds?: number[];
  /** With the dossiers that they are in now; one that they have left is to be named. */
  messageIds?: number[];
}

/**
 * Writes the entries of what has changed anew. To be called last in the transaction that changed it: rows are locked before they
 * are read, so that of two who change one dossier the second one sees what the first did.
 */
export async function refreshEntries(
  tx: Queryable,
  { dossierIds = [], messageIds = [] }: Touched,
): Promise<void> {
  if (dossierIds.length + messageIds.length === 0) return;
  const { rows } = await tx.query<{ id: number; dossierId: number | null }>(
    'select id, dossier_id as "dossierId" from messages where id = any($1) order by id for no key update',
    [messageIds],
  );
  const dossiers = [...new Set([...dossierIds, ...rows.flatMap(({ dossierId }) => dossierId ?? [])])];
  const strays = rows.flatMap(({ id, dossierId }) => (dossierId === null ? [id] : []));
  await tx.query('select from dossiers where id = any($1) order by id for no key update', [dossiers]);
  await tx.query('delete from log_entries where message_id = any($1) and not message_id = any($2)', [
    messageIds,
    strays,
  ]);
  await tx.query(REFRESH, [dossiers, strays]);
}

/** Staff have done something about these dossiers: those that asked for somebody to act may ask no more. */
export async function refreshActed(tx: Queryable, dossierIds: number[]): Promise<void> {
  const { rows } = await tx.query<{ id: number }>(
    `select dossier_id as id from log_entries where dossier_id = any($1) and action_at = '-infinity'`,
    [dossierIds],
  );
  await refreshEntries(tx, { dossierIds: rows.map(({ id }) => id) });
}

/** The text of a file is known, or known better: it is in the entries of all messages that brought it. */
export async function refreshHolders(tx: Queryable, sha256: string): Promise<void> {
  const { rows } = await tx.query<{ id: number }>(
    'select distinct message_id as id from attachments where sha256 = $1',
    [sha256],
  );
  await refreshEntries(tx, { messageIds: rows.map(({ id }) => id) });
}

const COLUMNS = `received_at, arrival, status, campaign, unit, unit_group, deadline, sectors, file_trouble, no_paper,
  supplement_until, action_at, words`;
const excluded = COLUMNS.replace(/\w+/g, 'excluded.$&');
const current = COLUMNS.replace(/\w+/g, 'log_entries.$&');

/** What has not changed is not written: each version of a row stands in every index. */
const REFRESH = `insert into log_entries (id, dossier_id, message_id, ${COLUMNS})
  select id, dossier_id, message_id, ${COLUMNS} from (
    select * from log_entries_now where dossier_id = any($1)
    union all select * from log_entries_now where message_id = any($2)) now
  order by id
  on conflict (id) do update set (${COLUMNS}) = (${excluded}) where (${current}) is distinct from (${excluded})`;
