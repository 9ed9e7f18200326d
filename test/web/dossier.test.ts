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

describe('who may see, and what leaves the house', () => {
  const ids = async () => {
    const rows = await run(
      office.database.url,
      'select id, name, size, message_id from attachments order by id',
    );
    const of = (part: string) => rows.find(({ name }) => String(name).includes(part));
    return { docx: of('ký'), pdf: of('onerror'), txt: of('ghi chu') };
  };

  it('escapes what senders chose', async () => {
    const { pdf } = await ids();
    for (const path of [`dossiers/${code}`, `messages/${message}`, `attachments/${pdf?.id}`]) {
      const { text } = await officer.get(path);
      expect(text).toContain('&lt;img src=x onerror=alert(1)>');
      expect(text).not.toMatch(/<img src=x|<script>alert/);
    }
  });

  it('shows leaders everything, and no form but the one to log out', async () => {
    const leader = await page.visitor('leader');
    const { pdf } = await ids();
    for (const path of [
      `dossiers/${code}`,
      `messages/${unsorted}`,
      `messages/${message}/mail`,
      `attachments/${pdf?.id}`,
    ]) {
      const { status, text } = await leader.get(path);
      expect(status).toBe(200);
      expect(text.match(/<form[^>]*action="([^"]+)"/g)).toEqual([expect.stringContaining('action="logout"')]);
    }
    for (const path of [`dossiers/${code}/add`, 'dossiers/new']) {
      expect((await leader.get(path)).status).toBe(403);
      expect((await leader.post(path, {})).status).toBe(403);
    }
  });

  it('hands files out as downloads of no kind, under the name they came with', async () => {
    const { docx } = await ids();
    const { status, headers } = await officer.get(`attachments/${docx?.id}/download`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="To trinh _ky_ 100_.docx"; filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh%20_k%C3%BD_%20100%25.docx`,
    );
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-length')).toBe(String(docx?.size));
    const eml = await officer.get(`messages/${message}/mail.eml`);
    expect(eml.headers.get('content-disposition')).toMatch(/^attachment; .*\.eml$/);
    expect(eml.text).toContain('Message-ID: <hostile@example.vn>');
    const zip = await officer.get(`dossiers/${code}/files.zip`);
    expect(zip.text.slice(0, 2)).toBe('PK');
    expect(zip.headers.get('content-disposition')).toContain(`filename="${code}.zip"`);
    for (const [path, name] of [
      ['receipt.pdf', 'Giay xac nhan'],
      ['control-slip.pdf', 'Phieu kiem soat'],
    ]) {
      const paper = await officer.get(`dossiers/${code}/${path}`);
      expect(paper.text.slice(0, 5)).toBe('%PDF-');
      expect(paper.headers.get('content-disposition')).toContain(`filename="${name} ${code}.pdf"`);
    }
    const seen = await run(
      office.database.url,
      `select what, count(*)::integer from access_log where username = '${officer.username}' group by what order by what`,
    );
    expect(seen).toEqual([
      { what: 'download', count: 3 },
      { what: 'print', count: 2 },
      { what: 'view', count: expect.any(Number) },
    ]);
  });

  it('draws pages as pictures', async () => {
    const { pdf, txt } = await ids();
    const picture = await officer.get(`attachments/${pdf?.id}/pages/1`);
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    expect(picture.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect((await officer.get(`attachments/${txt?.id}/pages/1`)).status).toBe(404);
    expect((await officer.get(`attachments/${txt?.id}`)).text).toContain('Noi dung ghi chu');
  });

  it('frames a mail that can do nothing', async () => {
    const { headers, text } = await officer.get(`messages/${unsorted}/mail/frame`);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
    );
    expect(text).toContain('<b>tài liệu</b>');
    expect(text).toContain('[Đã chặn 1 hình phải tải từ bên ngoài.]');
    expect(text).not.toMatch(/<script|https:\/\/example/);
    const tab = await browser.open(`${page.web.url}/messages/${unsorted}/mail`, officer.token);
    const frame = tab.frameLocator('iframe');
    await frame.locator('text=Gửi tài liệu').first().waitFor();
    expect(await tab.title()).toBe('Thư gốc – Tiếp nhận hồ sơ');
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });

  it('hands out nothing that is infected', async () => {
    const { txt } = await ids();
    await run(
      office.database.url,
      `update files set virus_verdict = 'infected', virus = 'Eicar', virus_checked_at = now()
       where sha256 = (select sha256 from attachments where id = ${txt?.id})`,
    );
    for (const path of [`attachments/${txt?.id}/download`, `messages/${txt?.message_id}/mail.eml`]) {
      const { status, text } = await officer.get(path);
      expect(status).toBe(403);
      expect(text).toContain('Tệp có mã độc: đã cách ly');
    }
    const { text } = await officer.get(`attachments/${txt?.id}`);
    expect(text).toContain('Tệp có mã độc: đã cách ly');
    expect(text).not.toContain('Noi dung ghi chu');
    expect((await officer.get(`messages/${unsorted}`)).text).not.toContain('/download');
  });

  it('knows nothing of what is not there', async () => {
    for (const path of [
      'dossiers/KHONG-CO',
      `dossiers/${encodeURIComponent("'; drop table x --")}`,
      'dossiers/KHONG-CO/files.zip',
      'dossiers/KHONG-CO/receipt.pdf',
      'dossiers/KHONG-CO/add',
      'messages/0',
      'messages/99999999999999999999',
      'messages/x',
      'messages/999999/mail',
      'messages/999999/mail/frame',
      'attachments/-1',
      'attachments/999999',
      'attachments/999999/download',
    ])
      expect((await officer.get(path)).status, path).toBe(404);
  });

  it('answers what Postgres cannot keep as it answers any wrong address', async () => {
    for (const path of [
      'dossiers/%00',
      'dossiers/%00/files.zip',
      'dossiers/%00/receipt.pdf',
      'dossiers/%00/add',
    ])
      expect((await officer.get(path)).status, path).toBe(400);
    const { version } = (
      await run(office.database.url, `select version from dossiers where code = '${code}'`)
    )[0] as { version: number };
    const decide = (fields: Record<string, string>) =>
      officer.post(`dossiers/${code}/preview`, { version: String(version), ...fields });
    expect((await decide({ what: 'note', text: 'a\0b' })).status).toBe(400);
    expect((await decide({ what: 'set-unit', unit: '\0' })).status).toBe(400);
    expect((await decide({ what: 'record-paper', sets: '1', receivedOn: '0000-01-01' })).status).toBe(422);
    expect((await officer.post(`admin/units/%00/merge`, { into: 'MTTQ-SONHA' })).status).toBe(400);
  });
});

describe('what is brought by hand', () => {
  const messageOf = (path: string) => Number(/messages\/(\d+)\?done=taken-in/.exec(path)?.[1]);

  async function upload(
    path: string,
    fields: Record<string, string>,
    files: { name: string; bytes: Uint8Array<ArrayBuffer> }[],
    who = officer,
  ) {
    const body = new FormData();
    const csrf = /name="_csrf" value="([^"]+)"/.exec((await who.get('log')).text)?.[1] ?? '';
    for (const [name, value] of Object.entries({ _csrf: csrf, ...fields })) body.append(name, value);
    for (const { name, bytes } of files) body.append('files', new Blob([bytes]), name);
    const response = await fetch(new URL(path, page.web.url), {
      method: 'POST',
      headers: { cookie: `tiepnhan=${who.token}` },
      body,
      redirect: 'manual',
    });
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get('location') ?? '',
    };
  }

  it('becomes a dossier of the unit that staff chose, by the form in a browser', async () => {
    const tab = await browser.open(`${page.web.url}/log`, officer.token);
    await tab.getByRole('link', { name: 'Thêm hồ sơ nhận trực tiếp' }).click();
    const unit = { letterhead: ['TRƯỜNG THCS'], place: 'Sơn Hà' };
    await tab.getByLabel('Tệp', { exact: true }).setInputFiles([
      {
        name: 'Tờ trình USB.docx',
        mimeType: 'application/octet-stream',
        buffer: await makeDocx(toTrinh(unit)),
      },
      {
        name: 'Báo cáo USB.pdf',
        mimeType: 'application/pdf',
        buffer: await makePdf(baoCaoMoTa(unit, 'Máy tách hạt')),
      },
    ]);
    await tab.getByLabel('Nhận qua').fill('USB');
    await tab.getByLabel(/^Đơn vị nộp/).fill('xa son ha');
    if (process.env.SHOTS) await tab.screenshot({ path: `${process.env.SHOTS}/by-hand.png`, fullPage: true });
    expect(await findBarriers(tab)).toEqual([]);
    await tab.getByRole('button', { name: 'Thêm', exact: true }).click();
    await tab.waitForSelector('text=Đã nhận tài liệu, hệ thống đang đọc.');
    const id = Number(/messages\/(\d+)/.exec(tab.url())?.[1]);
    await office.runOnce();
    const entry = (await office.log()).find((one) => one.message.id === id);
    expect(entry).toMatchObject({ outcome: 'registered', dossier: { unit: 'MTTQ-SONHA' }, letters: [] });
    expect(entry?.documents.map(({ name }) => name)).toEqual(['Tờ trình USB.docx', 'Báo cáo USB.pdf']);
    await tab.reload();
    expect(await tab.locator('main').textContent()).toContain('Thêm tài liệu nhận trực tiếp: USB');
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });

  it('joins a dossier, with a receipt to the address given', async () => {
    const { status, location } = await upload(
      `dossiers/${code}/add`,
      { how: 'Google Drive', address: 'Son-Ha@example.vn' },
      [{ name: 'Biên bản họp xét.txt', bytes: new TextEncoder().encode('BIÊN BẢN HỌP XÉT') }],
    );
    expect(status).toBe(303);
    await office.runOnce();
    const entry = (await office.log()).find((one) => one.message.id === messageOf(location));
    expect(entry).toMatchObject({ outcome: 'supplement', dossier: { code } });
    expect(entry?.letters).toEqual([expect.objectContaining({ to: 'son-ha@example.vn' })]);
  });

  it('is refused without proof, without files, to leaders, and beyond the limits', async () => {
    const file = { name: 'a.txt', bytes: new TextEncoder().encode('a') };
    const order = { how: 'USB', address: '' };
    const before = (await office.log()).length;
    const add = `dossiers/${code}/add`;
    expect((await upload(add, { ...order, _csrf: 'x'.repeat(43) }, [file])).status).toBe(403);
    expect((await upload(add, order, [file], await page.visitor('leader'))).status).toBe(403);
    expect((await upload(add, order, [])).status).toBe(422);
    expect((await upload(add, { how: ' ', address: '' }, [file])).status).toBe(422);
    expect((await upload(add, { how: 'USB', address: 'no address' }, [file])).status).toBe(422);
    expect(
      (
        await upload(
          'dossiers/new',
          { ...order, unit: 'không có đơn vị này', kind: 'dkst-2022 initiative' },
          [file],
        )
      ).status,
    ).toBe(422);
    expect(
      (await upload('dossiers/new', { ...order, unit: '', kind: 'dkst-2022 enquiry' }, [file])).status,
    ).toBe(422);
    expect(
      (
        await upload(
          add,
          order,
          Array.from({ length: 26 }, () => file),
        )
      ).status,
    ).toBe(413);
    const half = new Uint8Array(51 * 1024 * 1024);
    const large = await upload(add, order, [
      { name: 'a.bin', bytes: half },
      { name: 'b.bin', bytes: half },
    ]);
    expect(large.status).toBe(413);
    expect(large.text).toContain('tổng dung lượng tối đa 100 MB');
    expect((await upload(`dossiers/${code}/preview`, { what: 'complete', version: '1' }, [])).status).toBe(
      415,
    );
    expect(await office.log()).toHaveLength(before);
  });
});

describe('a dossier of thousands of files', () => {
  it('is shown as far as anybody reads, soon, and says so', async () => {
    await run(
      office.database.url,
      `with added as (insert into attachments (message_id, position, path, name, declared_type, shown_in_body, size, verdict, form)
         select ${message}, 1000 + n, 'tep-' || n, 'tep-' || n, '', false, 1, 'accepted', 'other' from generate_series(1, 5000) n
         returning id)
       insert into documents (dossier_id, attachment_id, form, confidence, evidence)
       select (select id from dossiers where code = '${code}'), id, 'other', 0, '[]' from added`,
    );
    const begun = performance.now();
    const { status, text } = await officer.get(`dossiers/${code}`);
    const took = performance.now() - begun;
    expect(took, `${took} ms`).toBeLessThan(5_000);
    expect(status).toBe(200);
    expect(text).toContain('Chỉ hiện 500 tệp đầu; tệp ZIP có đủ.');
    expect(text.match(/class="app-file"/g)).toHaveLength(500);
  });
});
