// What work costs the database: the time of its statements, and the big tables that were read from end to end.
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/** Options of a server that counts what each statement takes, and writes down how it answers the slow ones. */
export const COUNTING = [
  'shared_preload_libraries=pg_stat_statements,auto_explain',
  'pg_stat_statements.max=5000',
  'auto_explain.log_min_duration=100',
  'auto_explain.log_analyze=on',
  'auto_explain.log_timing=off',
  'auto_explain.log_buffers=on',
];

const BIG = `'messages', 'attachments', 'files', 'dossiers', 'documents', 'items', 'letters', 'events', 'log_entries', 'access_log'`;

export interface Statement {
  sql: string;
  calls: number;
  /** In all (ms). */
  ms: number;
  slowest: number;
}

export interface Cost {
  /** The database's time in all statements (ms). */
  ms: number;
  calls: number;
  /** The dearest first. */
  statements: Statement[];
  /** Big tables read without an index, with the rows read. */
  scanned: { table: string; rows: number }[];
}

/** `work` closes what it opens: what a connection has read is known when it has ended. */
export async function costOf(url: string, work: () => Promise<void>): Promise<Cost> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('create extension if not exists pg_stat_statements');
    const before = await scansOf(client);
    await client.query('select pg_stat_statements_reset()');
    await work();
    await untilAlone(client);
    const { rows } = await client.query<Statement>(
      `select query as sql, calls::float8, total_exec_time as ms, max_exec_time as slowest from pg_stat_statements
       where query not like '%pg_stat_%' order by total_exec_time desc`,
    );
    const after = await scansOf(client);
    return {
      ms: rows.reduce((sum, { ms }) => sum + ms, 0),
      calls: rows.reduce((sum, { calls }) => sum + calls, 0),
      statements: rows,
      scanned: [...after].flatMap(([table, rows]) => {
        const read = rows - (before.get(table) ?? 0);
        return read > 0 ? [{ table, rows: read }] : [];
      }),
    };
  } finally {
    await client.end();
  }
}

async function scansOf(client: pg.Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ table: string; rows: number }>(
    `select relname as table, seq_tup_read::float8 as rows from pg_stat_user_tables where relname in (${BIG})`,
  );
  return new Map(rows.map((row) => [row.table, row.rows]));
}

async function untilAlone(client: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where backend_type in ('client backend', 'parallel worker') and pid <> pg_backend_pid()
         and application_name <> 'tiepnhan engine'`,
    );
    if (rowCount === 0) return;
    await setTimeout(20);
  }
}

/** A statement in one line, its beginning and its end. */
export function shortSql(sql: string, length = 110): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 60)} … ${line.slice(-60)}`;
}
