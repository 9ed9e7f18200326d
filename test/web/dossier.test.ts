// The pages of a dossier, of its files and its mail, in a real browser at both sizes and over HTTP by each role.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { unitMail } from '../support/mails.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>';

let office: Office;
let page: OfficePage;
let browser: Browser;
let officer: Visitor;
/** Of the hostile mail. */
let code: string;
let message: number;
let unsorted: number;
beforeAll(async () => {
  office = await openOffice();
  await office.dovecot.append(await unitMail(1));
  await office.dovecot.append(await hostileMail());
  await office.dovecot.append(UNCLEAR);
  await office.runOnce();
  const log = await office.log();
  const entry = log.find(({ message: { subject } }) => subject.includes('<script>'));
  code = entry?.dossier?.code ?? '';
  message = entry?.message.id ?? 0;
  unsorted = log.find(({ outcome }) => outcome === 'unsorted')?.message.id ?? 0;
  page = await openPage(office);
  browser = await openBrowser();
  officer = await page.visitor('officer');
}, 120_000);
afterAll(async () => {
  await browser.close();
  await page.close();
  await office.close();
});

/** A dossier of Gia Phú with names that would be markup, two pages to look at and a text to read. */
async function hostileMail(): Promise<Buffer> {
  const unit = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ SƠN HÀ', 'BAN THƯỜNG TRỰC'], place: 'Sơn Hà' };
  return makeMail({
    from: `"${HOSTILE.replaceAll('"', '')}" <son-ha@example.vn>`,
    to: 'hopthu@example.vn',
    subject: `Hồ sơ sáng kiến xã Sơn Hà ${HOSTILE}`,
    text: `Kính gửi ban tổ chức. ${HOSTILE}`,
    messageId: '<hostile@example.vn>',
    attachments: [
      { name: 'Tờ trình "ký" 100%.docx', content: await makeDocx(toTrinh(unit)) },
      { name: `Báo cáo ${HOSTILE}.pdf`, content: await makePdf(baoCaoMoTa(unit, `Mô hình ${HOSTILE}`)) },
    ],
  });
}

const UNCLEAR = [
  'From: ai-do@example.vn',
  'To: hopthu@example.vn',
  'Subject: =?utf-8?B?' + Buffer.from('Gửi tài liệu').toString('base64') + '?=',
  'Message-ID: <unclear@example.vn>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Xin gửi <b>tài liệu</b></p><script>parent.document.title="hacked"</script><img src="https://example.vn/spy.png">',
  '--x',
  'Content-Type: text/plain; name="ghi chu.txt"',
  'Content-Disposition: attachment; filename="ghi chu.txt"',
  '',
  'Noi dung ghi chu',
  '--x--',
  '',
].join('\r\n');

describe('the page of a dossier', () => {
  it.each([LAPTOP, PHONE])('at $width × $height', async (size) => {
    const tab = await browser.open(`${page.web.url}/dossiers/${code}`, officer.token, size);
    expect(await tab.locator('h1').textContent()).toBe(code);
    expect(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    if (process.env.SHOTS)
      await tab.screenshot({ path: `${process.env.SHOTS}/dossier-${size.width}.png`, fullPage: true });
    expect(await findBarriers(tab)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });
});

describe('the pages of messages and files', () => {
  const paths = async () => {
    const [pdf] = await run(office.database.url, "select id from attachments where name like '%.pdf'");
    const [txt] = await run(office.database.url, "select id from attachments where name like '%.txt'");
    return {
      message: `messages/${unsorted}`,
      'message-of-dossier': `messages/${message}`,
      mail: `messages/${unsorted}/mail`,
      pdf: `attachments/${pdf?.id}`,
      text: `attachments/${txt?.id}`,
    };
  };
  it.each([LAPTOP, PHONE])('at $width × $height', async (size) => {
    for (const [name, path] of Object.entries(await paths())) {
      const tab = await browser.open(`${page.web.url}/${path}`, officer.token, size);
      await tab.waitForLoadState('networkidle');
      if (process.env.SHOTS)
        await tab.screenshot({ path: `${process.env.SHOTS}/${name}-${size.width}.png`, fullPage: true });
      expect(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      expect(await findBarriers(tab), path).toEqual([]);
      expect(browser.complaints(), path).toEqual([]);
      await tab.close();
    }
  });
});
