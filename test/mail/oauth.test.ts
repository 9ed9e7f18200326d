// OAuth2 against a local token endpoint, and a login with what it brings.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectMailbox } from '../../src/mail/imap.ts';
import { type KeptTokens, type OAuthAccount, openOAuth } from '../../src/mail/oauth.ts';
import { openSmtp } from '../../src/mail/smtp.ts';
import { startDovecot } from '../support/dovecot.ts';

let server: Server;
let account: OAuthAccount;
let answer: { status: number; body: unknown };
const asked: URLSearchParams[] = [];
const sealed = new Map<string, Buffer>();
const kept: KeptTokens = {
  load: async (name) => sealed.get(name) ?? null,
  save: async (name, token) => {
    sealed.set(name, token);
  },
};
beforeEach(async () => {
  asked.length = 0;
  sealed.clear();
  answer = { status: 200, body: { access_token: 'token-1', expires_in: 3600 } };
  server = createServer((request, response) => {
    let form = '';
    request.on('data', (chunk) => {
      form += chunk;
    });
    request.on('end', () => {
      asked.push(new URLSearchParams(form));
      response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const tokenUrl = `http://127.0.0.1:${port}/token`;
  account = { tokenUrl, clientId: 'client', clientSecret: 's3cret', refreshToken: 'r3fresh' };
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

describe('openOAuth', () => {
  it('asks once while the token is valid, and again before it ends', async () => {
    let now = new Date('2022-08-08T00:00:00Z');
    const token = openOAuth(account, () => now, kept);
    expect(await token()).toBe('token-1');
    expect(await token()).toBe('token-1');
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'r3fresh',
      client_id: 'client',
      client_secret: 's3cret',
    });
    now = new Date('2022-08-08T00:59:30Z');
    answer.body = { access_token: 'token-2', expires_in: 3600 };
    expect(await token()).toBe('token-2');
    expect(asked).toHaveLength(2);
  });

  it.each([
    [{ status: 400, body: { error: 'invalid_grant' } }, false],
    [{ status: 503, body: {} }, true],
    [{ status: 200, body: 'nonsense' }, false],
  ])('says so when it is refused, without the secrets (%j)', async (given, transient) => {
    answer = given;
    const fault = await openOAuth(account, () => new Date(), kept)().catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'oauth-refused', transient });
    expect(String(fault)).not.toMatch(/s3cret|r3fresh/);
  });

  it('goes on with the refresh token it was given last, also after a restart, and keeps it sealed', async () => {
    const tokenOf = (at: number) => asked[at]?.get('refresh_token');
    answer.body = { access_token: 'token-1', expires_in: 1, refresh_token: 'r0tated-1' };
    await openOAuth(account, () => new Date(), kept)();
    answer.body = { access_token: 'token-2', expires_in: 1, refresh_token: 'r0tated-2' };
    const restarted = openOAuth(account, () => new Date(), kept);
    await restarted();
    answer.body = { access_token: 'token-3', expires_in: 1 };
    await restarted();
    expect([tokenOf(0), tokenOf(1), tokenOf(2)]).toEqual(['r3fresh', 'r0tated-1', 'r0tated-2']);
    const stored = [...sealed.values()].map((bytes) => bytes.toString('latin1')).join();
    expect([...sealed.keys()].join() + stored).not.toMatch(/r3fresh|r0tated/);

    // Authorised again: the new token in the settings begins a row of its own.
    await openOAuth({ ...account, refreshToken: 'n3w' }, () => new Date(), kept)();
    expect(tokenOf(3)).toBe('n3w');
  });

  it('falls back on the token in the settings when the kept one is refused, not when the server is away', async () => {
    answer.body = { access_token: 'token-1', expires_in: 1, refresh_token: 'r0tated' };
    const token = openOAuth(account, () => new Date(), kept);
    await token();
    answer = { status: 503, body: {} };
    await expect(token()).rejects.toMatchObject({ transient: true });
    answer = { status: 400, body: { error: 'invalid_grant' } };
    await expect(token()).rejects.toMatchObject({ transient: false });
    expect(asked.map((form) => form.get('refresh_token'))).toEqual([
      'r3fresh',
      'r0tated',
      'r0tated',
      'r3fresh',
    ]);
  });

  it('asks once when several ask at the same time', async () => {
    const token = openOAuth(account, () => new Date(), kept);
    expect(await Promise.all([token(), token(), token()])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(asked).toHaveLength(1);
  });
});

it('logs in to a mail server with the token', async () => {
  const tokens: unknown[] = [];
  const smtp = new SMTPServer({
    authMethods: ['XOAUTH2'],
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username, accessToken }, _session, done) => {
      tokens.push([username, accessToken]);
      done(null, { user: username });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
  const { port } = smtp.server.address() as AddressInfo;
  const password = openOAuth(account, () => new Date(), kept);
  const transport = openSmtp({
    host: '127.0.0.1',
    port,
    secure: false,
    user: 'hopthu@example.vn',
    password,
    ca: null,
  });
  await transport.verify();
  expect(tokens).toEqual([['hopthu@example.vn', 'token-1']]);
  transport.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});

describe('a mailbox that takes tokens only', () => {
  /** Who a token belongs to, as Dovecot asks. */
  async function startIntrospection(valid: string): Promise<{ url: string; stop(): Promise<void> }> {
    const introspection = createServer((request, response) => {
      let form = '';
      request.on('data', (chunk) => {
        form += chunk;
      });
      request.on('end', () => {
        const active = new URLSearchParams(form).get('token') === valid;
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(
            JSON.stringify(active ? { active: 'true', username: 'hopthu@example.vn' } : { active: 'false' }),
          );
      });
    });
    await new Promise<void>((resolve) => introspection.listen(0, '127.0.0.1', resolve));
    const { port } = introspection.address() as AddressInfo;
    const stop = () => new Promise<void>((resolve) => introspection.close(() => resolve()));
    return { url: `http://127.0.0.1:${port}/`, stop };
  }

  it.each(['xoauth2', 'oauthbearer'])(
    'is opened by %s, and refuses a token that is not its own',
    async (mechanisms) => {
      const introspection = await startIntrospection('token-1');
      const dovecot = await startDovecot({ oauth: { mechanisms, introspectionUrl: introspection.url } });
      const password = openOAuth(account, () => new Date(), kept);
      const mailbox = await connectMailbox({ ...dovecot.address, password });
      expect(await mailbox.open('INBOX')).toMatchObject({ total: 0 });
      await mailbox.close();
      // Revoked before its time: another one is asked for.
      answer.body = { access_token: 'token-9', expires_in: 3600 };
      const stale = openOAuth(account, () => new Date(), kept);
      await stale();
      answer.body = { access_token: 'token-1', expires_in: 3600 };
      await (await connectMailbox({ ...dovecot.address, password: stale })).close();
      const foreign = connectMailbox({ ...dovecot.address, password: async () => 'token-2' });
      await expect(foreign).rejects.toMatchObject({ code: 'mailbox-login-refused' });
      await dovecot.stop();
      await introspection.stop();
    },
  );
});
