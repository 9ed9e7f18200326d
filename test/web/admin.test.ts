// Administration: who may see it, what it says, and that a failed message goes the whole way once it is tried again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLog } from '../../src/app/log.ts';
import { poll } from '../../src/app/poll.ts';
import { LETTERS } from '../../src/core/labels.ts';
import { LETTER_KINDS } from '../../src/core/letter.ts';
import { read } from '../../src/steps/read.ts';
import { beginAttempts } from '../../src/store/attempts.ts';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { unitMails } from '../support/mails.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

const LOG = openLog('silent');
const PAGES = ['state', 'failed', 'units', 'campaign', 'letters'];

let office: Office;
let page: OfficePage;
let browser: Browser;
let officer: Visitor;
beforeAll(async () => {
  office = await openOffice();
  await office.dovecot.append(await unitMailOf(1));
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

async function unitMailOf(number: number): Promise<Buffer> {
  const [mail] = await unitMails(1, number);
  if (!mail) throw new Error('there is a mail for each number');
  return mail;
}

/** Takes these in, and lets each kill its process as often as it may. */
async function fail(...numbers: number[]): Promise<number[]> {
  const { service } = page;
  for (const number of numbers) await office.dovecot.append(await unitMailOf(number));
  await poll(service, LOG);
  const { rows } = await service.db.query<{ id: number }>(
    "select id from messages where state = 'received' order by id",
  );
  const ids = rows.map(({ id }) => id);
  for (const id of ids) {
    for (let killed = 0; killed < 5; killed++) await beginAttempts(service.db, [id], 'received', new Date());
    await read(service, [id]);
    expect(await stateOf(id)).toBe('failed');
  }
  return ids;
}

async function stateOf(id: number): Promise<unknown> {
  const { rows } = await page.service.db.query('select state from messages where id = $1', [id]);
  return rows[0]?.state;
}

describe('administration', () => {
  it('is for officers, but accounts are for administrators', async () => {
    const leader = await page.visitor('leader');
    const administrator = await page.visitor('administrator');
    for (const name of PAGES) {
      expect((await leader.get(`admin/${name}`)).status).toBe(403);
      expect((await officer.get(`admin/${name}`)).status).toBe(200);
    }
    expect((await leader.post('admin/failed/all', {})).status).toBe(403);
    expect((await leader.get('overview')).text).not.toContain('href="admin"');
    expect((await officer.get('admin')).headers.get('location')).toBe('/admin/state');
    expect((await officer.get('admin/state')).text).not.toContain('admin/accounts');
    expect((await officer.get('admin/accounts')).status).toBe(403);
    expect((await administrator.get('admin/state')).text).toContain('href="admin/accounts"');
  });

  it('tells how the service is', async () => {
    const { db } = page.service;
    await run(
      office.database.url,
      `insert into steps values ('read', now(), now(), null), ('register', now() - interval '1 hour', now(), null);
       insert into alarms values ('archive-nearly-full', '', now(), now(), now(), null, 'Ổ đĩa sắp đầy.');
       insert into verifications (started_at, ended_at, files, bytes, missing, damaged, orphans, leftovers)
         values (now(), now(), 1234, 5, 2, 0, null, 0)`,
    );
    const { text } = await officer.get('admin/state');
    const fact = (name: string, value: string) =>
      expect(text).toMatch(new RegExp(`<dt>${name}</dt><dd[^>]*>${value}</dd>`));
    expect(text).toContain('Ổ đĩa sắp đầy.');
    fact('Số thư trên máy chủ', '1');
    fact('Đã vào sổ', '1');
    fact('Chưa vào sổ', '0');
    fact('Máy chủ không giao', '0');
    fact('Quét vi-rút', 'Chưa bật quét vi-rút');
    fact('Vào sổ', 'Không chạy từ [^<]*; đang chờ: 0[^<]*');
    fact('Nhận thư', 'Không chạy; đang chờ: 0');
    fact('Đọc tệp', 'Đang chạy; đang chờ: 0; xong việc gần nhất lúc [^<]*');
    fact('Kiểm tra kho lưu', 'Xong lúc [^<]*: 1.234 tệp');
    fact('Tệp thiếu', '2');
    fact('Tệp không thuộc thư nào', 'Không tìm');
    fact('Dung lượng còn trống', '\\d+ GB');
    const { rows } = await db.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    expect(rows[0]?.version).toContain(/<dt>PostgreSQL<\/dt><dd>([\d.]+)/.exec(text)?.[1]);
  });

  it('shows what the campaign says, and what of it may be meant otherwise', async () => {
    const { text } = await officer.get('admin/campaign');
    expect(text).toContain('23:59 09/08/2022');
    expect(text).toContain('5 ngày làm việc, đến 17:00 ngày cuối');
    expect(text).toContain('10 trong một giờ, 20 trong 24 giờ');
    expect(text).toContain('Hạn gửi báo cáo năm 2022 rơi vào ngày nghỉ.');
    expect(text).toMatch(/Hạn nhận hồ sơ đã qua \d+ ngày/);
    expect(text).toMatch(
      /Tờ trình đề nghị xét, công nhận<\/dt><dd>Bắt buộc; mỗi hồ sơ một bản; bản ký và bản mềm/,
    );
    expect((await officer.get('admin/campaign?campaign=other')).status).toBe(404);
  });

  it('shows every letter as it is checked', async () => {
    const { text } = await officer.get('admin/letters');
    for (const kind of LETTER_KINDS) expect(text).toContain(`<b>${LETTERS[kind]}</b>`);
    expect(text.match(/Đạt: đã thử \d+ tình huống/g)).toHaveLength(LETTER_KINDS.length);
    expect(text).toContain('[DKST-BT-220808-0001]');
    expect(text).toMatch(/Kính gửi: [^<]*Gia Phú/);
  });
});

describe('failed messages', () => {
  it('go the whole way when they are tried again', async () => {
    const { service } = page;
    const [id = 0] = await fail(2);
    const { text } = await officer.get('admin/failed');
    expect(text).toContain('Hồ sơ sáng kiến số 2');
    expect(text).toContain('unit-2@example.vn');
    const waiting = await service.bells.waiting('read');
    const answer = await officer.post('admin/failed', { id: String(id) });
    expect(answer).toMatchObject({ status: 303, location: '/admin/failed?done=retried' });
    expect(await stateOf(id)).toBe('received');
    expect(await service.bells.waiting('read')).toBe(waiting + 1);
    const { rows } = await service.db.query(
      "select actor, message_id as id from events where what = 'retried'",
    );
    expect(rows).toEqual([{ actor: officer.username, id }]);
    expect((await officer.get('admin/failed?done=retried')).text).toContain('Không có thư lỗi.');
    const before = office.smtp.received.length;
    await office.runOnce();
    expect(await stateOf(id)).toBe('registered');
    expect(office.smtp.received.length).toBeGreaterThan(before);
  });

  it('are put back all at once, and only those that failed', async () => {
    const ids = await fail(3, 4);
    expect(ids).toHaveLength(2);
    expect((await officer.post('admin/failed', { id: '1' })).status).toBe(409);
    expect((await officer.post('admin/failed', { id: 'x' })).status).toBe(409);
    expect((await officer.post('admin/failed/all', {}, null)).status).toBe(403);
    expect((await officer.post('admin/failed/all', {})).status).toBe(303);
    await office.runOnce();
    expect(await Promise.all(ids.map(stateOf))).toEqual(['registered', 'registered']);
  });
});

describe('its pages', () => {
  it.each(PAGES.flatMap((name) => [LAPTOP, PHONE].map((size) => ({ name, ...size }))))(
    '$name at $width × $height',
    async ({ name, ...size }) => {
      if (name === 'failed') await fail(size.width);
      const tab = await browser.open(`${page.web.url}/admin/${name}`, officer.token, size);
      expect(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      if (name === 'letters') await tab.locator('summary').first().click();
      if (process.env.SHOTS) {
        await tab.screenshot({ path: `${process.env.SHOTS}/${name}-${size.width}.png`, fullPage: true });
      }
      expect(await findBarriers(tab)).toEqual([]);
      expect(browser.complaints()).toEqual([]);
      await tab.close();
    },
  );
});
