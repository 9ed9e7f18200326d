// The page: a server with a guard before every route, and the routes themselves, page by page.
import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance } from 'fastify';
import { Fault } from '../core/fault.ts';
import { serveAssets } from './assets.ts';
import { serveByHand } from './by-hand/routes.tsx';
import { serveDossiers } from './dossier/routes.tsx';
import { serveFiles } from './file/routes.tsx';
import { guard } from './guard.ts';
import { serveHealth } from './health.ts';
import { serveLog } from './log/routes.tsx';
import { serveMessages } from './message/routes.tsx';
import { FAILED, NOT_FOUND, sendNotice } from './notice.tsx';
import type { WebDeps } from './page-deps.ts';
import { openViews } from './view.ts';

export interface WebAddress {
  host: string;
  /** 0: any free one. */
  port: number;
  /** As browsers see the page, prefix and all; null: as it is served. */
  url: string | null;
}

export interface Web {
  url: string;
  close(): Promise<void>;
}

/** Errors: Fault web-port-unusable */
export async function openWeb(deps: WebDeps, { host, port, url: shown }: WebAddress): Promise<Web> {
  const base = shown ? new URL(shown).pathname.replace(/\/*$/, '/') : '/';
  const server = await buildServer(deps, base);
  const url = await server.listen({ host, port }).catch((cause: unknown) => {
    throw new Fault('web-port-unusable', { transient: false, detail: `${host}:${port}`, cause });
  });
  return { url, close: () => server.close() };
}

/** @param base path that the page is under, as browsers see it; a proxy may hand requests on with it or without */
export async function buildServer(deps: WebDeps, base: string): Promise<FastifyInstance> {
  const server = fastify({
    bodyLimit: 64 * 1024,
    // A stick full of scans takes its time over a slow line.
    requestTimeout: 300_000,
    keepAliveTimeout: 5_000,
    forceCloseConnections: true,
    rewriteUrl: ({ url = '/' }) => (url.startsWith(base) ? url.slice(base.length - 1) : url),
  });
  const web = { base, secret: randomBytes(32).toString('hex') };
  server.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(HEADERS))
      if (!reply.hasHeader(name)) reply.header(name, value);
  });
  await server.register(cookie);
  await server.register(formbody);
  guard(server, { ...deps, web });
  server.setNotFoundHandler((_request, reply) => sendNotice(reply, 404, NOT_FOUND, base));
  server.setErrorHandler((error: { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) deps.onError(error);
    if (request.routeOptions.config.plain) return reply.status(status).send({ status: 'error' });
    return sendNotice(reply, status, FAILED, base);
  });
  const page = { ...deps, web, findView: openViews({ ...deps, web }) };
  serveHealth(server, deps);
  serveAssets(server);
  serveLog(server, page);
  serveDossiers(server, page);
  serveMessages(server, page);
  await serveByHand(server, page);
  serveFiles(server, page);
  return server;
}

/** No script and no style but our own files, no frame around us, nothing kept by caches. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self'; " +
    "form-action 'self'; base-uri 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
