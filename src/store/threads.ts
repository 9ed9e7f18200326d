// Dossiers that a message may belong to: by the letter it answers, a code, its files, or its sender.
import type { DossierFacts } from '../core/thread.ts';
import type { Queryable } from './database.ts';
import { storableJson } from './text.ts';
import { together } from './together.ts';

const FACTS = `select d.id, d.code, d.campaign, d.kind, d.unit_code as unit, d.received_at as "receivedAt",
    (select coalesce(max(received_at), d.received_at) from messages where dossier_id = d.id) as "lastMessageAt",
    array(select distinct lower(x.address) from (
      select from_address as address from messages where dossier_id = d.id and state <> 'duplicate'
      union select reply_to from messages where dossier_id = d.id and state <> 'duplicate'
      union select recipient from letters where dossier_id = d.id and kind <> 'duplicate') x where x.address is not null) as addresses,
    array(select a.sha256 from documents o join attachments a on a.id = o.attachment_id
      where o.dossier_id = d.id and a.sha256 is not null) as files
  from dossiers d`;

export const findDossier = together<number, DossierFacts | null>(async (tx, ids) => {
  const { rows } = await tx.query<DossierFacts>(`${FACTS} where d.id = any($1)`, [ids]);
  const found = new Map(rows.map((dossier) => [dossier.id, dossier]));
  return ids.map((id) => found.get(id) ?? null);
});

/** In the order of their numbers here. */
async function findThose(tx: Queryable, ids: number[]): Promise<DossierFacts[]> {
  const found = await Promise.all(ids.map((id) => findDossier(tx, id)));
  return found.filter((dossier) => dossier !== null);
}

/** What dossier o has become a part of, or itself. */
const MERGED = 'coalesce(o.merged_into, o.id)';

/** Dossiers of our letters with these Message-IDs; nothing is added to a purged one. */
export async function findAnsweredDossiers(tx: Queryable, messageIds: string[]): Promise<DossierFacts[]> {
  return messageIds.length === 0 ? [] : findThose(tx, await findAnswered(tx, messageIds));
}

const findAnswered = together<string[], number[]>(async (tx, asked) => {
  const { rows } = await tx.query<{ messageId: string; id: number }>(
    `select l.message_id as "messageId", d.id from letters l join dossiers o on o.id = l.dossier_id
       join dossiers d on d.id = ${MERGED} where l.message_id = any($1) and d.purged_at is null`,
    [asked.flat()],
  );
  return asked.map((messageIds) => idsOf(rows.filter(({ messageId }) => messageIds.includes(messageId))));
});

/** Each once, in their order. */
function idsOf(rows: { id: number }[]): number[] {
  return [...new Set(rows.map(({ id }) => id))].sort((a, b) => a - b);
}

export async function findDossiersByCode(tx: Queryable, codes: string[]): Promise<DossierFacts[]> {
  return codes.length === 0 ? [] : findThose(tx, await findCoded(tx, codes));
}

const findCoded = together<string[], number[]>(async (tx, asked) => {
  const { rows } = await tx.query<{ code: string; id: number }>(
    `select o.code, d.id from dossiers o join dossiers d on d.id = ${MERGED}
     where o.code = any($1) and d.purged_at is null`,
    [asked.flat()],
  );
  return asked.map((codes) => idsOf(rows.filter(({ code }) => codes.includes(code))));
});

/** Uses of a file that are looked at: one that is older than so many others tells nothing. */
const LATEST_USES = 100;

/** Dossiers that hold one of these files, those with most of them first; an empty form in common is common, so no more than a few. */
export async function findDossiersSharing(tx: Queryable, files: string[]): Promise<DossierFacts[]> {
  return files.length === 0 ? [] : findThose(tx, await findSharing(tx, files));
}

const findSharing = together<string[], number[]>(async (tx, asked) => {
  const { rows } = await tx.query<{ at: number; id: number }>(
    `select asked.at, s.dossier_id as id
     from jsonb_to_recordset($1) as asked(at integer, files text[]), lateral (
       select o.dossier_id, count(distinct file) as shared
       from unnest(asked.files) file, lateral (
         select id from attachments where sha256 = file order by id desc limit ${LATEST_USES}) a
         join documents o on o.attachment_id = a.id
       group by o.dossier_id order by shared desc, o.dossier_id limit 20) s
     order by asked.at, s.shared desc, s.dossier_id`,
    [JSON.stringify(asked.map((files, at) => ({ at, files })))],
  );
  return asked.map((_, at) => rows.filter((row) => row.at === at).map(({ id }) => id));
});

/** Mails of an address that are looked at. */
const LATEST_MAILS = 100;

/** Dossiers of these campaigns that this address wrote in lately, the one with the latest mail first; no more than a few count. */
export async function findRecentDossiers(
  tx: Queryable,
  campaigns: string[],
  address: string | null,
): Promise<DossierFacts[]> {
  return address === null ? [] : findThose(tx, await findRecent(tx, { campaigns, address }));
}

const findRecent = together<{ campaigns: string[]; address: string }, number[]>(async (tx, asked) => {
  const { rows } = await tx.query<{ at: number; id: number }>(
    `select asked.at, w.id
     from jsonb_to_recordset($1) as asked(at integer, campaigns text[], address text), lateral (
       select d.id, max(lately.id) as latest from (
           select dossier_id, id, state from messages
           where from_address = asked.address and dossier_id is not null
           order by id desc limit ${LATEST_MAILS}) lately
         join dossiers d on d.id = lately.dossier_id
       where lately.state <> 'duplicate' and d.campaign = any(asked.campaigns)
       group by d.id order by latest desc limit 10) w
     order by asked.at, w.latest desc`,
    [storableJson(asked.map((one, at) => ({ ...one, at })))],
  );
  return asked.map((_, at) => rows.filter((row) => row.at === at).map(({ id }) => id));
});
