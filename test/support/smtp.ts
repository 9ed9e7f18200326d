// A real SMTP server that keeps what it accepts, and misbehaves when told to.
import type { Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { eventually } from './eventually.ts';

export interface Received {
  raw: Buffer;
  from: string;
  to: string[];
  subject: string;
  messageId: string;
}

/** What goes wrong in one transaction. */
export interface Trouble {
  at: 'MAIL' | 'RCPT' | 'DATA';
  /** An SMTP answer; or "cut": the connection is dropped without one. */
  answer: { code: number; text: string } | 'cut';
  /** At DATA: whether the server has kept the message all the same. */
  kept?: boolean;
}

export interface TestSmtp {
  url: string;
  port: number;
  /** What the server accepted. */
  received: Received[];
  /** Each transaction takes the next one; without any all goes well. */
  troubles: Trouble[];
  waitFor(count: number): Promise<Received[]>;
  stop(): Promise<void>;
}

export async function startSmtp(login?: { user: string; password: string }): Promise<TestSmtp> {
  const received: Received[] = [];
  const troubles: Trouble[] = [];
  const current = new Map<string, Trouble>();
  const sockets = new Map<number, Socket>();

  const troubleAt = (stage: Trouble['at'], session: SMTPServerSession): Error | null => {
    const trouble = current.get(session.id);
    if (trouble?.at !== stage) return null;
    if (trouble.answer === 'cut') {
      sockets.get(session.remotePort)?.destroy();
      return new Error('cut');
    }
    return Object.assign(new Error(trouble.answer.text), { responseCode: trouble.answer.code });
  };

  const server = new SMTPServer({
    authOptional: !login,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.password
        ? done(null, { user: username })
        : done(Object.assign(new Error('5.7.8 Username and Password not accepted'), { responseCode: 535 })),
    onMailFrom: (_address, session, done) => {
      current.delete(session.id);
      const trouble = troubles.shift();
      if (trouble) current.set(session.id, trouble);
      done(troubleAt('MAIL', session));
    },
    onRcptTo: (_address, session, done) => done(troubleAt('RCPT', session)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const trouble = current.get(session.id);
        if (trouble?.at !== 'DATA' || trouble.kept)
          received.push(await describe(Buffer.concat(chunks), session));
        done(troubleAt('DATA', session));
      });
    },
  });
  server.on('error', () => {}); // connections that are cut on purpose
  server.server.on('connection', (socket: Socket) => sockets.set(socket.remotePort ?? 0, socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const account = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@` : '';
  return {
    url: `smtp://${account}127.0.0.1:${port}`,
    port,
    received,
    troubles,
    waitFor: (count) => eventually(`${count} letters`, () => received.length >= count && received),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function describe(raw: Buffer, session: SMTPServerSession): Promise<Received> {
  const { subject = '', messageId = '' } = await simpleParser(raw);
  const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
  return { raw, from, to: session.envelope.rcptTo.map((one) => one.address), subject, messageId };
}
