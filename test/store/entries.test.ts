// The log's own table after what happens to messages: it says what the other tables say, and hostile words do it no harm.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markAttemptFailed, retryIfFailed } from '../../src/store/attempts.ts';
import { type Database, openDatabase, transaction } from '../../src/store/database.ts';
import { refreshEntries } from '../../src/store/entries.ts';
import { saveFiles } from '../../src/store/readings.ts';
import { saveScan } from '../../src/store/scans.ts';
import { saveUnits } from '../../src/store/units.ts';
import { findUntrueEntries } from '../support/entries.ts';
import { unitMail } from '../support/mails.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let db: Database;
beforeAll(async () => {
  office = await openOffice();
  for (const number of [1, 2, 3]) await office.dovecot.append(await unitMail(number));
  await office.dovecot.append('From: a@example.vn\r\nSubject: Chúc mừng năm mới\r\n\r\nThân ái.\r\n');
  await office.dovecot.append(
    'From: b@example.vn\r\nSubject: Nghi\r\nAuto-Submitted: auto-replied\r\n\r\nVắng.\r\n',
  );
  await office.runOnce();
  db = await openDatabase(office.database.url);
});
afterAll(async () => {
  await db.end();
  await office.close();
});

const untrue = () => findUntrueEntries(office.database.url);
const find = async (sql: string, values: unknown[] = []) =>
  (await db.query<{ id: number }>(sql, values)).rows;
const holds = async (word: string) =>
  (await find('select id from log_entries where words @@ $1::tsquery order by id', [word])).map(
    ({ id }) => id,
  );

describe('the entries of the log', () => {
  it('are one for each dossier and for each message of none, on the whole path', async () => {
    expect(await untrue()).toEqual([]);
    expect((await find('select id from log_entries where dossier_id is not null')).length).toBe(3);
    const strays = await db.query('select status from log_entries where message_id is not null order by id');
    expect(strays.rows.map(({ status }) => status)).toEqual(['not-a-submission', 'automatic']);
  });

  it('know the words of subjects, senders, units, titles, file names and files, without accents', async () => {
    const dossiers = await holds('sang & kien');
    expect(dossiers).toHaveLength(3);
    expect(await holds(`mttq & 'unit' & 1`)).toHaveLength(1);
    expect(await holds('mo & ta & docx')).toHaveLength(3);
    expect(await holds(`'.kien'`)).toHaveLength(3);
    expect(await holds('chuc & mung')).toHaveLength(1);
  });

  it('follow a message that fails and is tried again', async () => {
    const [stray] = await find(`select id from messages where state = 'not-a-submission'`);
    await db.query(`update messages set state = 'read', due_at = now() where id = $1`, [stray!.id]);
    await markAttemptFailed(db, stray!.id, 'read', { error: 'x', dueAt: null, counts: true });
    expect(await untrue()).toEqual([]);
    const [failed] = await find(
      `select id from log_entries where status = 'failed' and action_at = '-infinity'`,
    );
    expect(failed).toEqual({ id: 2 * stray!.id + 1 });
    expect(await retryIfFailed(db, stray!.id, 'operator', new Date())).toBe(true);
    expect(await untrue()).toEqual([]);
    await office.runOnce();
    expect(await untrue()).toEqual([]);
  });

  it('follow a stray message into a dossier, and out of it', async () => {
    const [stray] = await find(`select id from messages where state = 'automatic'`);
    const [dossier] = await find('select id from dossiers order by id');
    await transaction(db, async (tx) => {
      await tx.query('update messages set dossier_id = $2 where id = $1', [stray!.id, dossier!.id]);
      await refreshEntries(tx, { messageIds: [stray!.id] });
    });
    expect(await untrue()).toEqual([]);
    await transaction(db, async (tx) => {
      await tx.query('update messages set dossier_id = null where id = $1', [stray!.id]);
      await refreshEntries(tx, { messageIds: [stray!.id], dossierIds: [dossier!.id] });
    });
    expect(await untrue()).toEqual([]);
  });

  it('follow what staff decide, and call for somebody when mail comes after it', async () => {
    const [dossier] = await find('select id from dossiers order by id');
    const { id } = dossier!;
    const decide = (what: string, actor: string) =>
      transaction(db, async (tx) => {
        await tx.query('insert into events (at, actor, what, dossier_id) values (now(), $1, $2, $3)', [
          actor,
          what,
          id,
        ]);
        await tx.query(`update dossiers set status = 'refused', decided_status = 'refused' where id = $1`, [
          id,
        ]);
        await refreshEntries(tx, { dossierIds: [id] });
      });
    const calls = async () =>
      (await find(`select id from log_entries where dossier_id = $1 and action_at = '-infinity'`, [id]))
        .length;
    await decide('refused', 'Cán bộ');
    expect(await calls()).toBe(0);
    await decide('supplement', 'machine');
    expect(await calls()).toBe(1);
    await decide('noted', 'Cán bộ');
    expect(await calls()).toBe(0);
    expect(await untrue()).toEqual([]);
  });

  it('follow what OCR reads and what a second look at a file finds, wherever else it lies', async () => {
    const { rows } = await db.query<{ sha256: string }>('select sha256 from attachments order by id limit 1');
    const { sha256 } = rows[0]!;
    await saveScan(db, sha256, 'Kyhieu của Quyết định', new Date());
    expect(await holds(`'.kyhieu'`)).toHaveLength(1);
    await db.query(`update files set problem = 'took-too-long' where sha256 = $1`, [sha256]);
    const facts = {
      type: 'docx',
      text: 'thay',
      pages: null,
      problem: null,
      macros: false,
      entries: [],
    } as const;
    await saveFiles(
      db,
      [{ sha256, size: 1, facts: { ...facts, scannedText: null, entries: [] }, words: ['.thay'] }],
      new Date(),
    );
    expect(await holds(`'.thay' & '.kyhieu'`)).toHaveLength(1);
    expect(await untrue()).toEqual([]);
  });

  it('follow a unit that is renamed', async () => {
    const { rows } = await db.query<{ code: string }>(
      'select unit_code as code from dossiers order by id limit 1',
    );
    const unit = {
      code: rows[0]!.code,
      name: 'Mặt trận xã Mới Tinh',
      shortName: 'Mới Tinh',
      group: 'khác',
      place: null,
    };
    await transaction(db, (tx) =>
      saveUnits(tx, [{ ...unit, aliases: [], addresses: [], expected: 'no' }], new Date()),
    );
    expect(await holds('tinh & moi & mat & tran')).toHaveLength(1);
    expect(await untrue()).toEqual([]);
  });

  it('take any text: endless words, letters that unfold into many, tens of thousands of different ones', async () => {
    const texts = [
      'a'.repeat(1_000_000),
      '\ufdfa'.repeat(200_000),
      Array.from({ length: 60_000 }, (_, at) => `w${at}`).join(' '),
      'e\u0301\u0323 \u200b\ufeff đĐðÐ ㎯'.repeat(5_000),
      '',
    ];
    const [dossier] = await find('select id from dossiers order by id');
    for (const text of texts) {
      await db.query('update files set text = $1, scanned_text = $1', [text]);
      await db.query('update items set title = $1', [text]);
      await db.query('update messages set subject = $1 where dossier_id is not null', [text]);
      await transaction(db, (tx) => refreshEntries(tx, { dossierIds: [dossier!.id] }));
    }
    const { rows } = await db.query('select length(words) as words from log_entries where dossier_id = $1', [
      dossier!.id,
    ]);
    expect(rows[0].words).toBeGreaterThan(0);
  });
});
