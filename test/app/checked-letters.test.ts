// Letters that have passed their check are not checked at the next start; whatever could change its outcome has them checked anew.
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCheckedLetters } from '../../src/app/checked-letters.ts';
import { openLetters } from '../../src/letters/letters.ts';
import { sampleCampaign } from '../support/campaign.ts';

let folder: string;
let letters: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checked-'));
  letters = join(folder, 'letters');
  await cp('config/letters', letters, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (change = {}) =>
  openLetters(letters, { ...sampleCampaign(), ...change }, openCheckedLetters(join(folder, 'data')));
const remembered = async () =>
  (await readFile(join(folder, 'data', 'letters-checked'), 'utf8')).trim().split('\n').length;

it('remembers over starts what has passed, by templates and campaign', async () => {
  open();
  open();
  expect(await remembered()).toBe(1);
  open({ title: 'another one' });
  expect(await remembered()).toBe(2);
});

it('checks what has changed, and never remembers what has failed', async () => {
  open();
  await appendFile(join(letters, 'duplicate.liquid'), '{{ nothing_of_the_kind }}');
  for (const _ of [1, 2]) expect(() => open()).toThrow('nothing_of_the_kind');
  expect(await remembered()).toBe(1);
});

it('checks at every start where nothing can be remembered', async () => {
  await writeFile(join(folder, 'data'), 'a file in the place of the folder');
  open();
  await appendFile(join(letters, 'duplicate.liquid'), '{{ nothing_of_the_kind }}');
  expect(() => open()).toThrow('nothing_of_the_kind');
});
