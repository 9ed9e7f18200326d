// The folder an account keeps its sent mail in: what lies there was sent, and what a server does not put there itself we do.
import type { ImapFlow } from 'imapflow';
import { serverFault } from './fault.ts';
import { findSpecial } from './imap.ts';
import { connectClient, logout, MAILBOX_FAULTS, type MailboxAddress, type Patience } from './imap-login.ts';

export interface SentFolder {
  /** Null where the account has no folder marked as Sent (RFC 6154). Errors: Fault mailbox-… */
  holds(messageId: string): Promise<boolean | null>;
  /** Whether something there answers this message. The rest as for `holds`. */
  answers(messageId: string): Promise<boolean | null>;
  /** Puts a letter there unless it is there already; false where there is no such folder. Errors: Fault mailbox-… */
  keep(messageId: string, raw: Buffer, date: Date): Promise<boolean>;
  close(): Promise<void>;
}

/** A connection that nobody has needed for so long is closed (ms). */
const IDLE = 20_000;

/** Connects when it is first needed. */
export function openSentFolder(address: MailboxAddress, patience?: Patience): SentFolder {
  const where = `${address.host}:${address.port}`;
  let client: ImapFlow | null = null;
  let idle: NodeJS.Timeout | undefined;

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ended = client;
    client = null;
    if (ended) await logout(ended);
  }

  function drop(): void {
    client?.close();
    client = null;
  }

  async function within<T>(work: (client: ImapFlow, folder: string) => Promise<T>): Promise<T | null> {
    clearTimeout(idle);
    try {
      if (!client?.usable) client = await connectClient(address, where, patience);
      const folder = await findSpecial(client, '\\Sent');
      if (folder === null) return null;
      await client.mailboxOpen(folder, { readOnly: true });
      return await work(client, folder);
    } catch (error) {
      drop();
      throw serverFault(error, MAILBOX_FAULTS, where);
    } finally {
      idle = setTimeout(() => void end(), IDLE).unref();
    }
  }

  // One at a time: they share the connection.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: (client: ImapFlow, folder: string) => Promise<T>): Promise<T | null> {
    const result = last.then(() => within(work));
    last = result.catch(() => {});
    return result;
  }

  return {
    holds: (messageId) => inTurn((opened) => isThere(opened, 'message-id', messageId)),
    answers: (messageId) => inTurn((opened) => isThere(opened, 'in-reply-to', messageId)),
    keep: async (messageId, raw, date) => {
      const kept = await inTurn(async (opened, folder) => {
        return (await isThere(opened, 'message-id', messageId)) || (await put(opened, folder, raw, date));
      });
      return kept === true;
    },
    async close() {
      await last;
      await end();
    },
  };
}

async function put(client: ImapFlow, folder: string, raw: Buffer, date: Date): Promise<true> {
  if (!(await client.append(folder, raw, ['\\Seen'], date)))
    throw new Error('the server does not take the copy');
  return true;
}

async function isThere(
  client: ImapFlow,
  header: 'message-id' | 'in-reply-to',
  messageId: string,
): Promise<boolean> {
  const found = await client.search({ header: { [header]: messageId } }, { uid: true });
  // imapflow hides a refusal; "not found" would be a guess
  if (!Array.isArray(found)) throw new Error('the server refuses to search');
  return found.length > 0;
}
