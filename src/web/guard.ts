// Who asks, and whether they may: a session by cookie, a role for each route, and proof that a form is one of ours.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayActAs, type Viewer } from '../core/staff.ts';
import type { Role } from '../core/states.ts';
import type { Database } from '../store/database.ts';
import { findSession } from '../store/sessions.ts';
import { FORBIDDEN, NOT_OURS, sendNotice } from './notice.tsx';
import { COOKIE, hashToken } from './session.ts';

/** The least role that a route is for; public: no session is needed. */
export type Access = 'public' | Role;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** It answers programs: an error is no page. */
    plain?: boolean;
  }
  interface FastifyRequest {
    viewer: Viewer | null;
    /** Goes into every form; empty without a session. */
    csrf: string;
  }
}

export interface GuardDeps {
  db: Database;
  now: () => Date;
  web: { base: string; secret: string };
}

/** No route is served without saying who may use it. */
export function guard(server: FastifyInstance, deps: GuardDeps): void {
  server.decorateRequest('viewer', null);
  server.decorateRequest('csrf', '');
  server.addHook('onRoute', ({ method, url, config }) => {
    if (!config?.access) throw new Error(`${method} ${url} does not say who may use it`);
  });
  server.addHook('onRequest', async (request, reply) => {
    await recognise(deps, request);
    const access = request.routeOptions.config.access ?? 'public';
    if (access === 'public') return;
    if (!request.viewer) return askToLogIn(deps, request, reply);
    if (!mayActAs(request.viewer.role, access)) return sendNotice(reply, 403, FORBIDDEN, deps.web.base);
  });
  // The body has been read by now.
  server.addHook('preHandler', async (request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    if (!isSameSite(request) || !bringsToken(request)) return sendNotice(reply, 403, NOT_OURS, deps.web.base);
  });
}

async function recognise({ db, now, web }: GuardDeps, request: FastifyRequest): Promise<void> {
  const token = request.cookies[COOKIE];
  if (!token) return;
  request.viewer = await findSession(db, hashToken(token), now());
  if (request.viewer) request.csrf = createHmac('sha256', web.secret).update(token).digest('base64url');
}

function askToLogIn({ web }: GuardDeps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // htmx follows a redirect in place; the whole page is to go there.
  if (request.headers['hx-request']) return reply.status(401).header('hx-refresh', 'true').send();
  const back = request.method === 'GET' ? `?next=${encodeURIComponent(request.url.slice(1))}` : '';
  return reply.redirect(`${web.base}login${back}`, 302);
}

/** Fetch Metadata, which a page of another site can't forge; programs send none. */
function isSameSite({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** Without a session there is nothing that a foreign page could do in somebody's name. */
function bringsToken({ viewer, csrf, body }: FastifyRequest): boolean {
  if (!viewer) return true;
  const brought = typeof body === 'object' && body !== null && '_csrf' in body ? body._csrf : null;
  if (typeof brought !== 'string' || brought.length !== csrf.length) return false;
  return timingSafeEqual(Buffer.from(brought), Buffer.from(csrf));
}
