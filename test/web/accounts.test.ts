// One-time links, one's own password, and what administrators do with accounts, over real HTTP.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noteAccess } from '../../src/store/access-log.ts';
import { inviteFirstAdministrator } from '../../src/store/invitations.ts';
import { FIRST_LINK_LASTS, newInvitation } from '../../src/web/invitations.ts';
import { enterAccount, logIn, PASSWORD } from '../support/accounts.ts';
import { openClient } from '../support/client.ts';
import { type OfficePage, openPage } from '../support/page.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let ahead = 0;
const now = () => new Date(Date.now() + ahead);
const HOUR = 3_600_000;

beforeAll(async () => {
  office = await openOffice();
  page = await openPage(office, { now });
});
afterAll(async () => {
  await page.close();
  await office.close();
});
beforeEach(async () => {
  ahead = 0;
  await page.service.db.query(
    'truncate staff, invitations, sessions, login_failures, access_log, events cascade',
  );
});

const client = () => openClient(page.web.url);
const chosen = { password: 'mùa xuân năm ấy', again: 'mùa xuân năm ấy' };
const history = async () =>
  (await page.service.db.query('select actor, what, detail from events order by id')).rows.map(
    ({ actor, what, detail }) => `${actor} ${what} ${detail.username}`,
  );

/** An administrator who is logged in, beside another one. */
async function enterAdministrators() {
  await enterAccount(page.service.db, 'quantri', 'administrator');
  await enterAccount(page.service.db, 'chi', 'administrator');
  const quantri = client();
  await logIn(quantri, 'quantri');
  await quantri.open('/admin/accounts');
  return quantri;
}

/** Path of the one-time link that a page shows. */
function linkIn(text: string): string {
  const [, link = ''] = /value="(http[^"]+\/invitation\/[\w-]{43})"/.exec(text) ?? [];
  expect(link).toContain(page.web.url);
  return new URL(link).pathname;
}

describe('the link of the first start', () => {
  const offer = async () => {
    const { token, invitation } = newInvitation(now(), FIRST_LINK_LASTS);
    expect(await inviteFirstAdministrator(page.service.db, invitation)).toBe(true);
    return `/invitation/${token}`;
  };

  it('makes an administrator, once', async () => {
    const path = await offer();
    const first = client();
    expect((await first.open(path)).text).toContain('Tạo tài khoản quản trị đầu tiên');
    for (const [fields, complaint] of [
      [{ username: 'quantri', name: ' ', ...chosen }, 'Đề nghị ghi họ và tên'],
      [{ username: 'Quản trị', name: 'Trần Bình', ...chosen }, 'Tên đăng nhập gồm'],
      [{ username: 'quantri', name: 'Trần Bình', password: 'ngắn', again: 'ngắn' }, 'ít nhất 12 ký tự'],
      [{ username: 'quantri', name: 'Trần Bình', ...chosen, again: 'khác' }, 'không giống nhau'],
    ] as const) {
      const answer = await first.send(path, fields);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(complaint);
      expect(answer.text).not.toContain(chosen.password);
    }
    const fields = { username: ' QuanTri', name: ' Trần  Bình ', ...chosen };
    expect(await first.send(path, fields)).toMatchObject({ status: 303, location: '/login?done=password' });
    expect((await first.open('/login?done=password')).text).toContain('Đã đặt mật khẩu mới.');
    expect(await logIn(first, 'quantri', { password: chosen.password })).toMatchObject({ status: 303 });
    expect((await first.open('/admin/accounts')).text).toContain('Trần Bình');
    const again = await client().open(path);
    expect(again.status).toBe(404);
    expect(again.text).toContain('Liên kết không còn hiệu lực');
    expect(await history()).toEqual(['quantri account-added quantri']);
  });

  it('is over after a day, with the next start, and when there is an administrator', async () => {
    const path = await offer();
    ahead = 23.9 * HOUR;
    expect((await client().open(path)).status).toBe(200);
    ahead = 24 * HOUR;
    expect((await client().open(path)).status).toBe(404);
    const next = await offer();
    expect((await client().open(path)).status).toBe(404);
    const late = client();
    expect((await late.open(next)).status).toBe(200);
    await enterAccount(page.service.db, 'quantri', 'administrator');
    expect(await late.send(next, { username: 'second', name: 'Người khác', ...chosen })).toMatchObject({
      status: 404,
    });
  });
});

