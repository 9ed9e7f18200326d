// Brings the schema up to date; any number of processes may start at once, one works, the others wait for it.
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';
import pg from 'pg';

const packageFile = createRequire(import.meta.url).resolve('#package.json');
const MIGRATIONS = join(dirname(packageFile), 'migrations');

/** Applies the migrations that are missing, oldest first; returns how many. */
export async function migrate(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'tiepnhan migrations' });
  // The statement in hand fails with the same error.
  client.on('error', () => {});
  await client.connect();
  try {
    if (await isCurrent(client)) return 0;
    const { runner } = await import('node-pg-migrate');
    const applied = await runner({
      dbClient: client,
      dir: MIGRATIONS,
      direction: 'up',
      migrationsTable: 'migrations',
      advisoryLockMode: 'wait',
      log: () => {},
    });
    return applied.length;
  } finally {
    await client.end();
  }
}

/** As at nearly every start: what brings a schema up to date takes longer to load than a mailbox to open. */
async function isCurrent(client: pg.Client): Promise<boolean> {
  const found = await client.query<{ exists: boolean }>(
    "select to_regclass('migrations') is not null as exists",
  );
  if (!found.rows[0]?.exists) return false;
  const { rows } = await client.query<{ name: string }>('select name from migrations');
  const applied = new Set(rows.map(({ name }) => name));
  const files = await readdir(MIGRATIONS);
  return files.length === applied.size && files.every((file) => applied.has(parse(file).name));
}
