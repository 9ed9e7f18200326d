import { afterAll, beforeAll, expect, it } from 'vitest';
import { openClaims } from '../../src/store/claims.ts';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, run, type TestDatabase } from '../support/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const nothing = async () => {};

it('lets one worker have a row, in this process and in any other, until the work ends', async () => {
  const [here, there] = [openClaims(database.url), openClaims(database.url)];
  const inside: boolean[] = [];
  await here.holding('message', 1, async () => {
    inside.push(await here.holding('message', 1, nothing));
    inside.push(await there.holding('message', 1, nothing));
    inside.push(await there.holding('letter', 1, nothing));
    inside.push(await there.holding('message', 2, nothing));
  });
  expect(inside).toEqual([false, false, true, true]);
  expect(await there.holding('message', 1, nothing)).toBe(true);
  await Promise.all([here.close(), there.close()]);
});

it('frees the row when the work throws', async () => {
  const claims = openClaims(database.url);
  const broken = claims.holding('message', 1, async () => {
    throw new Error('no luck');
  });
  await expect(broken).rejects.toThrow('no luck');
  expect(await claims.holding('message', 1, nothing)).toBe(true);
  await claims.close();
});

it('frees the row of a holder whose connection is lost, and claims again on a new one', async () => {
  const [lost, other] = [openClaims(database.url), openClaims(database.url)];
  await lost.holding('message', 1, async () => {
    await run(database.url, `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'`);
    expect(await other.holding('message', 1, nothing)).toBe(true);
  });
  expect(await lost.holding('message', 1, nothing)).toBe(true);
  await Promise.all([lost.close(), other.close()]);
});

it('leaves no claim behind when a question fails, whatever becomes of the connection', async () => {
  const claims = openClaims(database.url);
  await claims.holding('message', 1, async () => {
    // An id that is no integer of Postgres fails on a connection that is alive.
    await expect(claims.holding('message', 2 ** 40, nothing)).rejects.toThrow();
  });
  expect(await claims.holding('message', 1, nothing)).toBe(true);
  await claims.close();
});

it('leaves no claim behind when the connection breaks while many are asked for', async () => {
  const claims = openClaims(database.url);
  for (let round = 0; round < 20; round++) {
    const ids = Array.from({ length: 20 }, (_, at) => at + 1);
    const asked = ids.map((id) => claims.holding('message', id, nothing).catch(() => false));
    await run(
      database.url,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tiepnhan claims'`,
    );
    await Promise.all(asked);
    for (const id of ids) await claims.holding('message', id, nothing).catch(() => false);
  }
  // Postgres takes a moment to end a connection that was given up, and its locks with it.
  await eventually('every claim to be free', async () => {
    const left = await run(
      database.url,
      `select from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and application_name = 'tiepnhan claims'`,
    );
    return left.length === 0;
  });
  await claims.close();
});
