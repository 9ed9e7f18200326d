// Accounts, sessions, links and limits on a real Postgres.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/core/staff.ts';
import { findAccess, noteAccess } from '../../src/store/access-log.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import {
  acceptInvitation,
  findInvitation,
  inviteFirstAdministrator,
  makeFirstAdministrator,
} from '../../src/store/invitations.ts';
import { beginLogin, forgetFailures } from '../../src/store/login-failures.ts';
import { endSession, findSession, saveSession } from '../../src/store/sessions.ts';
import {
  addAccount,
  changeAccount,
  changePasswordIf,
  disableIfEnabled,
  enableIfDisabled,
  findAccount,
  findAccounts,
  findPasswordHash,
  inviteIfEnabled,
} from '../../src/store/staff.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const NOW = new Date('2022-08-08T02:15:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const hours = (count: number) => minutes(count * 60);
const days = (count: number) => hours(count * 24);
const invitation = (tokenHash: string, expiresAt = days(7)) => ({ tokenHash, expiresAt });
const an: Viewer = { username: 'an', name: 'Nguyễn Văn An', role: 'officer' };
const binh: Viewer = { username: 'binh', name: 'Trần Thị Bình', role: 'administrator' };
const chi: Viewer = { username: 'chi', name: 'Lê Chi', role: 'administrator' };

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase(database.url);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});
beforeEach(() =>
  db.query('truncate staff, invitations, sessions, login_failures, access_log, events cascade'),
);

/** An account that has chosen its password. */
async function enter(viewer: Viewer, hash = `hash of ${viewer.username}`): Promise<void> {
  expect(await addAccount(db, viewer, invitation(`link of ${viewer.username}`), 'operator', NOW)).toBe(true);
  expect(await acceptInvitation(db, `link of ${viewer.username}`, hash, NOW)).toBe(viewer.username);
}

const logIn = (tokenHash: string, username: string, now = NOW) =>
  saveSession(db, { tokenHash, username, now });
const history = async () =>
  (await db.query('select actor, what, detail from events order by id')).rows.map(
    ({ actor, what, detail }) => `${actor} ${what} ${JSON.stringify(detail)}`,
  );

describe('sessions', () => {
  beforeEach(() => enter(an));

  it('end after eight hours without use and seven days at most', async () => {
    await logIn('t', 'an');
    expect(await findSession(db, 't', NOW)).toEqual(an);
    expect(await findSession(db, 'x', NOW)).toBeNull();
    expect(await findSession(db, 't', hours(7.9))).toEqual(an);
    expect(await findSession(db, 't', hours(16))).toBeNull();
    await logIn('u', 'an');
    for (let hour = 7; hour < 168; hour += 7) expect(await findSession(db, 'u', hours(hour))).toEqual(an);
    expect(await findSession(db, 'u', hours(168))).toBeNull();
  });

  it('write when they were used once a minute at most', async () => {
    await logIn('t', 'an');
    const seen = async () => (await db.query('select seen_at from sessions')).rows[0]?.seen_at;
    await findSession(db, 't', minutes(1));
    expect(await seen()).toEqual(NOW);
    await findSession(db, 't', minutes(1.1));
    expect(await seen()).toEqual(minutes(1.1));
  });

  it('are cleared away when they have ended', async () => {
    await logIn('old', 'an');
    await logIn('new', 'an', hours(8));
    expect((await db.query('select token_hash from sessions')).rows).toEqual([{ token_hash: 'new' }]);
    await endSession(db, 'new');
    expect(await findSession(db, 'new', hours(8))).toBeNull();
  });

  it('end with the account, its password, and not with its role', async () => {
    await enter(binh);
    await logIn('t', 'an');
    await changeAccount(db, { ...an, role: 'leader' }, 'binh', NOW);
    expect(await findSession(db, 't', NOW)).toEqual({ ...an, role: 'leader' });
    const change = { before: 'hash of an', after: 'new' };
    expect(await changePasswordIf(db, 'an', change, NOW)).toBe(true);
    expect(await changePasswordIf(db, 'an', change, NOW)).toBe(false);
    expect(await findSession(db, 't', NOW)).toBeNull();
    await logIn('u', 'an');
    expect(await disableIfEnabled(db, 'an', 'binh', NOW)).toBeNull();
    expect(await findSession(db, 'u', NOW)).toBeNull();
    expect(await logIn('v', 'an')).toBe(false);
  });
});

