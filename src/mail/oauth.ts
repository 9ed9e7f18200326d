// Access tokens for mailboxes that take OAuth2 instead of a password (RFC 6749 §6).
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Fault } from '../core/fault.ts';

export interface OAuthAccount {
  tokenUrl: string;
  clientId: string;
  clientSecret: string | null;
  refreshToken: string;
}

/** Keeps the refresh tokens that replace the one in the settings, under that one's sha256, sealed with it. */
export interface KeptTokens {
  load(settingsToken: string): Promise<Buffer | null>;
  save(settingsToken: string, sealed: Buffer): Promise<void>;
}

/** A token is renewed this long before it ends (ms). */
const MARGIN = 60_000;
/** Time the login server has to answer (ms). */
const PATIENCE = 30_000;

/** Brings an access token. @param refused the last one was not taken: another is asked for */
export type AccessToken = (refused?: boolean) => Promise<string>;

/** Access tokens come from memory while they are valid. Errors: Fault oauth-refused. */
export function openOAuth(account: OAuthAccount, now: () => Date, kept: KeptTokens): AccessToken {
  let current: { token: string; until: number } | null = null;
  let renewing: Promise<string> | null = null;
  const renew = async () => {
    const { token, lifetime } = await refresh(account, kept);
    current = { token, until: now().getTime() + lifetime };
    return token;
  };
  return async (refused = false) => {
    if (!refused && current && current.until - MARGIN >= now().getTime()) return current.token;
    // IMAP and SMTP ask at the same time: a server that rotates tokens must be asked once.
    renewing ??= renew().finally(() => {
      renewing = null;
    });
    return renewing;
  };
}

interface Granted {
  token: string;
  /** Milliseconds. */
  lifetime: number;
}

/** The newest token known is tried first; the one in the settings is what an operator may just have renewed. */
async function refresh(account: OAuthAccount, kept: KeptTokens): Promise<Granted> {
  const name = createHash('sha256').update(account.refreshToken).digest('hex');
  const sealed = await kept.load(name);
  const newest = sealed && unseal(sealed, account.refreshToken);
  const { granted, rotated } = await (newest
    ? ask(account, newest).catch((error: unknown) => {
        if (error instanceof Fault && error.transient) throw error;
        return ask(account, account.refreshToken);
      })
    : ask(account, account.refreshToken));
  // RFC 6749 §6: the client must replace its refresh token by the new one.
  if (rotated && rotated !== newest) await kept.save(name, seal(rotated, account.refreshToken));
  return granted;
}

async function ask(
  account: OAuthAccount,
  refreshToken: string,
): Promise<{ granted: Granted; rotated: string | null }> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: account.clientId,
    ...(account.clientSecret && { client_secret: account.clientSecret }),
  });
  const { host } = new URL(account.tokenUrl);
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(account.tokenUrl, { method: 'POST', body: form, signal }).catch(
    (cause: unknown) => {
      throw new Fault('oauth-refused', { transient: true, detail: `${host} does not answer`, cause });
    },
  );
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok || typeof answer.access_token !== 'string') {
    const said = typeof answer.error === 'string' ? answer.error : `status ${response.status}`;
    throw new Fault('oauth-refused', {
      transient: response.status >= 500,
      detail: `${host} answers "${said.slice(0, 100)}"`,
    });
  }
  return {
    granted: { token: answer.access_token, lifetime: Number(answer.expires_in ?? 3600) * 1000 },
    rotated: typeof answer.refresh_token === 'string' ? answer.refresh_token : null,
  };
}

/** AES-256-GCM under a key made of the token in the settings: a copy of the database alone opens no mailbox. */
function seal(token: string, settingsToken: string): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', keyOf(settingsToken), iv);
  return Buffer.concat([iv, cipher.update(token, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Null where it was sealed with another key. */
function unseal(sealed: Buffer, settingsToken: string): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(settingsToken), sealed.subarray(0, IV));
    decipher.setAuthTag(sealed.subarray(-TAG));
    return Buffer.concat([decipher.update(sealed.subarray(IV, -TAG)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

const IV = 12;
const TAG = 16;

function keyOf(settingsToken: string): Buffer {
  return Buffer.from(hkdfSync('sha256', settingsToken, '', 'tiepnhan login token', 32));
}
