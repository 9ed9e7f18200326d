import { afterAll, beforeAll, expect, it } from 'vitest';
import { attemptMessage } from '../../src/steps/attempt.ts';
import { openClaims } from '../../src/store/claims.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { enterMailbox } from '../../src/store/mailboxes.ts';
import { beginAttempt } from '../../src/store/messages.ts';
import { saveMessage } from '../../src/store/new-messages.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const NOW = new Date('2022-08-08T02:15:00Z');
let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase(database.url);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

it('gives up a message whose attempts ended with their processes', async () => {
  const mailboxId = (await enterMailbox(db, 'hopthu@example.vn/INBOX', NOW)).id;
  const { id } = await saveMessage(
    db,
    {
      mailboxId,
      place: { uidValidity: 1, uid: 1 },
      sha256: 'a'.repeat(64),
      size: 1,
      announcedSize: 1,
      cut: false,
      receivedAt: NOW,
      receivedBy: 'server',
      envelope: {
        messageId: null,
        inReplyTo: [],
        references: [],
        from: null,
        replyTo: null,
        subject: '',
        headers: [],
      },
    },
    NOW,
  );
  for (let killed = 0; killed < 5; killed++) await beginAttempt(db, id, 'received', NOW);
  const claims = openClaims(database.url);
  const worked: number[] = [];
  await attemptMessage({ db, claims, now: () => NOW }, 'received', id, async () => worked.push(id));
  expect(worked).toEqual([]);
  const { rows } = await db.query('select state, reason from messages');
  expect(rows).toEqual([{ state: 'failed', reason: 'attempts-exhausted' }]);
  await claims.close();
});
