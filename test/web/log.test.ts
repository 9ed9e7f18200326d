// The intake log over HTTP: tabs, filters, search with and without accents, pages both ways, and what is new.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../bench/seed.ts';
import { unitMail } from '../support/mails.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

const MESSAGES = 600;

let office: Office;
let page: OfficePage;
let leader: Visitor;
beforeAll(async () => {
  office = await openOffice();
  await seed(office.database.url, MESSAGES, () => {});
  page = await openPage(office);
  leader = await page.visitor('leader');
});
afterAll(async () => {
  await page.close();
  await office.close();
});

const unescaped = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
/** Entries of a page of the log, in their order: codes of dossiers, numbers of messages. */
const linesOf = (text: string) =>
  [...text.matchAll(/<tr id="(?:dossier|message)-([^"]+)"/g)].map(([, name]) => name ?? '');
const linkOf = (text: string, rel: string) => {
  const found = new RegExp(`rel="${rel}" href="([^"]+)"`).exec(text);
  return found ? unescaped(found[1] ?? '') : null;
};
const ask = async (fields: Record<string, string>) => {
  const { status, text } = await leader.get(`log?${new URLSearchParams(fields)}`);
  expect(status).toBe(200);
  return text;
};
/** All that an address shows, page after page. */
async function walk(path: string, rel = 'next'): Promise<{ lines: string[]; last: string }> {
  const lines: string[][] = [];
  let last = path;
  for (let next: string | null = path; next; ) {
    last = next;
    const { text } = await leader.get(next);
    lines.push(linesOf(text));
    next = linkOf(text, rel);
  }
  return { lines: (rel === 'next' ? lines : lines.reverse()).flat(), last };
}
const wanted = async (sql: string) =>
  (await run(office.database.url, sql)).map(({ name }) => String(name)).sort();
const DOSSIERS = 'select code as name from dossiers d';

describe('tabs', () => {
  it('show what they count', async () => {
    const text = await ask({});
    const counts = [
      ...text.matchAll(/<a href="(log[^"]*)"[^>]*>([^<]+) <span class="app-log-count">(\d+)</g),
    ];
    expect(counts.map(([, , name]) => name)).toEqual([
      'Tất cả',
      'Cần xử lý',
      'Chờ phân loại',
      'Chờ bổ sung',
      'Quá hạn bổ sung',
      'Đủ hồ sơ',
      'Đã chuyển',
      'Không phải hồ sơ',
    ]);
    for (const [, path, name, count] of counts) {
      const { lines } = await walk(unescaped(path ?? ''));
      expect([name, lines.length]).toEqual([name, Number(count)]);
    }
    expect(Number(counts[0]?.[3])).toBe(MESSAGES - (MESSAGES * 3) / 20);
    const overdue = await walk('log?tab=overdue');
    expect(overdue.lines.toSorted()).toEqual(
      await wanted(`${DOSSIERS} where status = 'awaiting-documents' and supplement_until < now()`),
    );
    const letters = await run(
      office.database.url,
      `select count(*) as count from letters where state not in ('sent', 'pending')`,
    );
    expect(text).toMatch(
      new RegExp(`<a href="letters">Thư cần xử lý <span class="[^"]+">${letters[0]?.count}<`),
    );
  });
});

describe('filters', () => {
  it.each([
    ['status=refused', `status = 'refused'`],
    ['deadline=late', `deadline = 'late'`],
    ['deadline=grace&status=complete', `deadline = 'grace' and status = 'complete'`],
    ['unit=DV-0001', `unit_code = 'DV-0001'`],
    ['group=party-body', `unit_code in (select code from units where unit_group = 'party-body')`],
    ['sector=yte', `exists (select from items where dossier_id = d.id and sector = 'yte')`],
    ['campaign=dkst-2019', `campaign = 'dkst-2019'`],
    ['nopaper=1&tab=complete', `paper_received_on is null and status = 'complete'`],
    [
      'trouble=1&tab=forwarded',
      `status = 'forwarded' and exists (select from documents o join attachments a on a.id = o.attachment_id
         where o.dossier_id = d.id and a.verdict = 'refused')`,
    ],
    [
      'from=2019-03-05&to=2019-06-30&status=complete',
      `status = 'complete' and received_at >= '2019-03-05 00:00+07' and received_at < '2019-07-01 00:00+07'`,
    ],
  ])('%s', async (query, clause) => {
    const { lines } = await walk(`log?${query}`);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.toSorted()).toEqual(await wanted(`${DOSSIERS} where ${clause}`));
  });

  it('stay in the form, and can be cleared', async () => {
    const text = await ask({
      tab: 'complete',
      status: 'complete',
      q: 'a"<b>',
      from: '2022-01-01',
      nopaper: '1',
    });
    expect(text).toContain('value="a&quot;&lt;b>"');
    expect(text).toContain('value="2022-01-01"');
    expect(text).toMatch(/name="nopaper" value="1" checked/);
    expect(text).toContain('<option value="complete" selected>');
    expect(text).toContain('Không có hồ sơ phù hợp với điều kiện lọc');
    expect(text).toMatch(/<a class="btn" href="log\?tab=complete">Xóa lọc/);
  });

  it('that make no sense are told so', async () => {
    for (const query of [
      'from=2022-02-31',
      'from=x',
      'deadline=x',
      'after=x',
      'q=%00',
      'unit=a&unit=b',
      'sort=x',
    ]) {
      expect([query, (await leader.get(`log?${query}`)).status]).toEqual([query, 400]);
    }
    const forged = Buffer.from(JSON.stringify(['2022-99-99T00:00:00.000000Z', 1])).toString('base64url');
    expect((await leader.get(`log?after=${forged}`)).status).toBe(400);
    expect((await leader.get('log/news?seen=x&newest=x')).status).toBe(400);
  });
});

