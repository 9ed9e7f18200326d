// Carries a purge out in the tables: a tombstone is left of each message, and its content is owed to be deleted.
import type { PurgeRules } from '../core/retention.ts';
import type { Queryable } from './database.ts';
import { refreshEntries } from './entries.ts';
import { disposable } from './purges.ts';
import { HASHED_ID } from './same-message.ts';

/**
 * The next messages of a purge that are to be carried out, after a number up to which all are; those of one dossier come
 * together. `reached`: the number up to which all will be.
 */
export async function findNextItems(
  db: Queryable,
  purgeId: number,
  after: number,
  limit: number,
): Promise<{ ids: number[]; reached: number }> {
  const { rows } = await db.query<{ id: number; isNext: boolean }>(
    `with next as materialized (
       select message_id from purge_items where purge_id = $1 and outcome is null and message_id > $2
       order by message_id limit $3),
     together as (
       select message_id from next union
       select other.id from next join messages m on m.id = next.message_id
         join messages other on other.dossier_id = m.dossier_id)
     select message_id as id, message_id in (select message_id from next) as "isNext"
     from together join purge_items i using (message_id)
     where i.purge_id = $1 and i.outcome is null order by message_id`,
    [purgeId, after, limit],
  );
  const next = rows.filter(({ isNext }) => isNext);
  return { ids: rows.map(({ id }) => id), reached: next.at(-1)?.id ?? after };
}

/**
 * Erases those of these messages that the rules still let go, and notes which they were. The caller holds registrations, so that
 * no dossier changes meanwhile. Returns how many they were, and how many
 * files of the archive are owed for them.
 */
export async function purgeMessages(
  tx: Queryable,
  purgeId: number,
  ids: number[],
  rules: PurgeRules,
  now: Date,
): Promise<{ purged: number; owed: number }> {
  await tx.query('select from messages where id = any($1) order by id for update', [ids]);
  const { rows } = await tx.query<{ id: number; dossierId: number | null }>(STILL_DISPOSABLE, [
    JSON.stringify(rules),
    purgeId,
    ids,
  ]);
  const chosen = rows.map(({ id }) => id);
  const dossiers = [...new Set(rows.flatMap(({ dossierId }) => dossierId ?? []))];
  const contents = await findContents(tx, chosen);
  const split = await eraseDocuments(tx, chosen);
  await eraseDossiers(tx, [...new Set([...dossiers, ...split])], now);
  await eraseMessages(tx, chosen, now);
  await dropFiles(tx, contents);
  const owed = await oweBytes(tx, purgeId, contents);
  await noteOutcome(tx, purgeId, ids, chosen, now);
  await refreshEntries(tx, { dossierIds: dossiers, messageIds: chosen });
  return { purged: chosen.length, owed };
}

/** What has been listed, sort and all, and is no longer to be kept; a dossier only if every message of it was listed. */
const STILL_DISPOSABLE = `${disposable('$3')}
  select m.id, m.dossier_id as "dossierId" from disposable d join messages m on m.id = d.id
    join purge_items i on i.purge_id = $2 and i.message_id = m.id and i.class = d.class and i.outcome is null
  where m.id = any($3) and (m.dossier_id is null or not exists (
    select from messages x where x.dossier_id = m.dossier_id and x.purged_at is null and not exists (
      select from purge_items o where o.purge_id = $2 and o.message_id = x.id and o.class = 'dossiers' and o.outcome is null)))
  order by m.id`;

/** The messages' own bytes, their files, and what lay inside these. */
async function findContents(tx: Queryable, ids: number[]): Promise<string[]> {
  const { rows } = await tx.query<{ sha256: string }>(
    `with held as (select sha256 from messages where id = any($1)
       union select sha256 from attachments where message_id = any($1) and sha256 is not null)
     select sha256 from held
     union select e.sha256 from held join files f using (sha256), jsonb_to_recordset(f.entries) as e(sha256 text)
       where e.sha256 is not null
     order by sha256`,
    [ids],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Wherever staff have put them; returns the dossiers that are left without any, and without a message. */
async function eraseDocuments(tx: Queryable, messageIds: number[]): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `with gone as (delete from documents where attachment_id in (select id from attachments where message_id = any($1))
       returning id, dossier_id)
     select distinct dossier_id as id from gone g
     where not exists (select from messages where dossier_id = g.dossier_id)
       and not exists (select from documents o where o.dossier_id = g.dossier_id and o.id not in (select id from gone))`,
    [messageIds],
  );
  return rows.map(({ id }) => id);
}

