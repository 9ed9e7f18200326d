// The letters on the page: who may see and do what, each decision on the letter as it was shown, and what goes out for it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unitMail, unitMails } from '../support/mails.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let officer: Visitor;
let leader: Visitor;

/** An office with a letter for each of so many mails. */
async function open(mails: number, letterMode: 'send' | 'review' | 'off' = 'review'): Promise<void> {
  office = await openOffice({ letterMode });
  for (const mail of await unitMails(mails)) await office.dovecot.append(mail);
  await office.runOnce();
  page = await openPage(office);
  [officer, leader] = [await page.visitor('officer'), await page.visitor('leader')];
}

afterEach(async () => {
  await page.close();
  await office.close();
});

const sql = (text: string) => run(office.database.url, text);
const letters = () => sql('select * from letters order by id');
const events = () => sql("select actor, what, detail from events where detail ? 'letter' order by id");
const idOf = async (at: number) => Number((await letters())[at]?.id);

describe('letters that wait', () => {
  beforeEach(() => open(3));

  it('are listed with why, by everybody who may look; only officers are offered decisions', async () => {
    for (const visitor of [officer, leader]) {
      const { status, text } = await visitor.get('letters');
      expect(status).toBe(200);
      expect(text).toContain('Thư chờ duyệt trước khi gửi.');
      expect(text).toContain('unit-1@example.vn');
      expect(text.includes('letters/approve')).toBe(visitor === officer);
      expect(text.includes('letters/pause')).toBe(visitor === officer);
      expect((await visitor.get('letters?tab=waiting')).text).toContain('Không có thư chờ gửi.');
    }
    const one = (await leader.get(`letters/${await idOf(0)}`)).text;
    expect(one).toContain('THÔNG BÁO BỔ SUNG');
    expect(one).not.toContain('letters/approve');
  });

  it('are no leader’s to decide', async () => {
    const id = `${await idOf(0)}.1`;
    for (const [path, fields] of [
      ['letters/approve', { id }],
      ['letters/approve-all', { upTo: '99' }],
      ['letters/discard', { id, state: 'held' }],
      [`letters/${await idOf(0)}/edit`, { shown: id, subject: 'x', text: 'x' }],
      [`letters/${await idOf(0)}/resend`, { shown: id, state: 'held', recipient: 'unit-1@example.vn' }],
      ['letters/pause', {}],
      ['letters/resume', {}],
    ] as [string, Record<string, string>][]) {
      expect((await leader.post(path, fields)).status, path).toBe(403);
      expect((await officer.post(path, fields, null)).status, `${path} without a token`).toBe(403);
    }
    expect((await leader.get(`letters/${await idOf(0)}/edit`)).status).toBe(403);
    expect((await letters()).every(({ state }) => state === 'held')).toBe(true);
    expect(await events()).toEqual([]);
  });

  it('go out when they are approved, once, and the history says by whom', async () => {
    const id = await idOf(0);
    const answer = await officer.post('letters/approve', { id: `${id}.1` });
    expect([answer.status, answer.location]).toEqual([303, '/letters?done=queued']);
    expect((await officer.get('letters?done=queued')).text).toContain('Đã đưa vào hàng đợi gửi.');
    await office.runOnce();
    expect(office.smtp.received.map(({ to }) => to)).toEqual([[(await letters())[0]?.recipient]]);
    expect(await events()).toEqual([
      { actor: officer.username, what: 'letter-released', detail: { letter: id } },
    ]);
    const again = await officer.post('letters/approve', { id: `${id}.1` });
    expect(again.status).toBe(409);
    expect(again.text).toContain('Hồ sơ vừa được người khác cập nhật, đề nghị tải lại trang.');
    expect((await officer.get(`letters/${id}`)).text).toMatch(/Duyệt gửi[\s\S]*/);
  });

  it('go out all together, but for those that were written later', async () => {
    await office.dovecot.append(await unitMail(4));
    await office.runOnce();
    const [, , third] = await letters();
    const asked = await officer.get(`letters/approve-all?upTo=${third?.id}`);
    expect(asked.text).toContain('Hiện có 4 thư chờ duyệt.');
    expect((await officer.post('letters/approve-all', { upTo: String(third?.id) })).status).toBe(303);
    await office.runOnce();
    expect(office.smtp.received).toHaveLength(3);
    expect((await letters()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'held']);
  });

  it('are never sent when they are discarded', async () => {
    const id = await idOf(1);
    expect((await officer.post('letters/discard', { id: `${id}.1`, state: 'held' })).location).toBe(
      '/letters?done=discarded',
    );
    expect((await letters())[1]).toMatchObject({ state: 'failed', reason: 'discarded' });
    expect((await officer.get('letters?tab=undelivered')).text).toContain(
      'Cán bộ quyết định không gửi thư này.',
    );
    await office.runOnce();
    expect(office.smtp.received).toEqual([]);
  });

  it('go out in the words that staff gave them; the history keeps lengths, not words', async () => {
    const [letter] = await letters();
    const id = Number(letter?.id);
    const subject = `${letter?.subject} (sửa)`;
    const text = 'Kính gửi: Đơn vị\r\n\r\nNội dung <b>mới</b> & rõ.\r\n';
    const shown = `${id}.1`;
    expect((await officer.get(`letters/${id}/edit`)).text).toContain('name="subject"');
    expect((await officer.post(`letters/${id}/edit`, { shown, subject, text })).location).toBe(
      `/letters/${id}?done=saved`,
    );
    const edited = (await events()).at(-1);
    expect(edited).toMatchObject({
      actor: officer.username,
      what: 'letter-edited',
      detail: { letter: id, after: { text: text.replaceAll('\r', '').length, subject: subject.length } },
    });
    expect(JSON.stringify(edited)).not.toContain('Nội dung');
    // Whoever saw the old words neither changes nor sends the new ones.
    expect((await officer.post(`letters/${id}/edit`, { shown, subject, text })).status).toBe(409);
    expect((await officer.post('letters/approve', { id: shown })).status).toBe(409);
    expect((await officer.get(`letters/${id}`)).text).toContain('Nội dung &lt;b>mới&lt;/b> &amp; rõ.');
    await officer.post('letters/approve', { id: `${id}.2` });
    await office.runOnce();
    const [sent] = await letters();
    expect(sent).toMatchObject({
      state: 'sent',
      subject,
      body: 'Kính gửi: Đơn vị\n\nNội dung <b>mới</b> & rõ.\n',
    });
    expect(sent?.html).toContain('Nội dung &lt;b&gt;mới&lt;/b&gt; &amp; rõ.');
    expect(office.smtp.received[0]?.subject).toBe(subject);
  });

  it('keep the code of their dossier, and some words', async () => {
    const id = await idOf(0);
    const shown = `${id}.1`;
    const lost = await officer.post(`letters/${id}/edit`, { shown, subject: 'Đề nghị', text: 'Nội dung.' });
    expect([lost.status, lost.text.includes('Tiêu đề phải giữ nguyên mã hồ sơ')]).toEqual([422, true]);
    const [letter] = await letters();
    const empty = { shown, subject: String(letter?.subject), text: ' \n ' };
    expect((await officer.post(`letters/${id}/edit`, empty)).text).toContain('Đề nghị nhập nội dung thư.');
    expect((await letters())[0]).toEqual(letter);
  });

  it('refuses what no page of ours sends, in words', async () => {
    for (const path of [
      'letters?tab=x',
      'letters?before=-1',
      'letters/0',
      'letters/abc',
      'letters/99999',
      'letters/approve-all',
    ])
      expect((await officer.get(path)).status, path).toBe(404);
    expect((await officer.post('letters/approve', { id: '1' })).status).toBe(400);
    expect((await officer.post('letters/approve', {})).text).toContain('Chưa chọn thư nào.');
    expect((await officer.post('letters/discard', { id: '1.1', state: 'sent' })).status).toBe(400);
    const id = await idOf(0);
    expect((await officer.get(`letters/${id}/resend`)).status).toBe(409);
    expect(
      (await officer.post(`letters/${id}/edit`, { shown: '999.1', subject: 'x', text: 'x' })).status,
    ).toBe(404);
  });
});

