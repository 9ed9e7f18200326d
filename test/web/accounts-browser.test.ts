// The pages about accounts in a real browser: everybody can use them, and the browser complains of nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteAccess } from '../../src/store/access-log.ts';
import { enterAccount, PASSWORD } from '../support/accounts.ts';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let browser: Browser;
let administrator: Visitor;
beforeAll(async () => {
  office = await openOffice();
  page = await openPage(office);
  browser = await openBrowser();
  administrator = await page.visitor('administrator');
  await enterAccount(page.service.db, 'an');
  await noteAccess(page.service.db, { username: 'an' }, 'view', 'dossier 12', '192.0.2.1', new Date());
});
afterAll(async () => {
  await browser.close();
  await page.close();
  await office.close();
});

describe.each([LAPTOP, PHONE])('at $width × $height', (size) => {
  it.each([
    ['login', false],
    ['account', true],
    ['admin/accounts', true],
    ['admin/accounts/an', true],
    ['admin/access', true],
  ])('%s is for everybody', async (path, known) => {
    const tab = await browser.open(`${page.web.url}/${path}`, known ? administrator.token : null, size);
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    const name = `${process.env.SHOTS}/${path.replaceAll('/', '-')}-${size.width}.png`;
    if (process.env.SHOTS) await tab.screenshot({ path: name });
    expect(await findBarriers(tab)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });
});

it('somebody new gets a link, chooses a password, logs in and out', async () => {
  const admin = await browser.open(`${page.web.url}/admin/accounts`, administrator.token);
  await admin.getByLabel('Tên đăng nhập').fill('binh');
  await admin.getByLabel('Họ và tên').fill('Trần Thị Bình');
  await admin.getByLabel('Vai trò').selectOption('Lãnh đạo');
  await admin.getByRole('button', { name: 'Thêm' }).click();
  const link = await admin.getByLabel('Liên kết đặt mật khẩu').inputValue();
  expect(await findBarriers(admin)).toEqual([]);
  await admin.close();

  const tab = await browser.open(link, null);
  expect(await findBarriers(tab)).toEqual([]);
  await tab.getByLabel('Mật khẩu mới', { exact: true }).fill(PASSWORD);
  await tab.getByLabel('Nhập lại mật khẩu mới').fill(PASSWORD);
  await tab.getByRole('button', { name: 'Đặt mật khẩu' }).click();
  expect(await tab.getByRole('status').textContent()).toBe('Đã đặt mật khẩu mới.');
  await tab.getByLabel('Tên đăng nhập').fill('binh');
  await tab.getByLabel('Mật khẩu').fill('sai mật khẩu rồi');
  await tab.getByRole('button', { name: 'Đăng nhập' }).click();
  expect(await tab.getByRole('alert').textContent()).toContain('không đúng');
  await tab.getByLabel('Mật khẩu').fill(PASSWORD);
  await tab.getByRole('button', { name: 'Đăng nhập' }).click();
  await tab.waitForURL('**/log');
  expect(await tab.locator('header').textContent()).toContain('Trần Thị Bình');
  expect(await tab.locator('header nav').textContent()).not.toContain('Quản trị');
  await tab.getByRole('button', { name: 'Đăng xuất' }).click();
  expect(await tab.getByRole('status').textContent()).toBe('Đã đăng xuất.');
  // The answer to a wrong password is a page with the status 401, which the console tells.
  expect(browser.complaints().filter((one) => !one.includes('401'))).toEqual([]);
  await tab.close();
});
