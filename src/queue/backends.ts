// Where rings wait: BullMQ on the service's own Postgres, or on Redis.
import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { Fault } from '../core/fault.ts';

/** What we use of BullMQ's classes, whichever backend they are bound to. */
export interface RingQueue {
  add(name: string, data: Ring, opts: typeof RING): Promise<unknown>;
  addBulk(jobs: { name: string; data: Ring; opts: typeof RING }[]): Promise<unknown>;
  getWaitingCount(): Promise<number>;
  /** Errors: it could not be prepared. */
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
  on(event: 'error', listener: () => void): unknown;
}

export interface RingWorker {
  isRunning(): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

export interface Backend {
  queue(name: string): RingQueue;
  worker(name: string, concurrency: number, answer: (ids: number[]) => Promise<void>): RingWorker;
  close(): Promise<void>;
}

/** One attempt, nothing kept: attempts, waits and outcomes stand in Postgres. */
export const RING = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** A command that is not answered by then has failed (ms). */
const PATIENCE = 30_000;

/** A job whose worker died is handed on after this long (ms). */
const LOCK = 60_000;

interface Ring {
  ids: number[];
}

export function openPostgres(databaseUrl: string): Backend {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const connection = {
    connectionString: databaseUrl,
    schema: 'tiepnhan_queue',
    migrate: true,
    max: 2,
    // Compiling takes longer than any of its questions.
    options: '-c jit=off',
    // A server that has frozen answers nothing.
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    // BullMQ prepares a queue on a connection without a listener: lost between two statements, it would end the process.
    onConnect: (client: { on(event: 'error', listener: () => void): unknown }) =>
      void client.on('error', () => {}),
  };
  return {
    queue: (name) => new Queue<Ring>(name, { connection }),
    worker: (name, concurrency, answer) =>
      new Worker<Ring>(name, (job: { data: Ring }) => answer(job.data.ids), {
        connection,
        concurrency,
        lockDuration: LOCK,
      }),
    close: async () => {},
  };
}

/** Errors: Fault queue-unreachable, queue-evicts. */
export async function openRedis(redisUrl: string): Promise<Backend> {
  await checkRedis(redisUrl);
  // Workers wait for jobs on blocking connections of their own, so each opens one.
  const connect = (forWorker: boolean) =>
    new Redis(redisUrl, {
      maxRetriesPerRequest: forWorker ? null : 3,
      enableReadyCheck: true,
      ...(!forWorker && { commandTimeout: PATIENCE }),
    });
  const open: Redis[] = [];
  const connection = (forWorker: boolean) => {
    const redis = connect(forWorker);
    redis.on('error', () => {}); // ioredis reconnects by itself; commands in hand report the error
    open.push(redis);
    return redis;
  };
  const forQueues = connection(false);
  return {
    queue: (name) => new Queue<Ring>(name, { connection: forQueues }),
    worker: (name, concurrency, answer) =>
      new Worker<Ring>(name, (job: { data: Ring }) => answer(job.data.ids), {
        connection: connection(true),
        concurrency,
        lockDuration: LOCK,
      }),
    close: async () => {
      for (const redis of open) redis.disconnect();
    },
  };
}

/** Redis must answer, and must not drop keys when its memory is full. */
async function checkRedis(redisUrl: string): Promise<void> {
  const { host } = new URL(redisUrl);
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    retryStrategy: () => null,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1] ?? 'noeviction';
    if (policy !== 'noeviction') {
      throw new Fault('queue-evicts', { transient: false, detail: `${host} has maxmemory-policy ${policy}` });
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('queue-unreachable', { transient: true, detail: host, cause: error });
  } finally {
    redis.disconnect();
  }
}
