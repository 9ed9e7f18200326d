// A folder on an IMAP server, opened read-only: people's flags, moves and deletions there are theirs alone.
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { ImapFlow, MessageStructureObject } from 'imapflow';
import { Fault } from '../core/fault.ts';
import { serverFault } from './fault.ts';
import { connectClient, logout, MAILBOX_FAULTS, type MailboxAddress, PATIENCE } from './imap-login.ts';

export interface Listed {
  uid: number;
  /** As the server announces it; some only estimate (bytes). */
  size: number;
  /** INTERNALDATE: when the message entered the mailbox; null where the server does not say. */
  receivedAt: Date | null;
}

/** A folder as it was when it was opened. */
export interface Folder {
  /** Null where the server gives none (RFC 3501 §2.3.1.1 asks for it): its UIDs then hold for this connection only. */
  uidValidity: number | null;
  /** The next message's UID will not be below it; null where the server does not say. */
  uidNext: number | null;
  /** Messages in it. */
  total: number;
}

/** One connection to an account. Every call speaks of the folder opened last. */
export interface Mailbox {
  /** Opens a folder read-only. Errors: Fault mailbox-folder-missing, mailbox-unreachable. */
  open(folder: string): Promise<Folder>;
  /** The folder the server marks as Junk (RFC 6154), or null. */
  findJunk(): Promise<string | null>;
  /** UIDNEXT of a folder without opening it; null where the server does not say. */
  nextUidOf(folder: string): Promise<number | null>;
  /** Messages with this UID or a higher one, by UID. */
  listFrom(uid: number): Promise<Listed[]>;
  /** What these messages look like from outside; one that is gone is left out. */
  outline(uids: number[]): Promise<Outline[]>;
  /** Fetches small messages in one command; a message that is gone, or refused, is left out. */
  fetchWhole(uids: number[]): AsyncGenerator<{ uid: number; raw: Buffer }>;
  /** Streams the first `most` bytes of one message; null when it is gone, or the server refuses it. The stream must be read to its end. */
  download(uid: number, most: number): Promise<Readable | null>;
  exists(uid: number): Promise<boolean>;
  /** Returns when the folder has changed, the time (ms) is up or `stop` is aborted. Errors: Fault, when the line is dead. */
  waitForNews(milliseconds: number, stop: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface Outline {
  uid: number;
  from: string | null;
  /** File names of its parts, as far as the server tells them. */
  fileNames: string[];
}

/** Errors: Fault mailbox-unreachable, mailbox-login-refused, mailbox-certificate. */
export async function connectMailbox(address: MailboxAddress, patience = PATIENCE): Promise<Mailbox> {
  const where = `${address.host}:${address.port}`;
  const client = await connectClient(address, where, patience);
  const asFault = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      throw serverFault(error, MAILBOX_FAULTS, where);
    });
  // Messages in the folder when it was last listed: what came since is news.
  let listedOf = 0;
  return {
    open: (folder) => asFault(openFolder(client, folder)),
    findJunk: () => asFault(findSpecial(client, '\\Junk')),
    nextUidOf: (folder) => asFault(nextUidOf(client, folder)),
    listFrom: (uid) => {
      listedOf = client.mailbox ? client.mailbox.exists : 0;
      return asFault(listFrom(client, uid));
    },
    outline: (uids) => asFault(outline(client, uids)),
    fetchWhole: (uids) => fetchWhole(client, uids, where),
    download: (uid, most) => asFault(download(client, uid, most)),
    exists: (uid) => asFault(exists(client, uid)),
    waitForNews: (milliseconds, stop) =>
      asFault(waitForNews(client, listedOf, milliseconds, stop, patience.noop)),
    close: () => logout(client),
  };
}