describe('a link for an account', () => {
  it('is good for a password, once, and opening it uses nothing up', async () => {
    const quantri = await enterAdministrators();
    const added = await quantri.send('/admin/accounts', {
      username: 'an',
      name: 'Nguyễn An',
      role: 'officer',
    });
    expect(added.status).toBe(200);
    const path = linkIn(added.text);
    expect((await quantri.open('/admin/accounts')).text).toContain('Chờ đặt mật khẩu đến');
    const an = client();
    await an.open(path);
    expect((await an.open(path)).text).toContain('Nguyễn An');
    expect((await an.send(path, { password: 'anananananan', again: 'anananananan' })).text).toContain(
      'không được trùng với tên đăng nhập',
    );
    // Of whom the link is, the link says.
    expect(await an.send(path, { ...chosen, username: 'quantri' })).toMatchObject({ status: 303 });
    expect(await an.send(path, chosen)).toMatchObject({ status: 404 });
    expect(await logIn(an, 'an', { password: chosen.password })).toMatchObject({ status: 303 });
    expect(await an.open('/admin/accounts')).toMatchObject({ status: 403 });
    expect((await history()).slice(-2)).toEqual(['quantri account-added an', 'an password-chosen an']);
    const { rows } = await page.service.db.query("select string_agg(detail::text, '') as all from events");
    expect(rows[0]?.all).not.toMatch(/argon2|invitation|mùa xuân/);
  });

  it('ends after seven days', async () => {
    const quantri = await enterAdministrators();
    const added = await quantri.send('/admin/accounts', { username: 'an', name: 'An', role: 'leader' });
    ahead = 7 * 24 * HOUR;
    expect((await client().open(linkIn(added.text))).status).toBe(404);
    const later = client();
    await logIn(later, 'quantri');
    expect((await later.open('/admin/accounts')).text).toContain('Liên kết đặt mật khẩu đã hết hạn');
  });

  it('ends the old password and every session when it is made anew', async () => {
    const quantri = await enterAdministrators();
    await enterAccount(page.service.db, 'an');
    const an = client();
    await logIn(an, 'an');
    await quantri.open('/admin/accounts/an');
    const path = linkIn((await quantri.send('/admin/accounts/an/link', {})).text);
    expect(await an.open('/log')).toMatchObject({ status: 302 });
    expect(await logIn(an, 'an')).toMatchObject({ status: 401 });
    await an.open(path);
    expect(await an.send(path, chosen)).toMatchObject({ status: 303 });
    const own = await quantri.send('/admin/accounts/quantri/link', {});
    expect(own.status).toBe(422);
    expect(own.text).toContain('trang Tài khoản');
  });
});

describe('one’s own password', () => {
  it('is changed with the one in use, which ends every other session', async () => {
    await enterAccount(page.service.db, 'an');
    const [here, there] = [client(), client()];
    await logIn(here, 'an');
    await logIn(there, 'an');
    await here.open('/account');
    expect((await here.send('/account', { current: 'không phải', ...chosen })).text).toContain(
      'Mật khẩu đang dùng không đúng.',
    );
    expect((await there.open('/log')).status).toBe(200);
    expect(await here.send('/account', { current: PASSWORD, ...chosen })).toMatchObject({
      status: 303,
      location: '/account?done=password',
    });
    expect((await here.open('/account?done=password')).text).toContain('Đã đặt mật khẩu mới.');
    expect(await there.open('/log')).toMatchObject({ status: 302 });
    expect(await logIn(there, 'an')).toMatchObject({ status: 401 });
    expect(await logIn(there, 'an', { password: chosen.password })).toMatchObject({ status: 303 });
  });

  it('is not to be guessed at a browser that was left open', async () => {
    await enterAccount(page.service.db, 'an');
    const an = client();
    await logIn(an, 'an');
    await an.open('/account');
    for (let at = 0; at < 5; at++) await an.send('/account', { current: 'không phải', ...chosen });
    expect((await an.send('/account', { current: PASSWORD, ...chosen })).text).toContain(
      'thử lại sau 15 phút',
    );
  });
});

