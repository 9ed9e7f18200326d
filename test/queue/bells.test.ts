// Both backends, one suite: a ring is answered, a lost one harms nobody, a failing answer stops nothing.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Queue } from 'bullmq';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bells, openBells } from '../../src/queue/bells.ts';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, run, type TestDatabase } from '../support/postgres.ts';
import { freePort } from '../support/program.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let database: TestDatabase;
let redis: TestRedis;
beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
});
afterAll(async () => {
  await redis.stop();
  await database.drop();
});

const fail = (error: unknown) => {
  throw error;
};

const ALONE = { concurrency: 1, together: 1 };

describe.each(['Postgres', 'Redis'])('bells on %s', (backend) => {
  let bells: Bells;
  beforeEach(async () => {
    bells = await openBells({ redisUrl: backend === 'Redis' ? redis.url : null, databaseUrl: database.url });
  });
  afterEach(() => bells.close());

  it('answers every ring, those rung before anybody listened too', async () => {
    const answered: number[] = [];
    await bells.ring('read', [1, 2]);
    await bells.listen('read', ALONE, async (ids) => void answered.push(...ids), fail);
    await bells.ring('read', [3, 3]);
    await eventually('four answers', () => answered.length === 4);
    expect(answered.sort()).toEqual([1, 2, 3, 3]);
    expect(await bells.waiting('read')).toBe(0);
  });

  it('answers as itself, whatever who rings does it within', async () => {
    const within = new AsyncLocalStorage<string>();
    const found: unknown[] = [];
    await bells.listen('read', ALONE, async () => void found.push(within.getStore()), fail);
    await within.run('a transaction', () => bells.ring('read', [1]));
    await eventually('an answer', () => found.length === 1);
    expect(found).toEqual([undefined]);
  });

  it('reports what an answer throws and goes on; the id can be rung again', async () => {
    const answered: number[] = [];
    const errors: unknown[] = [];
    const answer = async (ids: number[]) => {
      answered.push(...ids);
      if (answered.length === 1) throw new Error('no luck');
    };
    await bells.listen('register', ALONE, answer, (error) => errors.push(error));
    await bells.ring('register', [7, 8]);
    await eventually('two answers', () => answered.length === 2);
    await bells.ring('register', [7]);
    await eventually('the third answer', () => answered.length === 3);
    expect(answered).toEqual([7, 8, 7]);
    expect(errors).toMatchObject([{ message: 'no luck' }]);
  });

  it('answers together what was rung together, up to as many as agreed', async () => {
    const answered: number[][] = [];
    await bells.listen(
      'register',
      { concurrency: 1, together: 3 },
      async (ids) => void answered.push(ids),
      fail,
    );
    await bells.ring('register', [1, 2, 3, 4, 5]);
    await eventually('five answers', () => answered.flat().length === 5);
    expect(answered).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('answers no more at once than agreed', async () => {
    let now = 0;
    let most = 0;
    let done = 0;
    await bells.listen(
      'reply',
      { concurrency: 2, together: 1 },
      async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 20));
        now--;
        done++;
      },
      fail,
    );
    await bells.ring('reply', [1, 2, 3, 4, 5, 6]);
    await eventually('six answers', () => done === 6);
    expect(most).toBe(2);
  });

  it('leaves to others what who listens here has no time for, and what waits when it closes', async () => {
    const where = { redisUrl: backend === 'Redis' ? redis.url : null, databaseUrl: database.url };
    const [busy, idle] = await Promise.all([openBells(where), openBells(where)]);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const answered: Record<'busy' | 'idle', number[]> = { busy: [], idle: [] };
    await busy.listen(
      'scan',
      ALONE,
      async (ids) => {
        answered.busy.push(...ids);
        await held;
      },
      fail,
    );
    // One is answered, one waits here for its turn, and one is the queue's and waits too.
    for (const id of [1, 2, 3, 4]) {
      await busy.ring('scan', [id]);
      await busy.depths();
    }
    await eventually('the first to be answered', () => answered.busy.length === 1);
    await idle.listen('scan', ALONE, async (ids) => void answered.idle.push(...ids), fail);
    await eventually('another to be answered elsewhere', () => answered.idle.length === 1);
    const closed = busy.close();
    letGo();
    await closed;
    await eventually('the others to be rung again', () => answered.idle.length === 3);
    expect(answered.busy).toEqual([1]);
    expect(answered.idle.sort()).toEqual([2, 3, 4]);
    await idle.close();
  });

  it('waits for the answer in hand when it closes', async () => {
    let finished = false;
    let begun = false;
    const own = await openBells({
      redisUrl: backend === 'Redis' ? redis.url : null,
      databaseUrl: database.url,
    });
    await own.listen(
      'read',
      ALONE,
      async () => {
        begun = true;
        await new Promise((resolve) => setTimeout(resolve, 200));
        finished = true;
      },
      fail,
    );
    await own.ring('read', [1]);
    await eventually('the answer to begin', () => begun);
    await own.close();
    expect(finished).toBe(true);
  });
});

