// The page behind a reverse proxy, under a prefix that the proxy takes off or leaves on.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { placeOf } from '../../src/web/place.ts';
import { COOKIE, FORM_COOKIE } from '../../src/web/session.ts';
import { enterAccount, logIn, PASSWORD } from '../support/accounts.ts';
import { openClient } from '../support/client.ts';
import { type OfficePage, openPage } from '../support/page.ts';
import { type ReverseProxy, startProxy } from '../support/proxy.ts';
import { type Office, openOffice } from '../support/service.ts';

const URL_OF_PAGE = 'https://mttq.example.vn/tiep-nhan';
const base = '/tiep-nhan/';
const CLIENT = '203.0.113.7';

let office: Office;
let page: OfficePage;
beforeAll(async () => {
  office = await openOffice();
  page = await openPage(office, { url: URL_OF_PAGE });
  await enterAccount(page.service.db, 'an', 'administrator');
});
afterAll(async () => {
  await page.close();
  await office.close();
});

describe.each([true, false])('behind a proxy that strips the prefix: %s', (strips) => {
  let proxy: ReverseProxy;
  beforeAll(async () => {
    proxy = await startProxy({ to: page.web.url, prefix: base, strips, client: CLIENT });
  });
  afterAll(() => proxy.close());
  beforeEach(() => page.service.db.query('truncate access_log, login_failures'));

  it('everything stays under the prefix', async () => {
    const an = openClient(proxy.origin);
    expect(await an.open(base)).toMatchObject({ status: 302, location: `${base}login?next=` });
    expect(await an.open(`${base}log?a=b`)).toMatchObject({ location: `${base}login?next=log%3Fa%3Db` });
    const login = await an.open(`${base}login?next=log%3Fa%3Db`);
    expect(login.text).toContain(`<base href="${base}"/>`);
    for (const [, link = ''] of login.text.matchAll(/(?:href|src|action)="([^"]*)"/g)) {
      expect(new URL(link, `https://mttq.example.vn${base}`).pathname).toMatch(/^\/tiep-nhan\//);
    }
    const [, style = ''] = /href="(assets[^"]+app\.css)"/.exec(login.text) ?? [];
    expect(await an.open(base + style)).toMatchObject({ status: 200 });
    const fields = { username: 'an', password: PASSWORD, next: 'log?a=b' };
    expect(await an.send(`${base}login`, fields)).toMatchObject({ status: 303, location: `${base}log?a=b` });
    expect(await an.open(`${base}log`)).toMatchObject({ status: 200 });
    expect(await an.open(base)).toMatchObject({ status: 302, location: `${base}log` });
    expect(await an.open(`${base}admin`)).toMatchObject({ location: `${base}admin/state` });
    const added = await an.send(`${base}admin/accounts`, {
      username: strips ? 'binh' : 'chi',
      name: 'Bình',
      role: 'leader',
    });
    const [, link = ''] = /value="(https:[^"]+)"/.exec(added.text) ?? [];
    expect(link).toMatch(/^https:\/\/mttq\.example\.vn\/tiep-nhan\/invitation\/[\w-]{43}$/);
    expect((await an.open(new URL(link).pathname)).text).toContain('Đặt mật khẩu');
    await an.open(`${base}log`);
    expect(await an.send(`${base}logout`, {})).toMatchObject({ location: `${base}login?done=out` });
    expect(an.cookies.has(COOKIE)).toBe(false);
  });

  it('cookies are for the prefix, and go over TLS alone', async () => {
    const an = openClient(proxy.origin);
    await logIn(an, 'an', { base });
    for (const name of [COOKIE, FORM_COOKIE]) {
      expect(an.cookies.get(name)?.attributes.sort()).toEqual([
        'HttpOnly',
        `Path=${base}`,
        'SameSite=Lax',
        'Secure',
      ]);
    }
  });

  it('redirects after a login never leave the prefix', async () => {
    for (const next of [
      '/',
      '../',
      '/log',
      '//example.com',
      '/tiep-nhan',
      '/tiep-nhan-khac/log',
      '../..//example.com',
    ]) {
      const { location } = await logIn(openClient(proxy.origin), 'an', { base, next });
      expect(location).toMatch(/^\/tiep-nhan\/[^/\\]*$/);
    }
  });

  it('a form is ours by its origin, whatever host the proxy names', async () => {
    const an = openClient(proxy.origin);
    await logIn(an, 'an', { base });
    await an.open(`${base}account`);
    const change = { current: PASSWORD, password: 'mùa xuân năm ấy', again: 'khác' };
    const from = (origin: string) => an.send(`${base}account`, change, { headers: { origin } });
    expect(await from('https://mttq.example.vn')).toMatchObject({ status: 422 });
    expect(await from('https://example.com')).toMatchObject({ status: 403 });
    expect(await from('https://mttq.example.vn.example.com')).toMatchObject({ status: 403 });
  });

  it('clients are told apart by what the proxy says, not by what they say', async () => {
    const an = openClient(proxy.origin, '192.0.2.66');
    await logIn(an, 'an', { base });
    const { rows } = await page.service.db.query('select address from access_log');
    expect(rows).toEqual([{ address: CLIENT }]);
    for (let at = 0; at < 20; at++)
      await logIn(openClient(proxy.origin, `192.0.2.${at}`), `user${at}`, { base, password: 'sai' });
    const locked = await logIn(openClient(proxy.origin, '192.0.2.99'), 'an', { base });
    expect(locked.status).toBe(429);
  });
});

it('what is not under the prefix is answered too, for health is asked on this machine', async () => {
  expect((await fetch(`${page.web.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${page.web.url}/tiep-nhan`, { redirect: 'manual' })).headers.get('location')).toBe(
    `${base}login?next=`,
  );
});

it.each([
  [null, { base: '/', host: null, encrypted: false }],
  ['http://10.0.0.5:8080', { base: '/', host: '10.0.0.5:8080', encrypted: false }],
  ['https://mttq.example.vn/a/b', { base: '/a/b/', host: 'mttq.example.vn', encrypted: true }],
])('the page at %s', (url, place) => expect(placeOf(url, 's')).toEqual({ ...place, secret: 's' }));
