import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readMbox } from '../../src/mail/mbox.ts';

const POSTMARK = 'From a@example Mon Aug  1 00:00:00 2022';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mbox-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function split(content: string): Promise<string[]> {
  const path = join(folder, 'mail.mbox');
  await writeFile(path, content, 'latin1');
  const messages: string[] = [];
  for await (const message of readMbox(path)) messages.push(message.toString('latin1'));
  return messages;
}

it('splits at From lines after a blank line, and only there', async () => {
  const one = 'Subject: a\n\nFrom here on\nit is text\n';
  expect(
    await split(
      `From a@example Mon Aug  1 00:00:00 2022\n${one}\nFrom b@example Tue Aug  2 00:00:00 2022\nSubject: b\n\n`,
    ),
  ).toEqual([`${one}\n`, 'Subject: b\n\n']);
});

it('takes one mark away from quoted From lines', async () => {
  expect(await split(`${POSTMARK}\nS: a\n\n>From x\n>>From y\n> From z\n`)).toEqual([
    'S: a\n\nFrom x\n>From y\n> From z\n',
  ]);
});

it('works across chunks, with CRLF and without a last line end', async () => {
  const long = `${'x'.repeat(1500)}\r\n`.repeat(2000);
  expect(await split(`${POSTMARK}\r\nS: a\r\n\r\n${long}\r\n${POSTMARK}\r\nS: b\r\n\r\nend`)).toEqual([
    `S: a\r\n\r\n${long}\r\n`,
    'S: b\r\n\r\nend',
  ]);
});

it('finds nothing in an empty file', async () => {
  expect(await split('')).toEqual([]);
});
