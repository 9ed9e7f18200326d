// Fills an empty database with a log of years: `node dist/bench/seed.js FOLDER [MESSAGES]`. The same number makes the same log.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { openEngine } from '../src/store/engine.ts';
import { migrate } from '../src/store/migrate.ts';

const root = dirname(createRequire(import.meta.url).resolve('#package.json'));

export async function seed(url: string, messages: number, say: (what: string) => void): Promise<void> {
  const client = await connect(url);
  const second = await connect(url);
  try {
    const indexes = await dropIndexes(client);
    const timed = async (name: string, work: Promise<unknown>) => {
      const begun = Date.now();
      await work;
      say(`${name}: ${Math.round((Date.now() - begun) / 1000)} s`);
    };
    let beside = Promise.resolve();
    for (const { name, sql, isBeside } of readSteps(messages)) {
      if (isBeside) beside = timed(name, second.query(sql));
      else await timed(name, client.query(sql));
    }
    await beside;
    // What an entry is made from is looked up by index.
    await timed(
      'indexes',
      makeIndexes(client, indexes, (table) => table !== 'log_entries'),
    );
    await timed('entries', Promise.all([fillLog(url, 0), fillLog(url, 1)]));
    await timed(
      'their indexes',
      makeIndexes(client, indexes, (table) => table === 'log_entries'),
    );
    await client.query('drop schema seed cascade');
    await timed('vacuum, analyze', client.query('vacuum analyze'));
  } finally {
    await client.end();
    await second.end();
  }
}

/** Rows refer to each other as they should; to ask for each would take an hour. */
async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `set session_replication_role = replica; set search_path = seed, public; set jit = off;
     set work_mem = '256MB'; set maintenance_work_mem = '1GB'`,
  );
  return client;
}

/** One half of the log; each takes a processor. */
async function fillLog(url: string, half: number): Promise<void> {
  const client = await connect(url);
  for (const [column, table] of [
    ['dossier_id', 'dossiers'],
    ['message_id', 'messages'],
  ])
    await client.query(
      `with middle as materialized (select max(id) / 2 as id from ${table})
       insert into log_entries select * from log_entries_now
       where ${column} > (select id from middle) * ${half} and ${column} <= (select id from middle) * ${half + 1} + ${half}`,
    );
  await client.end();
}

function readSteps(messages: number): { name: string; sql: string; isBeside: boolean }[] {
  const text = readFileSync(join(root, 'bench', 'seed.sql'), 'utf8').replaceAll(
    ':messages',
    String(messages),
  );
  const [, ...steps] = text.split(/^-- (?=(?:step|beside): )/m);
  return steps.map((step) => {
    const [how = '', name = ''] = step.slice(0, step.indexOf('\n')).split(': ');
    return { name, sql: step.slice(step.indexOf('\n')), isBeside: how === 'beside' };
  });
}

interface Index {
  name: string;
  table: string;
  sql: string;
}

/** All but those that a constraint rests on. */
async function dropIndexes(client: pg.Client): Promise<Index[]> {
  const { rows } = await client.query<Index>(
    `select indexname as name, tablename as table, indexdef as sql from pg_indexes
     where schemaname = 'public' and tablename = any($1) and indexname not in (select conname from pg_constraint)`,
    [
      [
        'messages',
        'attachments',
        'dossiers',
        'items',
        'documents',
        'letters',
        'events',
        'access_log',
        'log_entries',
      ],
    ],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows;
}

async function makeIndexes(
  client: pg.Client,
  indexes: Index[],
  of: (table: string) => boolean,
): Promise<void> {
  for (const { table, sql } of indexes) if (of(table)) await client.query(sql);
  await client.query('analyze');
}

async function main([folder, messages = '1000000']: string[]): Promise<void> {
  if (!folder) throw new Error('usage: node dist/bench/seed.js FOLDER [MESSAGES]');
  const engine = await openEngine({
    dataDir: folder,
    options: ['fsync=off', 'full_page_writes=off', 'shared_buffers=1GB', 'max_wal_size=4GB'],
  });
  try {
    await migrate(engine.url);
    await seed(engine.url, Number(messages), (what) => process.stdout.write(`${what}\n`));
  } finally {
    await engine.close();
  }
}

if (import.meta.filename === process.argv[1]) await main(process.argv.slice(2));
