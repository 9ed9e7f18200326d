// Whether a request was made by a page of ours, as far as browsers say.
import type { FastifyRequest } from 'fastify';
import type { Place } from './place.ts';

/**
 * Fetch Metadata where it is sent (over TLS), else Origin; no page can forge either. Programs send none: they need a
 * cookie and a proof all the same.
 */
export function isSameSite(
  { headers }: Pick<FastifyRequest, 'headers'>,
  { host }: Pick<Place, 'host'>,
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  // A proxy may hand on its own name for the host.
  return from === host || from === headers.host;
}
