// Reminders: who is listed, what they would read, and that just this reaches them, once.
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeMail } from '../../demo/samples/eml.ts';
import { unitMail } from '../support/mails.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let officer: Visitor;
let leader: Visitor;

/** Units 1 and 2 have each sent a dossier that lacks documents, and were told so. */
beforeEach(async () => {
  office = await openOffice();
  for (const number of [1, 2]) await office.dovecot.append(await unitMail(number));
  await office.runOnce();
  await look();
});
afterEach(async () => {
  await page.close();
  await office.close();
});

async function look(): Promise<void> {
  page = await openPage(office);
  [officer, leader] = [await page.visitor('officer'), await page.visitor('leader')];
}

const sql = (text: string) => run(office.database.url, text);
const reminders = () => sql("select * from letters where kind like '%-reminder' order by id");
const boxes = (text: string) => [...text.matchAll(/name="id" value="([^"]+)"/g)].map(([, key = '']) => key);
const list = async (what: string, who = officer) => (await who.get(`letters/reminders?what=${what}`)).text;
const send = (what: string, id: string, path = 'send', who = officer) =>
  who.post(`letters/reminders/${path}`, { what, id });
/** Text of the letters on a preview. */
const previewed = (text: string) =>
  [...text.matchAll(/<pre class="card-body">([\s\S]*?)<\/pre>/g)].map(([, words = '']) =>
    words.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'),
  );
const received = async (at: number) => {
  const mail = await simpleParser(office.smtp.received[at]?.raw ?? '');
  return { subject: mail.subject, text: mail.text, inReplyTo: mail.inReplyTo };
};

describe('of documents that a dossier lacks', () => {
  let expired: { code: string; recipient: string };
  beforeEach(async () => {
    await sql(
      `update dossiers set supplement_until = now() - interval '1 hour' where id = (select min(id) from dossiers)`,
    );
    await sql(
      `update dossiers set supplement_until = now() + interval '30 days' where id = (select max(id) from dossiers)`,
    );
    const [row] = await sql(
      'select code, recipient from dossiers d join letters l on l.dossier_id = d.id order by d.id limit 1',
    );
    expired = { code: String(row?.code), recipient: String(row?.recipient) };
  });

  it('goes out word for word as it was shown, once', async () => {
    const shown = await list('supplement-reminder');
    const [key = '', ...others] = boxes(shown);
    expect(others).toEqual([]);
    expect(shown).toContain(expired.code);
    expect(shown).toContain('Quá hạn bổ sung');
    const preview = await send('supplement-reminder', key, 'preview');
    const [words] = previewed(preview.text);
    expect(preview.text).toContain('Gửi thư này?');
    expect(words).toContain(expired.code);
    expect(words).toContain('Hồ sơ được ghi nhận là chưa đủ thành phần');
    expect(await reminders()).toEqual([]);
    expect((await send('supplement-reminder', key)).location).toBe('/letters?tab=waiting&done=queued');
    await office.runOnce();
    expect(office.smtp.received).toHaveLength(3);
    expect(office.smtp.received[2]?.to).toEqual([expired.recipient]);
    const mail = await received(2);
    expect(mail.text).toBe(words);
    expect(mail.subject).toContain(`[${expired.code}] Hồ sơ chưa đủ thành phần`);
    expect(mail.inReplyTo).toBeUndefined();
    const [letter] = await reminders();
    expect(letter).toMatchObject({ state: 'sent', written_by: officer.username, answers: null });
    expect(await sql("select actor, dossier_id, detail from events where what = 'letter-written'")).toEqual([
      {
        actor: officer.username,
        dossier_id: letter?.dossier_id,
        detail: { letter: Number(letter?.id), kind: 'supplement-reminder' },
      },
    ]);
    // Pressed again, and looked at again.
    const again = await send('supplement-reminder', key);
    expect([again.status, again.text.includes('Hồ sơ vừa được người khác cập nhật')]).toEqual([409, true]);
    const after = await list('supplement-reminder');
    expect([boxes(after), after.includes('Đã nhắc trong 02 ngày làm việc gần đây.')]).toEqual([[], true]);
    await office.runOnce();
    expect(office.smtp.received).toHaveLength(3);
  });

  it('does not go out where the dossier changed, or nothing was ever told', async () => {
    const [key = ''] = boxes(await list('supplement-reminder'));
    await sql('update dossiers set version = version + 1');
    expect((await send('supplement-reminder', key)).status).toBe(409);
    await sql("update letters set state = 'failed' where state = 'sent'");
    const shown = await list('supplement-reminder');
    expect([boxes(shown), shown.includes('Chưa có thông báo bổ sung nào')]).toEqual([[], true]);
    expect(await reminders()).toEqual([]);
  });

  it('is no leader’s to send, who sees the list all the same', async () => {
    const shown = await list('supplement-reminder', leader);
    expect([shown.includes(expired.code), boxes(shown)]).toEqual([true, []]);
    const [key = ''] = boxes(await list('supplement-reminder'));
    for (const path of ['preview', 'send'])
      expect((await send('supplement-reminder', key, path, leader)).status).toBe(403);
    expect(
      (await officer.post('letters/reminders/send', { what: 'supplement-reminder', id: key }, null)).status,
    ).toBe(403);
    for (const query of ['what=x', 'campaign=x', 'what=report-reminder&period=99', 'after=x'])
      expect((await officer.get(`letters/reminders?${query}`)).status, query).toBe(404);
    expect((await officer.post('letters/reminders/send', { what: 'supplement-reminder' })).status).toBe(400);
  });
});

