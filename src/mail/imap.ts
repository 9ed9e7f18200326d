// A folder on an IMAP server, opened read-only: people's flags, moves and deletions there are theirs alone.
import type { Readable } from 'node:stream';
import { ImapFlow } from 'imapflow';
import { Fault } from '../core/fault.ts';
import { type ServerFaults, serverFault } from './fault.ts';

export interface MailboxAddress {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: boolean;
  user: string;
  /** A password, or a function that brings a fresh OAuth2 access token. */
  password: string | (() => Promise<string>);
  folder: string;
}

export interface Listed {
  uid: number;
  size: number;
  /** INTERNALDATE: when the message entered the mailbox. */
  receivedAt: Date;
}

export interface Mailbox {
  uidValidity: number;
  /** Messages in the folder when it was opened. */
  total: number;
  /** Messages with a UID above this one, oldest first. */
  listAfter(uid: number): Promise<Listed[]>;
  /** Fetches small messages in one command; a message that is gone is left out. */
  fetchWhole(uids: number[]): AsyncGenerator<{ uid: number; raw: Buffer }>;
  /** Streams one message; null when it is gone. The stream must be read to its end. */
  download(uid: number): Promise<Readable | null>;
  exists(uid: number): Promise<boolean>;
  close(): Promise<void>;
}

const FAULTS: ServerFaults = {
  unreachable: 'mailbox-unreachable',
  refused: 'mailbox-login-refused',
  certificate: 'mailbox-certificate',
};

/** Errors: Fault mailbox-unreachable, mailbox-login-refused, mailbox-certificate, mailbox-folder-missing. */
export async function openMailbox(address: MailboxAddress): Promise<Mailbox> {
  const where = `${address.host}:${address.port}`;
  const client = await connect(address, where);
  const asFault = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      throw serverFault(error, FAULTS, where);
    });
  const { uidValidity, total } = await openFolder(client, address.folder).catch((error: unknown) => {
    client.close();
    throw serverFault(error, FAULTS, where);
  });
  return {
    uidValidity,
    total,
    listAfter: (uid) => asFault(listAfter(client, uid)),
    fetchWhole: (uids) => fetchWhole(client, uids, where),
    download: (uid) => asFault(download(client, uid)),
    exists: (uid) => asFault(exists(client, uid)),
    close: () => logout(client),
  };
}

/** Looks for a letter in the folder the server marks as Sent (RFC 6154); null where there is none to look in. */
export async function isInSent(address: MailboxAddress, messageId: string): Promise<boolean | null> {
  const where = `${address.host}:${address.port}`;
  const client = await connect(address, where);
  try {
    const sent = (await client.list()).find((folder) => folder.specialUse === '\\Sent');
    if (!sent) return null;
    const lock = await client.getMailboxLock(sent.path, { readOnly: true });
    try {
      const found = await client.search({ header: { 'message-id': messageId } }, { uid: true });
      return Array.isArray(found) && found.length > 0;
    } finally {
      lock.release();
    }
  } catch (error) {
    throw serverFault(error, FAULTS, where);
  } finally {
    await logout(client);
  }
}

async function connect(address: MailboxAddress, where: string): Promise<ImapFlow> {
  const { host, port, secure, user, password } = address;
  const auth =
    typeof password === 'string' ? { user, pass: password } : { user, accessToken: await password() };
  const client = new ImapFlow({
    host,
    port,
    secure,
    auth,
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 30_000,
    greetingTimeout: 30_000,
    socketTimeout: 120_000,
  });
  // The command in hand fails with the same error; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    client.close();
    throw serverFault(error, FAULTS, where);
  }
  return client;
}

async function openFolder(client: ImapFlow, folder: string): Promise<{ uidValidity: number; total: number }> {
  try {
    const mailbox = await client.mailboxOpen(folder, { readOnly: true });
    return { uidValidity: Number(mailbox.uidValidity), total: mailbox.exists };
  } catch (error) {
    const folders = (await client.list()).map((one) => one.path);
    if (folders.includes(folder)) throw error;
    throw new Fault('mailbox-folder-missing', {
      transient: false,
      detail: `"${folder}" is not among ${folders.map((path) => `"${path}"`).join(', ')}`,
      cause: error,
    });
  }
}

async function listAfter(client: ImapFlow, after: number): Promise<Listed[]> {
  const range = `${after + 1}:*`;
  const found = await client.fetchAll(range, { uid: true, size: true, internalDate: true }, { uid: true });
  return (
    found
      // RFC 3501 §6.4.8: "n:*" names the last message even where its UID is below n
      .filter((message) => message.uid > after)
      .map(({ uid, size, internalDate }) => ({
        uid,
        size: size ?? 0,
        receivedAt: internalDate ? new Date(internalDate) : new Date(),
      }))
      .sort((a, b) => a.uid - b.uid)
  );
}

async function* fetchWhole(
  client: ImapFlow,
  uids: number[],
  where: string,
): AsyncGenerator<{ uid: number; raw: Buffer }> {
  try {
    for await (const { uid, source } of client.fetch(
      uids.join(','),
      { uid: true, source: true },
      { uid: true },
    )) {
      // Flag changes by other programs come in between, without a source.
      if (source) yield { uid, raw: source };
    }
  } catch (error) {
    throw serverFault(error, FAULTS, where);
  }
}

async function download(client: ImapFlow, uid: number): Promise<Readable | null> {
  const { content } = await client.download(String(uid), undefined, { uid: true, chunkSize: 256 * 1024 });
  return content ?? null;
}

async function exists(client: ImapFlow, uid: number): Promise<boolean> {
  const found = await client.search({ uid: String(uid) }, { uid: true });
  return Array.isArray(found) && found.includes(uid);
}

async function logout(client: ImapFlow): Promise<void> {
  await client.logout().catch(() => {});
  client.close();
}
