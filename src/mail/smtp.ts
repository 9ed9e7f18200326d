// Hands letters to the outgoing mail server, and says for certain what became of each, or that nobody knows.
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import nodemailer from 'nodemailer';
import { Fault } from '../core/fault.ts';
import type { OutgoingLetter } from '../core/letter.ts';
import { meaningOf, type SmtpAnswer } from '../core/smtp-answer.ts';
import { composeLetter } from './compose.ts';
import { type ServerFaults, serverFault } from './fault.ts';
import type { AccessToken } from './oauth.ts';
import { trusting } from './trust.ts';

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
   * Errors: Fault smtp-unreachable, smtp-login-refused, smtp-certificate, smtp-limit-reached, smtp-sender-refused; the letter
   * has then certainly not been taken.
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

/** How long the server may take (ms). */
export interface SmtpPatience {
  /** To connect, greet and agree on TLS. */
  greeting: number;
  /** Until it asks for the bytes. */
  envelope: number;
  /** From there to its answer; RFC 5321 §4.5.3.2.6 asks for 10 minutes. */
  bytes: number;
}

const PATIENCE: SmtpPatience = { greeting: 30_000, envelope: 120_000, bytes: 600_000 };

export function openSmtp(address: SmtpAddress, patience = PATIENCE): Smtp {
  const where = `${address.host}:${address.port}`;
  const transport = createTransport(address, patience);
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
      let stage: Stage = 'envelope';
      const limit = timeLimit(patience.envelope);
      beginnings.set(letter.messageId, async () => {
        stage = (await beforeData()) ? 'bytes' : 'cancelled';
        if (stage === 'cancelled') throw new Error('the letter is no longer to be sent');
        limit.restart(patience.bytes);
      });
      try {
        const mail = { ...composeLetter(letter, from), signal: limit.signal };
        const { response } = await transport.sendMail(mail);
        return { how: 'sent', answer: response };
      } catch (error) {
        return outcomeOf(error, stage, where);
      } finally {
        limit.stop();
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

function createTransport({ host, port, secure, user, password, ca }: SmtpAddress, patience: SmtpPatience) {
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
    ...trusting(ca),
    connectionTimeout: patience.greeting,
    greetingTimeout: patience.greeting,
    socketTimeout: patience.bytes,
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
  // In one piece, for each costs a system call; a letter is small.
  yield await buffer(build());
}

/** A server may keep a connection busy for ever without a silence that a socket would notice. */
function timeLimit(milliseconds: number) {
  const controller = new AbortController();
  const start = (wait: number) =>
    setTimeout(() => controller.abort(new Error('the server took too long')), wait);
  let timer = start(milliseconds);
  const stop = () => clearTimeout(timer);
  const restart = (wait: number) => {
    stop();
    timer = start(wait);
  };
  return { signal: controller.signal, restart, stop };
}

type Stage = 'envelope' | 'bytes' | 'cancelled';

function outcomeOf(error: unknown, stage: Stage, where: string): SendOutcome {
  if (stage === 'cancelled') return { how: 'cancelled', answer: '' };
  const { code, command, text } = answerOf(error);
  const to = answeredTo(stage, command);
  const meaning = to === null ? 'away' : meaningOf({ code, text, to });
  if (meaning === 'limit' || meaning === 'sender') {
    const fault = meaning === 'limit' ? 'smtp-limit-reached' : 'smtp-sender-refused';
    throw new Fault(fault, { transient: true, detail: `${where} answers "${text}"`, cause: error });
  }
  if (meaning === 'away') throw serverFault(error, FAULTS, where);
  return { how: meaning, answer: text };
}

/** Null: the letter had not been spoken of yet. */
function answeredTo(stage: Stage, command: string): SmtpAnswer['to'] | null {
  if (stage === 'bytes') return 'bytes';
  if (/^(RCPT|DATA)/.test(command)) return 'letter';
  return /^MAIL/.test(command) ? 'sender' : null;
}

interface SmtpError {
  responseCode?: unknown;
  command?: unknown;
  response?: unknown;
  message?: unknown;
}

function answerOf(error: unknown): { code: number; command: string; text: string } {
  const known: SmtpError = typeof error === 'object' && error !== null ? error : {};
  return {
    code: typeof known.responseCode === 'number' ? known.responseCode : 0,
    command: typeof known.command === 'string' ? known.command : '',
    text: String(known.response ?? known.message ?? error).slice(0, 500),
  };
}
