// Access tokens for mailboxes that take OAuth2 instead of a password (RFC 6749 §6).
import { Fault } from '../core/fault.ts';

export interface OAuthAccount {
  tokenUrl: string;
  clientId: string;
  clientSecret: string | null;
  refreshToken: string;
}

/** A token is renewed this long before it ends (ms). */
const MARGIN = 60_000;

/** Returns a function that brings an access token, from memory while it is valid. Errors: Fault oauth-refused. */
export function openOAuth(account: OAuthAccount, now: () => Date): () => Promise<string> {
  let current: { token: string; until: number } | null = null;
  return async () => {
    if (!current || current.until - MARGIN < now().getTime()) {
      const { token, lifetime } = await refresh(account);
      current = { token, until: now().getTime() + lifetime };
    }
    return current.token;
  };
}

async function refresh(account: OAuthAccount): Promise<{ token: string; lifetime: number }> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: account.refreshToken,
    client_id: account.clientId,
    ...(account.clientSecret && { client_secret: account.clientSecret }),
  });
  const { host } = new URL(account.tokenUrl);
  const response = await fetch(account.tokenUrl, { method: 'POST', body: form }).catch((cause: unknown) => {
    throw new Fault('oauth-refused', { transient: true, detail: `${host} does not answer`, cause });
  });
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok || typeof answer.access_token !== 'string') {
    const said = typeof answer.error === 'string' ? answer.error : `status ${response.status}`;
    throw new Fault('oauth-refused', {
      transient: response.status >= 500,
      detail: `${host} answers "${said}"`,
    });
  }
  return { token: answer.access_token, lifetime: Number(answer.expires_in ?? 3600) * 1000 };
}
