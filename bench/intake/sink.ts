// An SMTP server that takes every letter and remembers which mail it answers.
import { SMTPServer } from 'smtp-server';

export interface Sink {
  port: number;
  /** How many letters answer each mail, by its Message-ID. */
  letters: Map<string, number>;
  /** When the server had taken the first letter to each mail (ms, performance.now). */
  acceptedAt: Map<string, number>;
  /** Forgets all letters. */
  clear(): void;
  close(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const letters = new Map<string, number>();
  const acceptedAt = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, _session, done) => {
      let head = '';
      stream.on('data', (chunk: Buffer) => {
        if (head.length < 8_192) head += chunk.toString('latin1');
      });
      stream.on('end', () => {
        const answered = /^In-Reply-To:\s*(\S+)/im.exec(head)?.[1] ?? 'none';
        letters.set(answered, (letters.get(answered) ?? 0) + 1);
        if (!acceptedAt.has(answered)) acceptedAt.set(answered, performance.now());
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    letters,
    acceptedAt,
    clear: () => {
      letters.clear();
      acceptedAt.clear();
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
