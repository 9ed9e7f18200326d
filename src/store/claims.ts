// Claims: one worker at a time on a row, in every process; a claim ends with its connection, so a killed worker's is free at once.
import pg from 'pg';
import { databaseFault } from './database.ts';

/** A question that is not answered by then has lost its connection (ms). */
const PATIENCE = 30_000;

/** Rows that are claimed, each with its own number space of advisory locks. */
const SPACES = {
  message: 7101,
  letter: 7102,
  mailbox: 7103,
  scan: 7104,
  viruses: 7105,
  purge: 7114,
} as const;
type Space = keyof typeof SPACES;

export interface Claims {
  /** Runs `work` while holding the row; returns false without running it when somebody else holds it. */
  holding(space: Space, id: number, work: () => Promise<void>): Promise<boolean>;
  close(): Promise<void>;
}

export function openClaims(databaseUrl: string): Claims {
  // Advisory locks are re-entrant within a session, so what this process holds is remembered here as well.
  const held = new Set<string>();
  let session: Promise<pg.Client> | null = null;

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'tiepnhan claims',
      keepAlive: true,
      query_timeout: PATIENCE,
    });
    // The next question finds the connection gone. Postgres has freed its locks by then, and the guards of each commit keep
    // the work in hand harmless.
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  async function ask(sql: string, values: number[]): Promise<boolean> {
    session ??= connect();
    const opened = session;
    try {
      const client = await opened;
      const { rows } = await client.query<{ done: boolean }>(sql, values);
      return rows[0]?.done === true;
    } catch (error) {
      if (session === opened) session = null;
      // Locks live as long as their connection: one that is given up must not keep them.
      opened.then((client) => client.end()).catch(() => {});
      throw databaseFault(error);
    }
  }

  // One question at a time: they share one connection.
  let last: Promise<unknown> = Promise.resolve();
  function query(sql: string, values: number[]): Promise<boolean> {
    const answer = last.then(() => ask(sql, values));
    last = answer.catch(() => {});
    return answer;
  }

  return {
    async holding(space, id, work) {
      const key = `${space}:${id}`;
      if (held.has(key)) return false;
      held.add(key);
      try {
        if (!(await query('select pg_try_advisory_lock($1, $2) as done', [SPACES[space], id]))) return false;
        try {
          await work();
        } finally {
          await query('select pg_advisory_unlock($1, $2) as done', [SPACES[space], id]).catch(() => false);
        }
        return true;
      } finally {
        held.delete(key);
      }
    },
    async close() {
      const client = await session?.catch(() => null);
      session = null;
      await client?.end();
    },
  };
}
