// Brings the schema up to date; any number of processes may start at once, one works, the others wait for it.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runner } from 'node-pg-migrate';
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
