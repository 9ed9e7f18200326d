// A purge: what no longer need be kept goes, tombstones stay, and a crash after any effect leaves nothing half done.
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Settings } from '../../config/settings.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { openDesks } from '../../src/app/desks.ts';
import type { Service } from '../../src/app/service.ts';
import { openArchive } from '../../src/archive/archive.ts';
import { purgeRules } from '../../src/core/retention.ts';
import { purge } from '../../src/steps/purge.ts';
import { openClaims } from '../../src/store/claims.ts';
import { openDatabase } from '../../src/store/database.ts';
import { findMailboxes } from '../../src/store/mailboxes.ts';
import { findProgress, markApproved, planPurge } from '../../src/store/purges.ts';
import { ageArchive, endSupplements, shortCampaign } from '../support/aged.ts';
import { Crash, crashAfter } from '../support/crash.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { runCommand } from '../support/processes.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

const THEN = { receivedAt: new Date('2022-08-08T02:15:00Z') };
const SHARED = Buffer.from('Ảnh chụp mô hình, gửi hai lần.');

let folder: string;
let office: Office;
let meeting: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'purge-'));
  const periods = { dossiers: '2 years', others: '1 years', ordinary: '30 days' };
  office = await openOffice({ campaignFiles: [await shortCampaign(folder, periods)] });
  await office.dovecot.append(await unitMail(1), THEN);
  await office.dovecot.append(await unitMail(2));
  meeting = await mail(3, 'Thư mời họp');
  await office.dovecot.append(meeting, THEN);
  await office.dovecot.append(await mail(4, 'Vắng mặt', { 'Auto-Submitted': 'auto-replied' }), THEN);
  await office.dovecot.append(await mail(5, 'Gửi ảnh', {}, SHARED), THEN);
  await office.dovecot.append(await mail(6, 'Gửi lại ảnh', {}, SHARED));
  await office.runOnce();
  // A letter on the dossier that answers no message goes with it.
  await rows(
    `insert into letters (kind, dossier_id, recipient, subject, body, html, message_id, state, written_at, mailbox_id, written_by)
     select 'supplement-reminder', dossier_id, from_address, '', 'x', 'x', '<notice@example.vn>', 'sent', now(), mailbox_id, 'x'
     from messages where from_address = 'unit-1@example.vn'`,
  );
  await endSupplements(office);
  await ageArchive(office.settings.archiveDir);
});
afterAll(async () => {
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

function mail(number: number, subject: string, headers = {}, file?: Buffer): Promise<Buffer> {
  return makeMail({
    from: `Nguyễn Văn Kín <kin-${number}@example.vn>`,
    to: 'hopthu@example.vn',
    subject: `${subject} của ông Kín`,
    text: `Tôi là Kín, số ${number}.`,
    messageId: `<kin-${number}@example.vn>`,
    headers,
    attachments: file ? [{ name: `anh-${number}.dat`, content: file }] : [],
  });
}

const rows = (sql: string, url = office.database.url) => run(url, sql);
const tiepnhan = (...args: string[]) =>
  runCommand(args, { ...environmentOf(office), CAMPAIGN_FILE: office.settings.campaignFiles[0] });

/** Every row of every table in which one of these words stands. */
async function traces(words: string[], url = office.database.url): Promise<string[]> {
  const tables = await rows("select tablename as name from pg_tables where schemaname = 'public'", url);
  const found: string[] = [];
  for (const { name } of tables) {
    const holding = await rows(
      `select to_jsonb(t)::text as row from "${name}" t where to_jsonb(t)::text ilike any (array['${words.map((word) => `%${word}%`).join("','")}'])`,
      url,
    );
    found.push(...holding.map(({ row }) => `${name}: ${String(row)}`));
  }
  return found;
}

it('survives a crash after every single effect', async () => {
  let effects = 1;
  for (; ; effects++) {
    const copy = await copyOffice(effects);
    const url = copy.databaseUrl ?? '';
    const service = await openForPurge(copy);
    try {
      const id = await approvedPlan(service);
      const crashing = crashAfter(service, effects);
      await purge(crashing.service, id, await rulesOf(service), () => {}).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
      const after = crashing.crashedAfter();
      // Whatever was cut short: no row names bytes that are gone.
      expect(await goneFiles(service, url), `crash ${effects}, after ${after}`).toEqual([]);
      if (after === null) break;
      const progress = await purge(service, id, await rulesOf(service), () => {});
      expect(progress, `crash ${effects}, after ${after}`).toMatchObject({
        purged: 4,
        kept: 0,
        left: 0,
        owed: 0,
      });
      expect(await goneFiles(service, url)).toEqual([]);
      const [{ files } = {}] = await rows(
        'select count(*) as files from (select sha256 from messages where purged_at is null union select sha256 from files) x',
        url,
      );
      expect(await countFiles(copy), `crash ${effects}, after ${after}`).toBe(Number(files));
      expect(await findProgress(service.db, id)).toMatchObject({ left: 0, owed: 0 });
    } finally {
      await service.claims.close();
      await service.db.end();
      await rows(`drop database office_${effects} with (force)`);
      await rm(copy.dataDir, { recursive: true });
    }
  }
  expect(effects).toBeGreaterThan(20);
}, 1_200_000);

const OLD = 'DKST-BT-220808-0001';

/** Purges a copy of the office in which staff have moved a document of the old dossier to where `to` says. */
async function purgeMoved(number: number, to: string) {
  const copy = await copyOffice(number);
  const url = copy.databaseUrl ?? '';
  const service = await openForPurge(copy);
  try {
    await rows(
      `with home as (${to}) update documents set dossier_id = (select id from home)
       where id = (select min(o.id) from documents o join dossiers d on d.id = o.dossier_id where d.code = '${OLD}')`,
      url,
    );
    const done = await purge(service, await approvedPlan(service), await rulesOf(service), () => {});
    return {
      done,
      purged: await rows('select code from dossiers where purged_at is not null order by id', url),
    };
  } finally {
    await service.claims.close();
    await service.db.end();
  }
}

it('takes a document with its mail, wherever staff have put it, unless that dossier is still kept', async () => {
  const split = await purgeMoved(
    900,
    `insert into dossiers (code, office, arrival_year, arrival_number, campaign, kind, unit_evidence, status, deadline,
       received_at, supplement_until, missing)
     select 'TACH-1', office, arrival_year, 900, campaign, kind, '[]', status, deadline, received_at, supplement_until, '[]'
     from dossiers where code = '${OLD}' returning id`,
  );
  expect(split.done).toMatchObject({ purged: 4, left: 0 });
  expect(split.purged.map(({ code }) => code)).toEqual([OLD, 'TACH-1']);
  const kept = await purgeMoved(901, `select id from dossiers where code <> '${OLD}'`);
  expect(kept).toMatchObject({ done: { purged: 3, left: 0 }, purged: [] });
});

/** Of the service only what a purge works with. */
async function openForPurge({ databaseUrl, archiveDir }: Settings): Promise<Service> {
  const db = await openDatabase(databaseUrl ?? '');
  const claims = openClaims(databaseUrl ?? '');
  return { db, claims, archive: await openArchive(archiveDir, null), now: () => new Date() } as Service;
}

/** The office as it stands, database and archive. */
async function copyOffice(number: number): Promise<Settings> {
  const url = new URL(office.database.url);
  await rows(
    `create database office_${number} template ${url.pathname.slice(1)}`,
    new URL('/postgres', url).href,
  );
  url.pathname = `/office_${number}`;
  const dataDir = join(folder, `data-${number}`);
  const archiveDir = join(dataDir, 'archive');
  await cp(office.settings.archiveDir, archiveDir, { recursive: true, preserveTimestamps: true });
  return { ...office.settings, databaseUrl: url.href, dataDir, archiveDir };
}

async function rulesOf({ db }: Service) {
  const { deskOf } = openDesks([office.settings]);
  const mailboxes = await findMailboxes(db);
  return purgeRules(
    mailboxes.map(({ id, name }) => ({ id, campaigns: deskOf(name).campaigns })),
    new Date(),
  );
}

async function approvedPlan(service: Service): Promise<number> {
  const { id } = await planPurge(service.db, await rulesOf(service), 'A', new Date());
  await markApproved(service.db, id ?? 0, 'B', new Date());
  return id ?? 0;
}

/** Named by a row and not in the archive. */
async function goneFiles({ archive }: Service, url: string): Promise<string[]> {
  const named = await rows(
    'select sha256 from messages where purged_at is null union select sha256 from files',
    url,
  );
  const gone: string[] = [];
  for (const { sha256 } of named) {
    if (!(await archive.has(String(sha256)))) gone.push(String(sha256));
  }
  return gone;
}

async function countFiles({ archiveDir }: Settings): Promise<number> {
  const archive = await openArchive(archiveDir);
  const prefixes = Array.from({ length: 256 }, (_, at) => at.toString(16).padStart(2, '0'));
  return (await Promise.all(prefixes.map(archive.list))).flat().length;
}

it('plans, and deletes nothing without a second person’s word', async () => {
  const list = join(folder, 'list.csv');
  const { code, stdout } = await tiepnhan('purge', '--by', 'Cán bộ A', '--list', list);
  expect({ code, stdout }).toMatchObject({ code: 0 });
  expect(stdout).toContain('dossiers: 1 messages of 1 dossiers, 2022-08-08 to 2022-08-08');
  expect(stdout).toMatch(/^ordinary: \d messages, 2022-08-08/m);
  const listed = (await readFile(list, 'utf8')).trim().split('\n');
  expect(listed).toHaveLength(1 + 4);
  expect(listed[1]).toMatch(/^1,Hồ sơ,2022-08-08T02:15:00.000Z,DKST-BT-220808-0001,1,/);
  expect(await tiepnhan('purge', '--list', list)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('EEXIST'),
  });
  expect(await tiepnhan('purge', 'approve', '1', '--by', 'cán bộ a')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('somebody else'),
  });
  expect(await tiepnhan('purge', 'approve', '99', '--by', 'B')).toMatchObject({ code: 1 });
  expect(await tiepnhan('purge', 'approve', '1')).toMatchObject({ code: 2 });
  expect(await rows('select count(*) from messages where purged_at is not null')).toEqual([{ count: '0' }]);
  await rows("update purges set planned_at = planned_at - interval '31 days' where id = 1");
  expect(await tiepnhan('purge', 'approve', '1', '--by', 'Cán bộ B')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('plan anew'),
  });
  await rows("update purges set planned_at = planned_at + interval '31 days' where id = 1");
});

