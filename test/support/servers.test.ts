// The tests' own servers are real, private, and leave nothing behind.
import { connect } from 'node:net';
import { Redis } from 'ioredis';
import nodemailer from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { startDovecot } from './dovecot.ts';
import { answers } from './program.ts';
import { startRedis } from './redis.ts';
import { startSmtp } from './smtp.ts';

describe('the servers of the tests', () => {
  it('Dovecot keeps what is appended, over a restart too, and ends', async () => {
    const dovecot = await startDovecot();
    const uid = await dovecot.append('Subject: a\r\n\r\nb', { receivedAt: new Date('2022-08-09T16:59:59Z') });
    await dovecot.restart();
    const found = await dovecot.withClient(async (client) => {
      await client.mailboxOpen('INBOX');
      return client.fetchAll('1:*', { uid: true, internalDate: true });
    });
    expect(found).toMatchObject([{ uid, internalDate: new Date('2022-08-09T16:59:59Z') }]);
    await dovecot.stop();
    expect(await answers(dovecot.address.port)).toBe(false);
  });

  it('Dovecot gives a recreated folder another UIDVALIDITY', async () => {
    const dovecot = await startDovecot();
    const validity = () =>
      dovecot.withClient(async (client) => (await client.mailboxOpen('INBOX')).uidValidity);
    const before = await validity();
    await dovecot.recreateInbox();
    expect(await validity()).not.toBe(before);
    await dovecot.stop();
  });

  it('Redis answers and ends', async () => {
    const redis = await startRedis();
    const client = new Redis(redis.url);
    expect(await client.ping()).toBe('PONG');
    client.disconnect();
    await redis.stop();
  });

  it('the mail server takes, refuses and cuts as told', async () => {
    const smtp = await startSmtp();
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: smtp.port });
    const send = () =>
      transport.sendMail({ from: 'a@example.vn', to: 'b@example.vn', subject: 's', text: 't' });
    await send();
    smtp.troubles.push({ at: 'RCPT', answer: { code: 450, text: 'greylisted' } });
    await expect(send()).rejects.toMatchObject({ responseCode: 450 });
    smtp.troubles.push({ at: 'DATA', answer: 'cut', kept: true });
    await expect(send()).rejects.toThrow();
    expect((await smtp.waitFor(2)).map((one) => one.to)).toEqual([['b@example.vn'], ['b@example.vn']]);
    await smtp.stop();
    expect(
      await new Promise((resolve) => connect(smtp.port, '127.0.0.1').once('error', () => resolve('ended'))),
    ).toBe('ended');
  });
});
