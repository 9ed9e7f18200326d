// An HTTP server on loopback that keeps what is posted to it: webhooks and collectors of the tests.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Posted {
  path: string;
  type: string;
  body: unknown;
}

export interface Collector {
  url: string;
  posted: Posted[];
  /** Status of the answers from now on. */
  answer(status: number): void;
  stop(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const posted: Posted[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (status < 300) {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      posted.push({ path: request.url ?? '', type: request.headers['content-type'] ?? '', body });
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    answer(next) {
      status = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
