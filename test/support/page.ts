// The staff's page on a test's office, looked at over HTTP by somebody who is logged in.
import { randomBytes } from 'node:crypto';
import { requireMail } from '../../config/settings.ts';
import { openService, type Service } from '../../src/app/service.ts';
import type { Role } from '../../src/core/states.ts';
import { saveSession } from '../../src/store/sessions.ts';
import { openMeter } from '../../src/web/meter.ts';
import { openWeb, type Web } from '../../src/web/server.ts';
import { COOKIE, hashToken } from '../../src/web/session.ts';
import type { Office } from './service.ts';

export interface OfficePage {
  service: Service;
  web: Web;
  /** Logs a new account of this role in. */
  visitor(role: Role): Promise<Visitor>;
  close(): Promise<void>;
}

export interface Visitor {
  username: string;
  token: string;
  get(path: string): Promise<{ status: number; text: string; headers: Headers }>;
  /** With the CSRF token of the page that carries the form; null: with none. */
  post(
    path: string,
    fields: Record<string, string>,
    csrf?: string | null,
  ): Promise<{ status: number; text: string; location: string | null }>;
}

/** `url` is how browsers see it, `now` its clock. */
export async function openPage(
  office: Office,
  { url = null as string | null, secret = null as string | null, now = () => new Date() } = {},
): Promise<OfficePage> {
  const opened = await openService(office.settings, requireMail(office.settings));
  const service = { ...opened, now };
  const failed: unknown[] = [];
  const web = await openWeb(
    { ...service, meter: openMeter(), onError: (error) => failed.push(error) },
    { ...office.settings.web, url, secret },
  );
  return {
    service,
    web,
    visitor: (role) => logIn(service, web.url, role),
    async close() {
      await web.close();
      await service.close();
      if (failed.length > 0) throw failed[0];
    },
  };
}

async function logIn({ db }: Service, url: string, role: Role): Promise<Visitor> {
  const token = randomBytes(32).toString('hex');
  const username = `${role}-${token.slice(0, 16)}`;
  const now = new Date();
  await db.query('insert into staff (username, name, role, created_at) values ($1, $2, $3, $4)', [
    username,
    `Người thử ${role}`,
    role,
    now,
  ]);
  await saveSession(db, { tokenHash: hashToken(token), username, now });
  const headers = { cookie: `${COOKIE}=${token}` };
  const get = async (path: string) => {
    const response = await fetch(new URL(path, url), { headers, redirect: 'manual' });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const findCsrf = async () => /name="_csrf" value="([^"]+)"/.exec((await get('log')).text)?.[1] ?? null;
  return {
    username,
    token,
    get,
    async post(path, fields, csrf) {
      const token = csrf === undefined ? await findCsrf() : csrf;
      const body = new URLSearchParams({ ...fields, ...(token && { _csrf: token }) });
      const response = await fetch(new URL(path, url), { method: 'POST', headers, body, redirect: 'manual' });
      return {
        status: response.status,
        text: await response.text(),
        location: response.headers.get('location'),
      };
    },
  };
}
