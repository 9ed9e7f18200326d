// Killed processes, an emptied queue, a Postgres that restarts: each mail one row, each letter once.
import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { unitMails } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { runCommand, startCommand } from '../support/processes.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

const MAILS = 12;

let redis: TestRedis;
let mails: Buffer[];
let office: Office;
beforeAll(async () => {
  [redis, mails] = await Promise.all([startRedis(), unitMails(MAILS)]);
});
afterAll(() => redis.stop());
afterEach(() => office.close());

async function open(queue: string): Promise<void> {
  office = await openOffice({ redisUrl: queue === 'Redis' ? redis.url : null });
  for (const mail of mails) await office.dovecot.append(mail);
}

/** Every mail has one row and one dossier, and every letter was accepted exactly once or is visibly held. */
async function expectNothingLostOrDoubled(): Promise<void> {
  const log = await office.log();
  expect(log.map((entry) => entry.message.uid)).toEqual(mails.map((_, at) => at + 1));
  expect(log.map((entry) => entry.outcome)).toEqual(mails.map(() => 'registered'));
  const arrivals = log.map((entry) => entry.dossier?.arrivalNumber ?? 0).sort((a, b) => a - b);
  expect(arrivals).toEqual(mails.map((_, at) => at + 1));
  const letters = log.flatMap((entry) => entry.letters);
  expect(letters).toHaveLength(MAILS);
  const accepted = office.smtp.received.map((letter) => letter.messageId);
  expect(new Set(accepted).size).toBe(accepted.length);
  for (const { state, messageId } of letters) {
    if (state === 'sent') expect(accepted).toContain(messageId);
    else expect(state).toBe('unknown');
  }
}

describe.each(['Postgres', 'Redis'])('with the queue in %s', (queue) => {
  it('survives kill -9 in the middle of messages, again and again', async () => {
    await open(queue);
    for (let kills = 0; kills < 6; kills++) {
      const started = startCommand(['run-once'], environmentOf(office));
      await setTimeout(randomInt(700, 2500));
      started.child.kill('SIGKILL');
      await started.end();
    }
    expect(await runCommand(['run-once'], environmentOf(office))).toMatchObject({ code: 0 });
    await expectNothingLostOrDoubled();
  });

  it('finishes although the queue is emptied in the middle', async () => {
    await open(queue);
    let finished = false;
    const running = office.runOnce().finally(() => {
      finished = true;
    });
    for (let flushes = 0; flushes < 3 && !finished; flushes++) {
      const letters = office.smtp.received.length;
      await eventually(
        'some progress',
        () => finished || office.smtp.received.length > letters || flushes === 0,
      );
      await empty(queue);
    }
    await running;
    await expectNothingLostOrDoubled();
  });
});

async function empty(queue: string): Promise<void> {
  if (queue === 'Redis') {
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
  } else {
    await run(office.database.url, 'delete from tiepnhan_queue.job').catch((error: Error) => {
      // Before the first worker has come there is no queue to empty.
      if (!/does not exist/.test(error.message)) throw error;
    });
  }
}
