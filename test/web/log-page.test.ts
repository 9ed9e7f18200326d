// The intake log in a real browser at both sizes: it fits, everybody can use it, and it follows what comes in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../bench/seed.ts';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { unitMail } from '../support/mails.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let browser: Browser;
let officer: Visitor;
beforeAll(async () => {
  office = await openOffice();
  await seed(office.database.url, 300, () => {});
  for (const number of [1, 2, 3]) await office.dovecot.append(await unitMail(number));
  await office.dovecot.append('From: x@example.vn\r\nSubject: Chuc mung\r\n\r\nX.\r\n');
  await office.runOnce();
  page = await openPage(office);
  browser = await openBrowser();
  officer = await page.visitor('officer');
});
afterAll(async () => {
  await browser.close();
  await page.close();
  await office.close();
});

const shoot = async (tab: Awaited<ReturnType<Browser['open']>>, name: string) => {
  if (process.env.SHOTS) await tab.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};

describe('the log', () => {
  it.each([LAPTOP, PHONE])('fits $width × $height', async (size) => {
    const tab = await browser.open(`${page.web.url}/log`, officer.token, size);
    expect(await tab.locator('tbody tr').count()).toBe(50);
    await shoot(tab, `log-${size.width}`);
    const fits = () => tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    expect(await fits()).toBe(true);
    expect(await findBarriers(tab)).toEqual([]);
    await tab.goto(`${page.web.url}/log?tab=unsorted&q=wxyz2999`);
    expect(await tab.locator('.app-nothing').textContent()).toBe('Không có hồ sơ phù hợp với điều kiện lọc');
    await shoot(tab, `log-nothing-${size.width}`);
    expect(await fits()).toBe(true);
    expect(await findBarriers(tab)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });

  it('keeps its head in sight', async () => {
    const tab = await browser.open(`${page.web.url}/log`, officer.token);
    await tab.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const head = await tab.locator('thead th').first().boundingBox();
    expect(head?.y).toBeGreaterThanOrEqual(0);
    expect(head?.y).toBeLessThan(10);
    await tab.close();
  });

  it('is narrowed down by its form and walked through by its links', async () => {
    const tab = await browser.open(`${page.web.url}/log`, officer.token);
    await tab.getByLabel('Từ khóa, mã hồ sơ, số đến').fill('Sơn Hà');
    await tab.getByLabel('Không tìm trong nội dung tệp').check();
    await tab.getByLabel('Từ khóa, mã hồ sơ, số đến').press('Enter');
    await tab.waitForURL(/q=/);
    expect(await tab.locator('tbody tr').count()).toBe(1);
    expect(await tab.getByLabel('Từ khóa, mã hồ sơ, số đến').inputValue()).toBe('Sơn Hà');
    await tab.getByRole('link', { name: 'Xóa lọc' }).click();
    await tab.getByRole('link', { name: 'Trang sau' }).click();
    await tab.waitForURL(/after=/);
    await tab.getByRole('link', { name: 'Trang trước' }).click();
    await tab.waitForURL(/before=/);
    await tab.getByRole('link', { name: 'Đơn vị nộp' }).click();
    await tab.waitForURL(/sort=unit/);
    expect(await tab.locator('th[aria-sort=ascending]').textContent()).toContain('Đơn vị nộp');
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });

  it('shows mail that comes in, and leaves scroll, focus and what is being typed alone', async () => {
    const tab = await browser.open(`${page.web.url}/log`, officer.token);
    const words = tab.getByLabel('Từ khóa, mã hồ sơ, số đến');
    await words.fill('đang gõ dở');
    await tab.evaluate(() => window.scrollTo(0, 400));
    const before = await tab.locator('tbody tr').first().getAttribute('id');
    const line = tab.locator(`[id="${await tab.locator('tbody tr').nth(8).getAttribute('id')}"]`);
    const seenAt = (await line.boundingBox())?.y ?? 0;
    await office.dovecot.append('From: y@example.vn\r\nSubject: Thu moi den\r\n\r\nX.\r\n');
    await office.runOnce();
    await eventually('the new mail', async () =>
      (await tab.locator('tbody').textContent())?.includes('Thu moi den'),
    );
    expect(await tab.locator('#log-news').textContent()).toContain('Có 1 thư mới.');
    expect(await tab.locator('tbody tr').first().getAttribute('id')).not.toBe(before);
    expect(Math.abs(((await line.boundingBox())?.y ?? 0) - seenAt)).toBeLessThan(2);
    expect(await words.inputValue()).toBe('đang gõ dở');
    expect(await words.evaluate((box) => box === document.activeElement)).toBe(true);
    await shoot(tab, 'log-news');
    await office.dovecot.append('From: y@example.vn\r\nSubject: Lai mot thu\r\n\r\nX.\r\n');
    await office.runOnce();
    await eventually('the next one', async () =>
      (await tab.locator('tbody').textContent())?.includes('Lai mot thu'),
    );
    expect(await tab.locator('#log-news').textContent()).toContain('Có 2 thư mới.');
    expect(await findBarriers(tab)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });
});
