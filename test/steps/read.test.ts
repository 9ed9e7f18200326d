// Facts are kept by content: a file that came before is not read again, unless reading it was given up.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Mail, makeMail } from '../../demo/samples/eml.ts';
import type { Service } from '../../src/app/service.ts';
import { makeZip } from '../documents/make-zip.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

/** Runs once and returns the files that were read. */
async function filesRead(): Promise<string[]> {
  const inspected: string[] = [];
  await office.runOnce((service: Service) => ({
    ...service,
    reader: {
      ...service.reader,
      inspect: (sha256s) => {
        inspected.push(...sha256s);
        return service.reader.inspect(sha256s);
      },
    },
  }));
  return inspected;
}

it('reads the same file once, whatever mail it comes in', async () => {
  const mail = await unitMail(1);
  const again = Buffer.from(
    mail.toString('latin1').replace('<unit-1@example.vn>', '<unit-1-again@example.vn>'),
    'latin1',
  );
  await office.dovecot.append(mail);
  expect(await filesRead()).toHaveLength(2);
  await office.dovecot.append(again);
  expect(await filesRead()).toEqual([]);
  expect((await office.log()).map((entry) => entry.outcome)).toEqual(['registered', 'duplicate']);
});

it('reads a file once, wherever it lies: beside an archive, in it, or in a later mail', async () => {
  const inside = { name: 'Tờ trình.txt', content: 'TỜ TRÌNH\nV/v đề nghị công nhận sáng kiến' };
  const archive = { name: 'ho so.zip', content: makeZip([inside]) };
  const mail = (attachments: Mail['attachments'], messageId: string) =>
    makeMail({ from: 'a@example.vn', to: 'b@example.vn', subject: 's', text: 't', messageId, attachments });
  const beside = { name: 'a.txt', content: Buffer.from(inside.content) };
  await office.dovecot.append(await mail([beside, archive], '<nested-1@example.vn>'));
  expect(await filesRead()).toHaveLength(2);
  await office.dovecot.append(await mail([archive], '<nested-2@example.vn>'));
  expect(await filesRead()).toEqual([]);
  expect((await office.log()).map(({ documents }) => documents.map(({ path }) => path))).toEqual([
    ['a.txt', 'ho so.zip', 'ho so.zip/Tờ trình.txt'],
    ['ho so.zip', 'ho so.zip/Tờ trình.txt'],
  ]);
});

it('records what a forwarded mail sends by link, and what was left out of a mail of too many parts', async () => {
  const link = 'https://drive.google.com/file/d/1abc/view';
  const forwarded = await makeMail({
    from: 'c@example.vn',
    to: 'a@example.vn',
    subject: 'Hồ sơ',
    text: `Gửi qua Drive: ${link}`,
    messageId: '<inner@example.vn>',
  });
  const outer = { from: 'a@example.vn', to: 'b@example.vn', subject: 's', text: 't' };
  const attachments = [{ name: 'FW.eml', content: forwarded }];
  await office.dovecot.append(await makeMail({ ...outer, messageId: '<outer@example.vn>', attachments }));
  const part = '--x\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nA\r\n';
  const head = 'From: a@example.vn\r\nMessage-ID: <many@example.vn>\r\nMIME-Version: 1.0\r\n';
  const type = 'Content-Type: multipart/mixed; boundary=x\r\n\r\n';
  await office.dovecot.append(Buffer.from(`${head}${type}${part.repeat(1_200)}--x--\r\n`));
  await office.runOnce();
  const rows = await run(
    office.database.url,
    `select links, (select count(*)::integer from events e where e.message_id = m.id and what = 'parts-left-out') as cut
     from messages m order by id`,
  );
  expect(rows).toEqual([
    { links: [{ service: 'Google Drive', url: link }], cut: 0 },
    { links: [], cut: 1 },
  ]);
});

it('gives a file that took too long another look', async () => {
  await office.dovecot.append(await unitMail(1));
  const [first] = await filesRead();
  await run(
    office.database.url,
    `update files set problem = 'took-too-long', text = null where sha256 = '${first}'`,
  );
  await run(
    office.database.url,
    `update messages set state = 'received', due_at = now(), dossier_id = null where id = 1`,
  );
  expect(await filesRead()).toEqual([first]);
});