it('keeps what has changed since it was listed', async () => {
  // Somebody tries again what had failed, and a letter waits to be sent.
  await rows("update messages set state = 'failed' where id = 3");
  expect((await tiepnhan('purge')).stdout).toContain('others:');
  const [{ id } = {}] = await rows('select max(id) as id from purges');
  expect(await tiepnhan('retry', '3')).toMatchObject({ code: 0 });
  await rows("update letters set state = 'pending', due_at = now() + interval '1 day' where answers = 1");
  const { stdout } = await tiepnhan('purge', 'approve', String(id), '--by', 'Cán bộ B');
  expect(stdout).toContain('2 messages have changed since they were listed, and are kept');
  const kept = await rows('select id from messages where purged_at is null and id in (1, 3)');
  expect(kept).toHaveLength(2);
  await rows("update letters set state = 'sent', due_at = null where answers = 1");
  await office.runOnce();
});

it('erases every word, and leaves what is shared with what is kept', async () => {
  const purged = ['kin-3', 'kin-4', 'kin-5', 'unit-1@', 'sáng kiến số 1'];
  expect(await traces(purged)).not.toEqual([]);
  const letters = await rows('select count(*) from letters where answers = 1');
  // Somebody's bytes have come once more just now.
  const [raw] = await rows('select sha256 from messages where id = 3');
  const archive = await openArchive(office.settings.archiveDir);
  await archive.put(await archive.open(String(raw?.sha256)));
  const { stdout: planned } = await tiepnhan('purge');
  const id = /purge approve (\d+)/.exec(planned)?.[1] ?? '';
  const approved = await tiepnhan('purge', 'approve', id, '--by', 'Cán bộ B');
  expect(approved).toMatchObject({ code: 0, stdout: expect.stringContaining('2 messages purged') });
  expect(approved.stdout).toContain('1 files were stored within the last day');
  expect((await tiepnhan('purge')).stdout).toContain(`purge ${id} was not carried to its end`);
  await ageArchive(office.settings.archiveDir);
  expect(await tiepnhan('purge', 'approve', id, '--by', 'Cán bộ B')).toMatchObject({ code: 0 });
  expect(await tiepnhan('purge', 'approve', id, '--by', 'Cán bộ B')).toMatchObject({ code: 1 });

  expect(await traces(purged)).toEqual([]);
  expect(await rows('select count(*) from letters where answers = 1')).toEqual(letters);
  expect(await traces(['kin-6', 'unit-2@'])).not.toEqual([]);
  // The file that both sent is there for the second; everything that a row names is whole, and nothing else is left.
  const verified = await tiepnhan('verify');
  expect(verified.stdout).toMatch(/read: 0 missing, 0 damaged\n$/);
  expect(await rows("select distinct actor from events where what = 'purged'")).toEqual([
    { actor: 'Cán bộ B' },
  ]);
  const told = await rows(
    "select what, count(*)::int from events where what like 'purge%' group by what order by what",
  );
  expect(told).toContainEqual({ what: 'purged', count: 4 });
  await expect(rows("delete from events where what = 'purged'")).rejects.toThrow('only ever added to');
});

