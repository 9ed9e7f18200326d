// The mail server of the demo: IMAP and SMTP on loopback, one folder per address, every letter kept as a file.
import { mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import openImap from 'hoodiecrow-imap';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  imapPort: number;
  smtpPort: number;
  /** Puts a mail into the office's inbox as if it had come at that time. */
  deliver(raw: Buffer, receivedAt: Date): void;
  /** Letters the SMTP server accepted, in their order. */
  letters: KeptLetter[];
  close(): Promise<void>;
}

interface KeptLetter {
  messageId: string;
  to: string;
  /** The .eml file that keeps it. */
  file: string;
}

export interface Account {
  user: string;
  password: string;
}

/** @param folder where letters are kept; `account` reads the inbox, which is also where mail to its address goes */
export async function startMailServer(account: Account, folder: string): Promise<MailServer> {
  await mkdir(folder, { recursive: true });
  const imap = openImap({
    users: { [account.user]: { password: account.password } },
    plugins: ['UIDPLUS', 'IDLE', 'SPECIAL-USE', 'ENABLE', 'ID', 'LITERALPLUS'],
    storage: { INBOX: {}, '': {} },
  });
  const put = (path: string, raw: Buffer, receivedAt: Date) => {
    if (!imap.getMailbox(path)) imap.createMailbox(path);
    imap.appendMessage(path, [], internalDate(receivedAt), raw.toString('latin1'));
  };

  const letters: KeptLetter[] = [];
  const accept = async (raw: Buffer, recipients: string[]) => {
    for (const to of recipients) {
      if (to === account.user) {
        put('INBOX', raw, new Date());
        continue;
      }
      const file = join(folder, `${String(letters.length + 1).padStart(2, '0')}-${fileName(to)}.eml`);
      letters.push({ messageId: messageIdOf(raw), to, file });
      put(to, raw, new Date());
      await writeFile(file, raw);
    }
  };
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, session, done) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
      buffer(stream)
        .then((raw) => accept(raw, recipients))
        .then(() => done(), done);
    },
  });
  // A client that hangs up in the middle is no matter of the demo's.
  smtp.on('error', () => {});

  const [closeImap, closeSmtp] = await Promise.all([listen(imap.server), listen(smtp.server)]);
  return {
    imapPort: portOf(imap.server),
    smtpPort: portOf(smtp.server),
    deliver: (raw, receivedAt) => put('INBOX', raw, receivedAt),
    letters,
    async close() {
      await Promise.all([closeImap(), closeSmtp()]);
    },
  };
}

/** Listens on a free port of loopback; returns the closer, which hangs up on whoever is still connected. */
async function listen(server: Server): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** "08-Aug-2022 02:15:00 +0000" (RFC 3501 §9, date-time) */
function internalDate(at: Date): string {
  const [, day, month, year, time] = at.toUTCString().split(' ');
  return `${day}-${month}-${year} ${time} +0000`;
}

function messageIdOf(raw: Buffer): string {
  return /^message-id:\s*(<[^>]*>)/im.exec(raw.toString('latin1'))?.[1] ?? '';
}

/** An address comes from outside: only what is harmless in a file name is kept. */
function fileName(address: string): string {
  return address.replace(/[^a-z0-9@.-]/g, '_').slice(0, 100);
}
