// A line to a server that tests can cut, hold up and falsify.
import { connect, createServer, type Socket } from 'node:net';

export interface TestLine {
  port: number;
  /** Connections made so far. */
  made: number;
  /** Cuts every connection. */
  cut(): void;
  /** From now on bytes go nowhere, and nobody is told; false lets them go on. */
  hold(held: boolean): void;
  /** New connections are refused, or not any more. */
  refuse(refused: boolean): void;
  stop(): Promise<void>;
}

/** @param falsify what the server says, changed on its way; it must be without TLS */
export async function startLine(to: number, falsify?: (said: string) => string): Promise<TestLine> {
  const sockets = new Set<Socket>();
  let refused = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  let held = false;
  const waiting: (() => void)[] = [];
  const pass = (from: Socket, to: Socket, change: (chunk: Buffer) => Buffer) => {
    from.on('data', (chunk: Buffer) => {
      const write = () => void to.write(change(chunk));
      if (held) waiting.push(write);
      else write();
    });
  };
  const server = createServer((client) => {
    if (refused) return void client.destroy();
    line.made++;
    const upstream = connect(to, '127.0.0.1');
    for (const socket of [client, upstream]) keep(socket);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    pass(client, upstream, (chunk) => chunk);
    pass(upstream, client, (chunk) => {
      return falsify ? Buffer.from(falsify(chunk.toString('latin1')), 'latin1') : chunk;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const line: TestLine = {
    port: typeof address === 'object' && address ? address.port : 0,
    made: 0,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    hold(now) {
      held = now;
      if (!held) for (const write of waiting.splice(0)) write();
    },
    refuse(now) {
      refused = now;
    },
    stop() {
      line.cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return line;
}
