// A real Dovecot: listing, fetching, waiting for news, and what goes wrong.
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectMailbox, type Mailbox } from '../../src/mail/imap.ts';
import { startDovecot, type TestDovecot } from '../support/dovecot.ts';
import { freePort } from '../support/program.ts';

let dovecot: TestDovecot;
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());

async function withInbox<T>(work: (mailbox: Mailbox) => Promise<T>): Promise<T> {
  const mailbox = await connectMailbox(dovecot.address);
  try {
    await mailbox.open('INBOX');
    return await work(mailbox);
  } finally {
    await mailbox.close();
  }
}

const MOST = 10_000_000;
const NEVER = new AbortController().signal;

describe('connectMailbox', () => {
  it('lists from a UID on, oldest first, with size and receipt time', async () => {
    const receivedAt = new Date('2022-08-08T02:15:00Z');
    const first = await dovecot.append('Subject: 1\r\n\r\na', { receivedAt });
    const second = await dovecot.append('Subject: 2\r\n\r\nb');
    await withInbox(async (mailbox) => {
      expect(await mailbox.listFrom(first)).toMatchObject([
        { uid: first, size: 15, receivedAt },
        { uid: second },
      ]);
      expect(await mailbox.listFrom(second)).toMatchObject([{ uid: second }]);
      // "n:*" names the last message even where there is none from n on
      expect(await mailbox.listFrom(second + 1)).toEqual([]);
      expect(await mailbox.listFrom(second + 100)).toEqual([]);
    });
  });

  it('brings bytes unchanged, whole, streamed and in part, and leaves flags alone', async () => {
    const raw = Buffer.concat([
      Buffer.from('Subject: a\r\n\r\n'),
      Buffer.from('1234567890\r\n'.repeat(300_000)),
    ]);
    const small = await dovecot.append('Subject: b\r\n\r\n\x80\xff');
    const large = await dovecot.append(raw);
    await withInbox(async (mailbox) => {
      const fetched = new Map<number, Buffer>();
      for await (const { uid, raw: bytes } of mailbox.fetchWhole([small, large + 1])) fetched.set(uid, bytes);
      expect([...fetched.keys()]).toEqual([small]);
      const stream = await mailbox.download(large, MOST);
      expect(stream && (await buffer(stream)).equals(raw)).toBe(true);
      const part = await mailbox.download(large, 300_000);
      expect(part && (await buffer(part)).equals(raw.subarray(0, 300_000))).toBe(true);
      expect(await mailbox.download(large + 1, MOST)).toBeNull();
      expect([await mailbox.exists(large), await mailbox.exists(large + 1)]).toEqual([true, false]);
    });
    const flags = await dovecot.withClient(async (client) => {
      await client.mailboxOpen('INBOX');
      const found = await client.fetchOne(String(small), { flags: true }, { uid: true });
      if (!found) throw new Error('the message is gone');
      return found.flags?.has('\\Seen');
    });
    expect(flags).toBe(false);
  });

  it('tells a folder’s state, its Junk folder, and what messages look like from outside', async () => {
    const mime = [
      'From: =?utf-8?q?X=C3=A3?= <Xa@example.vn>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: application/pdf; name="To trinh.pdf"',
      '',
      'x',
      '--b--',
      '',
    ].join('\r\n');
    const uid = await dovecot.append(mime, { folder: 'Junk' });
    const mailbox = await connectMailbox(dovecot.address);
    expect(await mailbox.findJunk()).toBe('Junk');
    expect(await mailbox.nextUidOf('Junk')).toBe(uid + 1);
    expect(await mailbox.open('Junk')).toMatchObject({
      uidValidity: expect.any(Number),
      uidNext: uid + 1,
      total: 1,
    });
    expect(await mailbox.outline([uid, uid + 1])).toEqual([
      { uid, from: 'xa@example.vn', fileNames: ['To trinh.pdf'] },
    ]);
    await mailbox.close();
  });

  it('is told of a new message at once, of one that came while it listed, and of nothing when the time is up', async () => {
    await withInbox(async (mailbox) => {
      const last = (await mailbox.listFrom(1)).at(-1)?.uid ?? 0;
      const told = mailbox.waitForNews(30_000, NEVER);
      const uid = await dovecot.append('Subject: new\r\n\r\n');
      await told;
      expect(await mailbox.listFrom(last + 1)).toMatchObject([{ uid }]);
      await dovecot.append('Subject: newer\r\n\r\n');
      // A command in between brings the server's note of it; waiting must not lose it.
      await mailbox.exists(uid);
      await mailbox.waitForNews(30_000, NEVER);
      expect(await mailbox.listFrom(uid + 1)).toHaveLength(1);
      await mailbox.waitForNews(10, NEVER);
      const stop = new AbortController();
      const stopped = mailbox.waitForNews(30_000, stop.signal);
      stop.abort();
      await stopped;
    });
  });

  it('is a fault to wait for a server that has gone', async () => {
    const other = await startDovecot();
    const mailbox = await connectMailbox(other.address);
    await mailbox.open('INBOX');
    await mailbox.listFrom(1);
    const waiting = mailbox.waitForNews(30_000, NEVER).catch((error: unknown) => error);
    await other.stop();
    expect(await waiting).toMatchObject({ code: 'mailbox-unreachable', transient: true });
    await mailbox.close();
  });

  it.each([
    ['a wrong password', () => ({ ...dovecot.address, password: 'wrong' }), 'mailbox-login-refused'],
    [
      'a port where nobody listens',
      async () => ({ ...dovecot.address, port: await freePort() }),
      'mailbox-unreachable',
    ],
  ])('names %s, and never the password', async (_, address, code) => {
    const fault = await connectMailbox(await address()).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'Fault', code });
    expect(String(fault)).not.toContain('mat khau');
  });

  it('lists the folders there are when one is missing', async () => {
    const mailbox = await connectMailbox(dovecot.address);
    const fault = await mailbox.open('Hồ sơ').catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'mailbox-folder-missing' });
    expect(String(fault)).toContain('"INBOX"');
    await mailbox.close();
  });

  it.each([true, 'starttls'] as const)(
    'trusts no certificate it cannot check, but one it is given (%s)',
    async (tls) => {
      const secure = await startDovecot({ tls });
      await expect(connectMailbox(secure.address)).rejects.toMatchObject({ code: 'mailbox-certificate' });
      const mailbox = await connectMailbox({ ...secure.address, ca: secure.certificate });
      expect(await mailbox.open('INBOX')).toMatchObject({ total: 0 });
      await mailbox.close();
      // The name in it still counts.
      const elsewhere = { ...secure.address, host: 'localhost', ca: secure.certificate };
      await expect(connectMailbox(elsewhere)).rejects.toMatchObject({ code: 'mailbox-certificate' });
      await secure.stop();
    },
  );
});
