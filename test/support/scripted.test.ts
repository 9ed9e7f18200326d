// The scripted servers behave where no rule says otherwise.
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { connectMailbox } from '../../src/mail/imap.ts';
import { openSmtp } from '../../src/mail/smtp.ts';
import { startScriptedImap } from './scripted-imap.ts';
import { startScriptedSmtp } from './scripted-smtp.ts';

it('is an IMAP server', async () => {
  const server = await startScriptedImap([], { messages: { 3: 'Subject: a\r\n\r\nb', 5: 'c' } });
  const mailbox = await connectMailbox({
    host: '127.0.0.1',
    port: server.port,
    secure: false,
    user: 'hopthu',
    password: 'p',
    ca: null,
    folder: 'INBOX',
  });
  expect(await mailbox.open('INBOX')).toEqual({ uidValidity: 1, uidNext: 6, total: 2 });
  expect(await mailbox.listFrom(1)).toMatchObject([{ uid: 3, size: 15 }, { uid: 5 }]);
  expect(await mailbox.listFrom(6)).toEqual([]);
  const whole: number[] = [];
  for await (const { uid } of mailbox.fetchWhole([3, 5])) whole.push(uid);
  expect(whole).toEqual([3, 5]);
  const part = await mailbox.download(3, 4);
  expect(part && String(await buffer(part))).toBe('Subj');
  expect(await mailbox.exists(5)).toBe(true);
  expect(await mailbox.exists(4)).toBe(false);
  await mailbox.close();
  await server.stop();
});

it('is an SMTP server', async () => {
  const server = await startScriptedSmtp(
    [{ on: /^RCPT/, say: '450 4.2.0 Greylisted', times: 1 }],
    ['PIPELINING'],
  );
  const smtp = openSmtp({
    host: '127.0.0.1',
    port: server.port,
    secure: false,
    user: null,
    password: null,
    ca: null,
  });
  const letter = {
    recipient: 'mttq@example.vn',
    subject: 's',
    text: 'a\n',
    html: '<p>a</p>',
    messageId: '<1@example.vn>',
    date: new Date('2022-08-08T02:15:00Z'),
    answered: { messageId: null, references: [] },
  };
  const send = () => smtp.send(letter, 'hopthu@example.vn', async () => true);
  expect(await send()).toEqual({ how: 'later', answer: '450 4.2.0 Greylisted' });
  expect(await send()).toEqual({ how: 'sent', answer: '250 2.0.0 Ok: queued as 4RWxyz' });
  expect(server.messages).toEqual([expect.stringContaining('Subject: s')]);
  smtp.close();
  await server.stop();
});
