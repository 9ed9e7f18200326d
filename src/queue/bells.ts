// The bells: they tell a step that a row waits for it. Losing every one of them loses nothing; sweep rings again.
import { setTimeout } from 'node:timers/promises';
import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { Fault } from '../core/fault.ts';

/** Steps that are woken by a bell; receive and sweep go by the clock. */
export const BELLS = ['read', 'register', 'reply', 'copy', 'scan', 'viruses'] as const;
export type Bell = (typeof BELLS)[number];

export interface Bells {
  ring(bell: Bell, ids: number[]): Promise<void>;
  /**
   * Calls `answer` for each id, at most `concurrency` at once; what it throws goes to `onError` with the id and loses nothing.
   * Errors of the queue itself have no id.
   */
  listen(
    bell: Bell,
    concurrency: number,
    answer: (id: number) => Promise<void>,
    onError: OnError,
  ): Promise<void>;
  /** Rings not yet answered. */
  waiting(bell: Bell): Promise<number>;
  /** Rings not yet answered, of every bell; null: the queue does not answer. */
  depths(): Promise<Record<Bell, number> | null>;
  /** Waits for the answers in hand, then closes. */
  close(): Promise<void>;
}

type OnError = (error: unknown, id?: number) => void;

/** What we use of BullMQ's classes, whichever backend they are bound to. */
interface RingQueue {
  addBulk(jobs: { name: string; data: Ring; opts: typeof RING }[]): Promise<unknown>;
  getWaitingCount(): Promise<number>;
  close(): Promise<void>;
  on(event: 'error', listener: () => void): unknown;
}

interface RingWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: { data: Ring } | undefined, error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

interface Backend {
  queue(name: string): RingQueue;
  worker(name: string, concurrency: number, answer: (id: number) => Promise<void>): RingWorker;
  close(): Promise<void>;
}

/** Rings on Redis where it is given, else in the service's own database. Errors: Fault queue-unreachable, queue-evicts. */
export async function openBells(where: { redisUrl: string | null; databaseUrl: string }): Promise<Bells> {
  const backend = where.redisUrl ? await openRedis(where.redisUrl) : openPostgres(where.databaseUrl);
  const queues = new Map<Bell, RingQueue>();
  const workers: RingWorker[] = [];
  const queueOf = (bell: Bell) => {
    const known = queues.get(bell);
    if (known) return known;
    const queue = backend.queue(`tiepnhan-${bell}`);
    // The ring that needs the connection fails by itself, and sweep rings again.
    queue.on('error', () => {});
    queues.set(bell, queue);
    return queue;
  };

  return {
    async ring(bell, ids) {
      if (ids.length === 0) return;
      // No job ids: an id that BullMQ still remembers would swallow the ring (taskforcesh/bullmq#3765).
      await queueOf(bell).addBulk(ids.map((id) => ({ name: bell, data: { id }, opts: RING })));
    },
    async listen(bell, concurrency, answer, onError) {
      const worker = backend.worker(`tiepnhan-${bell}`, concurrency, answer);
      // Without a listener an error of the run loop would end the loop in silence.
      worker.on('error', (error) => onError(error));
      worker.on('failed', (job, error) => onError(error, job?.data.id));
      workers.push(worker);
      await worker.waitUntilReady();
    },
    waiting: async (bell) => await queueOf(bell).getWaitingCount(),
    depths: () => {
      const counts = BELLS.map(async (bell) => [bell, await queueOf(bell).getWaitingCount()] as const);
      const all = Promise.all(counts).then((found) => Object.fromEntries(found) as Record<Bell, number>);
      // A queue that has frozen says nothing at all.
      return Promise.race([all, setTimeout(PATIENCE, null, { ref: false })]).catch(() => null);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

/** Time the queue has to say how long it is (ms). */
const PATIENCE = 5_000;

/** One attempt, nothing kept: attempts, waits and outcomes stand in Postgres. */
const RING = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** A job whose worker died is handed on after this long (ms). */
const LOCK = 60_000;

interface Ring {
  id: number;
}

function openPostgres(databaseUrl: string): Backend {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const connection = { connectionString: databaseUrl, schema: 'tiepnhan_queue', migrate: true, max: 2 };
  return {
    queue: (name) => new Queue<Ring>(name, { connection }),
    worker: (name, concurrency, answer) =>
      new Worker<Ring>(name, (job: { data: Ring }) => answer(job.data.id), {
        connection,
        concurrency,
        lockDuration: LOCK,
      }),
    close: async () => {},
  };
}

async function openRedis(redisUrl: string): Promise<Backend> {
  await checkRedis(redisUrl);
  // Workers wait for jobs on blocking connections of their own, so each opens one.
  const connect = (forWorker: boolean) =>
    new Redis(redisUrl, { maxRetriesPerRequest: forWorker ? null : 3, enableReadyCheck: true });
  const open: Redis[] = [];
  const connection = (forWorker: boolean) => {
    const redis = connect(forWorker);
    redis.on('error', () => {}); // ioredis reconnects by itself; commands in hand report the error
    open.push(redis);
    return redis;
  };
  return {
    queue: (name) => new Queue<Ring>(name, { connection: connection(false) }),
    worker: (name, concurrency, answer) =>
      new Worker<Ring>(name, (job: { data: Ring }) => answer(job.data.id), {
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
