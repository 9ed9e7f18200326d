// What the database says the archive holds, a part at a time, and the runs that compared the two.
import type { NamedFile, Verification } from '../core/verification.ts';
import type { Queryable } from './database.ts';

/** Sizes by content of what rows of messages and files name. */
const NAMED = `
  select sha256, size from messages where purged_at is null and sha256 >= $1 and sha256 < $2
  union select sha256, size from files where sha256 >= $1 and sha256 < $2`;

/** The same of messages received since a time. */
const NAMED_SINCE = `
  select sha256, size from messages where purged_at is null and sha256 >= $1 and sha256 < $2 and received_at >= $3
  union select a.sha256, a.size from attachments a join messages m on m.id = a.message_id
    where a.sha256 >= $1 and a.sha256 < $2 and m.received_at >= $3`;

/** What lay inside files and was never looked at itself, because a limit was reached: no row is its own. */
export async function findNamedInside(db: Queryable): Promise<NamedFile[]> {
  const { rows } = await db.query<NamedFile>(
    `select e.sha256, array_agg(distinct e.size::float8) as sizes
     from files f, jsonb_to_recordset(f.entries) as e(sha256 text, size bigint)
     where f.entries <> '[]' and e.sha256 is not null and not exists (select from files where sha256 = e.sha256)
     group by e.sha256 order by e.sha256`,
  );
  return rows;
}

/** After every hex digit. */
const END = 'g';

/** What the rows name of one part of the archive: the names with this beginning. */
export async function findNamed(db: Queryable, prefix: string, since: Date | null): Promise<NamedFile[]> {
  const { rows } = await db.query<NamedFile>(
    `select sha256, array_agg(size::float8) as sizes from (${since ? NAMED_SINCE : NAMED}) named
     group by sha256 order by sha256`,
    [prefix, `${prefix}${END}`, ...(since ? [since] : [])],
  );
  return rows;
}

/** About how many there are: what came twice is counted twice. */
export async function countNamed(db: Queryable, since: Date | null): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    since
      ? `select count(*) + (select count(*) from attachments a join messages m on m.id = a.message_id
           where m.received_at >= $1) as count from messages where purged_at is null and received_at >= $1`
      : `select count(*) + (select count(*) from files) as count from messages where purged_at is null`,
    since ? [since] : [],
  );
  return rows[0]?.count ?? 0;
}

/** Messages that hold this content, directly or inside a file of theirs; null: nobody names it any more. */
export async function findHolders(db: Queryable, sha256: string): Promise<number[] | null> {
  const { rows } = await db.query<{ named: boolean; ids: number[] | null }>(
    `with holding as (select $1 as sha256 union select sha256 from files where entries <> '[]' and entries @> jsonb_build_array(jsonb_build_object('sha256', $1::text)))
     select exists (select from messages where sha256 = $1 and purged_at is null)
         or exists (select from files join holding using (sha256)) as named,
       array(select id::float8 from messages where sha256 = $1 and purged_at is null
         union select message_id from attachments join holding using (sha256) order by 1) as ids`,
    [sha256],
  );
  return rows[0]?.named ? (rows[0].ids ?? []) : null;
}

export interface LastVerification extends Verification {
  startedAt: Date;
  /** Null: it was cut short, or still runs. */
  endedAt: Date | null;
}

/** The last run; null: there was none. */
export async function findLastVerification(db: Queryable): Promise<LastVerification | null> {
  const { rows } = await db.query<LastVerification>(
    `select started_at as "startedAt", ended_at as "endedAt", coalesce(files, 0) as files, coalesce(bytes, 0) as bytes,
       coalesce(missing, 0) as missing, coalesce(damaged, 0) as damaged, orphans, coalesce(leftovers, 0) as leftovers
     from verifications order by id desc limit 1`,
  );
  return rows[0] ?? null;
}

export async function beginVerification(db: Queryable, since: Date | null, now: Date): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    'insert into verifications (started_at, since) values ($1, $2) returning id',
    [now, since],
  );
  return rows[0]?.id ?? 0;
}

export async function endVerification(
  db: Queryable,
  id: number,
  { files, bytes, missing, damaged, orphans, leftovers }: Verification,
  now: Date,
): Promise<void> {
  await db.query(
    `update verifications set ended_at = $2, files = $3, bytes = $4, missing = $5, damaged = $6, orphans = $7,
       leftovers = $8 where id = $1`,
    [id, now, files, bytes, missing, damaged, orphans, leftovers],
  );
}