describe('a letter that was sent', () => {
  async function sent(): Promise<number> {
    await open(1, 'send');
    return idOf(0);
  }

  it('goes out once more as a letter of its own, under the same mail', async () => {
    const id = await sent();
    const asked = (await officer.get(`letters/${id}/resend`)).text;
    expect(asked).toContain('Gửi thư này?');
    expect(asked).toContain('người nhận sẽ có thêm một thư giống hệt');
    const fields = { shown: `${id}.1`, state: 'sent', recipient: 'unit-1@example.vn' };
    expect((await officer.post(`letters/${id}/resend`, fields)).status).toBe(303);
    // A second press of the button.
    expect((await officer.post(`letters/${id}/resend`, fields)).status).toBe(409);
    await office.runOnce();
    const [first, second, ...more] = office.smtp.received;
    expect(more).toEqual([]);
    expect(second?.to).toEqual(['unit-1@example.vn']);
    expect(second?.messageId).not.toBe(first?.messageId);
    expect(second?.subject).toBe(first?.subject);
    expect(second?.raw.toString()).toMatch(/^In-Reply-To: <unit-1@example\.vn>/m);
    const [, again] = await letters();
    expect(again).toMatchObject({
      state: 'sent',
      written_by: officer.username,
      recipient: 'unit-1@example.vn',
    });
    expect(await events()).toMatchObject([
      { actor: officer.username, what: 'letter-resent', detail: { letter: id, as: Number(again?.id) } },
      { actor: officer.username, what: 'letter-written', detail: { letter: Number(again?.id), of: id } },
    ]);
  });

  it('goes to addresses of the unit, to no stranger’s, no robot’s and not to us', async () => {
    const id = await sent();
    const [dossier] = await sql('select unit_code from dossiers');
    for (const address of ['van-phong@example.vn', 'noreply@example.vn', 'hopthu@example.vn'])
      await sql(`insert into unit_addresses values ('${address}', '${dossier?.unit_code}', 'x', now())`);
    const asked = (await officer.get(`letters/${id}/resend`)).text;
    const offered = [...asked.matchAll(/<option [^>]*?value="([^"]+)"/g)].map(([, address]) => address);
    expect(offered).toEqual(['unit-1@example.vn', 'van-phong@example.vn']);
    for (const recipient of ['la@example.com', 'noreply@example.vn', 'hopthu@example.vn', '']) {
      const answer = await officer.post(`letters/${id}/resend`, {
        shown: `${id}.1`,
        state: 'sent',
        recipient,
      });
      expect(answer.status, recipient).toBe(422);
    }
    const fields = { shown: `${id}.1`, state: 'sent', recipient: 'van-phong@example.vn' };
    expect((await officer.post(`letters/${id}/resend`, fields)).status).toBe(303);
    await office.runOnce();
    expect(office.smtp.received[1]?.to).toEqual(['van-phong@example.vn']);
  });

  it('is not sent again where the office sends no letters', async () => {
    await open(1, 'send');
    await page.close();
    office.settings.letterMode = 'off';
    page = await openPage(office);
    officer = await page.visitor('officer');
    const id = await idOf(0);
    const fields = { shown: `${id}.1`, state: 'sent', recipient: 'unit-1@example.vn' };
    const answer = await officer.post(`letters/${id}/resend`, fields);
    expect([answer.status, answer.text.includes('không gửi thư trả lời')]).toEqual([409, true]);
    expect(await letters()).toHaveLength(1);
  });
});

