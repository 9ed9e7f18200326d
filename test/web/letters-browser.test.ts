// The letters and reminders in a real browser at both sizes: nothing is complained of, everybody can use them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { unitMails } from '../support/mails.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let browser: Browser;
let officer: Visitor;
let leader: Visitor;
const sql = (text: string) => run(office.database.url, text);
/** Letters by state. */
const ids: Record<string, number> = {};

beforeAll(async () => {
  office = await openOffice({ letterMode: 'review' });
  for (const mail of await unitMails(5)) await office.dovecot.append(mail);
  await office.runOnce();
  const [held, sent, bounced, failed, waits] = (await sql('select id from letters order by id')).map(
    ({ id }) => Number(id),
  );
  Object.assign(ids, { held, sent, bounced, failed, waits });
  const took = "due_at = null, reason = null, sent_at = now(), smtp_answer = '250 2.0.0 OK'";
  await sql(`update letters set state = 'sent', ${took} where id in (${sent}, ${bounced})`);
  await sql(`update letters set state = 'bounced', delivery = 'failed', delivery_reason = 'mailbox-full', delivery_status = '5.2.2',
    delivery_words = '552 5.2.2 mailbox is over quota', delivery_reported_at = now(), delivery_report = 1 where id = ${bounced}`);
  await sql(
    `update letters set state = 'failed', reason = null, smtp_answer = '550 5.1.1 User unknown' where id = ${failed}`,
  );
  await sql(
    `update letters set state = 'pending', reason = null, due_at = now() + interval '1 hour' where id = ${waits}`,
  );
  await sql(`update dossiers set supplement_until = now() - interval '1 hour' where id <= 3`);
  await sql(`insert into unit_addresses values ('phonghai.mttq@example.vn', 'MTTQ-PHONGHAI', 'x', now())`);
  page = await openPage(office);
  browser = await openBrowser();
  [officer, leader] = [await page.visitor('officer'), await page.visitor('leader')];
});
afterAll(async () => {
  await browser.close();
  await page.close();
  await office.close();
});

const PAGES: [string, () => string][] = [
  ['held', () => 'letters'],
  ['waiting', () => 'letters?tab=waiting'],
  ['undelivered', () => 'letters?tab=undelivered'],
  ['sent', () => 'letters?tab=sent'],
  ['letter-held', () => `letters/${ids.held}`],
  ['letter-bounced', () => `letters/${ids.bounced}`],
  ['edit', () => `letters/${ids.held}/edit`],
  ['resend', () => `letters/${ids.failed}/resend`],
  ['approve-all', () => 'letters/approve-all?upTo=99'],
  ['reminders-dossiers', () => 'letters/reminders'],
  ['reminders-units', () => 'letters/reminders?what=submission-reminder'],
  ['reminders-reports', () => 'letters/reminders?what=report-reminder'],
];

describe.each([LAPTOP, PHONE])('at $width × $height', (size) => {
  it.each(PAGES)('%s', async (name, path) => {
    const tab = await browser.open(`${page.web.url}/${path()}`, officer.token, size);
    expect(await tab.locator('nav[aria-label="Thư trả lời"] a').count()).toBe(2);
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    if (process.env.SHOTS)
      await tab.screenshot({ path: `${process.env.SHOTS}/${name}-${size.width}.png`, fullPage: true });
    expect(await findBarriers(tab)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });
});

it('a unit is picked, its letter looked at, and sent', async () => {
  const tab = await browser.open(`${page.web.url}/letters/reminders?what=submission-reminder`, officer.token);
  await tab.getByLabel('Chọn tất cả trên trang').check();
  await tab.getByRole('button', { name: 'Xem trước' }).click();
  expect(await tab.locator('h1').textContent()).toBe('Gửi thư này?');
  expect(await tab.locator('pre').textContent()).toContain('thị trấn Nông trường Phong Hải');
  if (process.env.SHOTS)
    await tab.screenshot({ path: `${process.env.SHOTS}/preview-1366.png`, fullPage: true });
  expect(await findBarriers(tab)).toEqual([]);
  await tab.getByRole('button', { name: 'Gửi', exact: true }).click();
  expect(await tab.locator('.alert-success').textContent()).toBe('Thư đã được soạn, đang chờ duyệt.');
  expect(browser.complaints()).toEqual([]);
  await tab.close();
});

it('letters are paused, marked and approved with the mouse; a leader finds no button', async () => {
  const tab = await browser.open(`${page.web.url}/letters`, officer.token);
  await tab.getByRole('button', { name: 'Tạm dừng gửi tất cả thư' }).click();
  expect(await tab.locator('.alert-warning').textContent()).toContain('Đang tạm dừng gửi thư từ');
  if (process.env.SHOTS) await tab.screenshot({ path: `${process.env.SHOTS}/paused-1366.png` });
  await tab.getByLabel(`Chọn thư số ${ids.held}`, { exact: true }).check();
  await tab.getByRole('button', { name: 'Duyệt, gửi các thư đã chọn' }).click();
  expect(await tab.locator('.alert-success').textContent()).toBe('Đã đưa vào hàng đợi gửi.');
  expect(await sql(`select state from letters where id = ${ids.held}`)).toEqual([{ state: 'pending' }]);
  await tab.getByRole('button', { name: 'Tiếp tục gửi thư' }).click();
  // Chromium may never close a tab whose form is still under way: seen once in 118 times.
  await tab.getByRole('button', { name: 'Tạm dừng gửi tất cả thư' }).waitFor();
  await tab.close();
  const seen = await browser.open(`${page.web.url}/letters`, leader.token);
  expect(await seen.locator('main button, main input').count()).toBe(0);
  expect(browser.complaints()).toEqual([]);
  await seen.close();
});
