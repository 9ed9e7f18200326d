// Undoing: the rows of a decision as they were before, put back while nothing else has happened since.
import type { LetterKind } from '../core/letter.ts';
import type { Queryable } from './database.ts';

/** Columns that decisions change, with their types. */
const DOSSIER = {
  unit_code: 'text',
  unit_evidence: 'jsonb',
  kind: 'text',
  kind_decided: 'boolean',
  status: 'text',
  decided_status: 'text',
  status_reason: 'text',
  completed_at: 'timestamptz',
  forwarded_at: 'timestamptz',
  paper_received_on: 'date',
  paper_sets: 'integer',
  paper_recorded_by: 'text',
  assignee: 'text',
  note: 'text',
  merged_into: 'bigint',
};
const DOCUMENT = {
  dossier_id: 'bigint',
  type: 'text',
  form: 'text',
  confidence: 'real',
  evidence: 'jsonb',
  decided: 'jsonb',
};
const MESSAGE = { dossier_id: 'bigint', state: 'text', reason: 'text' };

/** Opaque: what `restore` puts back. */
export type Snapshot = Record<'dossiers' | 'documents' | 'messages', unknown[]>;

/** What these dossiers are now, with their documents and messages. */
export async function takeSnapshot(tx: Queryable, dossierIds: number[]): Promise<Snapshot> {
  const { rows } = await tx.query<Snapshot>(
    `select
       (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (select id, ${Object.keys(DOSSIER)} from dossiers
          where id = any($1) or merged_into = any($1)) x) as dossiers,
       (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (select id, ${Object.keys(DOCUMENT)} from documents
          where dossier_id = any($1)) x) as documents,
       (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (select id, ${Object.keys(MESSAGE)} from messages
          where dossier_id = any($1)) x) as messages`,
    [dossierIds],
  );
  if (!rows[0]) throw new Error('a snapshot has one row');
  return rows[0];
}

export async function restore(tx: Queryable, snapshot: Snapshot): Promise<void> {
  await putBack(tx, 'dossiers', DOSSIER, snapshot.dossiers);
  await putBack(tx, 'documents', DOCUMENT, snapshot.documents);
  await putBack(tx, 'messages', MESSAGE, snapshot.messages);
  // What became a document by the decision is none again.
  const known = snapshot.documents.map((row) => (row as { id: number }).id);
  const dossiers = snapshot.dossiers.map((row) => (row as { id: number }).id);
  await tx.query('delete from documents where dossier_id = any($1) and not (id = any($2))', [
    dossiers,
    known,
  ]);
}

async function putBack(
  tx: Queryable,
  table: keyof Snapshot,
  columns: Record<string, string>,
  rows: unknown[],
): Promise<void> {
  const names = Object.keys(columns);
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await tx.query(
    `update ${table} t set ${names.map((name) => `${name} = x.${name}`)}
     from jsonb_to_recordset($1) as x(id bigint, ${typed}) where t.id = x.id`,
    [JSON.stringify(rows)],
  );
}

export interface Undoable {
  dossierIds: number[];
  created: number | null;
  before: Snapshot;
  withdrawn: Withdrawn;
  at: Date;
  /** Codes of those dossiers. */
  codes: string[];
}

/** Kinds of letters, by dossier. */
export type Withdrawn = Record<number, LetterKind[]>;

export async function saveDecision(
  tx: Queryable,
  decision: {
    actor: string;
    dossierIds: number[];
    versions: number[];
    created: number | null;
    before: Snapshot;
    withdrawn: Withdrawn;
  },
  now: Date,
): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `insert into decisions (at, actor, dossier_ids, versions, created, before, withdrawn)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [
      now,
      decision.actor,
      decision.dossierIds,
      decision.versions,
      decision.created,
      JSON.stringify(decision.before),
      JSON.stringify(decision.withdrawn),
    ],
  );
  return rows[0]?.id ?? 0;
}

/** Marks a decision as undone and returns it; null: it was undone before, or one of its dossiers has changed since. */
export async function beginUndo(tx: Queryable, id: number, now: Date): Promise<Undoable | null> {
  const { rows } = await tx.query<Undoable>(
    `update decisions c set undone_at = $2 where id = $1 and undone_at is null
       and versions = array(select d.version from unnest(c.dossier_ids) with ordinality as u(id, place)
         join dossiers d on d.id = u.id where d.purged_at is null order by u.place)
     returning dossier_ids as "dossierIds", created, before, withdrawn, at,
       array(select d.code from unnest(c.dossier_ids) with ordinality as u(id, place)
         join dossiers d on d.id = u.id order by u.place) as codes`,
    [id, now],
  );
  return rows[0] ?? null;
}

/** The dossier that an undone decision had made is a part of another again; its code and number stay used. */
export async function closeCreated(tx: Queryable, created: number, into: number): Promise<void> {
  await tx.query(
    `update dossiers set decided_status = 'duplicate', status = 'duplicate', merged_into = $2, missing = '[]',
       completed_at = null, version = version + 1 where id = $1`,
    [created, into],
  );
}

/** Letters that a decision wrote and that have not gone out. */
export async function withdrawWritten(tx: Queryable, dossierIds: number[], since: Date): Promise<void> {
  await tx.query(
    `delete from letters where dossier_id = any($1) and written_by is not null and written_at >= $2
       and state in ('pending', 'held')`,
    [dossierIds, since],
  );
}