describe('pages', () => {
  it.each(['', '&dir=asc', '&sort=arrival', '&sort=unit', '&sort=unit&dir=desc', '&sort=supplement'])(
    'show every entry once, forwards and back, though many came at the same time%s',
    async (order) => {
      const forth = await walk(`log?tab=all${order}`);
      expect(new Set(forth.lines).size).toBe(MESSAGES - (MESSAGES * 3) / 20);
      const back = await walk(forth.last, 'prev');
      expect(back.lines).toEqual(forth.lines);
    },
  );

  it('go by time of receipt, the latest first', async () => {
    const { lines } = await walk('log?status=refused');
    const rows = await run(
      office.database.url,
      `select code from dossiers where status = 'refused' order by received_at desc, id desc`,
    );
    expect(lines).toEqual(rows.map(({ code }) => code));
  });
});

describe('search', () => {
  beforeAll(async () => {
    for (const number of [1, 2]) await office.dovecot.append(await unitMail(number));
    await office.dovecot.append(
      'From: x@example.vn\r\nSubject: =?utf-8?q?L=E1=BB=8Bch_tr=E1=BB=B1c?=\r\n\r\nX.\r\n',
    );
    await office.runOnce();
  });
  const find = async (q: string, more: Record<string, string> = {}) =>
    linesOf(await ask({ q, ...more })).length;

  it('finds subjects, senders, units, titles, file names and the text of files, with accents or without', async () => {
    expect(await find('Sơn Hà mttq unit')).toBe(1);
    expect(await find('son ha mttq UNIT')).toBe(1);
    expect(await find('lịch trực')).toBe(1);
    expect(await find('lich truc')).toBe(1);
    expect(await find('unit-2@example.vn', { facts: '1' })).toBe(1);
    expect(await find('bao cao mo ta docx sáng kiến số 2', { facts: '1' })).toBe(1);
    expect(await find('kyhieu3')).toBeGreaterThan(0);
    expect(await find('kyhieu3', { facts: '1' })).toBe(0);
    expect(await find('khongcotunay')).toBe(0);
    expect(await find('!!!')).toBe(0);
  });

  it('finds the beginning of the last word, of three letters or more', async () => {
    expect(await find('lịch trự')).toBe(1);
    expect(await find('lịch tr')).toBe(0);
  });

  it('finds common words at once, and the same ones page after page', async () => {
    const { lines } = await walk('log?q=s%C3%A1ng+ki%E1%BA%BFn');
    const rows = await run(
      office.database.url,
      `select count(*)::integer as count from log_entries where words @@ '(sang | ''.sang'') & (kien:* | ''.kien'')'`,
    );
    expect(lines.length).toBe(rows[0]?.count);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('finds a dossier by its code, however it is typed, and by its arrival number', async () => {
    const [row] = await run(
      office.database.url,
      'select code, arrival_number from dossiers order by id limit 1 offset 7',
    );
    const code = String(row?.code);
    expect(linesOf(await ask({ q: code }))).toEqual([code]);
    expect(linesOf(await ask({ q: ` ${code.toLowerCase().replaceAll('-', ' – ')} ` }))).toEqual([code]);
    expect(linesOf(await ask({ q: String(row?.arrival_number) }))).toContain(code);
  });
});

describe('what is new', () => {
  const newsOf = (text: string) => unescaped(/hx-get="([^"]+)"/.exec(text)?.[1] ?? '');

  it('is told only when something has changed', async () => {
    const news = newsOf(await ask({}));
    expect((await leader.get(news)).status).toBe(204);
    const later = newsOf(await ask({ sort: 'unit', status: 'refused' }));
    await office.dovecot.append('From: y@example.vn\r\nSubject: Hai\r\n\r\nX.\r\n');
    await office.dovecot.append('From: z@example.vn\r\nSubject: Ba\r\n\r\nX.\r\n');
    await office.runOnce();
    const { status, text } = await leader.get(news);
    expect(status).toBe(200);
    expect(text).toContain('Có 2 thư mới.');
    expect(text.startsWith('<section id="log"')).toBe(true);
    expect((await leader.get(newsOf(text))).status).toBe(204);
    expect((await leader.get(later)).text).toContain('Có 2 thư mới.');
  });

  it('is for nobody without a session', async () => {
    const response = await fetch(`${page.web.url}/log/news?seen=x&newest=1`, {
      headers: { 'hx-request': 'true' },
    });
    expect(response.status).toBe(401);
  });
});
