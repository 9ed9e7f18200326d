// The intake log's own table is kept true: an entry for each dossier, and for each message of no dossier.
import type { Queryable } from './database.ts';
import { together } from './together.ts';

export interface Touched {
  dossierIds?: number[];
  /** With the dossiers that they are in now; one that they have left is to be named. */
  messageIds?: number[];
}

/**
 * Writes the entries of what has changed anew. To be called last in the transaction that changed it: rows are locked before they
 * are read, so that of two who change one dossier the second one sees what the first did.
 */
export async function refreshEntries(tx: Queryable, touched: Touched): Promise<void> {
  if ((touched.dossierIds ?? []).length + (touched.messageIds ?? []).length > 0) await refresh(tx, touched);
}

const refresh = together<Touched, void>(async (tx, touched) => {
  const messageIds = touched.flatMap((one) => one.messageIds ?? []);
  const { rows } = await tx.query<{ id: number; dossierId: number | null }>(
    'select id, dossier_id as "dossierId" from messages where id = any($1) order by id for no key update',
    [messageIds],
  );
  const named = touched.flatMap((one) => one.dossierIds ?? []);
  const dossiers = [...new Set([...named, ...rows.flatMap(({ dossierId }) => dossierId ?? [])])];
  const strays = rows.flatMap(({ id, dossierId }) => (dossierId === null ? [id] : []));
  if (dossiers.length > 0)
    await tx.query('select from dossiers where id = any($1) order by id for no key update', [dossiers]);
  const filed = messageIds.filter((id) => !strays.includes(id));
  await Promise.all([
    filed.length > 0 && tx.query('delete from log_entries where message_id = any($1)', [filed]),
    write(tx, 'dossier_id', dossiers),
    write(tx, 'message_id', strays),
  ]);
  return touched.map(() => undefined);
});

/** One is asked for by name, which is planned once; many at once. */
async function write(tx: Queryable, column: 'dossier_id' | 'message_id', ids: number[]): Promise<void> {
  const [only] = ids;
  if (ids.length === 1) await tx.query(REFRESH(`${column} = $1`), [only]);
  else if (ids.length > 1) await tx.query(REFRESH(`${column} = any($1)`), [ids]);
}

/** Staff have done something about these dossiers: those that asked for somebody to act may ask no more. */
export async function refreshActed(tx: Queryable, dossierIds: number[]): Promise<void> {
  const { rows } = await tx.query<{ id: number }>(
    `select dossier_id as id from log_entries where dossier_id = any($1) and action_at = '-infinity'`,
    [dossierIds],
  );
  await refreshEntries(tx, { dossierIds: rows.map(({ id }) => id) });
}

/** The text of these files is known, or known better: it is in the entries of all messages that brought one. */
export async function refreshHolders(tx: Queryable, sha256s: string[]): Promise<void> {
  const { rows } = await tx.query<{ id: number }>(
    'select distinct message_id as id from attachments where sha256 = any($1)',
    [sha256s],
  );
  await refreshEntries(tx, { messageIds: rows.map(({ id }) => id) });
}

const COLUMNS = `received_at, arrival, status, campaign, unit, unit_group, deadline, sectors, file_trouble, no_paper,
  supplement_until, action_at, words`;
const excluded = COLUMNS.replace(/\w+/g, 'excluded.$&');
const current = COLUMNS.replace(/\w+/g, 'log_entries.$&');

/** What has not changed is not written: each version of a row stands in every index. */
const REFRESH = (which: string) => `insert into log_entries (id, dossier_id, message_id, ${COLUMNS})
  select id, dossier_id, message_id, ${COLUMNS} from log_entries_now where ${which}
  order by id
  on conflict (id) do update set (${COLUMNS}) = (${excluded}) where (${current}) is distinct from (${excluded})`;
