// The connection pool, and the transaction every verdict is committed in.
import pg from 'pg';
import { Fault } from '../core/fault.ts';
import { GatheringSocket } from './gathering-socket.ts';

export type Database = pg.Pool;
/** The pool, or the one connection of a transaction. */
export type Queryable = pg.Pool | pg.PoolClient;

const INT8 = 20;

export interface DatabaseOptions {
  /** Connections at most. */
  max?: number;
  /**
   * Statements with values are prepared once on each connection: for the path of messages, which asks the same few hundred
   * questions over and over. The page's are planned anew, for their best plan hangs on what is asked for.
   */
  prepares?: boolean;
}

/**
 * Opens a pool and makes sure that the database answers. Errors, of its queries too: Fault database-unreachable,
 * database-refused.
 */
export async function openDatabase(
  url: string,
  { max = 10, prepares = false }: DatabaseOptions = {},
): Promise<Database> {
  const pool = new pg.Pool({
    ...(prepares && { Client: PreparingClient }),
    // What is asked side by side in a transaction goes to the server together.
    ...PIPELINED,
    stream: () => new GatheringSocket(),
    connectionString: url,
    options: prepares ? `${JIT_OFF} ${PLANS_THAT_LAST}` : JIT_OFF,
    max,
    application_name: 'tiepnhan',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // A server that has frozen answers nothing; whoever asked tries again later.
    query_timeout: 120_000,
    // Whoever dies in mid-transaction without closing its connection must not hold everybody's locks.
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) },
  });
  // A connection lost while idle is replaced by the pool; whoever needs one meanwhile gets the error.
  pool.on('error', () => {});
  const query = pool.query.bind(pool);
  const db = Object.assign(pool, {
    query: async (...asked: unknown[]) =>
      Promise.resolve(Reflect.apply(query, pool, asked)).catch((error: unknown) => {
        throw databaseFault(error);
      }),
  });
  try {
    await db.query('select 1');
  } catch (error) {
    await db.end();
    throw error;
  }
  return db;
}

/** Compiling takes longer than any of our questions. */
const JIT_OFF = '-c jit=off';

/**
 * A plan that is kept serves whatever is asked for, and goes from row to row by index though the tables are small as yet: it is
 * used while they grow, and Postgres notices that only when it next counts their rows. Until then it takes a whole table to be
 * hashed, or the entries of one mailbox to be laid over those of one message, for as cheap as on the first day.
 */
const PLANS_THAT_LAST = [
  'plan_cache_mode=force_generic_plan',
  ...['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin'].map((way) => `enable_${way}=off`),
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/** Of pg's client; its types do not know it yet. */
const PIPELINED: object = { pipeline: true };

/** More than we have; beyond them statements are planned anew each time. */
const MOST_PREPARED = 1_000;
const names = new Map<string, string>();

class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...asked: unknown[]) => unknown;
    // In its place, so that each of pg's many ways to ask is passed through as it is.
    Object.assign(this, {
      query: (asked: unknown, values: unknown, ...rest: unknown[]) => {
        const name = typeof asked === 'string' && Array.isArray(values) ? nameOf(asked) : undefined;
        return query(name ? { name, text: asked } : asked, values, ...rest);
      },
    });
  }
}

function nameOf(statement: string): string | undefined {
  if (!names.has(statement) && names.size < MOST_PREPARED) names.set(statement, `s${names.size}`);
  return names.get(statement);
}

/**
 * Runs `work` in one transaction; a serialization failure or deadlock runs it again, as Postgres asks for.
 * @param keeps false: what was written is taken back, and only the result stays
 */
export async function transaction<T>(
  db: Database,
  work: (tx: pg.PoolClient) => Promise<T>,
  keeps: (result: T) => boolean = () => true,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(db, work, keeps);
    } catch (error) {
      if (attempt >= 5 || !isRetryable(error)) throw databaseFault(error);
    }
  }
}

async function once<T>(
  db: Database,
  work: (tx: pg.PoolClient) => Promise<T>,
  keeps: (result: T) => boolean,
): Promise<T> {
  const tx = await db.connect();
  let broken: Error | undefined;
  // Without a listener a connection that dies between two statements would end the process.
  const onError = (error: Error) => {
    broken = error;
  };
  tx.on('error', onError);
  try {
    await tx.query('begin');
    const result = await work(tx);
    if (!keeps(result)) {
      await tx.query('rollback');
      return result;
    }
    const committed = await tx.query('commit');
    // COMMIT of an aborted transaction answers ROLLBACK without an error.
    if (committed.command !== 'COMMIT') throw new Error('the transaction was rolled back by Postgres');
    return result;
  } catch (error) {
    await tx.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    tx.off('error', onError);
    tx.release(broken);
  }
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

function isRetryable(error: unknown): boolean {
  const code = sqlState(error);
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED;
}

/** Class 28: login refused; 3D000: no such database; 57P: shutting down; 53: out of disk, memory or connections. */
const REFUSED = /^(28|3D000)/;
const AWAY = /^(08|53|57P)/;
const NETWORK = /^E[A-Z]+$/;

/** Turns an error that means "the database is away" into a Fault; every other one stays what it is: a bug. */
export function databaseFault(error: unknown): unknown {
  const code = sqlState(error);
  const detail = error instanceof Error ? error.message : undefined;
  if (REFUSED.test(code)) return new Fault('database-refused', { transient: false, detail, cause: error });
  if (AWAY.test(code) || NETWORK.test(code) || /timeout|terminated|Connection ended/i.test(detail ?? '')) {
    return new Fault('database-unreachable', { transient: true, detail, cause: error });
  }
  return error;
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