describe('administrators', () => {
  it('change name and role, at once for whoever is logged in', async () => {
    const quantri = await enterAdministrators();
    await enterAccount(page.service.db, 'an', 'leader');
    const an = client();
    await logIn(an, 'an');
    expect(await an.open('/admin')).toMatchObject({ status: 403 });
    const change = { name: 'Nguyễn Văn An', role: 'administrator' };
    expect(await quantri.send('/admin/accounts/an', change)).toMatchObject({ status: 303 });
    expect(await an.open('/admin/accounts')).toMatchObject({ status: 200 });
    expect((await an.open('/account')).text).toContain('Nguyễn Văn An');
    for (const [fields, complaint] of [
      [{ ...change, name: ' ' }, 'Đề nghị ghi họ và tên'],
      [{ ...change, role: 'chief' }, 'Đề nghị chọn vai trò'],
    ] as const) {
      const answer = await quantri.send('/admin/accounts/an', fields);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(complaint);
    }
    expect(await quantri.send('/admin/accounts/nobody', change)).toMatchObject({ status: 404 });
    const { rows } = await page.service.db.query("select detail from events where what = 'account-changed'");
    expect(rows[0]?.detail).toMatchObject({ before: { role: 'leader' }, after: { role: 'administrator' } });
  });

  it('disable and enable, and say so when another was quicker', async () => {
    const quantri = await enterAdministrators();
    await enterAccount(page.service.db, 'an');
    const an = client();
    await logIn(an, 'an');
    expect(await quantri.send('/admin/accounts/an/disable', {})).toMatchObject({ status: 303 });
    expect(await an.open('/log')).toMatchObject({ status: 302 });
    expect(await logIn(an, 'an')).toMatchObject({ status: 401 });
    expect(await quantri.send('/admin/accounts/an/disable', {})).toMatchObject({ status: 409 });
    expect(await quantri.send('/admin/accounts/an/link', {})).toMatchObject({ status: 409 });
    expect((await quantri.open('/admin/accounts/an')).text).toContain('Đã khóa từ');
    const path = linkIn((await quantri.send('/admin/accounts/an/enable', {})).text);
    expect(await quantri.send('/admin/accounts/an/enable', {})).toMatchObject({ status: 409 });
    expect(await logIn(an, 'an')).toMatchObject({ status: 401 });
    await an.open(path);
    expect(await an.send(path, chosen)).toMatchObject({ status: 303 });
    expect(await history()).toEqual(
      expect.arrayContaining(['quantri account-disabled an', 'quantri account-enabled an']),
    );
  });

  it('cannot lock themselves out', async () => {
    const quantri = await enterAdministrators();
    expect(await quantri.send('/admin/accounts/chi/disable', {})).toMatchObject({ status: 303 });
    for (const [path, fields] of [
      ['/admin/accounts/quantri/disable', {}],
      ['/admin/accounts/quantri', { name: 'Bình', role: 'officer' }],
    ] as const) {
      const answer = await quantri.send(path, fields);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('tài khoản quản trị cuối cùng');
    }
  });

  it('add no account twice, and none that Postgres would refuse', async () => {
    const quantri = await enterAdministrators();
    const role = 'officer';
    for (const [fields, complaint] of [
      [{ username: 'chi', name: 'Chi', role }, 'Tên đăng nhập này đã có'],
      [{ username: 'a b', name: 'An', role }, 'Tên đăng nhập gồm'],
      [{ username: 'an', name: 'x'.repeat(101), role }, 'Đề nghị ghi họ và tên'],
    ] as const) {
      const answer = await quantri.send('/admin/accounts', fields);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(complaint);
    }
    expect(await quantri.open('/admin/accounts/%00')).toMatchObject({ status: 404 });
    expect(await quantri.open('/admin/accounts/%22%3E%3Cscript%3E')).toMatchObject({ status: 404 });
  });
});

describe('the access log', () => {
  const rowsIn = (text: string) =>
    [...text.matchAll(/<tr><td>(.*?)<\/td><\/tr>/g)].map(([, row = '']) =>
      row.replace(/<\/?a\b[^>]*>/g, '').split('</td><td>'),
    );

  it('is shown by account, day and page', async () => {
    const quantri = await enterAdministrators();
    const { db } = page.service;
    await db.query('truncate access_log');
    await enterAccount(db, 'an');
    const day = new Date('2022-08-08T17:30:00Z');
    for (let at = 0; at < 120; at++) {
      await noteAccess(
        db,
        { username: 'an' },
        'view',
        `dossier ${at}`,
        '192.0.2.1',
        new Date('2022-08-07T02:00:00Z'),
      );
    }
    await noteAccess(db, { username: 'chi' }, 'export', 'register <1>', '2001:db8::1', day);
    const all = await quantri.open('/admin/access');
    expect(rowsIn(all.text)[0]).toEqual(['00:30 09/08/2022', 'chi', 'Xuất', 'Sổ &lt;1>', '2001:db8::1']);
    expect(rowsIn(all.text)).toHaveLength(100);
    const [, older = ''] = /href="(admin\/access\?[^"]*before=\d+)"/.exec(all.text) ?? [];
    const rest = await quantri.open(`/${older.replaceAll('&amp;', '&')}`);
    expect(rowsIn(rest.text)).toHaveLength(21);
    expect(rowsIn(rest.text).at(-1)?.[3]).toBe('Hồ sơ 0');
    expect(all.text).toContain('Cũ hơn');
    expect(rest.text).not.toContain('Cũ hơn');
    expect(rowsIn((await quantri.open('/admin/access?username=chi')).text)).toHaveLength(1);
    expect(rowsIn((await quantri.open('/admin/access?day=2022-08-09')).text)).toHaveLength(1);
    expect((await quantri.open('/admin/access?day=2022-08-08')).text).toContain('Không có lượt truy cập');
    for (const query of [
      'day=2022-02-31',
      'day=x',
      'before=-1',
      'before=99999999999999999999',
      'username=%00',
    ])
      expect(await quantri.open(`/admin/access?${query}`)).toMatchObject({ status: 200 });
  });
});
