// Who gets in: login and logout over real HTTP, with limits, endings, and forms that are not ours.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashPassword, openPasswords } from '../../src/web/passwords.ts';
import { COOKIE, FORM_COOKIE, hashToken } from '../../src/web/session.ts';
import { enterAccount, logIn, PASSWORD } from '../support/accounts.ts';
import { openClient } from '../support/client.ts';
import { type OfficePage, openPage } from '../support/page.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
/** How far the page's clock is ahead (ms). */
let ahead = 0;
const HOUR = 3_600_000;
const SECRET = 's'.repeat(32);

beforeAll(async () => {
  office = await openOffice();
  page = await openPage(office, { secret: SECRET, now: () => new Date(Date.now() + ahead) });
  await enterAccount(page.service.db, 'an');
  await enterAccount(page.service.db, 'binh', 'leader');
});
afterAll(async () => {
  await page.close();
  await office.close();
});
beforeEach(async () => {
  ahead = 0;
  await page.service.db.query('truncate login_failures, access_log');
});

const client = (address?: string) => openClient(page.web.url, address);
const sessions = async () =>
  (await page.service.db.query('select token_hash from sessions')).rows.map((row) => row.token_hash);

describe('a login', () => {
  it('leads to the page that was asked for, is noted, and ends with the logout', async () => {
    const an = client('192.0.2.7');
    expect(await an.open('/log?status=held')).toMatchObject({
      status: 302,
      location: '/login?next=log%3Fstatus%3Dheld',
    });
    const login = await an.open('/login?next=log%3Fstatus%3Dheld');
    expect(login.text).toContain('<h1 class="h2">Đăng nhập</h1>');
    expect(login.text).toContain('name="next" value="log?status=held"');
    const entered = await an.send('/login', { username: ' An', password: PASSWORD, next: 'log?status=held' });
    expect(entered).toMatchObject({ status: 303, location: '/log?status=held' });
    expect(an.cookies.get(COOKIE)?.attributes.sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax']);
    const log = await an.open('/log');
    expect(log).toMatchObject({ status: 200 });
    expect(log.text).toContain('Họ Tên an');
    expect(await an.open('/login?next=account')).toMatchObject({ status: 303, location: '/account' });
    const noted = await page.service.db.query('select username, what, subject, address from access_log');
    expect(noted.rows).toEqual([{ username: 'an', what: 'login', subject: '', address: '192.0.2.7' }]);

    await an.open('/log');
    expect(await an.send('/logout', {})).toMatchObject({ status: 303, location: '/login?done=out' });
    expect(an.cookies.has(COOKIE)).toBe(false);
    expect((await an.open('/login?done=out')).text).toContain('Đã đăng xuất.');
    expect(await an.open('/log')).toMatchObject({ status: 302 });
  });

  it('keeps the hash of its token alone, and none of the password', async () => {
    const an = client();
    await logIn(an, 'an');
    const token = an.cookies.get(COOKIE)?.value ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(await sessions()).toContain(hashToken(token));
    const { rows } = await page.service.db.query(
      `select (select string_agg(x::text, '') from staff x) || (select string_agg(x::text, '') from sessions x)
        || (select string_agg(x::text, '') from events x) as everything`,
    );
    expect(rows[0]?.everything).not.toContain(token);
    expect(rows[0]?.everything).not.toContain(PASSWORD);
  });

  it('takes the same password from every keyboard', async () => {
    const { status } = await logIn(client(), 'an', { password: PASSWORD.normalize('NFD') });
    expect(status).toBe(303);
  });

  it('says the same of a wrong password, of no such account, and of a disabled one', async () => {
    await enterAccount(page.service.db, 'gone');
    await page.service.db.query("update staff set disabled_at = now() where username = 'gone'");
    const answers = await Promise.all(
      [
        ['an', 'sai mật khẩu rồi'],
        ['nobody', PASSWORD],
        ['gone', PASSWORD],
        ['x\u0000y', PASSWORD],
        ['', ''],
      ].map(async ([username = '', password = ''], at) => {
        const one = client(`192.0.2.${10 + at}`);
        const answer = await logIn(one, username, { password });
        expect(one.cookies.has(COOKIE)).toBe(false);
        return [answer.status, answer.text.includes('Tên đăng nhập hoặc mật khẩu không đúng.')];
      }),
    );
    expect(answers).toEqual(Array(5).fill([401, true]));
  });

  it('ends a session that the browser had before, and never takes over one it was given', async () => {
    const an = client();
    await logIn(an, 'an');
    const before = an.cookies.get(COOKIE)?.value ?? '';
    await page.service.db.query('update sessions set seen_at = seen_at where true');
    // The login page leads on whoever is logged in; a form that was opened earlier is sent nevertheless.
    await an.open('/account');
    expect(await an.send('/login', { username: 'binh', password: PASSWORD, next: '' })).toMatchObject({
      status: 303,
    });
    expect(an.cookies.get(COOKIE)?.value).not.toBe(before);
    expect(await sessions()).not.toContain(hashToken(before));

    const victim = client();
    victim.cookies.set(COOKIE, { value: 'chosen-by-a-stranger', attributes: [] });
    expect(await logIn(victim, 'an')).toMatchObject({ status: 303 });
    expect(victim.cookies.get(COOKIE)?.value).not.toBe('chosen-by-a-stranger');
    expect(await sessions()).not.toContain(hashToken('chosen-by-a-stranger'));
  });

  it('lasts for eight hours without use and for seven days at most', async () => {
    const an = client();
    await logIn(an, 'an');
    ahead = 7.9 * HOUR;
    expect(await an.open('/log')).toMatchObject({ status: 200 });
    for (ahead = 12 * HOUR; ahead < 168 * HOUR; ahead += 7 * HOUR)
      expect(await an.open('/log')).toMatchObject({ status: 200 });
    ahead = 168 * HOUR;
    expect(await an.open('/log')).toMatchObject({ status: 302 });
    ahead = 0;
    await logIn(an, 'an');
    ahead = 8 * HOUR;
    expect(await an.open('/log')).toMatchObject({ status: 302 });
  });

  it('goes on to pages of ours alone', async () => {
    for (const next of [
      'https://example.com/',
      '//example.com',
      '/\\example.com',
      '\\\\example.com',
      '/%09/example.com',
      '..//example.com',
      'http://page.invalid//example.com',
      'javascript:alert(1)',
      'logout',
      'login?next=log',
      '\r\nset-cookie: a=b',
    ]) {
      const { status, location } = await logIn(client(), 'an', { next });
      expect(status).toBe(303);
      const there = new URL(location ?? '', page.web.url);
      expect(there.origin).toBe(page.web.url);
      expect(there.pathname).not.toMatch(/^\/(login|logout|\/)/);
      expect(location).toMatch(/^\/[^/\\]/);
    }
  });
});

describe('too many failures', () => {
  const guess = (from: string, username: string, password = 'sai mật khẩu rồi') =>
    logIn(client(from), username, { password });

  it('make an account wait, whether it exists or not, even for the right password', async () => {
    for (const username of ['an', 'nobody']) {
      for (let at = 0; at < 5; at++) {
        expect(await guess(`198.51.100.${at}`, username)).toMatchObject({ status: 401 });
      }
      const locked = await guess('198.51.100.99', username, PASSWORD);
      expect(locked.status).toBe(429);
      expect(locked.text).toContain('Đăng nhập sai nhiều lần, đề nghị thử lại sau 15 phút.');
      ahead += 10 * 60_000;
      expect((await guess('198.51.100.99', username, PASSWORD)).text).toMatch(/sau [56] phút/);
      ahead += 5 * 60_000;
    }
    expect(await guess('198.51.100.99', 'an', PASSWORD)).toMatchObject({ status: 303 });
  });

  it('make an address wait, whatever the account, and no other', async () => {
    for (let at = 0; at < 20; at++) {
      expect(await guess('203.0.113.5', `user${at}`)).toMatchObject({ status: 401 });
    }
    expect(await guess('203.0.113.5', 'an', PASSWORD)).toMatchObject({ status: 429 });
    expect(await guess('203.0.113.6', 'an', PASSWORD)).toMatchObject({ status: 303 });
  });

  it('by strangers keep nobody out who logs in from where he did before', async () => {
    expect(await guess('203.0.113.9', 'an', PASSWORD)).toMatchObject({ status: 303 });
    for (let at = 0; at < 6; at++) await guess(`198.51.100.${at}`, 'an');
    expect(await guess('198.51.100.1', 'an', PASSWORD)).toMatchObject({ status: 429 });
    expect(await guess('203.0.113.9', 'an', PASSWORD)).toMatchObject({ status: 303 });
  });

  it('are no more when many come at once', async () => {
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, at) => guess(`198.51.100.${at}`, 'an')));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(7);
  });
});

