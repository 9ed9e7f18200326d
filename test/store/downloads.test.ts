// What staff may take away, and what is never handed to them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { findAttachment, findBundle, findMail } from '../../src/store/downloads.ts';
import { enterMailbox } from '../../src/store/mailboxes.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const NOW = new Date('2022-08-08T02:15:00Z');
const sha = (number: number) => String(number).padStart(64, '0');
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

async function idOf(sql: string, values: unknown[]): Promise<number> {
  const { rows } = await db.query<{ id: number }>(`${sql} returning id`, values);
  return rows[0]?.id ?? 0;
}

let count = 0;
const dossier = () =>
  idOf(
    `insert into dossiers (code, office, arrival_year, arrival_number, campaign, kind, unit_evidence, status, deadline,
       received_at, supplement_until, missing)
     values ($1, 'BT', 2022, $2, 'c', 'k', '[]', 'complete', 'on-time', $3, $3, '[]')`,
    [`code-${++count}`, count, NOW],
  );
const message = (dossierId: number | null, subject = 'Hồ sơ: "sáng kiến"', receivedAt = NOW) =>
  idOf(
    `insert into messages (mailbox_id, uid_validity, uid, sha256, size, received_at, received_by, in_reply_to,
       reference_ids, from_name, subject, headers, state, dossier_id)
     values ($1, 1, $2, $3, 77, $4, 'server', '{}', '{}', '', $5, '[]', 'registered', $6)`,
    [mailboxId, ++count, sha(count), receivedAt, subject, dossierId],
  );

interface Sent {
  file?: number | null;
  parent?: number;
  problem?: string;
  verdict?: string;
  reason?: string;
}

/** Attachments of a message in their order, each a file of its own unless it says which. */
async function attach(messageId: number, files: Sent[]): Promise<number[]> {
  const ids = [];
  for (const [
    position,
    { file = ++count, parent, problem, verdict = 'accepted', reason },
  ] of files.entries()) {
    if (file !== null) {
      await db.query(
        `insert into files (sha256, size, type, text, problem, read_at) values ($1, 5, 'pdf', 'words', $2, $3)
         on conflict do nothing`,
        [sha(file), problem, NOW],
      );
    }
    ids.push(
      await idOf(
        `insert into attachments (message_id, position, parent, path, name, declared_type, shown_in_body, sha256, size,
           problem, verdict, reason) values ($1, $2, $3, '', $4, '', false, $5, 5, $6, $7, $8)`,
        [
          messageId,
          position,
          parent,
          `tep-${position}.pdf`,
          file && sha(file),
          file ? null : problem,
          verdict,
          reason,
        ],
      ),
    );
  }
  return ids;
}

const infect = (file: number) =>
  db.query(
    `update files set virus_verdict = 'infected', virus = 'Eicar', virus_checked_at = $2 where sha256 = $1`,
    [sha(file), NOW],
  );

describe('an attachment', () => {
  it('is found by its id, with its words', async () => {
    const home = await dossier();
    const mail = await message(home);
    const [id = 0] = await attach(mail, [{ file: 9_001 }]);
    expect(await findAttachment(db, id)).toEqual({
      messageId: mail,
      dossierId: home,
      name: 'tep-0.pdf',
      sha256: sha(9_001),
      withheld: null,
      size: 5,
      type: 'pdf',
      text: 'words',
    });
    expect(await findAttachment(db, 999_999)).toBeNull();
  });

  it('that is infected, or holds what is, is nobody’s to open, wherever else it lies', async () => {
    const mail = await message(null);
    const files = await attach(mail, [{}, { parent: 0, file: 9_010 }, { parent: 0 }]);
    const [elsewhere = 0] = await attach(await message(null), [{ file: 9_010 }]);
    await infect(9_010);
    const found = await Promise.all([...files, elsewhere].map((id) => findAttachment(db, id)));
    expect(found.map((file) => [file?.withheld, file?.sha256 === null, file?.text])).toEqual([
      ['infected', true, null],
      ['infected', true, null],
      [null, false, 'words'],
      ['infected', true, null],
    ]);
  });

  it('that is a program, or was not taken out, is not handed out', async () => {
    const ids = await attach(await message(null), [
      { problem: 'executable' },
      { file: null, problem: 'unsafe-entry' },
      { problem: 'encrypted' },
    ]);
    const found = await Promise.all(ids.map((id) => findAttachment(db, id)));
    expect(found.map((file) => file?.withheld)).toEqual(['executable', 'unsafe-entry', null]);
    expect(found[1]).toMatchObject({ sha256: null, type: 'unknown', text: null });
  });
});

describe('a mail', () => {
  it('has a clean name, and is marked where a file in it is infected', async () => {
    const clean = await message(null);
    const { rows } = await db.query<{ sha256: string }>('select sha256 from messages where id = $1', [clean]);
    expect(await findMail(db, clean)).toEqual({
      sha256: rows[0]?.sha256,
      name: `Thư ${clean} - Hồ sơ_ _sáng kiến_.eml`,
      size: 77,
      dossierId: null,
      infected: false,
    });
    const bad = await message(null);
    await attach(bad, [{ file: 9_020 }]);
    await infect(9_020);
    expect(await findMail(db, bad)).toMatchObject({ infected: true });
  });

  it('that was purged is there no more', async () => {
    const purged = await message(null, '');
    await db.query('update messages set purged_at = $2 where id = $1', [purged, NOW]);
    expect(await findMail(db, purged)).toBeNull();
    expect(await findMail(db, 999_999)).toBeNull();
  });
});

it('a dossier is the files of its mails in their order, with what is withheld, without what is none', async () => {
  const home = await dossier();
  const second = await message(home, '', new Date('2022-08-09T02:15:00Z'));
  const first = await message(home);
  await attach(await message(await dossier()), [{}]);
  await attach(second, [{ file: 9_032 }]);
  await attach(first, [
    { reason: 'unpacked' },
    { parent: 0, file: 9_030 },
    { parent: 0, file: 9_031, verdict: 'refused', reason: 'infected' },
    { verdict: 'ignored', reason: 'inline-image' },
    { verdict: 'refused', file: 9_033, problem: 'encrypted', reason: 'encrypted' },
  ]);
  await infect(9_031);
  const found = await findBundle(db, home);
  expect(found.map((file) => [file.messageId, file.name, file.sha256, file.withheld])).toEqual([
    [first, 'tep-1.pdf', sha(9_030), null],
    [first, 'tep-2.pdf', sha(9_031), 'infected'],
    [first, 'tep-4.pdf', sha(9_033), null],
    [second, 'tep-0.pdf', sha(9_032), null],
  ]);
  expect(found[0]?.receivedAt).toEqual(NOW);
});
