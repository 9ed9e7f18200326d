// Keeps what became of a case beside nothing else, so that a difference can be looked into.
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseResult } from './run.ts';

/** Returns the path of the file. */
export async function keepResult({ case: { name, why }, results }: CaseResult): Promise<string> {
  const folder = join(tmpdir(), 'tiepnhan-corpus');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.got.json`);
  const mails = results.map(({ want, got }) => ({ want, got }));
  await writeFile(file, JSON.stringify({ name, why, mails }, null, 2));
  return file;
}