it('shows the tombstones, with code and number, and the register has no gaps', async () => {
  const [first] = await office.log();
  expect(first).toMatchObject({
    message: { from: null, subject: '', messageId: null, uid: 1 },
    outcome: 'registered',
    dossier: { code: 'DKST-BT-220808-0001', arrivalNumber: 1, items: [], missing: [] },
    documents: [],
    letters: [
      { kind: 'missing-documents', to: '', subject: '', state: 'sent' },
      { kind: 'supplement-reminder', state: 'sent', to: '', subject: '' },
    ],
  });
  const lines = (await tiepnhan('log', '--format', 'jsonl')).stdout.trim().split('\n');
  const purgedAt = lines.map((line) => JSON.parse(line).message.purgedAt !== undefined);
  expect(purgedAt).toEqual([true, false, true, true, true, false]);
  expect((await tiepnhan('log', '--format', 'csv')).stdout).toContain('do hết thời hạn lưu.');
});

it('neither takes them in again nor answers them, wherever the server puts them', async () => {
  const letters = office.smtp.received.length;
  await office.dovecot.recreateInbox();
  // In another order, and the first with other bytes, as some servers write a mail anew.
  await office.dovecot.append(meeting, THEN);
  await office.dovecot.append(Buffer.concat([Buffer.from('X-Moved: yes\r\n'), await unitMail(1)]), THEN);
  await office.runOnce();
  const log = await office.log();
  expect(log.slice(6).map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['duplicate', 'same-message'],
  ]);
  expect(log[2]?.message).toMatchObject({ uid: 1, subject: '' });
  expect(office.smtp.received).toHaveLength(letters);
});

