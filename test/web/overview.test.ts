// The overview of a small office: its figures are those of the database, and everybody can read it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCampaign } from '../../config/campaign.ts';
import { baoCaoDinhKy, baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { countByStatus, STATUSES_SQL } from '../../src/store/overview.ts';
import { findOverview } from '../../src/web/overview/figures.ts';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { unitMail } from '../support/mails.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let browser: Browser;
let leader: Visitor;

const IN_TIME = new Date('2022-08-08T02:15:00Z');
const LATE = new Date('2022-08-11T02:15:00Z');
const XUAN_GIAO = {
  letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ XUÂN GIAO', 'BAN THƯỜNG TRỰC'],
  place: 'Xuân Giao',
};

async function completeMail() {
  const papers = {
    'To trinh': toTrinh(XUAN_GIAO),
    'Bao cao mo ta': baoCaoMoTa(XUAN_GIAO, 'Mô hình tự quản'),
  };
  const attachments = await Promise.all(
    Object.entries(papers).flatMap(([name, content]) => [
      makeDocx(content).then((file) => ({ name: `${name}.docx`, content: file })),
      makePdf(content).then((file) => ({ name: `${name}.pdf`, content: file })),
    ]),
  );
  return makeMail({
    ...mail('MTTQ xã Xuân Giao <xuan-giao@example.vn>', 'Hồ sơ sáng kiến xã Xuân Giao'),
    attachments,
  });
}

function mail(from: string, subject: string, text = 'Kính gửi ban tổ chức.') {
  return {
    from,
    to: 'hopthu@example.vn',
    subject,
    text,
    messageId: `<${subject.length}-${from.length}@example.vn>`,
  };
}

beforeAll(async () => {
  office = await openOffice();
  await office.dovecot.append(await unitMail(0), { receivedAt: IN_TIME });
  await office.dovecot.append(await unitMail(1), { receivedAt: LATE });
  await office.dovecot.append(await completeMail(), { receivedAt: IN_TIME });
  const report = { name: 'Bao cao 6 thang.docx', content: await makeDocx(baoCaoDinhKy(XUAN_GIAO)) };
  await office.dovecot.append(
    await makeMail({
      ...mail('MTTQ xã Xuân Giao <xuan-giao@example.vn>', 'Báo cáo 6 tháng phong trào'),
      attachments: [report],
    }),
  );
  const nothing = 'Đơn vị không có sáng kiến đề nghị xét trong năm 2022.';
  await office.dovecot.append(
    await makeMail(mail('Phú Nhuận <phu-nhuan@example.vn>', 'Về việc đề nghị sáng kiến', nothing)),
  );
  await office.dovecot.append(await makeMail(mail('a@example.vn', 'Chúc mừng', 'Thân ái.')));
  await office.runOnce();
  await run(
    office.database.url,
    `insert into unit_addresses values ('phu-nhuan@example.vn', 'MTTQ-PHUNHUAN', 'cán bộ', now())`,
  );
  page = await openPage(office);
  browser = await openBrowser();
  leader = await page.visitor('leader');
});
afterAll(async () => {
  await browser.close();
  await page.close();
  await office.close();
});

describe('figures of the overview', () => {
  it('are those of the database', async () => {
    const { db } = page.service;
    const overview = await findOverview(db, readCampaign('config/campaign.yaml'), new Date());
    const { rows } = await db.query(
      'select kind, status, deadline from dossiers order by kind, status, deadline',
    );
    expect(rows.map(({ kind, status, deadline }) => `${kind} ${status} ${deadline}`)).toEqual([
      'initiative awaiting-documents late',
      'initiative awaiting-documents on-time',
      'initiative complete on-time',
      expect.stringMatching(/^periodic-report complete/),
    ]);
    expect(overview).toMatchObject({
      messages: { all: 6, ofDossiers: 4 },
      dossiers: 3,
      items: 3,
      // the period of both began when they were answered
      overdue: 0,
      byStatus: [
        { status: 'awaiting-documents', count: 2 },
        { status: 'complete', count: 1 },
      ],
      byDeadline: { 'on-time': 2, grace: 0, late: 1 },
      byDay: [
        { day: '2022-08-08', count: 2 },
        { day: '2022-08-11', count: 1 },
      ],
      byUnitGroup: [{ name: 'Ủy ban MTTQ Việt Nam xã, thị trấn', count: 3 }],
    });
    expect(overview.bySector.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    const later = new Date(Date.now() + 30 * 86_400_000);
    expect((await findOverview(db, readCampaign('config/campaign.yaml'), later)).overdue).toBe(2);
  });

  it('tell how far each expected unit has got', async () => {
    const { board, periods } = await findOverview(
      page.service.db,
      readCampaign('config/campaign.yaml'),
      new Date(),
    );
    const stateOf = (code: string) => board.find((unit) => unit.code === code)?.state;
    expect(stateOf('MTTQ-GIAPHU')).toBe('awaiting');
    expect(stateOf('MTTQ-SONHA')).toBe('awaiting');
    expect(stateOf('MTTQ-XUANGIAO')).toBe('complete');
    expect(stateOf('MTTQ-PHUNHUAN')).toBe('nothing');
    expect(board.filter(({ state }) => state === 'silent')).toHaveLength(board.length - 4);
    expect(periods.map(({ received, expected, missing }) => [received, expected, missing.length])).toEqual([
      [1, 19, 18],
      [0, 19, 19],
    ]);
    expect(periods[0]?.missing).not.toContain('MTTQ xã Xuân Giao');
  });

  it('are counted from an index, without the rows of dossiers', async () => {
    const { db } = page.service;
    await db.query(
      `insert into dossiers (code, office, arrival_year, arrival_number, campaign, kind, unit_evidence, status,
         deadline, received_at, supplement_until, missing)
       select 'X-' || n, 'X', 2022, n, 'other', 'initiative', to_jsonb(repeat('căn cứ', 100)), 'complete', 'on-time',
         now(), now(), '[]' from generate_series(1, 20000) n`,
    );
    await db.query('vacuum analyze dossiers');
    const scope = { campaign: 'other', reportKinds: ['periodic-report'] };
    const { rows } = await db.query<{ 'QUERY PLAN': string }>(`explain ${STATUSES_SQL}`, [
      scope.campaign,
      scope.reportKinds,
      new Date(),
    ]);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(
      'Index Only Scan using dossiers_overview',
    );
    expect(await countByStatus(db, scope, new Date())).toEqual([
      { status: 'complete', deadline: 'on-time', count: 20_000, overdue: 0 },
    ]);
  });
});

describe('the page', () => {
  it('shows leaders the same, each unit with its way into the log', async () => {
    const { status, text } = await leader.get('overview');
    expect(status).toBe(200);
    expect(text).toMatch(/<dt>Thư đã nhận<\/dt><dd><b>6<\/b><span>4 thư thuộc hồ sơ/);
    expect(text).toMatch(/<dt>Hồ sơ<\/dt><dd><b>3<\/b><span>3 sáng kiến/);
    expect(text).toMatch(/<dt>Chờ bổ sung<\/dt><dd><b>2<\/b>/);
    expect(text).toMatch(/<dt>Nộp đúng hạn<\/dt><dd><b>2<\/b><span>Hạn: 09\/08\/2022/);
    expect(text).toMatch(/<dt>Nộp sau hạn<\/dt><dd><b>1<\/b>/);
    expect(text).toMatch(/đã nộp 3\/19/);
    expect(text).toContain('href="log?unit=MTTQ-GIAPHU&amp;campaign=dkst-2022"');
    expect(text).toMatch(/Số liệu lúc \d\d:\d\d/);
  });

  it('is for staff alone, and knows its campaigns', async () => {
    expect((await fetch(`${page.web.url}/overview`, { redirect: 'manual' })).status).toBe(302);
    expect((await leader.get('overview?campaign=dkst-2022')).status).toBe(200);
    expect((await leader.get('overview?campaign=other')).status).toBe(404);
    expect((await leader.get('overview?campaign=a&campaign=b')).status).toBe(404);
  });

  it.each([LAPTOP, PHONE])('at $width × $height', async (size) => {
    const tab = await browser.open(`${page.web.url}/overview`, leader.token, size);
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await tab.locator('.app-plot .app-mark').count()).toBe(1);
    // The days from the first dossier to the last.
    expect(await tab.locator('.app-plot .app-column').count()).toBe(4);
    await tab.getByText('Số liệu theo ngày').click();
    expect(await tab.locator('.app-numbers tbody tr').allInnerTexts()).toEqual([
      '08/08/2022\t2\t2',
      '11/08/2022\t1\t3',
    ]);
    if (process.env.SHOTS) {
      await tab.screenshot({ path: `${process.env.SHOTS}/overview-${size.width}.png`, fullPage: true });
    }
    expect(await findBarriers(tab)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });
});
