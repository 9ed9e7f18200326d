// Who asks, and whether they may: a session by cookie, a role for each route, and proof that a form is one of ours.
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayActAs, type Viewer } from '../core/staff.ts';
import type { Role } from '../core/states.ts';
import type { Database } from '../store/database.ts';
import { findSession } from '../store/sessions.ts';
import { textField } from './fields.ts';
import { FORBIDDEN, NOT_OURS, sendNotice } from './notice.tsx';
import type { Place } from './place.ts';
import { isSameSite } from './same-site.ts';
import { COOKIE, FORM_COOKIE, hashToken, proofOf } from './session.ts';

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
    /** Goes into every form; empty for a stranger who has not seen one. */
    csrf: string;
  }
  interface FastifyInstance {
    /** Each one that is served. */
    routes: Route[];
  }
}

export interface Route {
  method: string;
  url: string;
  access: Access;
}

export interface GuardDeps {
  db: Database;
  now: () => Date;
  web: Place;
}

/** No route is served without saying who may use it. */
export function guard(server: FastifyInstance, deps: GuardDeps): void {
  server.decorateRequest('viewer', null);
  server.decorateRequest('csrf', '');
  server.decorate('routes', []);
  server.addHook('onRoute', ({ method, url, config }) => {
    if (!config?.access) throw new Error(`${method} ${url} does not say who may use it`);
    for (const one of [method].flat()) server.routes.push({ method: one, url, access: config.access });
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
    if (!isSameSite(request, deps.web) || !bringsToken(request))
      return sendNotice(reply, 403, NOT_OURS, deps.web.base);
  });
}

async function recognise({ db, now, web }: GuardDeps, request: FastifyRequest): Promise<void> {
  const { [COOKIE]: token, [FORM_COOKIE]: form } = request.cookies;
  request.viewer = token ? await findSession(db, hashToken(token), now()) : null;
  // Whoever logs in or out has other forms from then on.
  const cookie = request.viewer ? token : form;
  if (cookie) request.csrf = proofOf(cookie, web);
}

function askToLogIn({ web }: GuardDeps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // htmx follows a redirect in place; the whole page is to go there.
  if (request.headers['hx-request']) return reply.status(401).header('hx-refresh', 'true').send();
  const back = request.method === 'GET' ? `?next=${encodeURIComponent(request.url.slice(1))}` : '';
  return reply.redirect(`${web.base}login${back}`, 302);
}

/** The same for a login: nobody is to work unawares under an account that a foreign page logged in with. */
function bringsToken({ csrf, body }: FastifyRequest): boolean {
  const brought = textField(body, '_csrf');
  if (csrf === '' || brought.length !== csrf.length) return false;
  return timingSafeEqual(Buffer.from(brought), Buffer.from(csrf));
}
