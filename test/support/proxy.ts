// A line to a server that tests can cut, hold up and falsify.
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
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
export async function startProxy(to: number, falsify?: (said: string) => string): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let refused = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((client) => {
    if (refused) return void client.destroy();
    proxy.made++;
    const upstream = connect(to, '127.0.0.1');
    for (const socket of [client, upstream]) keep(socket);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.pipe(upstream);
    if (!falsify) return void upstream.pipe(client);
    upstream.on('data', (chunk: Buffer) =>
      client.write(Buffer.from(falsify(chunk.toString('latin1')), 'latin1')),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const proxy: Proxy = {
    port: typeof address === 'object' && address ? address.port : 0,
    made: 0,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    hold(held) {
      for (const socket of sockets) {
        if (held) socket.pause();
        else socket.resume();
      }
    },
    refuse(now) {
      refused = now;
    },
    stop() {
      proxy.cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
