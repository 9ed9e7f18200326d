// Every route that is served, for everybody: who is let in, and what every answer says to browsers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayActAs } from '../../src/core/staff.ts';
import { ROLES, type Role } from '../../src/core/states.ts';
import type { Route } from '../../src/web/guard.ts';
import { openMeter } from '../../src/web/meter.ts';
import { placeOf } from '../../src/web/place.ts';
import { buildServer } from '../../src/web/server.ts';
import { openClient } from '../support/client.ts';
import { type OfficePage, openPage, type Visitor } from '../support/page.ts';
import { type Office, openOffice } from '../support/service.ts';

let office: Office;
let page: OfficePage;
let routes: Route[];
beforeAll(async () => {
  office = await openOffice();
  page = await openPage(office);
  routes = (await build()).routes;
});
afterAll(async () => {
  await page.close();
  await office.close();
});

const build = () =>
  buildServer({ ...page.service, meter: openMeter(), onError: () => {} }, placeOf(null, 's'.repeat(32)));

/** Numbers and names that do not exist. */
const pathOf = (route: Route) => route.url.replace(/:\w+(\([^)]*\))?/g, '999999').replaceAll('*', 'nothing');
const visitors = [null, ...ROLES] as const;
type Answer = { status: number; location: string | null; text: string; headers: Headers };

/** A new session for each request: some routes end it. */
async function ask(route: Route, role: Role | null, withProof: boolean): Promise<Answer> {
  const client = openClient(page.web.url);
  if (role) enter(client, await page.visitor(role));
  await client.open(role ? '/account' : '/login');
  const csrf = withProof ? client.csrf() : null;
  if (['GET', 'HEAD'].includes(route.method)) return client.open(pathOf(route), route.method);
  return client.send(pathOf(route), {}, { csrf, method: route.method });
}

function enter(client: ReturnType<typeof openClient>, { token }: Visitor): void {
  client.cookies.set('tiepnhan', { value: token, attributes: ['Path=/'] });
}

function wantedOf({ access }: Route, role: Role | null): string {
  if (access === 'public') return 'let in';
  if (role === null) return 'asked to log in';
  return mayActAs(role, access) ? 'let in' : 'forbidden';
}

function outcomeOf({ status, location, text }: Answer): string {
  if (status === 302 && location?.startsWith('/login')) return 'asked to log in';
  if (status === 403) return text.includes('hết hiệu lực') ? 'refused: no proof' : 'forbidden';
  return status < 500 ? 'let in' : `failed with ${status}`;
}

describe('the routes', () => {
  it('are all there, and each says who may use it', () => {
    expect(routes.length).toBeGreaterThan(20);
    for (const { access } of routes) expect(['public', ...ROLES]).toContain(access);
    const open = routes.filter(({ access, method }) => access === 'public' && method !== 'HEAD');
    const known = [/^\/(healthz|readyz|metrics|login)$/, /^\/invitation\/:token$/, /^\/assets\//];
    for (const { url } of open) expect(known.some((one) => one.test(url))).toBe(true);
  });

  it('are not served without saying so', async () => {
    const server = await build();
    expect(() => server.get('/secret', async () => 'x')).toThrow('GET /secret does not say who may use it');
  });

  it('let in whom they are for, and nobody else', async () => {
    for (const route of routes) {
      for (const role of visitors) {
        const where = `${route.method} ${route.url} ${role}`;
        expect(outcomeOf(await ask(route, role, true)), where).toBe(wantedOf(route, role));
      }
    }
  });

  it('change nothing without the proof of a form', async () => {
    const changing = routes.filter(({ method }) => !['GET', 'HEAD'].includes(method));
    expect(changing.length).toBeGreaterThan(6);
    for (const route of changing) {
      for (const role of [null, 'administrator'] as const) {
        const closed = role === null && route.access !== 'public';
        const wanted = closed ? 'asked to log in' : 'refused: no proof';
        expect(outcomeOf(await ask(route, role, false)), route.url).toBe(wanted);
      }
    }
  });

  it('tell browsers to run, frame, keep and guess nothing', async () => {
    const notFound: Route = { method: 'GET', url: '/nothing/here', access: 'public' };
    for (const route of [...routes, notFound]) {
      for (const role of [null, 'leader', 'administrator'] as const) {
        const { headers, status } = await ask(route, role, true);
        const policy = headers.get('content-security-policy') ?? '';
        const where = `${route.method} ${route.url} ${role} ${status}`;
        expect(policy, where).toContain("default-src 'none'");
        expect(policy, where).toContain("frame-ancestors 'none'");
        expect(policy, where).not.toContain('unsafe');
        expect(headers.get('x-content-type-options'), where).toBe('nosniff');
        expect(headers.get('referrer-policy'), where).toMatch(/^(same-origin|no-referrer)$/);
        expect(headers.get('cross-origin-opener-policy'), where).toBe('same-origin');
        expect(headers.get('cache-control'), where).toBe(
          route.url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
        );
      }
    }
  });

  it('hold no script and no style of their own, nor handlers', async () => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const { text, headers } = await ask(route, 'administrator', true);
      if (!headers.get('content-type')?.startsWith('text/html')) continue;
      expect(text, route.url).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
    }
  });

  it('answer programs of htmx with 401 and a reload, not with a page of another place', async () => {
    const answer = await openClient(page.web.url).open('/log', 'GET', { 'hx-request': 'true' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('hx-refresh')).toBe('true');
  });
});
