// Every decision as staff make it: by clicking in a real browser, seen in the page, in Postgres and in what is sent.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBundle } from '../../src/store/downloads.ts';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { unitMails } from '../support/mails.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

const UNCLEAR = (number: number) =>
  [
    `From: ai-do-${number}@example.vn`,
    'To: hopthu@example.vn',
    `Subject: Tai lieu ${number}`,
    `Message-ID: <unclear-${number}@example.vn>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=x',
    '',
    '--x',
    'Content-Type: text/plain',
    '',
    'Xin gui.',
    '--x',
    `Content-Type: text/plain; name="ghi chu ${number}.txt"`,
    `Content-Disposition: attachment; filename="ghi chu ${number}.txt"`,
    '',
    `Noi dung ${number}`,
    '--x--',
    '',
  ].join('\r\n');

let office: Office;
let page: OfficePage;
let browser: Browser;
let officer: Visitor;
/** In the order in which they came: one dossier for each test that changes it. */
let codes: string[];
let unsorted: number[];
beforeAll(async () => {
  office = await openOffice();
  for (const mail of await unitMails(8)) await office.dovecot.append(mail);
  for (const number of [1, 2, 3]) await office.dovecot.append(UNCLEAR(number));
  await office.runOnce();
  const log = await office.log();
  codes = log.flatMap(({ dossier }) => dossier?.code ?? []);
  unsorted = log.filter(({ outcome }) => outcome === 'unsorted').map(({ message }) => message.id);
  page = await openPage(office);
  browser = await openBrowser();
  officer = await page.visitor('officer');
}, 180_000);
afterAll(async () => {
  await browser.close();
  await page.close();
  await office.close();
});

const sql = (text: string) => run(office.database.url, text);
const stateOf = async (code: string) =>
  (
    await sql(`select d.*, (select count(*)::integer from documents where dossier_id = d.id) as documents
    from dossiers d where code = '${code}'`)
  )[0];

async function bundleOf(code: string): Promise<string[]> {
  const [row] = await sql(`select id from dossiers where code = '${code}'`);
  const files = await findBundle(page.service.db, Number(row?.id));
  return files.map(({ name }) => name).sort();
}

async function openDossier(number: number, size = LAPTOP): Promise<Page> {
  return browser.open(`${page.web.url}/dossiers/${codes[number]}`, officer.token, size);
}

/** Opens the fold with this title. */
async function unfold(tab: Page, title: string): Promise<void> {
  const fold = tab.locator('#decide details', { has: tab.locator('summary', { hasText: title }) });
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
}

async function press(tab: Page, name: string): Promise<void> {
  await Promise.all([tab.waitForLoadState('load'), tab.getByRole('button', { name, exact: true }).click()]);
}

async function looksRight(tab: Page, name: string): Promise<void> {
  if (process.env.SHOTS) {
    const width = tab.viewportSize()?.width;
    await tab.screenshot({ path: `${process.env.SHOTS}/${name}-${width}.png`, fullPage: true });
  }
  expect(await findBarriers(tab)).toEqual([]);
  expect(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(browser.complaints()).toEqual([]);
}

describe('a decision about a dossier', () => {
  it.each([LAPTOP, PHONE])(
    'shows its letter before it is sent, and can be undone, at $width',
    async (size) => {
      const tab = await openDossier(0, size);
      await unfold(tab, 'Không tiếp nhận');
      await tab.getByLabel('Lý do (bắt buộc)').fill('Không thuộc <b>đối tượng</b> xét.');
      await tab.locator('#decide details', { hasText: 'Không tiếp nhận' }).getByRole('button').click();
      await tab.waitForSelector('h1:has-text("Không tiếp nhận")');
      expect(await tab.locator('main').textContent()).toContain('Trạng thái: Chờ bổ sung → Không tiếp nhận.');
      expect(await tab.locator('pre').textContent()).toContain('Không thuộc <b>đối tượng</b> xét.');
      expect(await tab.getByLabel('Gửi thư này').isChecked()).toBe(true);
      await looksRight(tab, 'preview');
      expect(await stateOf(codes[0]!)).toMatchObject({ status: 'awaiting-documents' });
      await press(tab, 'Thực hiện');
      await tab.waitForSelector('text=Đã thực hiện; thư đã đưa vào hàng đợi gửi.');
      expect(await stateOf(codes[0]!)).toMatchObject({
        status: 'refused',
        status_reason: 'Không thuộc <b>đối tượng</b> xét.',
      });
      expect(await sql(`select state, written_by from letters where kind = 'refusal'`)).toEqual([
        { state: 'pending', written_by: officer.username },
      ]);
      expect(await tab.locator('#history').textContent()).toContain('Không tiếp nhận hồ sơ');
      await tab.locator('.app-undo').getByRole('button', { name: 'Hoàn tác' }).click();
      await tab.waitForSelector('text=Đã hoàn tác.');
      expect(await stateOf(codes[0]!)).toMatchObject({ status: 'awaiting-documents', status_reason: null });
      expect(await sql(`select state from letters where kind = 'refusal'`)).toEqual([]);
      expect(browser.complaints()).toEqual([]);
      await tab.close();
    },
  );

  it('sends no letter that was unticked', async () => {
    const tab = await openDossier(1);
    await press(tab, 'Đánh dấu đủ hồ sơ');
    await tab.waitForSelector('h1:has-text("Đánh dấu đủ hồ sơ")');
    expect(await tab.locator('pre').textContent()).toContain('đã đủ thành phần');
    await tab.getByLabel('Gửi thư này').uncheck();
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('text=Đã thực hiện.');
    expect(await stateOf(codes[1]!)).toMatchObject({ status: 'complete', decided_status: 'complete' });
    expect(await sql(`select kind from letters where written_by is not null`)).toEqual([]);
    await press(tab, 'Chuyển thẩm định');
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('text=Đã chuyển thẩm định');
    expect(await stateOf(codes[1]!)).toMatchObject({ status: 'forwarded' });
    await unfold(tab, 'Thu hồi quyết định');
    await tab.getByLabel('Lý do (bắt buộc)').fill('Chuyển nhầm.');
    await tab.locator('#decide details', { hasText: 'Thu hồi quyết định' }).getByRole('button').click();
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('text=Thu hồi quyết định');
    expect(await stateOf(codes[1]!)).toMatchObject({ status: 'complete' });
    await tab.close();
  });

  it('confirms a unit typed without accents, and learns its address', async () => {
    const tab = await openDossier(2);
    await unfold(tab, 'Xác nhận hoặc đổi đơn vị');
    await tab.getByLabel('Đơn vị nộp').fill('uy ban mttq viet nam xa gia phu');
    await tab.getByLabel('Ghi nhớ địa chỉ thư gửi hồ sơ này là của đơn vị').check();
    await tab.locator('#decide details', { hasText: 'Xác nhận hoặc đổi đơn vị' }).getByRole('button').click();
    await tab.waitForSelector('text=Ủy ban MTTQ Việt Nam xã Gia Phú.');
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('#history >> text=Xác nhận đơn vị nộp');
    expect(await stateOf(codes[2]!)).toMatchObject({ unit_code: 'MTTQ-GIAPHU' });
    expect(await sql(`select unit_code from unit_addresses where address = 'unit-3@example.vn'`)).toEqual([
      { unit_code: 'MTTQ-GIAPHU' },
    ]);
    await tab.close();
  });

  it('records the paper copy, a person and a note at once', async () => {
    const tab = await openDossier(3);
    await unfold(tab, 'Ghi nhận bản giấy');
    await tab.getByLabel('Số bộ').fill('2');
    await tab.getByLabel('Ngày nhận').fill('2022-08-08');
    await press(tab, 'Ghi nhận');
    await tab.waitForSelector('text=Đã ghi nhận bản giấy: 2 bộ, ngày 08/08/2022');
    await unfold(tab, 'Người phụ trách');
    await tab.getByLabel('Người phụ trách').selectOption(officer.username);
    await tab.locator('#decide details', { hasText: 'Người phụ trách' }).getByRole('button').click();
    await tab.waitForSelector('#history >> text=Phân công người phụ trách: Người thử officer');
    await unfold(tab, 'Ghi chú');
    await tab.getByLabel('Ghi chú (chỉ cán bộ xem)').fill('Gọi lại <i>sau</i>.');
    await tab.locator('#decide details', { hasText: 'Ghi chú' }).getByRole('button').click();
    await tab.waitForSelector('dd:has-text("Gọi lại <i>sau</i>.")');
    expect(await stateOf(codes[3]!)).toMatchObject({
      paper_sets: 2,
      paper_recorded_by: officer.username,
      assignee: officer.username,
      note: 'Gọi lại <i>sau</i>.',
    });
    await unfold(tab, 'Ghi nhận bản giấy');
    await press(tab, 'Xóa ghi nhận bản giấy');
    await tab.waitForSelector('text=Chưa có bản giấy');
    await tab.close();
  });

  it('changes the kind', async () => {
    const tab = await openDossier(3);
    await unfold(tab, 'Đổi loại hồ sơ');
    await tab.getByLabel('Loại hồ sơ').selectOption('periodic-report');
    await tab.locator('#decide details', { hasText: 'Đổi loại hồ sơ' }).getByRole('button').click();
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('#history >> text=→ Báo cáo kết quả phong trào');
    expect(await stateOf(codes[3]!)).toMatchObject({ kind: 'periodic-report' });
    await tab.close();
  });

  it('says what a document is', async () => {
    const tab = await openDossier(4);
    await tab.locator('#documents').getByRole('link', { name: 'To trinh.docx', exact: true }).click();
    await tab.waitForSelector('h1:has-text("To trinh.docx")');
    await tab.getByLabel('Bản', { exact: true }).selectOption('signed');
    await press(tab, 'Xác nhận');
    // The list of what is missing has changed: there is a letter to be seen first.
    await tab.waitForSelector('text=Tài liệu là: Tờ trình');
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('text=cán bộ xác nhận');
    const [row] = await sql(`select o.form, o.decided from documents o join dossiers d on d.id = o.dossier_id
      where d.code = '${codes[4]}' and o.decided <> '{}'`);
    expect(row).toMatchObject({ form: 'signed' });
    await tab.close();
  });

  it('splits, moves and merges', async () => {
    const tab = await openDossier(5);
    await tab.getByLabel('Chọn Bao cao mo ta.docx').check();
    await press(tab, 'Tách thành hồ sơ mới');
    await tab.waitForSelector('text=1 tài liệu được tách thành hồ sơ mới');
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('text=Được tách từ hồ sơ khác');
    const made = (await tab.locator('h1').textContent()) ?? '';
    expect(made).not.toBe(codes[5]);
    expect(await stateOf(made)).toMatchObject({ documents: 1 });
    expect(await stateOf(codes[5]!)).toMatchObject({ documents: 1 });
    await unfold(tab, 'Gộp vào hồ sơ khác');
    await tab.getByLabel('Mã hồ sơ nhận toàn bộ tài liệu').fill(codes[5]!.toLowerCase());
    await tab.locator('#decide details', { hasText: 'Gộp vào hồ sơ khác' }).getByRole('button').click();
    await press(tab, 'Thực hiện');
    await tab.waitForSelector(`h1:has-text("${codes[5]}")`);
    expect(await stateOf(made)).toMatchObject({ status: 'duplicate', documents: 0 });
    expect(await stateOf(codes[5]!)).toMatchObject({ documents: 2 });
    await tab.getByLabel('Chọn Bao cao mo ta.docx').check();
    await tab.getByLabel('hoặc chuyển sang hồ sơ').fill(codes[6]!);
    await press(tab, 'Chuyển');
    await tab.waitForSelector(`text=1 tài liệu được chuyển sang hồ sơ ${codes[6]}.`);
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('text=Nhận tài liệu chuyển từ hồ sơ khác');
    expect(await stateOf(codes[6]!)).toMatchObject({ documents: 3 });
    expect(await bundleOf(codes[6]!)).toEqual(['Bao cao mo ta.docx', 'Bao cao mo ta.docx', 'To trinh.docx']);
    expect(await bundleOf(codes[5]!)).toEqual(['To trinh.docx']);
    await tab.close();
  });

  it('refuses to overwrite what somebody else changed, and what cannot be', async () => {
    const tab = await openDossier(7);
    await sql(`update dossiers set version = version + 1 where code = '${codes[7]}'`);
    await press(tab, 'Không phải hồ sơ');
    await tab.waitForSelector('text=Hồ sơ vừa được người khác cập nhật, đề nghị tải lại trang.');
    await tab.getByRole('link', { name: `Quay lại hồ sơ ${codes[7]}` }).click();
    await tab.waitForSelector(`h1:has-text("${codes[7]}")`);
    expect(browser.complaints().every((one) => one.includes('409'))).toBe(true);
    await unfold(tab, 'Gộp vào hồ sơ khác');
    await tab.getByLabel('Mã hồ sơ nhận toàn bộ tài liệu').fill('KHONG-CO');
    await tab.locator('#decide details', { hasText: 'Gộp vào hồ sơ khác' }).getByRole('button').click();
    await tab.waitForSelector('text=Không có hồ sơ mang mã này.');
    await tab.goBack();
    await press(tab, 'Tách thành hồ sơ mới');
    await tab.waitForSelector('text=Chưa chọn tài liệu nào.');
    await tab.goBack();
    await press(tab, 'Không phải hồ sơ');
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('text=Đã thực hiện.');
    expect(await stateOf(codes[7]!)).toMatchObject({ status: 'not-a-submission' });
    browser.complaints();
    await tab.close();
  });

  it('is for officers alone, and for forms of ours', async () => {
    const leader = await page.visitor('leader');
    const fields = { version: '1', what: 'complete' };
    for (const path of ['preview', 'confirm'])
      expect((await leader.post(`dossiers/${codes[0]}/${path}`, fields)).status).toBe(403);
    expect((await leader.post('undo/1', {})).status).toBe(403);
    expect((await leader.post(`messages/${unsorted[0]}/preview`, {})).status).toBe(403);
    expect((await leader.get(`dossiers/new`)).status).toBe(403);
    const shown = await leader.get(`dossiers/${codes[0]}`);
    expect(shown.status).toBe(200);
    expect(shown.text).not.toMatch(/<form[^>]*(dossiers|undo)/);
    expect((await officer.post(`dossiers/${codes[0]}/confirm`, fields, null)).status).toBe(403);
    for (const broken of [
      {},
      { version: 'x', what: 'complete' },
      { version: '1', what: 'fly' },
      { version: '1', what: 'move-documents', to: 'x', attachments: 'y' },
    ])
      expect(
        (await officer.post(`dossiers/${codes[0]}/preview`, broken as Record<string, string>)).status,
      ).toBe(422);
    expect((await officer.post('dossiers/KHONG-CO/preview', fields)).status).toBe(404);
    expect((await officer.post('undo/99999', {})).status).toBe(422);
    expect((await officer.post('undo/x', {})).status).toBe(404);
  });
});

describe('a decision about a message', () => {
  const openMessage = (at: number) => browser.open(`${page.web.url}/messages/${unsorted[at]}`, officer.token);
  const messageState = async (at: number) =>
    (
      await sql(
        `select m.state, d.code, d.unit_code from messages m left join dossiers d on d.id = m.dossier_id where m.id = ${unsorted[at]}`,
      )
    )[0];

  it('registers it for a unit', async () => {
    const tab = await openMessage(0);
    await tab.getByLabel('Đơn vị nộp (bỏ trống nếu chưa rõ)').fill('MTTQ-GIAPHU');
    await press(tab, 'Vào sổ hồ sơ');
    await tab.waitForSelector('text=Thư được vào sổ thành hồ sơ mới');
    await looksRight(tab, 'preview-message');
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('#history >> text=Vào sổ theo quyết định của cán bộ');
    expect(await messageState(0)).toMatchObject({ state: 'registered', unit_code: 'MTTQ-GIAPHU' });
    await tab.close();
  });

  it('adds it to a dossier that the program guessed', async () => {
    const [{ id } = {}] = await sql(`select id from dossiers where code = '${codes[6]}'`);
    await sql(
      `update messages set guesses = '[{"id": ${id}, "code": "${codes[6]}", "signs": ["same-sender"]}]' where id = ${unsorted[1]}`,
    );
    const tab = await openMessage(1);
    expect(await tab.locator('#decide').textContent()).toContain('cùng người gửi');
    await press(tab, `Đưa vào hồ sơ ${codes[6]}`);
    await press(tab, 'Thực hiện');
    await tab.waitForSelector(`h1:has-text("${codes[6]}")`);
    expect(await messageState(1)).toMatchObject({ state: 'supplement', code: codes[6] });
    await tab.close();
  });

  it('sets it aside, and tries a failed one again', async () => {
    const tab = await openMessage(2);
    await press(tab, 'Không phải hồ sơ');
    await press(tab, 'Thực hiện');
    await tab.waitForSelector('text=Xác định không phải hồ sơ');
    expect(await messageState(2)).toMatchObject({ state: 'not-a-submission' });
    await sql(
      `update messages set state = 'failed', reason = 'attempts-exhausted' where id = ${unsorted[2]}`,
    );
    await tab.reload();
    await press(tab, 'Xử lý lại');
    await tab.waitForSelector('text=Đã đưa thư trở lại để xử lý.');
    expect(await messageState(2)).toMatchObject({ state: 'received' });
    expect(await tab.locator('main').textContent()).toContain('Cho xử lý lại thư');
    expect((await officer.post(`messages/${unsorted[2]}/retry`, {})).status).toBe(409);
    await tab.close();
  });
});