describe('to units', () => {
  const known = (code: string, address: string) =>
    sql(`insert into unit_addresses values ('${address}', '${code}', 'x', now())`);

  it('that have sent no dossier reaches each of their addresses; others are not bothered', async () => {
    await known('MTTQ-GIAPHU', 'gp1@example.vn');
    await known('MTTQ-GIAPHU', 'gp2@example.vn');
    await known('MTTQ-BANCAM', 'bancam@example.vn');
    await known('MTTQ-PHOLU', 'no-reply@example.vn');
    const declined = {
      from: 'Bản Cầm <bancam@example.vn>',
      to: 'hopthu@example.vn',
      subject: 'Không có nội dung đề nghị năm 2022',
      text: 'Đơn vị không có nội dung đề nghị xét công nhận năm nay.',
      messageId: '<bancam@example.vn>',
    };
    await office.dovecot.append(await makeMail({ ...declined, attachments: [] }));
    await office.runOnce();
    expect(await sql("select reason from messages where from_address = 'bancam@example.vn'")).toEqual([
      { reason: 'nothing-to-propose' },
    ]);
    const shown = await list('submission-reminder');
    expect(boxes(shown)).toEqual(['MTTQ-GIAPHU']);
    expect(shown).toContain('Đơn vị chưa có địa chỉ thư điện tử đã xác nhận.');
    expect(shown).toContain('Địa chỉ thư là của hệ thống tự động');
    for (const { name } of await sql(
      "select name from units where code = 'MTTQ-BANCAM' or code in (select unit_code from dossiers)",
    ))
      expect(shown).not.toContain(`>${name}<`);
    const preview = await send('submission-reminder', 'MTTQ-GIAPHU', 'preview');
    expect(preview.text).toContain('Gửi 2 thư này?');
    expect(previewed(preview.text)[0]).toContain('hopthu@example.vn');
    await send('submission-reminder', 'MTTQ-GIAPHU');
    await office.runOnce();
    const mails = office.smtp.received.slice(-2);
    expect(mails.map(({ to }) => to[0]).sort()).toEqual(['gp1@example.vn', 'gp2@example.vn']);
    expect((await received(3)).subject).toMatch(/^Đôn đốc gửi hồ sơ đề nghị /);
    expect((await send('submission-reminder', 'MTTQ-GIAPHU')).status).toBe(409);
    expect((await send('submission-reminder', 'MTTQ-PHOLU')).status).toBe(409);
    expect(await reminders()).toHaveLength(2);
  });

  it('that owe a report: of the period asked for, whoever has sent the other one', async () => {
    const [{ unit_code: code } = {}] = await sql(
      `update dossiers set kind = 'periodic-report', period = 'năm 2022', status = 'complete'
       where id = (select min(id) from dossiers) returning unit_code`,
    );
    await known(String(code), 'bc@example.vn');
    const of = async (period: number) =>
      boxes((await officer.get(`letters/reminders?what=report-reminder&period=${period}`)).text);
    expect([await of(0), await of(1)]).toEqual([[code], []]);
    const fields = { what: 'report-reminder', period: '0', id: String(code) };
    const [words] = previewed((await officer.post('letters/reminders/preview', fields)).text);
    expect(words).toContain('Báo cáo 6 tháng đầu năm 2022');
    await officer.post('letters/reminders/send', fields);
    await office.runOnce();
    expect((await received(2)).subject).toBe(
      'Đôn đốc gửi báo cáo 6 tháng đầu năm 2022 (trước ngày 10 tháng 6 năm 2022)',
    );
    expect((await received(2)).text).toContain('Thư này được gửi từ hệ thống');
  });

  it('wait for approval where the address has had its share, or letters are reviewed; and are not offered where they are off', async () => {
    await known('MTTQ-GIAPHU', 'gp@example.vn');
    await sql(
      `insert into letters (kind, recipient, subject, body, html, message_id, state, written_at, mailbox_id, written_by)
       select 'receipt', 'gp@example.vn', '', '', '', 'x' || n, 'sent', now(), (select min(id) from mailboxes), 'x'
       from generate_series(1, 10) n`,
    );
    expect((await send('submission-reminder', 'MTTQ-GIAPHU', 'preview')).text).toContain(
      'Địa chỉ này đã nhận đủ số thư',
    );
    expect((await send('submission-reminder', 'MTTQ-GIAPHU')).location).toBe('/letters?tab=held&done=held');
    expect(await reminders()).toMatchObject([{ state: 'held', reason: 'letter-cap' }]);
    await sql('delete from letters where recipient = $$gp@example.vn$$');
    for (const [letterMode, expected] of [
      ['review', [{ state: 'held', reason: 'letter-review' }]],
      ['off', []],
    ] as const) {
      await page.close();
      office.settings.letterMode = letterMode;
      await look();
      await send('submission-reminder', 'MTTQ-GIAPHU');
      expect(await reminders()).toMatchObject(expected);
      await sql('delete from letters where recipient = $$gp@example.vn$$');
    }
    const shown = await list('submission-reminder');
    expect([boxes(shown), shown.includes('không gửi thư')]).toEqual([[], true]);
  });
});
