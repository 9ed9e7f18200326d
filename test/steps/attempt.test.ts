// Attempts at messages: together where they are new, alone where one has failed, and never for ever.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attemptMessages } from '../../src/steps/attempt.ts';
import { beginAttempts } from '../../src/store/attempts.ts';
import { type Claims, openClaims } from '../../src/store/claims.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { enterMailbox } from '../../src/store/mailboxes.ts';
import { saveMessage } from '../../src/store/new-messages.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const NOW = new Date('2022-08-08T02:15:00Z');
let database: TestDatabase;
let db: Database;
let claims: Claims;
let ids: number[];
beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase(database.url);
  claims = openClaims(database.url);
});
afterAll(async () => {
  await claims.close();
  await db.end();
  await database.drop();
});

beforeEach(async () => {
  await db.query('truncate messages cascade');
  const mailboxId = (await enterMailbox(db, 'hopthu@example.vn/INBOX', NOW)).id;
  ids = [];
  for (const uid of [1, 2, 3]) ids.push((await saveMessage(db, message(mailboxId, uid), NOW)).id);
});

function message(mailboxId: number, uid: number) {
  return {
    mailboxId,
    place: { uidValidity: 1, uid },
    sha256: String(uid).repeat(64),
    size: 1,
    announcedSize: 1,
    cut: false,
    receivedAt: NOW,
    receivedBy: 'server' as const,
    envelope: {
      messageId: null,
      inReplyTo: [],
      references: [],
      from: null,
      replyTo: null,
      subject: '',
      headers: [],
    },
  };
}

/** Works on all of them; a message among `poisons` fails. Returns the numbers of each piece of work with what came of it. */
async function attempt(poisons: number[] = []) {
  const works: number[][] = [];
  const { done, failures } = await attemptMessages(
    { db, claims, now: () => NOW },
    'received',
    ids,
    async (claimed) => {
      const numbers = claimed.map(({ id }) => id);
      works.push(numbers);
      if (poisons.some((id) => numbers.includes(id))) throw new Error('poison');
      await db.query("update messages set state = 'read' where id = any($1)", [numbers]);
      return numbers;
    },
  );
  return { works, done: done.flat(), failures: failures.map(({ id }) => id) };
}

describe('several messages', () => {
  it('are worked on together', async () => {
    expect(await attempt()).toEqual({ works: [ids], done: ids, failures: [] });
    expect(await attempt()).toEqual({ works: [], done: [], failures: [] });
  });

  it('are worked on one by one where one of them fails, and only that one waits', async () => {
    const [first = 0, poison = 0, last = 0] = ids;
    expect(await attempt([poison])).toEqual({
      works: [ids, [first], [poison], [last]],
      done: [first, last],
      failures: [null, poison],
    });
    const { rows } = await db.query(
      'select id, attempts, last_error, due_at > $1 as waits from messages where id = $2',
      [NOW, poison],
    );
    expect(rows).toEqual([{ id: poison, attempts: 1, last_error: 'Error: poison', waits: true }]);
  });

  it('are worked on one by one after an attempt that ended with its process', async () => {
    const [first = 0, second = 0, third = 0] = ids;
    await beginAttempts(db, [second, third], 'received', NOW);
    expect(await attempt()).toEqual({ works: [[first], [second], [third]], done: ids, failures: [] });
  });

  it('are left to whoever has them in hand', async () => {
    const other = openClaims(database.url);
    const [first = 0, second = 0, third = 0] = ids;
    await other.holding('message', second, async () => {
      expect((await attempt()).done).toEqual([first, third]);
    });
    await other.close();
  });
});

it('gives up a message whose attempts ended with their processes', async () => {
  const [id = 0] = ids;
  for (let killed = 0; killed < 5; killed++) await beginAttempts(db, [id], 'received', NOW);
  expect((await attempt()).works.flat()).not.toContain(id);
  const { rows } = await db.query('select state, reason from messages where id = $1', [id]);
  expect(rows).toEqual([{ state: 'failed', reason: 'attempts-exhausted' }]);
});
