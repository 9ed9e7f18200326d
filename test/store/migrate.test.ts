import { randomUUID } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { run } from '../support/postgres.ts';

it('is safe when twenty processes start at once, and does nothing the second time', async () => {
  const name = `migrate_${randomUUID().replaceAll('-', '')}`;
  await run(inject('postgres'), `create database ${name}`);
  const url = new URL(inject('postgres'));
  url.pathname = `/${name}`;
  const applied = await Promise.all(Array.from({ length: 20 }, () => migrate(url.href)));
  expect(applied.filter((count) => count > 0)).toHaveLength(1);
  expect(await migrate(url.href)).toBe(0);
  await run(inject('postgres'), `drop database ${name} with (force)`);
});
