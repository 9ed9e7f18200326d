// The states are written down three times, for the compiler, for Postgres and for people: all three must agree.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEADLINE_VERDICTS, DOSSIER_STATUSES, LETTER_STATES, MESSAGE_STATES } from '../../src/core/states.ts';

const root = join(import.meta.dirname, '../..');

/** The values that check constraints allow, by "table.column"; a later migration overrides an earlier one. */
function allowedBySql(): Map<string, string[]> {
  const folder = join(root, 'migrations');
  const allowed = new Map<string, string[]>();
  for (const file of readdirSync(folder).sort()) {
    const [up = ''] = readFileSync(join(folder, file), 'utf8').split('-- Down Migration');
    for (const statement of up.replace(/--.*$/gm, '').split(';')) {
      const table = /^\s*(?:create|alter) table (\w+)/.exec(statement)?.[1];
      for (const [, column, values = ''] of statement.matchAll(/check\s*\((\w+) in \(([^)]*)\)\)/g)) {
        allowed.set(`${table}.${column}`, values.match(/[\w-]+/g) ?? []);
      }
    }
  }
  return allowed;
}

/** First cells of the README's table under a heading that names the column. */
function toldByReadme(column: string): string[] {
  const section = readFileSync(join(root, 'README.md'), 'utf8').split(/^#+ /m);
  const table = section.find((text) => text.split('\n', 1)[0]?.includes(`\`${column}\``)) ?? '';
  return [...table.matchAll(/^\| `([\w-]+)` *\|/gm)].map(([, value = '']) => value);
}

describe('states', () => {
  it.each([
    ['messages.state', MESSAGE_STATES],
    ['dossiers.status', DOSSIER_STATUSES],
    ['dossiers.deadline', DEADLINE_VERDICTS],
    ['letters.state', LETTER_STATES],
  ])('%s: core, SQL and README agree', (column, values) => {
    expect(allowedBySql().get(column)).toEqual(values);
    expect(toldByReadme(column)).toEqual(values);
  });
});
