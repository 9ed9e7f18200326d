// The page: a server with a guard before every route, and the routes themselves, page by page.
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance } from 'fastify';
import { Fault } from '../core/fault.ts';
import { serveAccount } from './account/routes.tsx';
import { serveAccess } from './admin/access.tsx';
import { serveAccounts } from './admin/accounts.tsx';
import { serveCampaign } from './admin/campaign.tsx';
import { serveFailed } from './admin/failed.tsx';
import { serveLetterTexts } from './admin/letters.tsx';
import { serveState } from './admin/state.tsx';
import { serveUnits } from './admin/units.tsx';
import { serveAssets } from './assets.ts';
import { serveByHand } from './by-hand/routes.tsx';
import { serveDossiers } from './dossier/routes.tsx';
import { serveFiles } from './file/routes.tsx';
import { guard } from './guard.ts';
import { serveHealth } from './health.ts';
import { serveLetters } from './letters/routes.tsx';
import { serveLog } from './log/routes.tsx';
import { serveInvitations } from './login/invitation.tsx';
import { serveLogin } from './login/routes.tsx';
import { serveMessages } from './message/routes.tsx';
import { FAILED, NOT_FOUND, sendNotice } from './notice.tsx';
import { serveOverview } from './overview/routes.tsx';
import type { WebDeps } from './page-deps.ts';
import { openPasswords } from './passwords.ts';
import { type Place, placeOf, type WebAddress } from './place.ts';
import { serveRegisters } from './registers/routes.tsx';
import { newToken } from './session.ts';
import { openViews } from './view.ts';

export interface Web {
  url: string;
  close(): Promise<void>;
}

/** Errors: Fault web-port-unusable */
export async function openWeb(deps: WebDeps, { host, port, url: shown, secret }: WebAddress): Promise<Web> {
  const server = await buildServer(deps, placeOf(shown, secret ?? newToken()));
  const url = await server.listen({ host, port }).catch((cause: unknown) => {
    throw new Fault('web-port-unusable', { transient: false, detail: `${host}:${port}`, cause });
  });
  return { url, close: () => server.close() };
}

/** A proxy may hand requests on with the page's prefix or without. */
export async function buildServer(deps: WebDeps, web: Place): Promise<FastifyInstance> {
  const { base, encrypted } = web;
  const server = fastify({
    bodyLimit: 64 * 1024,
    // A stick full of scans takes its time over a slow line.
    requestTimeout: 300_000,
    keepAliveTimeout: 5_000,
    forceCloseConnections: true,
    rewriteUrl: ({ url = '/' }) => withoutPrefix(url, base),
    // The last address of X-Forwarded-For is the proxy's word. Whoever comes without one could write anything there.
    trustProxy: (address, hop) => hop === 0 && (encrypted || LOOPBACK.test(address)),
  });
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
  const page = {
    ...deps,
    web,
    checkPassword: await openPasswords(),
    findView: openViews({ ...deps, web }),
  };
  serveHealth(server, deps);
  serveAssets(server);
  serveLogin(server, page);
  serveInvitations(server, page);
  serveAccount(server, page);
  serveAccounts(server, page);
  serveAccess(server, page);
  serveState(server, page);
  serveFailed(server, page);
  serveUnits(server, page);
  serveCampaign(server, page);
  serveLetterTexts(server, page);
  serveLog(server, page);
  serveLetters(server, page);
  serveOverview(server, page);
  serveRegisters(server, page);
  serveDossiers(server, page);
  serveMessages(server, page);
  await serveByHand(server, page);
  serveFiles(server, page);
  return server;
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** With the prefix, without it, and without its last slash: the same page. */
function withoutPrefix(url: string, base: string): string {
  if (url.startsWith(base)) return url.slice(base.length - 1);
  const [path, query] = url.split('?', 2);
  return `${path}/` === base ? `/${query === undefined ? '' : `?${query}`}` : url;
}

/** No script and no style but our own files, no frame around us, nothing kept by caches. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self'; " +
    "form-action 'self'; base-uri 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // Not "no-referrer": browsers would then send no Origin with our own forms.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