describe('accounts', () => {
  it('are added once, and keep their history without secrets', async () => {
    await enter(an);
    expect(await addAccount(db, { ...an, name: 'Khác' }, invitation('x'), 'operator', NOW)).toBe(false);
    expect(await findInvitation(db, 'x', NOW)).toBeNull();
    expect(await findAccounts(db)).toEqual([
      { ...an, createdAt: NOW, disabledAt: null, hasPassword: true, invitedUntil: null },
    ]);
    expect(await history()).toEqual([
      'operator account-added {"role":"officer","username":"an"}',
      'an password-chosen {"username":"an"}',
    ]);
  });

  it('lose password, sessions and link when a new link is made, or when they are disabled', async () => {
    await enter(binh);
    await enter(an);
    await logIn('t', 'an');
    expect(await inviteIfEnabled(db, 'an', invitation('one'), 'operator', NOW)).toBe(true);
    expect(await findPasswordHash(db, 'an')).toBeNull();
    expect(await findSession(db, 't', NOW)).toBeNull();
    expect(await inviteIfEnabled(db, 'an', invitation('two'), 'operator', NOW)).toBe(true);
    expect(await findInvitation(db, 'one', NOW)).toBeNull();
    expect(await findInvitation(db, 'two', NOW)).toEqual({ username: 'an', name: an.name });
    await disableIfEnabled(db, 'an', 'operator', NOW);
    expect(await findInvitation(db, 'two', NOW)).toBeNull();
    expect(await acceptInvitation(db, 'two', 'h', NOW)).toBeNull();
    expect(await inviteIfEnabled(db, 'an', invitation('three'), 'operator', NOW)).toBe(false);
    expect(await disableIfEnabled(db, 'an', 'operator', NOW)).toBe('unknown');
    expect(await enableIfDisabled(db, 'an', invitation('four'), 'binh', NOW)).toBe(true);
    expect(await enableIfDisabled(db, 'an', invitation('five'), 'binh', NOW)).toBe(false);
    expect(await findAccount(db, 'an')).toMatchObject({ disabledAt: null, hasPassword: false });
    expect(await acceptInvitation(db, 'four', 'h', NOW)).toBe('an');
    expect(await findPasswordHash(db, 'an')).toBe('h');
  });

  it('never leave the service without an administrator, not even in the same moment', async () => {
    await enter(an);
    await enter(binh);
    expect(await disableIfEnabled(db, 'binh', 'binh', NOW)).toBe('last-administrator');
    expect(await changeAccount(db, { ...binh, role: 'officer' }, 'binh', NOW)).toBe('last-administrator');
    expect(await changeAccount(db, { ...binh, name: 'Bình' }, 'binh', NOW)).toBeNull();
    expect(await changeAccount(db, { ...an, username: 'nobody' }, 'binh', NOW)).toBe('unknown');
    await enter(chi);
    const both = await Promise.all([
      disableIfEnabled(db, 'binh', 'chi', NOW),
      changeAccount(db, { ...chi, role: 'leader' }, 'binh', NOW),
    ]);
    expect(both.sort()).toEqual(['last-administrator', null]);
  });
});

describe('links', () => {
  it('are good once, and for a time', async () => {
    await addAccount(db, an, invitation('link'), 'operator', NOW);
    expect(await findInvitation(db, 'link', days(7))).toBeNull();
    expect(await acceptInvitation(db, 'link', 'h', days(7))).toBeNull();
    const used = await Promise.all([
      acceptInvitation(db, 'link', 'one', NOW),
      acceptInvitation(db, 'link', 'two', NOW),
    ]);
    expect(used.filter((username) => username === 'an')).toHaveLength(1);
    expect(await acceptInvitation(db, 'link', 'h', NOW)).toBeNull();
  });

  it('make the first administrator, once, and only while there is none', async () => {
    const first = { username: 'binh', name: binh.name, passwordHash: 'h' };
    expect(await inviteFirstAdministrator(db, invitation('first', days(1)))).toBe(true);
    expect(await inviteFirstAdministrator(db, invitation('second', days(1)))).toBe(true);
    expect(await findInvitation(db, 'first', NOW)).toBeNull();
    expect(await findInvitation(db, 'second', NOW)).toEqual({ username: null, name: null });
    expect(await makeFirstAdministrator(db, 'first', first, NOW)).toBe('void');
    expect(await makeFirstAdministrator(db, 'second', first, days(1))).toBe('void');
    expect(await acceptInvitation(db, 'second', 'h', NOW)).toBeNull();
    await enter(an);
    expect(await makeFirstAdministrator(db, 'second', { ...first, username: 'an' }, NOW)).toBe('taken');
    const made = await Promise.all([
      makeFirstAdministrator(db, 'second', first, NOW),
      makeFirstAdministrator(db, 'second', { ...first, username: 'chi' }, NOW),
    ]);
    expect(made.sort()).toEqual(['made', 'void']);
    expect(await inviteFirstAdministrator(db, invitation('third'))).toBe(false);
  });

  it('for the first administrator end when the operator has added one', async () => {
    await inviteFirstAdministrator(db, invitation('first'));
    await addAccount(db, binh, invitation('link'), 'operator', NOW);
    expect(await findInvitation(db, 'first', NOW)).toBeNull();
    const first = { username: 'thief', name: 'x', passwordHash: 'h' };
    expect(await makeFirstAdministrator(db, 'first', first, NOW)).toBe('void');
  });
});

