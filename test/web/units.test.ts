// Units in the page: addresses that staff confirm are believed from the next mail on, and so is whom a body was merged into.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let browser: Browser;
let officer: Visitor;
beforeAll(async () => {
  office = await openOffice();
  await office.dovecot.append(await schoolMail('THCS số 1 Gia Phú', 'mot@example.vn', 'Lớp học xanh'));
  await office.dovecot.append(await schoolMail('Mầm non Hoa Ban', 'hoa-ban@example.vn', 'Góc chơi tái chế'));
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

async function schoolMail(school: string, address: string, title: string): Promise<Buffer> {
  const unit = {
    letterhead: ['PHÒNG GD&ĐT HUYỆN BẢO THẮNG', `TRƯỜNG ${school.toUpperCase()}`],
    place: 'Gia Phú',
  };
  return makeMail({
    from: `Trường ${school} <${address}>`,
    to: 'hopthu@example.vn',
    subject: `Hồ sơ đề nghị công nhận sáng kiến: ${title}`,
    text: 'Kính gửi ban tổ chức.',
    messageId: `<${address}>`,
    attachments: [
      {
        name: 'To trinh.docx',
        content: await makeDocx({ ...toTrinh(unit), number: `Số: ${title.length}/TTr` }),
      },
      { name: 'Bao cao mo ta.docx', content: await makeDocx(baoCaoMoTa(unit, title)) },
    ],
  });
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return (await page.service.db.query(sql)).rows;
}

async function codeOf(name: string): Promise<string> {
  const [unit] = await rows(`select code from units where provisional and name ilike '%${name}%'`);
  return String(unit?.code);
}

describe('bodies found in mails', () => {
  it('wait for somebody', async () => {
    const { text } = await officer.get('admin/units');
    expect(await codeOf('Gia Phú')).toMatch(/^tam-.*gia-phu/);
    expect(text).toContain('Trường THCS số 1 Gia Phú');
    expect(text).toContain('Hoa Ban');
    expect(text).toMatch(/>1 hồ sơ</);
  });

  it.each([LAPTOP, PHONE])('at $width × $height', async (size) => {
    const tab = await browser.open(`${page.web.url}/admin/units`, officer.token, size);
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    if (process.env.SHOTS) await tab.screenshot({ path: `${process.env.SHOTS}/bodies-${size.width}.png` });
    expect(await findBarriers(tab)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });

  it('are merged into a unit, with their dossiers and with what they send later', async () => {
    const code = await codeOf('Gia Phú');
    const merge = (into: string) => officer.post(`admin/units/${code}/merge`, { into });
    expect((await merge('KHONG-CO')).status).toBe(409);
    expect((await merge(await codeOf('Hoa Ban'))).status).toBe(409);
    expect((await merge(code)).status).toBe(409);
    expect(await merge('P-GDDT')).toMatchObject({ status: 303, location: '/admin/units?done=merged' });
    const ofOffice = "select unit_code as unit from dossiers where unit_code = 'P-GDDT'";
    expect(await rows(ofOffice)).toHaveLength(1);
    expect(await rows("select unit from log_entries where unit = 'P-GDDT'")).toHaveLength(1);
    expect(await rows("select actor, detail from events where what = 'unit-merged'")).toEqual([
      { actor: officer.username, detail: { from: code, to: 'P-GDDT' } },
    ]);
    expect((await officer.get('admin/units')).text).not.toContain('Trường THCS số 1 Gia Phú');
    expect((await merge('P-GDDT')).status).toBe(409);
    await office.dovecot.append(await schoolMail('THCS số 1 Gia Phú', 'hai@example.vn', 'Vườn thuốc nam'));
    await office.runOnce();
    expect(await rows(ofOffice)).toHaveLength(2);
    expect(await rows('select from units where provisional and merged_into is null')).toHaveLength(1);
  });

  it('become units of their own, in a browser too', async () => {
    const tab = await browser.open(`${page.web.url}/admin/units`, officer.token);
    const body = tab.getByRole('region', { name: /Hoa Ban/ });
    await body.getByLabel('Tên đơn vị').fill('Trường Mầm non Hoa Ban, xã Gia Phú');
    await body.getByLabel('Nhóm').fill('Trường học');
    await body.getByRole('button', { name: /^Xác nhận/ }).click();
    await tab.getByText('Đã lưu.').waitFor();
    expect(await tab.getByText('Không có đơn vị nào chờ xác nhận.').count()).toBe(1);
    expect(await tab.getByRole('heading', { name: 'Trường học' }).count()).toBe(1);
    expect(browser.complaints()).toEqual([]);
    await tab.close();
    expect(await rows("select name, provisional from units where unit_group = 'Trường học'")).toEqual([
      { name: 'Trường Mầm non Hoa Ban, xã Gia Phú', provisional: false },
    ]);
    expect(await rows("select unit_group from log_entries where unit_group = 'Trường học'")).toHaveLength(1);
    const [unit] = await rows("select code from units where unit_group = 'Trường học'");
    const again = await officer.post(`admin/units/${unit?.code}/confirm`, { name: 'A', group: 'B' });
    expect(again.status).toBe(409);
    // A mail that names it again leaves it what staff have made of it.
    await office.dovecot.append(await schoolMail('Mầm non Hoa Ban', 'khac@example.vn', 'Tranh từ lá cây'));
    await office.runOnce();
    expect(await rows(`select from dossiers where unit_code = '${unit?.code}'`)).toHaveLength(2);
    expect(await rows('select from units where provisional and merged_into is null')).toHaveLength(0);
  });
});

describe('addresses', () => {
  const act = (unit: string, what: string, address: string) =>
    officer.post(`admin/units/${unit}/${what}-address`, { address });

  it('are confirmed, believed, shown and taken back', async () => {
    expect((await act('MTTQ-SONHA', 'confirm', ' Son-Ha@Example.vn ')).status).toBe(303);
    expect(
      await rows("select unit_code, confirmed_by from unit_addresses where address = 'son-ha@example.vn'"),
    ).toEqual([{ unit_code: 'MTTQ-SONHA', confirmed_by: officer.username }]);
    expect((await officer.get('admin/units')).text).toMatch(
      new RegExp(`son-ha@example\\.vn <span[^>]*>\\(${officer.username}, \\d\\d/\\d\\d/\\d{4}\\)`),
    );
    await office.dovecot.append(
      await makeMail({
        from: 'son-ha@example.vn',
        to: 'hopthu@example.vn',
        subject: 'Hồ sơ sáng kiến',
        text: 'Gửi hồ sơ đề nghị công nhận sáng kiến.',
        messageId: '<x@example.vn>',
        attachments: [
          {
            name: 'Bao cao mo ta sang kien.docx',
            content: await makeDocx({
              ...baoCaoMoTa({ letterhead: [], place: '' }, 'Đèn đường'),
              letterhead: [],
            }),
          },
        ],
      }),
    );
    await office.runOnce();
    expect(await rows("select from dossiers where unit_code = 'MTTQ-SONHA'")).toHaveLength(1);
    expect((await act('MTTQ-SONHA', 'remove', 'son-ha@example.vn')).status).toBe(303);
    expect((await act('MTTQ-SONHA', 'remove', 'son-ha@example.vn')).status).toBe(409);
    expect(await rows("select what from events where what like 'address-%' order by id")).toEqual([
      { what: 'address-confirmed' },
      { what: 'address-removed' },
    ]);
  });

  it('belong to one unit, and those of the units file to the file', async () => {
    await run(
      office.database.url,
      `insert into unit_addresses values ('tep@example.vn', 'MTTQ-SONHA', 'units file', now())`,
    );
    expect((await act('MTTQ-GIAPHU', 'confirm', 'tep@example.vn')).status).toBe(409);
    expect((await act('MTTQ-SONHA', 'remove', 'tep@example.vn')).status).toBe(409);
    expect((await act('KHONG-CO', 'confirm', 'a@example.vn')).status).toBe(409);
    for (const bad of ['', 'a', 'a@b', `${'a'.repeat(300)}@example.vn`])
      expect((await act('MTTQ-GIAPHU', 'confirm', bad)).status).toBe(422);
    expect(await rows('select address, unit_code from unit_addresses')).toEqual([
      { address: 'tep@example.vn', unit_code: 'MTTQ-SONHA' },
    ]);
  });

  it('are not for leaders', async () => {
    const leader = await page.visitor('leader');
    for (const path of ['confirm-address', 'remove-address', 'confirm', 'merge']) {
      const answer = await leader.post(`admin/units/MTTQ-SONHA/${path}`, {
        address: 'tep@example.vn',
        into: 'P-DT',
      });
      expect(answer.status).toBe(403);
    }
  });
});
