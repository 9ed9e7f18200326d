// A reverse proxy as an office has one: it ends TLS (here only by name), hands requests on, and says for whom.
import { createServer, request as send } from 'node:http';

export interface ReverseProxy {
  /** http://127.0.0.1:port, where browsers would come. */
  origin: string;
  close(): Promise<void>;
}

/**
 * @param strips whether the prefix is taken off before a request goes on
 * @param client address that it says the request comes from
 */
export async function startProxy({
  to,
  prefix,
  strips,
  client,
}: {
  to: string;
  prefix: string;
  strips: boolean;
  client: string;
}): Promise<ReverseProxy> {
  const server = createServer((asked, answer) => {
    const path = asked.url ?? '/';
    if (!path.startsWith(prefix)) {
      answer.writeHead(404).end('not of this service');
      return;
    }
    const told = [asked.headers['x-forwarded-for'], client].filter((one) => one !== undefined).join(', ');
    const on = send(new URL(to), {
      method: asked.method,
      path: strips ? path.slice(prefix.length - 1) : path,
      // Its own name for the host, as proxies have unless they are told otherwise.
      headers: { ...asked.headers, host: 'intern:8080', 'x-forwarded-for': told },
    });
    on.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    on.on('error', () => answer.writeHead(502).end());
    asked.pipe(on);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
