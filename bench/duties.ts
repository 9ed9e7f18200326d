// How long the duties of an archive take: `node dist/bench/duties.js FOLDER [MESSAGES …]`, on what bench/seed.ts has filled. The
// archive is held against the database, then so many messages of the oldest campaign are purged, and are gone.
import { createHash } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Archive, openArchive } from '../src/archive/archive.ts';
import type { PurgeRules } from '../src/core/retention.ts';
import { purge } from '../src/steps/purge.ts';
import { verify } from '../src/steps/verify.ts';
import { openClaims } from '../src/store/claims.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { openEngine } from '../src/store/engine.ts';
import { migrate } from '../src/store/migrate.ts';
import { markApproved, planPurge } from '../src/store/purges.ts';
import { countNamed, findNamed, findNamedInside } from '../src/store/verifications.ts';
import { COUNTING, type Cost, costOf, shortSql } from './cost.ts';

/** So many small files are made in a minute or two; of more, only what the database says is asked. */
const MOST_FILES = 200_000;

async function main([folder, ...counts]: string[]): Promise<void> {
  if (!folder) throw new Error('usage: node dist/bench/duties.js FOLDER [MESSAGES …]');
  const engine = await openEngine({ dataDir: folder, options: COUNTING });
  try {
    await migrate(engine.url);
    const archive = await openArchive(join(folder, 'archive'));
    await verifyAll(engine.url, archive, join(folder, 'archive'));
    for (const count of counts) await purgeSome(engine.url, archive, join(folder, 'archive'), Number(count));
  } finally {
    await engine.close();
  }
}

async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(url);
  return work(db).finally(() => db.end());
}

const now = () => new Date();

async function verifyAll(url: string, archive: Archive, folder: string): Promise<void> {
  const files = await withDatabase(url, (db) => countNamed(db, null));
  if (files > MOST_FILES) return askNames(url, files);
  await withDatabase(url, (db) => makeFiles(db, folder));
  const begun = Date.now();
  let looked = 0;
  const cost = await costOf(url, () =>
    withDatabase(url, async (db) => {
      const sum = await verify({ db, archive, now }, null, { onFile: () => {}, onBad: () => {} });
      if (sum.missing + sum.damaged > 0) throw new Error(`verify: ${JSON.stringify(sum)}`);
      looked = sum.files;
    }),
  );
  tell(`verify, ${looked} small files`, begun, looked, 'files', cost);
}

async function askNames(url: string, files: number): Promise<void> {
  const begun = Date.now();
  const cost = await costOf(url, () =>
    withDatabase(url, async (db) => {
      await findNamedInside(db);
      for (let at = 0; at < 256; at++) await findNamed(db, at.toString(16).padStart(2, '0'), null);
    }),
  );
  tell(`verify, the names of ${files} files alone`, begun, files, 'files', cost);
}

/** The bytes that bench/seed.sql has named. */
async function makeFiles(db: Database, folder: string): Promise<void> {
  const named = new Set<string>();
  for (let at = 0; at < 256; at++)
    for (const { sha256 } of await findNamed(db, at.toString(16).padStart(2, '0'), null)) named.add(sha256);
  for (let at = 0; named.size > 0; at++)
    for (const bytes of [`file ${at}`, `message ${at}`]) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if (named.delete(sha256)) await makeFile(folder, sha256, bytes);
    }
}

const LONG_AGO = new Date('2019-01-01');

async function makeFile(folder: string, sha256: string, bytes: string): Promise<void> {
  const path = join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  await utimes(path, LONG_AGO, LONG_AGO);
}

async function purgeSome(url: string, archive: Archive, folder: string, count: number): Promise<void> {
  const claims = openClaims(url);
  try {
    const rules = await withDatabase(url, (db) => rulesFor(db, count));
    let id = 0;
    let listed = 0;
    let begun = Date.now();
    const planning = await costOf(url, () =>
      withDatabase(url, async (db) => {
        const plan = await planPurge(db, rules, 'bench', now());
        id = plan.id ?? 0;
        listed = plan.id === null ? 0 : plan.classes.reduce((sum, { messages }) => sum + messages, 0);
      }),
    );
    tell(`purge: a plan of ${listed} messages`, begun, listed, 'messages', planning);
    const files = await withDatabase(url, (db) => makeListedFiles(db, folder, id));
    begun = Date.now();
    let rowsDone = 0;
    let deleted = 0;
    // The connection of the claims stays open: what it asks is next to nothing.
    const carrying = await costOf(url, () =>
      withDatabase(url, async (db) => {
        await markApproved(db, id, 'another', now());
        const result = await purge({ db, archive, claims, now }, id, rules, ({ left }) => {
          if (left === 0 && rowsDone === 0) rowsDone = Date.now() - begun;
        });
        await claims.close();
        deleted = result?.deleted ?? 0;
        if (result?.left !== 0 || result.owed !== 0) throw new Error(`purge: ${JSON.stringify(result)}`);
      }),
    );
    tell(
      `purge: ${listed} messages, ${deleted} files (${files} on the disk)`,
      begun,
      listed,
      'messages',
      carrying,
    );
    say(`    the rows ${(rowsDone / 1000).toFixed(1)} s, then the files`);
  } finally {
    await claims.close();
  }
}

/** Lets about so many messages go: the dossiers of the oldest campaign, up to a day. */
async function rulesFor(db: Database, count: number): Promise<PurgeRules> {
  const { rows } = await db.query<{ campaign: string; before: Date }>(
    `with oldest as (select min(campaign) as campaign from dossiers where purged_at is null),
     first as (select d.campaign, m.received_at from messages m join dossiers d on d.id = m.dossier_id
       where d.campaign in (select campaign from oldest) and d.purged_at is null order by m.received_at limit $1)
     select campaign, max(received_at) as before from first group by campaign`,
    [count],
  );
  const [found] = rows;
  if (!found) throw new Error('nothing is left to purge');
  // Time for missing documents ends 7 days after a dossier came.
  const before = new Date(found.before.getTime() + 8 * 24 * 3600_000);
  return { dossiers: [{ campaign: found.campaign, ends: LONG_BEFORE, before }], loose: [] };
}

const LONG_BEFORE = new Date(0);

async function makeListedFiles(db: Database, folder: string, id: number): Promise<number> {
  const { rows } = await db.query<{ sha256: string }>(
    `select m.sha256 from purge_items i join messages m on m.id = i.message_id where i.purge_id = $1
     union select a.sha256 from purge_items i join attachments a using (message_id) where i.purge_id = $1`,
    [id],
  );
  if (rows.length > MOST_FILES) return 0;
  for (const { sha256 } of rows) await makeFile(folder, sha256, 'bytes');
  return rows.length;
}

function tell(what: string, begun: number, count: number, of: string, cost: Cost): void {
  const seconds = (Date.now() - begun) / 1000;
  say(
    `${what}: ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} ${of}/s, database ${(cost.ms / 1000).toFixed(1)} s`,
  );
  for (const { table, rows } of cost.scanned) say(`    reads ${table} from end to end: ${rows} rows`);
  for (const { sql, calls, ms, slowest } of cost.statements.slice(0, 6))
    say(
      `    ${(ms / 1000).toFixed(2).padStart(8)} s ${String(calls).padStart(7)} × (slowest ${slowest.toFixed(0)} ms)  ${shortSql(sql)}`,
    );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main(process.argv.slice(2));
