// Desks that share files, and desks whose files say different things.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { readUnits } from '../../config/units.ts';
import { openDesks } from '../../src/app/desks.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const UNITS = 'config/units.yaml';

function settingsWith(unitsFile: string) {
  return readSettings({ DATA_DIR: folder, UNITS_FILE: unitsFile }, process.cwd());
}

/** A copy of the units file. */
function unitsFile(name: string, change: (text: string) => string): string {
  const file = join(folder, name);
  writeFileSync(file, change(readFileSync(UNITS, 'utf8')));
  return file;
}

it('knows the units of every file, each once', () => {
  const same = unitsFile('same.yaml', (text) => text);
  const more = unitsFile(
    'more.yaml',
    (text) => `${text}\n  - { code: MORE, group: x, name: Thêm, expected: no }\n`,
  );
  const { units } = openDesks([settingsWith(UNITS), settingsWith(same), settingsWith(more)]);
  const codes = units.map(({ code }) => code);
  expect(codes).toEqual([...readUnits(UNITS).map(({ code }) => code), 'MORE']);
});

it('refuses a code that is another unit elsewhere', () => {
  const [first] = readUnits(UNITS);
  if (!first) throw new Error('there are units');
  const other = unitsFile('other.yaml', (text) => text.replace(first.name, 'Đơn vị khác'));
  expect(() => openDesks([settingsWith(UNITS), settingsWith(other)])).toThrow(
    `unit ${first.code} is "${first.name}" in one units file and "Đơn vị khác" in another`,
  );
});