it('opens a new dossier for who answers a purged one', async () => {
  const again = await makeMail({
    from: 'Người lạ <nguoi.la@example.vn>',
    to: 'hopthu@example.vn',
    subject: 'Bổ sung hồ sơ sáng kiến [DKST-BT-220808-0001]',
    text: 'Gửi bổ sung.',
    messageId: '<again@example.vn>',
    attachments: [{ name: 'Bao cao mo ta.pdf', content: Buffer.from('BÁO CÁO\nMô tả sáng kiến mới') }],
  });
  await office.dovecot.append(again, { receivedAt: new Date('2022-08-09T02:15:00Z') });
  await office.runOnce();
  const last = (await office.log()).at(-1);
  expect(last?.dossier?.code).not.toBe('DKST-BT-220808-0001');
  expect(last?.outcome).not.toBe('supplement');
});

it('refuses to try a purged message again, and to send a purged letter', async () => {
  await rows("update messages set state = 'failed' where id = 3");
  expect(await tiepnhan('retry', '3')).toMatchObject({ code: 1 });
  await rows("update letters set state = 'unknown' where answers = 1");
  const [letter] = await rows('select id from letters where answers = 1');
  expect(await tiepnhan('letters', 'release', String(letter?.id))).toMatchObject({ code: 1 });
  expect((await tiepnhan('letters')).stdout).not.toContain(`${letter?.id}\t`);
});
