// Who looked at what, and took away what. It is only ever added to.
import type { Access } from '../core/staff.ts';
import type { Queryable } from './database.ts';

/** @param subject "dossier 12", "message 3", "register 1"; empty for a login */
export async function noteAccess(
  db: Queryable,
  { username }: { username: string },
  what: Access,
  subject: string,
  address: string,
  now: Date,
): Promise<void> {
  await db.query(
    'insert into access_log (at, username, what, subject, address) values ($1, $2, $3, $4, $5)',
    [now, username, what, subject, address],
  );
}

export interface AccessRow {
  id: number;
  at: Date;
  username: string;
  what: Access;
  subject: string;
  address: string;
}

export interface AccessFilter {
  username: string | null;
  since: Date | null;
  /** The moment itself is left out. */
  until: Date | null;
  /** Only rows older than this one: the last row of the page before. */
  before: number | null;
}

/** Newest first. */
export async function findAccess(
  db: Queryable,
  { username, since, until, before }: AccessFilter,
  limit: number,
): Promise<AccessRow[]> {
  const { rows } = await db.query<AccessRow>(
    `select id, at, username, what, subject, address from access_log
     where ($1::text is null or username = $1) and ($2::timestamptz is null or at >= $2)
       and ($3::timestamptz is null or at < $3) and ($4::bigint is null or id < $4)
     order by id desc limit $5`,
    [username, since, until, before, limit],
  );
  return rows;
}
