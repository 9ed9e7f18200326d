// A TCP server on loopback that talks by lines: what scripted mail servers are made of.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface Conversation {
  /** The next line, without its end. Errors: PeerGone. */
  line(): Promise<string>;
  /** Errors: PeerGone. */
  bytes(count: number): Promise<Buffer>;
  say(text: string | Buffer): void;
  /** Says each byte in a segment of its own. */
  sayByByte(text: string | Buffer): Promise<void>;
  /** Ends the connection at once, after what was said. Errors: PeerGone, always. */
  cut(): never;
  /** Says nothing more, until the other side goes. Errors: PeerGone. */
  stall(): Promise<never>;
}

export interface LineServer {
  port: number;
  /** Connections there have been. */
  count(): number;
  /** Cuts every connection. */
  stop(): Promise<void>;
}

class PeerGone extends Error {}

export async function startLineServer(talk: (peer: Conversation) => Promise<void>): Promise<LineServer> {
  const sockets = new Set<Socket>();
  let count = 0;
  const faults: unknown[] = [];
  const server = createServer((socket) => {
    count++;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
    talk(converse(socket))
      .catch((error: unknown) => {
        if (!(error instanceof PeerGone)) faults.push(error);
      })
      .finally(() => socket.destroySoon());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    count: () => count,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
      if (faults.length > 0) throw new AggregateError(faults, 'the script itself failed');
    },
  };
}

function converse(socket: Socket): Conversation {
  let heard = Buffer.alloc(0);
  let gone = false;
  let wake = () => {};
  socket.on('data', (chunk) => {
    heard = Buffer.concat([heard, chunk]);
    wake();
  });
  socket.on('error', () => {}); // connections are cut on purpose
  for (const end of ['end', 'close']) {
    socket.on(end, () => {
      gone = true;
      wake();
    });
  }
  async function take(sizeOf: () => number | null): Promise<Buffer> {
    for (;;) {
      const size = sizeOf();
      if (size !== null) {
        const taken = heard.subarray(0, size);
        heard = heard.subarray(size);
        return taken;
      }
      if (gone) throw new PeerGone();
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return {
    async line() {
      const taken = await take(() => (heard.includes('\n') ? heard.indexOf('\n') + 1 : null));
      return taken.toString().replace(/\r?\n$/, '');
    },
    bytes: (count) => take(() => (heard.length >= count ? count : null)),
    say: (text) => void socket.write(text),
    async sayByByte(text) {
      for (const byte of Buffer.from(text)) {
        await new Promise<void>((sent) => socket.write(Buffer.of(byte), () => sent()));
      }
    },
    cut: () => {
      socket.destroySoon();
      throw new PeerGone();
    },
    stall: async () => {
      await take(() => null);
      throw new PeerGone();
    },
  };
}
