// The bells: they tell a step that a row waits for it. Losing every one of them loses nothing; sweep rings again.
import { AsyncResource } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import { openPostgres, openRedis, RING, type RingQueue, type RingWorker } from './backends.ts';
import { type Gathered, openGathered, sharesOf } from './gathered.ts';

/** Steps that are woken by a bell; receive and sweep go by the clock. */
export const BELLS = ['read', 'register', 'reply', 'copy', 'scan', 'viruses'] as const;
export type Bell = (typeof BELLS)[number];

export interface Bells {
  /** Takes note: who listens here answers, if he has time, else the queue has it; what it does not take is lost, and rung again by sweep. */
  ring(bell: Bell, ids: number[]): Promise<void>;
  /** Calls `answer` with what was rung for; what it throws, and errors of the queue itself, go to `onError` and lose nothing. */
  listen(
    bell: Bell,
    how: Hearing,
    answer: (ids: number[]) => Promise<void>,
    onError: (error: unknown) => void,
  ): Promise<void>;
  /** Rings not yet answered; one may be for several rows. */
  waiting(bell: Bell): Promise<number>;
  /**
   * Bells listened to here that have fallen silent: their loop has ended, or rings wait and none was answered since this was
   * first noticed, longer ago than anybody needs. Only a new process helps. A queue that cannot be asked is away, not silent.
   */
  silent(): Promise<Bell[]>;
  /** Rings not yet answered, of every bell; null: the queue does not answer. */
  depths(): Promise<Record<Bell, number> | null>;
  /** Waits for the answers in hand, then closes. */
  close(): Promise<void>;
}

export interface Hearing {
  /** Answers at a time. */
  concurrency: number;
  /** Rows that one answer may be for. */
  together: number;
}

/** Rings that wait this long, while nobody here is busy, are not heard (ms). */
const DEAF_AFTER = 120_000;

/** A bell that is listened to, and the signs of life that the queue gives. */
interface Listener {
  bell: Bell;
  worker: RingWorker;
  /** Answers, whoever rang. */
  turns: LimitFunction;
  /** Answers to who rings here; what goes wrong is told. */
  answerHere(ids: number[]): void;
  /** Jobs of the queue that are being answered, or wait for their turn, and rows of those that have been. */
  inHand: number;
  answered: number;
  /** When rings were first seen to wait in vain, and how many had been answered by then. */
  unheard: { since: number; answered: number } | null;
}

