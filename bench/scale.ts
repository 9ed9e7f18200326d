// What a database of this size costs: `node dist/bench/scale.js FOLDER [MAILS]`, on one that bench/seed.ts has filled. It takes
// MAILS new ones in. How slow statements were answered stands in FOLDER/postgres/server.log.
import { join } from 'node:path';
import { type Database, openDatabase } from '../src/store/database.ts';
import { openEngine } from '../src/store/engine.ts';
import { migrate } from '../src/store/migrate.ts';
import { COUNTING, type Cost, costOf, shortSql } from './cost.ts';
import { takeMails } from './scale-path.ts';
import { findQuestions, type Question } from './scale-questions.ts';

async function main([folder, mails = '200']: string[]): Promise<void> {
  if (!folder) throw new Error('usage: node dist/bench/scale.js FOLDER [MAILS]');
  const engine = await openEngine({ dataDir: folder, options: COUNTING });
  try {
    await migrate(engine.url);
    await withDatabase(engine.url, (db) => tellSizes(db));
    await tellPath(engine.url, join(folder, 'data'), Number(mails));
    await tellQuestions(engine.url);
  } finally {
    await engine.close();
  }
}

async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(url);
  return work(db).finally(() => db.end());
}

async function tellSizes(db: Database): Promise<void> {
  const { rows } = await db.query<
    Record<'name', string> & Record<'rows' | 'table' | 'toast' | 'indexes' | 'all', number>
  >(
    `select c.relname as name, greatest(c.reltuples, 0)::float8 as rows, pg_relation_size(c.oid) as table,
       coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0) as toast, pg_indexes_size(c.oid) as indexes,
       pg_total_relation_size(c.oid) as all
     from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by "all" desc limit 12`,
  );
  const messages = await count(db, 'messages');
  say(
    `sizes, ${messages} messages${' '.repeat(10)}rows       table       toast     indexes    all (MB)  bytes for each message`,
  );
  const sum = { table: 0, toast: 0, indexes: 0, all: 0 };
  for (const row of rows) {
    for (const part of ['table', 'toast', 'indexes', 'all'] as const) sum[part] += row[part];
    say(sizeLine(row.name, row.rows, row, messages));
  }
  say(sizeLine('together', 0, sum, messages));
  const { rows: indexes } = await db.query<{ name: string; size: number }>(
    `select indexrelname as name, pg_relation_size(indexrelid) as size from pg_stat_user_indexes order by size desc limit 15`,
  );
  say(`\nindexes (MB): ${indexes.map(({ name, size }) => `${name} ${mb(size)}`).join(', ')}\n`);
}

function sizeLine(
  name: string,
  rows: number,
  { table, toast, indexes, all }: Record<'table' | 'toast' | 'indexes' | 'all', number>,
  messages: number,
): string {
  const sizes = [table, toast, indexes, all].map((size) => mb(size).padStart(11)).join(' ');
  return `${name.padEnd(20)} ${String(rows || '').padStart(14)} ${sizes} ${String(Math.round(all / messages)).padStart(10)}`;
}

const mb = (bytes: number) => (bytes / 1024 ** 2).toFixed(0);

async function count(db: Database, table: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(`select count(*) as count from ${table}`);
  return rows[0]?.count ?? 0;
}

/** The same mails into an empty database and into this one, on one server. */
async function tellPath(url: string, dataDir: string, mails: number): Promise<void> {
  const run = Math.floor(Date.now() / 1000).toString(36);
  const emptyUrl = await makeEmpty(url);
  const empty = await takeMails(emptyUrl, join(dataDir, 'empty'), mails, run);
  const full = await takeMails(url, join(dataDir, 'full'), mails, run);
  say(`the path, ${mails} mails of six files: ms of the database for each, statements`);
  say(`${' '.repeat(20)} ${'empty'.padStart(19)} ${'this one'.padStart(19)}`);
  for (const [at, { step, ...cost }] of full.entries()) {
    const of = at === 0 ? 1 : mails;
    const before = empty[at] ?? cost;
    say(`${step.padEnd(20)} ${each(before, of)} ${each(cost, of)}${scans(cost)}`);
    for (const { sql, calls, ms } of cost.statements.slice(0, 5))
      say(`${' '.repeat(41)} ${each({ ms, calls }, of)}  ${shortSql(sql)}`);
  }
  const sum = (steps: Cost[]) => ({
    ms: steps.slice(1).reduce((all, { ms }) => all + ms, 0),
    calls: steps.slice(1).reduce((all, { calls }) => all + calls, 0),
  });
  say(`${'together'.padEnd(20)} ${each(sum(empty), mails)} ${each(sum(full), mails)}\n`);
}

function each({ ms, calls }: { ms: number; calls: number }, of: number): string {
  return `${(ms / of).toFixed(2).padStart(9)} ms ${(calls / of).toFixed(1).padStart(6)}`;
}

async function makeEmpty(url: string): Promise<string> {
  await withDatabase(url, async (db) => {
    await db.query('drop database if exists empty with (force)');
    await db.query('create database empty');
  });
  const made = new URL(url);
  made.pathname = '/empty';
  await migrate(made.href);
  return made.href;
}

function scans({ scanned }: Cost): string {
  return scanned.map(({ table, rows }) => `  READS ALL OF ${table} (${rows} rows)`).join('');
}

/** A question that takes longer is not asked often (ms). */
const LONG = 2_000;
const TIMES = 7;

async function tellQuestions(url: string): Promise<void> {
  const questions = await withDatabase(url, findQuestions);
  say('questions: p50 and the slowest (ms), statements, time of the dearest statement');
  for (const question of questions) say(await measure(url, question));
}

async function measure(url: string, { part, name, ask }: Question): Promise<string> {
  const times: number[] = [];
  const cost = await costOf(url, () =>
    withDatabase(url, async (db) => {
      for (let at = 0; at < TIMES && times.every((time) => time < LONG); at++) {
        const begun = performance.now();
        await ask(db);
        times.push(performance.now() - begun);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const p50 = times[Math.floor(times.length / 2)] ?? 0;
  const [dearest] = cost.statements;
  const statement = p50 < 50 || !dearest ? '' : `  ${shortSql(dearest.sql, 90)}`;
  return `${`${part}: ${name}`.padEnd(52)} ${p50.toFixed(1).padStart(9)} ${(times.at(-1) ?? 0).toFixed(1).padStart(9)}${scans(cost)}${statement}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main(process.argv.slice(2));