async function eraseDossiers(tx: Queryable, ids: number[], now: Date): Promise<void> {
  await tx.query('delete from documents where dossier_id = any($1)', [ids]);
  await tx.query('delete from items where dossier_id = any($1)', [ids]);
  await tx.query('delete from decisions where dossier_ids && $1::bigint[]', [ids]);
  await tx.query(
    `update dossiers set purged_at = $2, unit_evidence = '[]', missing = '[]', note = '', status_reason = null,
       version = version + 1
     where id = any($1)`,
    [ids, now],
  );
  await eraseLetters(tx, 'answers is null and dossier_id = any($1)', ids, now);
}

async function eraseLetters(tx: Queryable, which: string, ids: number[], now: Date): Promise<void> {
  await tx.query(
    `update letters set purged_at = $2, recipient = '', subject = '', body = '', html = '', smtp_answer = null,
       delivery_words = null, reason = case when state = 'held' then 'discarded' else reason end,
       state = case when state = 'held' then 'failed' else state end
     where ${which}`,
    [ids, now],
  );
}

/** What tells a person goes: words, names, addresses. Place, sha256, size, times and sort stay. */
async function eraseMessages(tx: Queryable, ids: number[], now: Date): Promise<void> {
  await tx.query('delete from attachments where message_id = any($1)', [ids]);
  await eraseLetters(tx, 'answers = any($1)', ids, now);
  await tx.query(
    `update messages m set purged_at = $2, message_id = ${HASHED_ID('m')}, in_reply_to = '{}', reference_ids = '{}',
       from_name = '', from_address = null, reply_to = null, subject = '', headers = '[]', body = null, links = '[]',
       delivery_report = null, last_error = null, by_hand = null
     where id = any($1)`,
    [ids, now],
  );
}

/** Facts of files that no attachment is any more; whoever is just adding one waits, or is waited for. */
async function dropFiles(tx: Queryable, sha256s: string[]): Promise<void> {
  await tx.query('select from files where sha256 = any($1) order by sha256 for update', [sha256s]);
  await tx.query(
    `delete from files f where sha256 = any($1)
       and not exists (select from attachments a where a.sha256 = f.sha256)`,
    [sha256s],
  );
}

/** Facts read for a message that then failed belong to no attachment; they go with the next purge, and their bytes with them. */
export async function dropUnusedFiles(tx: Queryable, purgeId: number, readBefore: Date): Promise<void> {
  const { rows } = await tx.query<{ sha256: string }>(
    `select sha256 from files f where read_at < $1 and not exists (select from attachments a where a.sha256 = f.sha256)
       and not exists (select from files o where o.entries <> '[]'
         and o.entries @> jsonb_build_array(jsonb_build_object('sha256', f.sha256))
         and exists (select from attachments a where a.sha256 = o.sha256))
     order by sha256`,
    [readBefore],
  );
  const unused = rows.map(({ sha256 }) => sha256);
  await dropFiles(tx, unused);
  await oweBytes(tx, purgeId, unused);
}

async function oweBytes(tx: Queryable, purgeId: number, sha256s: string[]): Promise<number> {
  const { rowCount } = await tx.query(
    'insert into purge_bytes (sha256, purge_id) select unnest($1::text[]), $2 on conflict do nothing',
    [sha256s, purgeId],
  );
  return rowCount ?? 0;
}

async function noteOutcome(
  tx: Queryable,
  purgeId: number,
  ids: number[],
  chosen: number[],
  now: Date,
): Promise<void> {
  await tx.query(
    `update purge_items set outcome = case when message_id = any($3) then 'purged' else 'kept' end
     where purge_id = $1 and message_id = any($2) and outcome is null`,
    [purgeId, ids, chosen],
  );
  await tx.query(
    `insert into events (at, actor, what, message_id, dossier_id, detail)
     select $3, p.approved_by, 'purged', m.id, m.dossier_id, jsonb_build_object('purge', p.id)
     from purges p, messages m where p.id = $1 and m.id = any($2) order by m.id`,
    [purgeId, chosen, now],
  );
}

/** Content that may have to be deleted, a page at a time in the order of its names. */
export async function findOwedBytes(
  db: Queryable,
  purgeId: number,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ sha256: string }>(
    'select sha256 from purge_bytes where purge_id = $1 and sha256 > $2 order by sha256 limit $3',
    [purgeId, after, limit],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** @param kept named by a row, so they stay */
export async function markBytesSettled(
  db: Queryable,
  purgeId: number,
  deleted: string[],
  kept: string[],
): Promise<void> {
  await db.query(
    `with settled as (delete from purge_bytes where sha256 = any($2) or sha256 = any($3) returning sha256)
     update purges set deleted = deleted + (select count(*) from settled where sha256 = any($2)) where id = $1`,
    [purgeId, deleted, kept],
  );
}
