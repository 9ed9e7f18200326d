// Hands letters to the outgoing mail server, and says for certain what became of each, or that nobody knows.
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import nodemailer from 'nodemailer';
import type { OutgoingLetter } from '../core/letter.ts';
import { composeLetter } from './compose.ts';
import { type ServerFaults, serverFault } from './fault.ts';
import type { AccessToken } from './oauth.ts';

export interface SmtpAddress {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: boolean;
  user: string | null;
  password: string | AccessToken | null;
  /** Certificates trusted besides the usual ones, PEM; null: none. */
  ca: string | null;
}

/** later: 4yz, worth another try. refused: 5yz. unknown: cut off after the bytes began to flow. cancelled: by `beforeData`. */
export type SendOutcome = { how: 'sent' | 'later' | 'refused' | 'unknown' | 'cancelled'; answer: string };

export interface Smtp {
  /**
   * Sends one letter. `beforeData` runs when the server has agreed to take it and no byte has left; it may still say no.
   * Errors: Fault smtp-unreachable, smtp-login-refused, smtp-certificate; the letter has then certainly not been taken.
   */
  send(letter: OutgoingLetter, from: string, beforeData: () => Promise<boolean>): Promise<SendOutcome>;
  /** Connects and logs in. Errors: as `send`. */
  verify(): Promise<void>;
  close(): void;
}

const FAULTS: ServerFaults = {
  unreachable: 'smtp-unreachable',
  refused: 'smtp-login-refused',
  certificate: 'smtp-certificate',
};

export function openSmtp(address: SmtpAddress): Smtp {
  const where = `${address.host}:${address.port}`;
  const transport = createTransport(address);
  const beginnings = new Map<string, () => Promise<void>>();
  // nodemailer builds a message ahead of time; this stream begins only when the server asks for the bytes.
  transport.use('stream', (mail, done) => {
    const begin = beginnings.get(mail.data.messageId ?? '');
    const build = mail.message.createReadStream.bind(mail.message);
    if (begin)
      mail.message.createReadStream = () => Readable.from(afterwards(begin, build), { objectMode: false });
    done();
  });

  return {
    async send(letter, from, beforeData) {
      let stage: 'envelope' | 'data' | 'cancelled' = 'envelope';
      beginnings.set(letter.messageId, async () => {
        stage = (await beforeData()) ? 'data' : 'cancelled';
        if (stage === 'cancelled') throw new Error('the letter is no longer to be sent');
      });
      try {
        const { response } = await transport.sendMail(composeLetter(letter, from));
        return { how: 'sent', answer: response };
      } catch (error) {
        return outcomeOf(error, stage, where);
      } finally {
        beginnings.delete(letter.messageId);
      }
    },
    async verify() {
      await transport.verify().catch((error: unknown) => {
        throw serverFault(error, FAULTS, where);
      });
    },
    close: () => transport.close(),
  };
}

function createTransport({ host, port, secure, user, password, ca }: SmtpAddress) {
  const account =
    user === null
      ? undefined
      : typeof password === 'string'
        ? { user, pass: password }
        : { type: 'OAuth2' as const, user };
  const transport = nodemailer.createTransport({
    pool: true,
    maxConnections: 2,
    host,
    port,
    secure,
    auth: account,
    ...(ca && { tls: { ca: [...rootCertificates, ca] } }),
    connectionTimeout: 30_000,
    greetingTimeout: 30_000,
    socketTimeout: 120_000,
  });
  if (typeof password === 'function') {
    transport.set('oauth2_provision_cb', (_user, renew, done) => {
      password(renew).then((token) => done(null, token), done);
    });
  }
  return transport;
}

async function* afterwards(begin: () => Promise<void>, build: () => Readable): AsyncGenerator<Buffer> {
  await begin();
  yield* build();
}

/** RFC 5321 §4.2.1: the first digit of the server's answer decides. */
function outcomeOf(error: unknown, stage: 'envelope' | 'data' | 'cancelled', where: string): SendOutcome {
  if (stage === 'cancelled') return { how: 'cancelled', answer: '' };
  const { code, command, answer } = answerOf(error);
  const aboutThisLetter = stage === 'data' || /^(MAIL|RCPT|DATA)/.test(command);
  if (aboutThisLetter && code >= 500) return { how: 'refused', answer };
  if (aboutThisLetter && code >= 400) return { how: 'later', answer };
  if (stage === 'data') return { how: 'unknown', answer };
  throw serverFault(error, FAULTS, where);
}

interface SmtpError {
  responseCode?: unknown;
  command?: unknown;
  response?: unknown;
  message?: unknown;
}

function answerOf(error: unknown): { code: number; command: string; answer: string } {
  const known: SmtpError = typeof error === 'object' && error !== null ? error : {};
  return {
    code: typeof known.responseCode === 'number' ? known.responseCode : 0,
    command: typeof known.command === 'string' ? known.command : '',
    answer: String(known.response ?? known.message ?? error).slice(0, 500),
  };
}