describe('a letter that did not arrive', () => {
  it('shows the server’s words and what they mean, and warns before it is sent again', async () => {
    office = await openOffice();
    await office.dovecot.append(await unitMail(1));
    office.smtp.troubles.push({ at: 'RCPT', answer: { code: 550, text: '5.1.1 <b>User</b> unknown' } });
    await office.runOnce();
    page = await openPage(office);
    officer = await page.visitor('officer');
    const id = await idOf(0);
    for (const path of ['letters?tab=undelivered', `letters/${id}`]) {
      const { text } = await officer.get(path);
      expect(text).toContain('5.1.1 &lt;b>User&lt;/b> unknown');
      expect(text).toContain('Gửi thất bại: Địa chỉ người nhận không tồn tại.');
    }
    expect((await officer.get(`letters/${id}/resend`)).text).toContain(
      'Không loại trừ người nhận đã nhận được thư',
    );
  });

  it('or may have: it can be settled, and then nobody is warned of it any more', async () => {
    office = await openOffice();
    await office.dovecot.append(await unitMail(1));
    await office.runOnce();
    await sql(`update letters set state = 'unknown', reason = 'outcome-unknown', sent_at = null`);
    page = await openPage(office);
    officer = await page.visitor('officer');
    const id = await idOf(0);
    expect((await officer.get('letters?tab=undelivered')).text).toContain(
      'Không rõ thư đã được máy chủ nhận',
    );
    expect((await officer.get(`letters/${id}/resend`)).text).toContain('người nhận có thể đã nhận được');
    await officer.post('letters/discard', { id: `${id}.1`, state: 'unknown' });
    expect(await letters()).toMatchObject([{ state: 'failed', reason: 'discarded' }]);
  });
});

it('no letter leaves while they are paused, every page of the section says so, and then they go', async () => {
  await open(1);
  await officer.post('letters/pause', {});
  for (const path of ['letters', `letters/${await idOf(0)}`, 'letters?tab=sent'])
    expect((await leader.get(path)).text, path).toContain('Đang tạm dừng gửi thư từ');
  await officer.post('letters/approve', { id: `${await idOf(0)}.1` });
  await office.runOnce();
  expect(office.smtp.received).toEqual([]);
  await officer.post('letters/resume', {});
  expect((await leader.get('letters')).text).not.toContain('Đang tạm dừng');
  await office.runOnce();
  expect(office.smtp.received).toHaveLength(1);
  const switched = await sql("select what, actor from events where what like 'letters-%' order by id");
  expect(switched).toEqual([
    { what: 'letters-paused', actor: officer.username },
    { what: 'letters-resumed', actor: officer.username },
  ]);
});