describe('a form', () => {
  const change = { current: PASSWORD, password: 'mùa xuân năm ấy', again: 'khác hẳn' };
  /** 422: the form was looked at, and its two passwords differ. */
  const LOOKED_AT = 422;
  const REFUSED = 'Trang đã hết hiệu lực';

  it('is refused without its proof, with that of somebody else, and with one that is over', async () => {
    const [an, binh] = [client(), client()];
    await logIn(an, 'an');
    await logIn(binh, 'binh');
    await an.open('/account');
    await binh.open('/account');
    expect(await an.send('/account', change)).toMatchObject({ status: LOOKED_AT });
    const proof = an.csrf();
    for (const csrf of [null, '', 'x', `${proof}x`, binh.csrf()]) {
      const answer = await an.send('/account', change, { csrf });
      expect(answer.status).toBe(403);
      expect(answer.text).toContain(REFUSED);
    }
    await logIn(an, 'an');
    expect(await an.open('/login')).toMatchObject({ status: 303 });
    an.cookies.delete(COOKIE);
    await logIn(an, 'an');
    expect(await an.send('/account', change, { csrf: proof })).toMatchObject({ status: 403 });
    an.cookies.delete(COOKIE);
    expect(await an.send('/account', change, { csrf: proof })).toMatchObject({
      status: 302,
      location: '/login',
    });
  });

  it('is proven by the secret: one of another service is worth nothing, one of a process beside is', async () => {
    const an = client();
    await logIn(an, 'an');
    const token = an.cookies.get(COOKIE) ?? { value: '', attributes: [] };
    for (const [secret, status] of [
      [SECRET, LOOKED_AT],
      ['t'.repeat(32), 403],
    ] as const) {
      const other = await openPage(office, { secret });
      const there = openClient(other.web.url);
      there.cookies.set(COOKIE, token);
      await an.open('/account');
      expect(await there.send('/account', change, { csrf: an.csrf() })).toMatchObject({ status });
      await other.close();
    }
  });

  it('of the login has its proof too, so that nobody is logged in by a foreign page', async () => {
    const stranger = client();
    const fields = { username: 'an', password: PASSWORD, next: '' };
    expect(await stranger.send('/login', fields)).toMatchObject({ status: 403 });
    await stranger.open('/login');
    expect(stranger.cookies.get(FORM_COOKIE)?.attributes).toContain('HttpOnly');
    const proof = stranger.csrf();
    expect(await stranger.send('/login', fields, { csrf: null })).toMatchObject({ status: 403 });
    expect(await client().send('/login', fields, { csrf: proof })).toMatchObject({ status: 403 });
    expect(await stranger.send('/login', fields, { csrf: proof })).toMatchObject({ status: 303 });
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'SELF' }, 403],
    [{ 'sec-fetch-site': 'same-origin', origin: 'SELF' }, LOOKED_AT],
    [{ origin: 'https://example.com' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'SELF' }, LOOKED_AT],
    [{}, LOOKED_AT],
  ])('from %j: %i', async (headers: Record<string, string>, status) => {
    const an = client();
    await logIn(an, 'an');
    await an.open('/account');
    const sent = { ...headers, ...(headers.origin === 'SELF' && { origin: page.web.url }) };
    expect(await an.send('/account', change, { headers: sent })).toMatchObject({ status });
  });
});

describe('passwords', () => {
  it('are hashed by Argon2id at the cost that OWASP names', async () => {
    expect(await hashPassword(PASSWORD)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword(PASSWORD)).not.toBe(await hashPassword(PASSWORD));
  });

  it('take as long where there is no such account', async () => {
    const check = await openPasswords();
    const hash = await hashPassword(PASSWORD);
    const timeOf = async (known: string | null) => {
      const began = performance.now();
      expect(await check('sai mật khẩu rồi', known)).toBe(false);
      return performance.now() - began;
    };
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let at = 0; at < 15; at++) {
      times.known.push(await timeOf(hash));
      times.unknown.push(await timeOf(null));
    }
    const [known, unknown] = [times.known, times.unknown].map((all) => all.sort((a, b) => a - b)[7] ?? 0);
    expect(unknown).toBeGreaterThan((known ?? 0) / 2);
    expect(known).toBeGreaterThan((unknown ?? 0) / 2);
    expect(await check(PASSWORD, hash)).toBe(true);
  });
});