/** Rings on Redis where it is given, else in the service's own database. Errors: Fault queue-unreachable, queue-evicts. */
export async function openBells(
  where: { redisUrl: string | null; databaseUrl: string },
  deafAfter = DEAF_AFTER,
): Promise<Bells> {
  const backend = where.redisUrl ? await openRedis(where.redisUrl) : openPostgres(where.databaseUrl);
  const queues = new Map<Bell, RingQueue>();
  const gathered = new Map<Bell, Gathered>();
  const listeners: Listener[] = [];
  const answering = new Set<Promise<void>>();
  let closing = false;
  const queueOf = (bell: Bell) => {
    const known = queues.get(bell);
    if (known) return known;
    const queue = backend.queue(`tiepnhan-${bell}`);
    // The ring that needs the connection fails by itself, and sweep rings again.
    queue.on('error', () => {});
    queues.set(bell, queue);
    // What BullMQ could not prepare stays useless for ever, its errors the same one: the next ring gets another.
    queue.waitUntilReady().catch(async () => {
      queues.delete(bell);
      await queue.close().catch(() => {});
    });
    return queue;
  };
  const gatheredOf = (bell: Bell) => {
    const known =
      gathered.get(bell) ??
      openGathered(
        (ids) => handOver(bell, ids),
        () => hasEnough(bell),
      );
    gathered.set(bell, known);
    return known;
  };
  /** The queue is for those who listen elsewhere: for a few rows a job costs it more than the answer. */
  const handOver = async (bell: Bell, ids: number[]) => {
    const shares = sharesOf(ids, SHARES[bell]);
    for (const listener of closing ? [] : listenersTo(bell)) {
      while (hasTime(listener) && shares.length > 0) listener.answerHere(shares.shift() ?? []);
    }
    if (shares.length > 0) await enqueue(bell, shares);
  };
  const enqueue = async (bell: Bell, shares: number[][]) => {
    // No job ids: an id that BullMQ still remembers would swallow a ring (taskforcesh/bullmq#3765).
    const jobs = shares.map((ids) => ({ name: bell, data: { ids }, opts: RING }));
    const queue = queueOf(bell);
    if (jobs.length > FEW) await queue.addBulk(jobs);
    else await Promise.all(jobs.map(({ name, data, opts }) => queue.add(name, data, opts)));
  };
  const listenersTo = (bell: Bell) => listeners.filter((one) => one.bell === bell);
  const hasEnough = (bell: Bell) => {
    const here = listenersTo(bell);
    return here.length > 0 && !here.some(hasTime);
  };
  const queued = async (bell: Bell) => {
    await gatheredOf(bell).flush();
    return await queueOf(bell).getWaitingCount();
  };
  const waiting = async (bell: Bell) => {
    const count = await queued(bell);
    return listenersTo(bell).reduce((sum, { turns }) => sum + turns.pendingCount, count);
  };

  return {
    async ring(bell, ids) {
      gatheredOf(bell).note(ids);
    },
    async listen(bell, { concurrency, together }, answer, onError) {
      const turns = pLimit(concurrency);
      const answerAll = async (ids: number[]) => {
        for (let at = 0; at < ids.length; at += together) {
          const some = ids.slice(at, at + together);
          // Closing waits for the rows in hand; the others are rung again.
          if (closing) await enqueue(bell, [some]);
          else await answer(some).catch(onError);
        }
      };
      const inTurn = async (ids: number[]) => {
        await turns(answerAll, ids);
        gatheredOf(bell).look();
      };
      const worker = backend.worker(`tiepnhan-${bell}`, concurrency, async (ids) => {
        listener.inHand++;
        await inTurn(ids).finally(() => listener.inHand--);
        listener.answered += ids.length;
      });
      // Whoever rings must not lend the answer what he does things within: a transaction, a trace.
      const answerHere = AsyncResource.bind((ids: number[]) => {
        const answered = inTurn(ids).catch(onError);
        answering.add(answered);
        void answered.finally(() => answering.delete(answered));
      });
      const listener: Listener = {
        bell,
        worker,
        turns,
        answerHere,
        inHand: 0,
        answered: 0,
        unheard: null,
      };
      // Without a listener an error of the run loop would end the loop in silence.
      worker.on('error', (error) => onError(error));
      worker.on('failed', (_job, error) => onError(error));
      listeners.push(listener);
      await worker.waitUntilReady();
    },
    waiting,
    async silent() {
      const silent: Bell[] = [];
      for (const listener of listeners) {
        if (!listener.worker.isRunning() || (await isDeaf(listener, queued, deafAfter)))
          silent.push(listener.bell);
      }
      return silent;
    },
    depths: () => {
      const counts = BELLS.map(async (bell) => [bell, await waiting(bell)] as const);
      const all = Promise.all(counts).then((found) => Object.fromEntries(found) as Record<Bell, number>);
      // A queue that has frozen says nothing at all.
      return Promise.race([all, setTimeout(ANSWER, null, { ref: false })]).catch(() => null);
    },
    async close() {
      closing = true;
      await Promise.all([...gathered.values()].map((one) => one.flush()));
      await Promise.all([...listeners.map(({ worker }) => worker.close()), ...answering]);
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

/** Workers that are to share what is rung together. Registrations are made one after the other. */
const SHARES: Record<Bell, number> = { read: 2, register: 1, reply: 2, copy: 4, scan: 4, viruses: 4 };

/** In bulk Postgres makes tables for it, which pays from the fifth job on. */
const FEW = 4;

async function isDeaf(
  listener: Listener,
  queued: (bell: Bell) => Promise<number>,
  deafAfter: number,
): Promise<boolean> {
  const { bell, inHand, answered, unheard } = listener;
  const inVain = inHand === 0 && (await queued(bell).catch(() => 0)) > 0;
  if (!inVain) listener.unheard = null;
  else if (unheard?.answered !== answered) listener.unheard = { since: performance.now(), answered };
  else return performance.now() - unheard.since > deafAfter;
  return false;
}

/** Each answer that may be under way is, and as many wait for their turn. */
function hasTime({ turns }: Listener): boolean {
  return turns.activeCount + turns.pendingCount < 2 * turns.concurrency;
}

/** Time the queue has to say how long it is (ms). */
const ANSWER = 5_000;