describe('limits on logins', () => {
  const from = (address: string, username = 'an') => ({ username, address });
  const fail = async (count: number, attempt: { username: string; address: string }, now = NOW) => {
    for (let at = 0; at < count; at++) expect(await beginLogin(db, attempt, now)).toBe(0);
  };

  it('allow five failures of an account, whether it exists or not, then make everybody else wait', async () => {
    await enter(an);
    for (const username of ['an', 'nobody']) {
      await fail(5, from('10.0.0.1', username));
      expect(await beginLogin(db, from('10.0.0.2', username), minutes(5))).toBe(10);
      expect(await beginLogin(db, from('10.0.0.2', username), minutes(14.9))).toBe(1);
      expect(await beginLogin(db, from('10.0.0.2', username), minutes(15))).toBe(0);
    }
  });

  it('count attempts from their beginning: many at once gain nothing', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => beginLogin(db, from('10.0.0.1'), NOW)));
    expect(all.filter((wait) => wait === 0)).toHaveLength(5);
  });

  it('allow twenty failures from one network', async () => {
    for (let at = 0; at < 20; at++) await fail(1, from(`2001:db8::${at}`, `user${at}`));
    expect(await beginLogin(db, from('2001:db8::ffff', 'other'), NOW)).toBe(15);
    expect(await beginLogin(db, from('2001:db8:1::1', 'other'), NOW)).toBe(0);
  });

  it('keep nobody out of an account that has logged in from there, however long strangers guess', async () => {
    await noteAccess(db, an, 'login', '', '10.0.0.9', days(-29));
    for (let quarter = 0; quarter < 8; quarter++) {
      const now = minutes(quarter * 15);
      await fail(5, from('10.0.0.1'), now);
      expect(await beginLogin(db, from('10.0.0.8'), now)).toBe(15);
      expect(await beginLogin(db, from('10.0.0.9'), now)).toBe(0);
      await forgetFailures(db, from('10.0.0.9'));
      // The owner's success gives the strangers no further guesses.
      expect(await beginLogin(db, from('10.0.0.1'), now)).toBe(15);
    }
    await fail(5, from('10.0.0.9'), hours(3));
    expect(await beginLogin(db, from('10.0.0.9'), hours(3))).toBe(15);
    expect(await beginLogin(db, from('10.0.0.9'), days(2))).toBe(0);
  });

  it('forget what is over, and what a wrong clock has put into the future', async () => {
    await fail(5, from('10.0.0.1'), days(400));
    expect(await beginLogin(db, from('10.0.0.1'), NOW)).toBe(0);
    expect(await beginLogin(db, from('10.0.0.1', 'other'), minutes(16))).toBe(0);
    expect((await db.query('select username from login_failures')).rows).toEqual([{ username: 'other' }]);
  });
});

it('lists who looked at what, newest first, by account, day and page', async () => {
  await noteAccess(db, an, 'login', '', '10.0.0.1', NOW);
  await noteAccess(db, binh, 'export', 'register 1', '10.0.0.2', hours(1));
  await noteAccess(db, an, 'view', 'dossier 12', '10.0.0.1', days(1));
  const all = { username: null, since: null, until: null, before: null };
  const subjects = async (filter: Partial<typeof all> & object, limit = 10) =>
    (await findAccess(db, { ...all, ...filter }, limit)).map(({ subject }) => subject);
  expect(await subjects({})).toEqual(['dossier 12', 'register 1', '']);
  const [newest] = await findAccess(db, all, 1);
  expect(newest).toMatchObject({ at: days(1), username: 'an', what: 'view', address: '10.0.0.1' });
  expect(await findAccess(db, { ...all, before: newest?.id ?? 0 }, 1)).toMatchObject([{ what: 'export' }]);
  expect(await findAccess(db, { ...all, username: 'an', until: hours(2) }, 9)).toMatchObject([
    { what: 'login' },
  ]);
  expect(await findAccess(db, { ...all, since: hours(1), until: days(1) }, 9)).toMatchObject([
    { what: 'export' },
  ]);
});
