// "tiepnhan letters": letters pause and resume, and what is held goes out or never does.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { runCommand } from '../support/processes.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice({ letterMode: 'review' });
});
afterAll(() => office.close());

const tiepnhan = (...args: string[]) =>
  runCommand(args, { ...environmentOf(office), LETTER_MODE: office.settings.letterMode });

it('shows what is held, sends what is released, and never what is discarded', async () => {
  for (const number of [1, 2, 3]) await office.dovecot.append(await unitMail(number));
  await office.runOnce();
  expect(office.smtp.received).toEqual([]);
  const { stdout } = await tiepnhan('letters');
  const [, second = ''] = /^(\d+)\theld\tmissing-documents\tunit-2@example.vn\t/m.exec(stdout) ?? [];
  expect(second).not.toBe('');
  expect(stdout).toContain('3 letters wait for a person');
  expect(await tiepnhan('letters', 'discard', second)).toMatchObject({
    code: 0,
    stdout: `${second}: will not be sent\n`,
  });
  expect(await tiepnhan('letters', 'release', '9')).toMatchObject({ code: 1 });
  expect(await tiepnhan('letters', 'release', '--all')).toMatchObject({ code: 0 });
  await office.runOnce();
  expect(office.smtp.received.map(({ to }) => to[0]).sort()).toEqual([
    'unit-1@example.vn',
    'unit-3@example.vn',
  ]);
  const decided = await run(
    office.database.url,
    "select actor, what from events where what like 'letter-%' order by id",
  );
  expect(decided.map(({ actor, what }) => `${actor} ${what}`)).toContain('operator letter-discarded');
});

it('lets no letter leave while they are paused, and goes on taking mail in', async () => {
  office.settings.letterMode = 'send';
  expect(await tiepnhan('letters', 'pause')).toMatchObject({
    code: 0,
    stdout: 'letters are paused from now on\n',
  });
  const before = office.smtp.received.length;
  await office.dovecot.append(await unitMail(4));
  expect(await tiepnhan('run-once')).toMatchObject({ code: 0 });
  expect((await office.log()).at(-1)).toMatchObject({
    outcome: 'registered',
    letters: [{ state: 'pending' }],
  });
  expect(office.smtp.received).toHaveLength(before);
  expect((await tiepnhan('letters')).stdout).toContain('no letter leaves since');
  expect(await tiepnhan('letters', 'resume')).toMatchObject({ stdout: 'letters leave from now on\n' });
  expect(await tiepnhan('run-once')).toMatchObject({ code: 0 });
  expect(office.smtp.received).toHaveLength(before + 1);
});
