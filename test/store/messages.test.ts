import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Envelope } from '../../src/core/facts.ts';
import {
  beginAttempts,
  findOverdueMessages,
  markAttemptFailed,
  retryIfFailed,
} from '../../src/store/attempts.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { enterMailbox } from '../../src/store/mailboxes.ts';
import { type NewMessage, saveMessage, saveMessages } from '../../src/store/new-messages.ts';
import { findKnownPlaces } from '../../src/store/places.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const NOW = new Date('2022-08-08T02:15:00Z');
const LATER = new Date('2022-08-08T03:15:00Z');
const NOTHING: Envelope = {
  messageId: null,
  inReplyTo: [],
  references: [],
  from: null,
  replyTo: null,
  subject: '',
  headers: [],
};

let database: TestDatabase;
let db: Database;
let mailboxId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase(database.url);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});
beforeEach(async () => {
  await db.query('truncate mailboxes, messages cascade');
  mailboxId = (await enterMailbox(db, 'hopthu@example.vn/INBOX', NOW)).id;
});

const sha = (letter: string) => letter.repeat(64);
const message = (uid: number, change: Partial<NewMessage> = {}): NewMessage => ({
  mailboxId,
  place: { uidValidity: 1, uid },
  sha256: sha('a'),
  size: 10,
  announcedSize: 10,
  cut: false,
  receivedAt: NOW,
  receivedBy: 'server',
  envelope: NOTHING,
  ...change,
});

describe('saveMessages', () => {
  it('gives each mail its row, in their order, and knows those that have one', async () => {
    const known = await saveMessage(db, message(2, { sha256: sha('2') }), NOW);
    const four = [1, 2, 3, 4].map((uid) => message(uid, { sha256: sha(`${uid}`) }));
    const saved = await saveMessages(db, four, NOW);
    expect(saved.map(({ how }) => how)).toEqual(['stored', 'known', 'stored', 'stored']);
    expect(saved[1]).toEqual({ id: known.id, how: 'known' });
    const fresh = saved.filter(({ how }) => how === 'stored').map(({ id }) => id);
    expect(fresh).toEqual([...fresh].sort((a, b) => a - b));
    expect(await saveMessages(db, four, NOW)).toEqual(saved.map(({ id }) => ({ id, how: 'known' })));
  });

  it('the same bytes twice in one batch are two messages', async () => {
    const saved = await saveMessages(db, [message(1), message(2)], NOW);
    expect(saved.map(({ how }) => how)).toEqual(['stored', 'stored']);
  });

  it('those that came before one that cannot be stored are', async () => {
    const bad = message(3, { sha256: 'no hash' });
    const three = [message(1, { sha256: sha('1') }), message(2, { sha256: sha('2') }), bad];
    await expect(saveMessages(db, three, NOW)).rejects.toThrow();
    expect((await findKnownPlaces(db, mailboxId, 1, 1)).size).toBe(2);
  });
});

describe('saveMessage', () => {
  it('stores a message once', async () => {
    const stored = await saveMessage(db, message(1), NOW);
    expect(stored.how).toBe('stored');
    expect(await saveMessage(db, message(1), NOW)).toEqual({ id: stored.id, how: 'known' });
    expect((await saveMessage(db, message(2), NOW)).how).toBe('stored');
    expect([...(await findKnownPlaces(db, mailboxId, 1, 2)).keys()]).toEqual([2]);
  });

  it('moves rows along when the server begins a new UIDVALIDITY, copies one by one', async () => {
    const first = await saveMessage(db, message(1), NOW);
    const copy = await saveMessage(db, message(2), NOW);
    const anew = (uid: number) => message(uid, { place: { uidValidity: 2, uid } });
    expect(await saveMessage(db, anew(7), NOW)).toEqual({ id: first.id, how: 'found-again' });
    expect(await saveMessage(db, anew(8), NOW)).toEqual({ id: copy.id, how: 'found-again' });
    expect((await saveMessage(db, anew(9), NOW)).how).toBe('stored');
    expect(await saveMessage(db, anew(7), NOW)).toEqual({ id: first.id, how: 'known' });
  });

  it('knows an imported file by its bytes', async () => {
    const imported = message(0, { place: null, receivedBy: 'date-header' });
    const { id } = await saveMessage(db, imported, NOW);
    expect(await saveMessage(db, imported, NOW)).toEqual({ id, how: 'known' });
  });

  it('keeps whatever a sender wrote: a kilobyte of Message-ID, NUL bytes, half an emoji', async () => {
    const odd: Envelope = {
      ...NOTHING,
      messageId: `<${'x'.repeat(9000)}>`,
      references: ['<\0>'],
      from: { name: 'a\0b\ud800', address: 'a\0@example.vn' },
      subject: 'hồ\0sơ\udfff',
      headers: [{ name: 'x-odd', value: '\0\ud83d"\\' }],
    };
    expect((await saveMessage(db, message(1, { envelope: odd }), NOW)).how).toBe('stored');
  });

  it('gives one row to many who save the same message at once', async () => {
    const saved = await Promise.all(Array.from({ length: 8 }, () => saveMessage(db, message(1), NOW)));
    expect(saved.filter((one) => one.how === 'stored')).toHaveLength(1);
    expect(new Set(saved.map((one) => one.id)).size).toBe(1);
  });
});

describe('attempts', () => {
  it('counts before the work begins, waits for the due time, and ends as failed', async () => {
    const { id } = await saveMessage(db, message(1), NOW);
    expect(await beginAttempts(db, [id], 'read', NOW)).toEqual([]);
    expect(await beginAttempts(db, [id], 'received', NOW)).toMatchObject([{ id, attempts: 1 }]);
    const failed = { error: 'no luck', dueAt: LATER, counts: true };
    await markAttemptFailed(db, id, 'received', failed);
    expect(await beginAttempts(db, [id], 'received', NOW)).toEqual([]);
    expect(await beginAttempts(db, [id], 'received', LATER)).toMatchObject([{ id, attempts: 2 }]);
    await markAttemptFailed(db, id, 'received', { ...failed, counts: false });
    expect(await beginAttempts(db, [id], 'received', LATER)).toMatchObject([{ id, attempts: 2 }]);
    // Late news of another step changes nothing.
    await markAttemptFailed(db, id, 'read', { ...failed, dueAt: null });
    expect(await beginAttempts(db, [id], 'received', LATER)).toMatchObject([{ id, attempts: 3 }]);
    await markAttemptFailed(db, id, 'received', { ...failed, dueAt: null });
    expect(await beginAttempts(db, [id], 'received', LATER)).toEqual([]);
    expect(await retryIfFailed(db, id, 'operator', NOW)).toBe(true);
    expect(await retryIfFailed(db, id, 'operator', NOW)).toBe(false);
    expect(await beginAttempts(db, [id], 'received', NOW)).toMatchObject([{ id, attempts: 1 }]);
  });

  it('rings an overdue row, then leaves it in peace for a while', async () => {
    const ids = [];
    for (const uid of [1, 2, 3])
      ids.push((await saveMessage(db, message(uid, { sha256: sha(`${uid}`) }), NOW)).id);
    expect(await findOverdueMessages(db, 'received', NOW, LATER, 2)).toEqual(ids.slice(0, 2));
    expect(await findOverdueMessages(db, 'received', NOW, LATER, 2)).toEqual(ids.slice(2));
    expect(await findOverdueMessages(db, 'received', NOW, LATER, 2)).toEqual([]);
  });
});
