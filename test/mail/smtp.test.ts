// A real SMTP server: what became of a letter is told for certain, or said to be unknown.
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { letterMessageId } from '../../src/mail/compose.ts';
import { openSmtp, type Smtp } from '../../src/mail/smtp.ts';
import { freePort } from '../support/program.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';

const FROM = 'Bộ phận tiếp nhận <hopthu@example.vn>';
const letter = {
  recipient: 'mttq.giaphu@example.vn',
  subject: '[DKST-BT-220808-0001] Xác nhận đã tiếp nhận hồ sơ của MTTQ xã Gia Phú',
  text: 'Kính gửi: quý đơn vị\n',
  html: '<p>Kính gửi: quý đơn vị</p>',
  messageId: letterMessageId('t0ken', FROM),
  date: new Date('2022-08-08T02:15:00Z'),
  answered: { messageId: '<their@example.vn>', references: ['<older@example.vn>'] },
};
const yes = async () => true;

let server: TestSmtp;
let smtp: Smtp;
beforeEach(async () => {
  server = await startSmtp();
  smtp = openSmtp({
    host: '127.0.0.1',
    port: server.port,
    secure: false,
    user: null,
    password: null,
    ca: null,
  });
});
afterEach(async () => {
  smtp.close();
  await server.stop();
});

describe('send', () => {
  it('threads the letter and marks it as automatic', async () => {
    const outcome = await smtp.send(letter, FROM, yes);
    expect(outcome.how).toBe('sent');
    const [received] = server.received;
    expect(received).toMatchObject({ from: 'hopthu@example.vn', to: ['mttq.giaphu@example.vn'] });
    const mail = await simpleParser(received?.raw ?? '');
    expect(mail.subject).toBe(letter.subject);
    expect(mail.messageId).toBe('<tiepnhan.t0ken@example.vn>');
    expect(mail.inReplyTo).toBe('<their@example.vn>');
    expect(mail.references).toEqual(['<older@example.vn>', '<their@example.vn>']);
    expect(mail.headers.get('auto-submitted')).toBe('auto-replied');
    expect(mail.headers.get('x-auto-response-suppress')).toBe('All');
    expect(mail.text?.trim()).toBe('Kính gửi: quý đơn vị');
    expect(mail.html).toContain('<p>Kính gửi');
  });

  it('leaves out what would break a header', async () => {
    const answered = {
      messageId: `<${'x'.repeat(1000)}@example.vn>`,
      references: ['<a b@x>', '<ok@example.vn>'],
    };
    await smtp.send({ ...letter, subject: 'a\r\nBcc: victim@example.vn', answered }, FROM, yes);
    const mail = await simpleParser(server.received[0]?.raw ?? '');
    expect(mail.inReplyTo).toBeUndefined();
    expect(mail.references).toBe('<ok@example.vn>');
    expect(mail.headers.has('bcc')).toBe(false);
    expect(server.received[0]?.to).toEqual(['mttq.giaphu@example.vn']);
  });

  it.each([
    ['RCPT', 450, 'later'],
    ['DATA', 452, 'later'],
    ['RCPT', 550, 'refused'],
    ['DATA', 554, 'refused'],
  ] as const)('takes %s %i for "%s"', async (at, code, how) => {
    server.troubles.push({ at, answer: { code, text: 'says the server' } });
    expect(await smtp.send(letter, FROM, yes)).toMatchObject({
      how,
      answer: expect.stringContaining(String(code)),
    });
    expect(server.received).toEqual([]);
  });

  it.each([true, false])(
    'says unknown when cut off after the bytes (kept by the server: %s)',
    async (kept) => {
      server.troubles.push({ at: 'DATA', answer: 'cut', kept });
      expect(await smtp.send(letter, FROM, yes)).toMatchObject({ how: 'unknown' });
    },
  );

  it('is certain that nothing was taken when cut off before', async () => {
    server.troubles.push({ at: 'RCPT', answer: 'cut' });
    let begun = false;
    const sent = smtp.send(letter, FROM, async () => {
      begun = true;
      return true;
    });
    await expect(sent).rejects.toMatchObject({ code: 'smtp-unreachable', transient: true });
    expect(begun).toBe(false);
  });

  it('asks once more before the first byte, and stops on a no', async () => {
    expect(await smtp.send(letter, FROM, async () => false)).toMatchObject({ how: 'cancelled' });
    expect(server.received).toEqual([]);
    expect(await smtp.send(letter, FROM, yes)).toMatchObject({ how: 'sent' });
    expect(server.received).toHaveLength(1);
  });

  it('sends nothing when the question itself fails', async () => {
    const broken = smtp.send(letter, FROM, async () => {
      throw new Error('database away');
    });
    await expect(broken).rejects.toMatchObject({ code: 'smtp-unreachable' });
    expect(server.received).toEqual([]);
  });

  it('names a server that is away, and a login that is refused', async () => {
    const away = openSmtp({
      host: '127.0.0.1',
      port: await freePort(),
      secure: false,
      user: null,
      password: null,
      ca: null,
    });
    await expect(away.send(letter, FROM, yes)).rejects.toMatchObject({
      code: 'smtp-unreachable',
      transient: true,
    });
    away.close();
    const strict = await startSmtp({ user: 'hopthu', password: 'right' });
    const wrong = openSmtp({
      host: '127.0.0.1',
      port: strict.port,
      secure: false,
      user: 'hopthu',
      password: 'wr0ng',
      ca: null,
    });
    const fault = await wrong.send(letter, FROM, yes).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'smtp-login-refused' });
    expect(String(fault)).not.toContain('wr0ng');
    await expect(wrong.verify()).rejects.toMatchObject({ code: 'smtp-login-refused' });
    wrong.close();
    await strict.stop();
  });
});
