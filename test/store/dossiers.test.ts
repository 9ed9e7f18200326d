import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { insertLetter, withdrawUnsent } from '../../src/store/letters.ts';
import { markNotTaken, markSendingIfPending } from '../../src/store/letters-to-send.ts';
import { enterMailbox } from '../../src/store/mailboxes.ts';
import { findDossiersSharing } from '../../src/store/threads.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const NOW = new Date('2022-08-08T02:15:00Z');
let database: TestDatabase;
let db: Database;
let mailboxId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase(database.url);
  mailboxId = (await enterMailbox(db, 'hopthu@example.vn/INBOX', NOW)).id;
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const sha = (number: number) => String(number).padStart(64, '0');

async function one<Row extends object>(sql: string, values: unknown[]): Promise<Row> {
  const { rows } = await db.query<Row>(sql, values);
  if (!rows[0]) throw new Error('no row');
  return rows[0];
}

/** A dossier with a message that brings these files; returns both ids. */
async function dossierWith(number: number, files: number[]): Promise<{ dossier: number; message: number }> {
  const { id: dossier } = await one<{ id: number }>(
    `insert into dossiers (code, office, arrival_year, arrival_number, campaign, kind, unit_evidence, status, deadline,
       received_at, supplement_until, missing)
     values ($1, 'BT', 2022, $2, 'c', 'k', '[]', 'complete', 'on-time', $3, $3, '[]') returning id`,
    [`code-${number}`, number, NOW],
  );
  const { id: message } = await one<{ id: number }>(
    `insert into messages (mailbox_id, uid_validity, uid, sha256, size, received_at, received_by, in_reply_to,
       reference_ids, from_name, subject, headers, state, dossier_id)
     values ($1, 1, $2, $3, 1, $4, 'server', '{}', '{}', '', '', '[]', 'registered', $5) returning id`,
    [mailboxId, number, sha(number), NOW, dossier],
  );
  for (const [position, file] of files.entries()) {
    await db.query(
      `insert into files (sha256, size, type, read_at) values ($1, 1, 'pdf', $2) on conflict do nothing`,
      [sha(file), NOW],
    );
    const { id } = await one<{ id: number }>(
      `insert into attachments (message_id, position, path, name, declared_type, shown_in_body, sha256, size, verdict)
       values ($1, $2, '', 'f', '', false, $3, 1, 'accepted') returning id`,
      [message, position, sha(file)],
    );
    await db.query(
      `insert into documents (dossier_id, attachment_id, form, confidence, evidence) values ($1, $2, 'signed', 1, '[]')`,
      [dossier, id],
    );
  }
  return { dossier, message };
}

it('finds the dossier that holds all of a mail’s files among many that share one blank form', async () => {
  for (let number = 1; number <= 25; number++) await dossierWith(number, [0, number]);
  const found = await findDossiersSharing(db, [sha(0), sha(25)]);
  expect(found[0]?.code).toBe('code-25');
  expect(found).toHaveLength(20);
});

it('a letter taken back while it is on the wire is not sent again', async () => {
  const { dossier, message } = await dossierWith(100, []);
  const letter = await insertLetter(
    db,
    {
      kind: 'missing-documents',
      answers: message,
      dossierId: dossier,
      recipient: 'a@example.vn',
      subject: '',
      text: '',
      html: '',
      messageId: '<1@example.vn>',
      dueAt: NOW,
      held: null,
    },
    NOW,
  );
  await markSendingIfPending(db, letter ?? 0);
  await withdrawUnsent(db, dossier, ['missing-documents']);
  await markNotTaken(db, letter ?? 0, '451 later', NOW);
  const { rows } = await db.query('select state, reason from letters');
  expect(rows).toEqual([{ state: 'failed', reason: 'overtaken' }]);
});
