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

const CLAIM = 'select id from unnest($2::integer[]) id where pg_try_advisory_lock($1, id)';
const RELEASE = 'select id from unnest($2::integer[]) id where pg_advisory_unlock($1, id)';

export interface Claims {
  /** Runs `work` while holding the row; returns false without running it when somebody else holds it. */
  holding(space: Space, id: number, work: () => Promise<void>): Promise<boolean>;
  /** Runs `work` while holding those of these rows that nobody else holds, in the order of their numbers, if there are any. */
  holdingEach(space: Space, ids: number[], work: (held: number[]) => Promise<void>): Promise<void>;
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

  async function ask(sql: string, values: unknown[]): Promise<number[]> {
    session ??= connect();
    const opened = session;
    try {
      const client = await opened;
      const { rows } = await client.query<{ id: number }>(sql, values);
      return rows.map(({ id }) => id);
    } catch (error) {
      if (session === opened) session = null;
      // Locks live as long as their connection: one that is given up must not keep them.
      opened.then((client) => client.end()).catch(() => {});
      throw databaseFault(error);
    }
  }

  // One question at a time: they share one connection.
  let last: Promise<unknown> = Promise.resolve();
  function query(sql: string, values: unknown[]): Promise<number[]> {
    const answer = last.then(() => ask(sql, values));
    last = answer.catch(() => {});
    return answer;
  }

  async function holdingEach(space: Space, ids: number[], work: (held: number[]) => Promise<void>) {
    const free = [...new Set(ids)].filter((id) => !held.has(`${space}:${id}`));
    for (const id of free) held.add(`${space}:${id}`);
    try {
      const claimed = await query(CLAIM, [SPACES[space], free]);
      try {
        if (claimed.length > 0) await work(claimed.sort((a, b) => a - b));
      } finally {
        if (claimed.length > 0) await query(RELEASE, [SPACES[space], claimed]).catch(() => []);
      }
    } finally {
      for (const id of free) held.delete(`${space}:${id}`);
    }
  }

  return {
    holdingEach,
    async holding(space, id, work) {
      let holds = false;
      await holdingEach(space, [id], async () => {
        holds = true;
        await work();
      });
      return holds;
    },
    async close() {
      const client = await session?.catch(() => null);
      session = null;
      await client?.end();
    },
  };
}