async function openFolder(client: ImapFlow, folder: string): Promise<Folder> {
  try {
    const { uidValidity, uidNext, exists: total } = await client.mailboxOpen(folder, { readOnly: true });
    return { uidValidity: uidValidity ? Number(uidValidity) : null, uidNext: uidNext || null, total };
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

export async function findSpecial(client: ImapFlow, use: string): Promise<string | null> {
  return (await client.list()).find((folder) => folder.specialUse === use)?.path ?? null;
}

async function nextUidOf(client: ImapFlow, folder: string): Promise<number | null> {
  const status = await client.status(folder, { uidNext: true });
  return status ? (status.uidNext ?? null) : null;
}

async function listFrom(client: ImapFlow, first: number): Promise<Listed[]> {
  const found = await client.fetchAll(
    `${first}:*`,
    { uid: true, size: true, internalDate: true },
    { uid: true },
  );
  return (
    found
      // RFC 3501 §6.4.8: "n:*" names the last message even where its UID is below n
      .filter(({ uid, size }) => uid >= first && size !== undefined)
      .map(({ uid, size, internalDate }) => ({
        uid,
        size: size ?? 0,
        receivedAt: internalDate ? new Date(internalDate) : null,
      }))
      .sort((a, b) => a.uid - b.uid)
  );
}

async function outline(client: ImapFlow, uids: number[]): Promise<Outline[]> {
  if (uids.length === 0) return [];
  const query = { uid: true, envelope: true, bodyStructure: true };
  const found = await client.fetchAll(uids.join(','), query, { uid: true });
  return found.map(({ uid, envelope, bodyStructure }) => ({
    uid,
    from: envelope?.from?.[0]?.address?.toLowerCase() ?? null,
    fileNames: bodyStructure ? fileNamesIn(bodyStructure) : [],
  }));
}

function fileNamesIn(part: MessageStructureObject): string[] {
  const name = part.dispositionParameters?.filename ?? part.parameters?.name;
  return [...(name ? [name] : []), ...(part.childNodes ?? []).flatMap(fileNamesIn)];
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
    // Refused for one of them, perhaps; the caller asks for the rest one by one.
    if (!isRefusal(error) || !client.usable) throw serverFault(error, MAILBOX_FAULTS, where);
  }
}

/** A tagged NO or BAD: the command failed, the line lives (RFC 3501 §7.1.2). */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'responseStatus' in error && error.responseStatus !== undefined;
}

/** Bytes of a large message asked for at a time: each costs a turn to the server and back. */
const PIECE = 1024 * 1024;

async function download(client: ImapFlow, uid: number, maxBytes: number): Promise<Readable | null> {
  requireFolder(client);
  const options = { uid: true, chunkSize: PIECE, maxBytes };
  try {
    const { content } = await client.download(String(uid), undefined, options);
    return content ?? null;
  } catch (error) {
    if (isRefusal(error) && client.usable) return null;
    throw error;
  }
}

/** Without an open folder the library finds nothing and says nothing, and every message would seem gone. */
function requireFolder(client: ImapFlow): void {
  if (!client.usable || !client.mailbox) throw new Error('no folder is open');
}

/** RFC 2177. News is a hint: whoever waits looks by UID afterwards, whatever ended the wait. */
async function waitForNews(
  client: ImapFlow,
  listedOf: number,
  milliseconds: number,
  stop: AbortSignal,
  noopPatience: number,
): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([stop, over.signal]);
  const isNew = client.mailbox && client.mailbox.exists !== listedOf;
  if (!isNew && client.usable && !stop.aborted) {
    // Where the server does not know IDLE, or refuses it, the time runs out.
    client.idle().catch(() => {});
    await Promise.race([
      once(client, 'exists', { signal }),
      once(client, 'close', { signal }),
      setTimeout(milliseconds, undefined, { signal, ref: false }),
    ]).catch(() => {});
    over.abort();
  }
  if (stop.aborted) return;
  await checkAlive(client, noopPatience);
  if (!client.usable) throw new Error('the connection was lost while it waited for news');
}

/** Ends an IDLE, and closes a line that has gone silent. */
async function checkAlive(client: ImapFlow, patience: number): Promise<void> {
  const answered = new AbortController();
  const silence = setTimeout(patience, undefined, { signal: answered.signal });
  await Promise.race([client.noop(), silence.then(() => client.close())]).finally(() => answered.abort());
}

async function exists(client: ImapFlow, uid: number): Promise<boolean> {
  requireFolder(client);
  const found = await client.search({ uid: String(uid) }, { uid: true });
  return Array.isArray(found) && found.includes(uid);
}
