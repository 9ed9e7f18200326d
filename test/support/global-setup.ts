// Before all tests: builds the program (processes and reader threads run the built one) and starts one Postgres.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEngine } from '../../src/store/engine.ts';
import { migrate } from '../../src/store/migrate.ts';
import { run } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the tests' Postgres, as its superuser. */
    postgres: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  execFileSync('npx', ['tsc'], { stdio: 'inherit' });
  const dataDir = await mkdtemp(join(tmpdir(), 'tiepnhan-tests-'));
  // Tests need no durability against power cuts, only against kills; that makes them several times faster.
  const engine = await openEngine({ dataDir, options: ['fsync=off', 'full_page_writes=off'] });
  await run(engine.url, 'create database tiepnhan_template');
  const template = new URL(engine.url);
  template.pathname = '/tiepnhan_template';
  await migrate(template.href);
  project.provide('postgres', engine.url);
  return async () => {
    await engine.close();
    await rm(dataDir, { recursive: true, force: true });
  };
}
