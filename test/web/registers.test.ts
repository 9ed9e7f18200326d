// The registers over HTTP: whoever may see them takes them away, and it is noted.
import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REGISTER_TITLES, REGISTERS } from '../../src/core/register-facts.ts';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { unitMails } from '../support/mails.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let browser: Browser;
let leader: Visitor;
beforeAll(async () => {
  office = await openOffice();
  for (const mail of await unitMails(2)) {
    await office.dovecot.append(mail, { receivedAt: new Date('2022-08-08T02:15:00Z') });
  }
  await office.runOnce();
  page = await openPage(office);
  browser = await openBrowser();
  leader = await page.visitor('leader');
});
afterAll(async () => {
  await browser.close();
  await page.close();
  await office.close();
});

async function download(path: string) {
  const response = await fetch(new URL(path, page.web.url), {
    headers: { cookie: `tiepnhan=${leader.token}` },
  });
  const sheets = read(Buffer.from(await response.arrayBuffer()));
  const sheet = sheets.Sheets[sheets.SheetNames[0] ?? ''];
  return { headers: response.headers, text: sheet ? utils.sheet_to_csv(sheet) : '' };
}

describe('registers', () => {
  it.each(REGISTERS)('%s comes as a workbook, and the access log knows', async (name) => {
    const { headers, text } = await download(`registers/${name}?campaign=dkst-2022&from=&to=&by=unit`);
    expect(headers.get('content-type')).toContain('spreadsheetml');
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="[a-z-]+-\d{4}-\d\d-\d\d\.xlsx"$/,
    );
    // Its title goes on after these words in some.
    const title = REGISTER_TITLES[name].toLowerCase().split(' ').slice(0, 3).join(' ');
    expect(text.toLowerCase()).toContain(title);
    const { rows } = await page.service.db.query(
      'select username, what, subject, address from access_log order by id desc limit 1',
    );
    const subject = `register ${REGISTERS.indexOf(name) + 1}`;
    expect(rows).toEqual([{ username: leader.username, what: 'export', subject, address: '127.0.0.1' }]);
  });

  it('holds what was received in the time that is asked for', async () => {
    const { rows } = await page.service.db.query('select code from dossiers order by id');
    expect(rows).toHaveLength(2);
    const within = await download('registers/intake?from=2022-08-08&to=2022-08-08');
    for (const { code } of rows) expect(within.text).toContain(code);
    const after = await download('registers/intake?from=2022-08-09');
    for (const { code } of rows) expect(after.text).not.toContain(code);
  });

  it('says what cannot be asked for, and takes nothing away', async () => {
    const count = async () =>
      (await page.service.db.query<{ count: number }>('select count(*) as count from access_log')).rows[0]
        ?.count;
    const before = await count();
    expect((await leader.get('registers/other')).status).toBe(404);
    expect((await leader.get('registers/intake?campaign=other')).status).toBe(404);
    expect((await leader.get('registers/intake?from=2022-02-30')).status).toBe(400);
    expect((await leader.get('registers/intake?from=2022-08-09&to=2022-08-08')).status).toBe(400);
    expect((await fetch(new URL('registers/intake', page.web.url), { redirect: 'manual' })).status).toBe(302);
    expect(await count()).toBe(before);
  });

  it('are made one at a time for each account, and nobody waits for another’s', async () => {
    const officer = await page.visitor('officer');
    const [first, again, others] = await Promise.all([
      leader.get('registers/intake'),
      leader.get('registers/intake'),
      officer.get('registers/intake'),
    ]);
    expect([first.status, again.status].sort()).toEqual([200, 429]);
    expect(others.status).toBe(200);
    expect((first.status === 429 ? first : again).text).toContain('đang được lập');
    expect((await leader.get('registers/intake')).status).toBe(200);
  });

  it.each([LAPTOP, PHONE])('at $width × $height', async (size) => {
    const tab = await browser.open(`${page.web.url}/registers`, leader.token, size);
    expect(await tab.getByRole('button', { name: 'Tải về để in' }).count()).toBe(7);
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    if (process.env.SHOTS) await tab.screenshot({ path: `${process.env.SHOTS}/registers-${size.width}.png` });
    expect(await findBarriers(tab)).toEqual([]);
    await tab.getByLabel('Nhận từ ngày').fill('2022-08-08');
    await tab.getByLabel('Xếp theo').selectOption('unit');
    const name = { name: `Tải về để in: ${REGISTER_TITLES.proposals}` };
    const [file] = await Promise.all([tab.waitForEvent('download'), tab.getByRole('button', name).click()]);
    expect(file.suggestedFilename()).toMatch(/^danh-sach-de-nghi-cong-nhan-.*\.xlsx$/);
    expect(file.url()).toMatch(/registers\/proposals\?campaign=dkst-2022&from=2022-08-08&to=&by=unit$/);
    await tab.close();
    // A download ends the request as far as the tab is concerned.
    expect(browser.complaints().filter((one) => !/registers\/proposals.* failed$/.test(one))).toEqual([]);
  });
});