/** Keeps rings from their worker, as a connection does that hears nothing; returns how to end it. */
const deafen = {
  async Postgres() {
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    // Workers pass over rows that somebody else has locked.
    await other.query("begin; select from tiepnhan_queue.job where state = 'waiting' for update");
    return () => other.end();
  },
  async Redis() {
    const queue = new Queue('tiepnhan-copy', { connection: { url: redis.url } });
    await queue.pause();
    return () => queue.resume().then(() => queue.close());
  },
};

describe.each(['Postgres', 'Redis'])('bells on %s that nobody answers', (backend) => {
  const where = () => ({ redisUrl: backend === 'Redis' ? redis.url : null, databaseUrl: database.url });

  it('are told as silent when their loop has ended, and not while it runs', async () => {
    const bells = await openBells(where());
    await bells.listen('scan', ALONE, async () => {}, fail);
    expect(await bells.silent()).toEqual([]);
    await bells.close();
    expect(await bells.silent()).toEqual(['scan']);
  });

  it('are told as silent when rings wait in vain, and not while an answer is in hand', async () => {
    const bells = await openBells(where(), 100);
    const others = await openBells(where());
    let letGo = () => {};
    let begun = 0;
    await bells.listen(
      'copy',
      ALONE,
      async () => {
        begun++;
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
      },
      fail,
    );
    await others.ring('copy', [1]);
    await eventually('an answer to begin', () => begun === 1);
    await others.ring('copy', [2]);
    expect(await others.waiting('copy')).toBe(1);
    const hearAgain = await deafen[backend as keyof typeof deafen]();
    for (const _ of [1, 2, 3]) expect(await bells.silent()).toEqual([]);
    letGo();
    await eventually('the bell to be told as silent', async () => (await bells.silent()).includes('copy'));
    await hearAgain();
    await eventually('the second answer to begin', () => begun === 2);
    expect(await bells.silent()).toEqual([]);
    letGo();
    await bells.close();
    await others.close();
  });
});

it('a connection lost while a queue is prepared costs the ring, and not the process', async () => {
  const where = { redisUrl: null, databaseUrl: database.url };
  const bells = await openBells(where);
  await bells.ring('read', [1]);
  expect(await bells.waiting('read')).toBe(1);
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  await other.query('begin; lock table tiepnhan_queue.migration');
  await bells.ring('viruses', [1]);
  await eventually('the queue to wait', async () => {
    const ended = await run(
      database.url,
      `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return ended.length;
  });
  await other.end();
  expect(await bells.waiting('viruses')).toBe(0);
  expect(await bells.waiting('read')).toBe(1);
  await bells.ring('viruses', [2]);
  expect(await bells.waiting('viruses')).toBe(1);
  await bells.close();
});

describe('depths', () => {
  it('counts the rings of every bell', async () => {
    const own = await createTestDatabase();
    const bells = await openBells({ redisUrl: null, databaseUrl: own.url });
    await bells.ring('scan', [1, 2]);
    expect(await bells.depths()).toEqual({ read: 0, register: 0, reply: 0, copy: 0, scan: 2, viruses: 0 });
    await bells.close();
    await own.drop();
  });

  it('are null of a Redis that has gone or has frozen', async () => {
    const frozen = await startRedis();
    const bells = await openBells({ redisUrl: frozen.url, databaseUrl: database.url });
    expect(await bells.depths()).toMatchObject({ read: 0 });
    process.kill(frozen.pid, 'SIGSTOP');
    expect(await bells.depths()).toBeNull();
    process.kill(frozen.pid, 'SIGCONT');
    await eventually('an answer again', () => bells.depths());
    await frozen.stop('SIGKILL');
    expect(await bells.depths()).toBeNull();
    await bells.close();
  });
});

describe('openBells', () => {
  it('names a Redis that is away, and one that would throw jobs away', async () => {
    const away = { redisUrl: `redis://127.0.0.1:${await freePort()}`, databaseUrl: database.url };
    await expect(openBells(away)).rejects.toMatchObject({ code: 'queue-unreachable', transient: true });
    const forgetful = await startRedis('allkeys-lru');
    await expect(openBells({ redisUrl: forgetful.url, databaseUrl: database.url })).rejects.toMatchObject({
      code: 'queue-evicts',
    });
    await forgetful.stop();
  });
});
