// A real Dovecot: listing, fetching, and what goes wrong.
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInSent, openMailbox } from '../../src/mail/imap.ts';
import { startDovecot, type TestDovecot } from '../support/dovecot.ts';
import { freePort } from '../support/program.ts';

let dovecot: TestDovecot;
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());

describe('openMailbox', () => {
  it('lists after a UID, oldest first, with size and receipt time', async () => {
    const receivedAt = new Date('2022-08-08T02:15:00Z');
    const first = await dovecot.append('Subject: 1\r\n\r\na', { receivedAt });
    const second = await dovecot.append('Subject: 2\r\n\r\nb');
    const mailbox = await openMailbox(dovecot.address);
    expect(await mailbox.listAfter(first - 1)).toMatchObject([
      { uid: first, size: 15, receivedAt },
      { uid: second },
    ]);
    expect(await mailbox.listAfter(first)).toMatchObject([{ uid: second }]);
    // "n:*" names the last message even where there is none after n
    expect(await mailbox.listAfter(second)).toEqual([]);
    expect(await mailbox.listAfter(second + 100)).toEqual([]);
    await mailbox.close();
  });

  it('brings bytes unchanged, whole and streamed, and leaves flags alone', async () => {
    const raw = Buffer.concat([
      Buffer.from('Subject: a\r\n\r\n'),
      Buffer.from('1234567890\r\n'.repeat(300_000)),
    ]);
    const small = await dovecot.append('Subject: b\r\n\r\n\x80\xff');
    const large = await dovecot.append(raw);
    const mailbox = await openMailbox(dovecot.address);
    const fetched = new Map<number, Buffer>();
    for await (const { uid, raw: bytes } of mailbox.fetchWhole([small, large + 1])) fetched.set(uid, bytes);
    expect([...fetched.keys()]).toEqual([small]);
    const stream = await mailbox.download(large);
    expect(stream && (await buffer(stream)).equals(raw)).toBe(true);
    expect(await mailbox.download(large + 1)).toBeNull();
    expect([await mailbox.exists(large), await mailbox.exists(large + 1)]).toEqual([true, false]);
    await mailbox.close();
    const flags = await dovecot.withClient(async (client) => {
      await client.mailboxOpen('INBOX');
      const found = await client.fetchOne(String(small), { flags: true }, { uid: true });
      if (!found) throw new Error('the message is gone');
      return found.flags?.has('\\Seen');
    });
    expect(flags).toBe(false);
  });

  it.each([
    ['a wrong password', () => ({ ...dovecot.address, password: 'wrong' }), 'mailbox-login-refused'],
    [
      'a folder that is not there',
      () => ({ ...dovecot.address, folder: 'Không có' }),
      'mailbox-folder-missing',
    ],
    [
      'a port where nobody listens',
      async () => ({ ...dovecot.address, port: await freePort() }),
      'mailbox-unreachable',
    ],
  ])('names %s, and never the password', async (_, address, code) => {
    const fault = await openMailbox(await address()).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'Fault', code });
    expect(String(fault)).not.toContain('mat khau');
  });

  it('lists the folders there are when one is missing', async () => {
    await expect(openMailbox({ ...dovecot.address, folder: 'Hồ sơ' })).rejects.toThrow('"INBOX"');
  });

  it('trusts no certificate it cannot check', async () => {
    const secure = await startDovecot({ tls: true });
    await expect(openMailbox(secure.address)).rejects.toMatchObject({ code: 'mailbox-certificate' });
    await secure.stop();
  });
});

describe('isInSent', () => {
  it('looks in the folder marked as Sent, whatever its name', async () => {
    await dovecot.append('Message-ID: <here@example.vn>\r\n\r\na', { folder: 'Sent' });
    expect(await isInSent(dovecot.address, '<here@example.vn>')).toBe(true);
    expect(await isInSent(dovecot.address, '<elsewhere@example.vn>')).toBe(false);
  });
});
