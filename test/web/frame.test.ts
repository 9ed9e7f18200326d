// The frame of every page, in a real browser at both sizes: nothing is complained of, everybody can use it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let browser: Browser;
let officer: Visitor;
beforeAll(async () => {
  office = await openOffice();
  page = await openPage(office);
  browser = await openBrowser();
  officer = await page.visitor('officer');
});
afterAll(async () => {
  await browser.close();
  await page.close();
  await office.close();
});

describe('the frame', () => {
  it.each([LAPTOP, PHONE])('at $width × $height', async (size) => {
    const tab = await browser.open(`${page.web.url}/log`, officer.token, size);
    expect(await tab.locator('h1').textContent()).toBe('Sổ tiếp nhận hồ sơ');
    expect(await tab.locator('header').textContent()).toContain('Hộp thư chưa được kiểm tra lần nào');
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    if (process.env.SHOTS) await tab.screenshot({ path: `${process.env.SHOTS}/frame-${size.width}.png` });
    expect(await findBarriers(tab)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });
});
