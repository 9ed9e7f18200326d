// "tiepnhan user" and the first start: the built program makes accounts by links, and never sees a password.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { logIn } from '../support/accounts.ts';
import { openClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { run } from '../support/postgres.ts';
import { runCommand, startCommand } from '../support/processes.ts';
import { ended, freePort } from '../support/program.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());
beforeEach(() => run(office.database.url, 'truncate staff, invitations, sessions, events cascade'));

const user = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  runCommand(['user', ...args], { ...environmentOf(office), ...env });
const add = (username: string, role: string, env?: NodeJS.ProcessEnv) =>
  user(['add', username, '--name', 'Nguyễn Văn An', '--role', role], env);

it('adds, invites, disables and enables, tells what it did, and writes it down without secrets', async () => {
  const added = await add('an', 'officer', { WEB_URL: 'https://mttq.example.vn/tiep-nhan/' });
  expect(added.code).toBe(0);
  expect(added.stdout).toMatch(/^https:\/\/mttq\.example\.vn\/tiep-nhan\/invitation\/[\w-]{43}$/m);
  expect(added.stdout).toContain('good once, for 7 days');
  expect(await add('an', 'leader')).toMatchObject({ code: 1, stdout: 'an: there is such an account\n' });
  await add('quantri', 'administrator');
  const again = await user(['passwd', 'an'], { WEB_HOST: '0.0.0.0', WEB_PORT: '8099' });
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).toMatch(/^http:\/\/127\.0\.0\.1:8099\/invitation\/[\w-]{43}$/m);
  expect(await user(['disable', 'an'])).toMatchObject({ code: 0, stdout: 'an: is disabled\n' });
  expect(await user(['disable', 'an'])).toMatchObject({
    code: 1,
    stdout: 'an: is no account that is enabled\n',
  });
  expect(await user(['passwd', 'an'])).toMatchObject({ code: 1, stdout: 'an: is disabled\n' });
  expect(await user(['passwd', 'nobody'])).toMatchObject({
    code: 1,
    stdout: 'nobody: there is no such account\n',
  });
  expect(await user(['disable', 'quantri'])).toMatchObject({
    code: 1,
    stdout: 'quantri: is the last administrator; add another one first\n',
  });
  expect((await user([])).stdout).toBe(
    'quantri\tadministrator\tinvited\tNguyễn Văn An\nan\tofficer\tdisabled\tNguyễn Văn An\n2 accounts\n',
  );
  expect(await user(['enable', 'an'])).toMatchObject({ code: 0 });
  expect(await user(['enable', 'an'])).toMatchObject({ code: 1 });
  const events = await run(office.database.url, 'select actor, what, detail from events order by id');
  expect(events.map(({ actor, what }) => `${actor} ${what}`)).toEqual([
    'operator account-added',
    'operator account-added',
    'operator account-invited',
    'operator account-disabled',
    'operator account-enabled',
  ]);
  expect(
    events.map(({ detail }) =>
      Object.keys(detail as object)
        .sort()
        .join(),
    ),
  ).toEqual(['role,username', 'role,username', 'username', 'username', 'username']);
});

it('takes nothing else for an account, and says what it expects', async () => {
  for (const args of [
    ['add', 'Văn An', '--name', 'An', '--role', 'officer'],
    ['add', 'an', '--name', 'An', '--role', 'chief'],
    ['add', 'an', '--name', 'An'],
    ['add', 'an', '--role', 'officer'],
  ]) {
    const { code, stderr } = await user(args);
    expect([args.join(' '), code]).toEqual([args.join(' '), 2]);
    expect(stderr).toMatch(/Expected|Allowed|required|missing|unknown|too many/i);
  }
  expect(await run(office.database.url, 'select from staff')).toHaveLength(0);
});

it('the first start prints a link for the administrator, each start a new one, until there is one', async () => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const web = () =>
    startCommand(['start', 'web'], { ...environmentOf(office), WEB_PORT: String(port), LOG_LEVEL: 'info' });
  const offered = async (started: ReturnType<typeof web>) => {
    await eventually('the page', () => fetch(`${origin}/healthz`).catch(() => null));
    await eventually('the start', () => started.stderr().includes('started'));
    return /"link":"([^"]+)"/.exec(started.stderr())?.[1] ?? null;
  };
  const fields = {
    username: 'quantri',
    name: 'Trần Bình',
    password: 'mùa xuân năm ấy',
    again: 'mùa xuân năm ấy',
  };

  const first = web();
  const link = (await offered(first)) ?? '';
  expect(link).toMatch(new RegExp(`^${origin}/invitation/[\\w-]{43}$`));
  await ended(first.child, 'SIGTERM');
  const secretFile = join(office.settings.dataDir, 'session-secret');
  const secret = readFileSync(secretFile, 'utf8');
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(secretFile).mode & 0o777).toBe(0o600);

  const second = web();
  const newer = (await offered(second)) ?? '';
  expect(newer).not.toBe(link);
  const visitor = openClient(origin);
  expect(await visitor.open(new URL(link).pathname)).toMatchObject({ status: 404 });
  await visitor.open(new URL(newer).pathname);
  expect(await visitor.send(new URL(newer).pathname, fields)).toMatchObject({ status: 303 });
  expect(await logIn(visitor, 'quantri', { password: fields.password })).toMatchObject({ status: 303 });
  expect(second.stderr()).not.toContain('"level":50');
  await ended(second.child, 'SIGTERM');

  const third = web();
  expect(await offered(third)).toBeNull();
  // Who is logged in stays so, and forms that were open still count.
  expect(await visitor.open('/account')).toMatchObject({ status: 200 });
  expect(readFileSync(secretFile, 'utf8')).toBe(secret);
  expect(await visitor.send('/logout', {})).toMatchObject({ status: 303 });
  await ended(third.child, 'SIGTERM');
});
