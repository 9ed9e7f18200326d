// What the tests of broken files share: the files, and the error as it reads.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Fault } from '../../src/core/fault.ts';

const folder = join(import.meta.dirname, 'broken');

/** Path and expected error of each broken file; the error stands beside it in a .want file. */
export function brokenFiles(prefix: string): [path: string, want: string][] {
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix) && !name.endsWith('.want'));
  expect(names.length).toBeGreaterThan(0);
  return names.map((name) => [
    join(folder, name),
    readFileSync(join(folder, name.replace(/\.\w+$/, '.want')), 'utf8').trimEnd(),
  ]);
}

/** The message of the Fault that `work` throws, with paths as seen from the folder of broken files. */
export function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(error).toMatchObject({ code: 'settings-invalid', transient: false });
    return error.message.replaceAll(`${folder}/`, '');
  }
  throw new Error('no Fault was thrown');
}
