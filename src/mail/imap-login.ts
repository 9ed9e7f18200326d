// A connection to an IMAP server, logged in by password or token.
import { ImapFlow } from 'imapflow';
import { Fault } from '../core/fault.ts';
import { type ServerFaults, serverFault } from './fault.ts';
import type { AccessToken } from './oauth.ts';
import { trusting } from './trust.ts';

export interface MailboxAddress {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: boolean;
  user: string;
  password: string | AccessToken;
  /** Certificates trusted besides the usual ones, PEM; null: none. */
  ca: string | null;
  folder: string;
}

export const MAILBOX_FAULTS: ServerFaults = {
  unreachable: 'mailbox-unreachable',
  refused: 'mailbox-login-refused',
  certificate: 'mailbox-certificate',
};

/** Times a server has to answer (ms). */
export interface Patience {
  /** Until it greets, and until it says anything at all while a command runs. */
  answer: number;
  /** For a NOOP after a silence: a line that does not answer this is dead. */
  noop: number;
}

export const PATIENCE: Patience = { answer: 60_000, noop: 10_000 };

/** A token that has been revoked before its time is renewed once. Errors: as connectMailbox. */
export async function connectClient(
  address: MailboxAddress,
  where: string,
  patience = PATIENCE,
): Promise<ImapFlow> {
  const { password, user } = address;
  if (typeof password === 'string') return login(address, { user, pass: password }, where, patience);
  const accessToken = await password();
  try {
    return await login(address, { user, accessToken }, where, patience);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'mailbox-login-refused') throw error;
    return login(address, { user, accessToken: await password(true) }, where, patience);
  }
}

async function login(
  { host, port, secure, ca }: MailboxAddress,
  auth: { user: string; pass?: string; accessToken?: string },
  where: string,
  patience: Patience,
): Promise<ImapFlow> {
  const client = new ImapFlow({
    host,
    port,
    secure,
    auth,
    ...trusting(ca),
    logger: false,
    disableAutoIdle: true,
    maxLiteralSize: LARGEST_ANSWER,
    connectionTimeout: patience.answer,
    greetingTimeout: patience.answer,
    socketTimeout: patience.answer,
    // IDLE is begun anew before its silence counts as the server's: else the library breaks it, and then the line.
    maxIdleTime: patience.answer / 2,
  });
  // The command in hand fails with the same error; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    client.close();
    throw serverFault(error, MAILBOX_FAULTS, where);
  }
  return client;
}

/** More than this in one answer ends the connection: a server may ignore that only a piece was asked for (bytes). */
const LARGEST_ANSWER = 64 * 1024 * 1024;

export async function logout(client: ImapFlow): Promise<void> {
  await client.logout().catch(() => {});
  client.close();
}
