// Values of settings as people write them; null where the text is none.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseSender } from './mail-server.ts';

export function readCertificates(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8');
    return text.includes('-----BEGIN CERTIFICATE-----') ? text : null;
  } catch {
    return null;
  }
}

export function parseClamd(text: string): { host: string; port: number } | null {
  if (!hasScheme(text, ['tcp:'])) return null;
  const { hostname, port, pathname, search, hash, username } = new URL(text);
  const bare = hostname !== '' && ['', '/'].includes(pathname) && search + hash + username === '';
  return bare ? { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 3310) } : null;
}

export function parseMegabytes(text: string): number | null {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= 1_000 ? value * 1024 * 1024 : null;
}

export function parseConnections(text: string): number | null {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= 10_000 ? value : null;
}

export function parsePort(text: string): number | null {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return value <= 65_535 ? value : null;
}

/** Nothing but host and path: all else would be lost in a link, or be a secret. */
export function parsePageUrl(text: string): string | null {
  if (!isHttpUrl(text)) return null;
  const { origin, pathname, search, hash, username, password } = new URL(text);
  const plain = search + hash + username + password === '' && !/[?#]$/.test(text) && !pathname.includes('//');
  return plain ? origin + pathname.replace(/\/$/, '') : null;
}

export function parseAddresses(text: string): string[] | null {
  const senders = text.split(',').map((one) => parseSender(one.trim()));
  const addresses = senders.flatMap((sender) => sender?.address ?? []);
  return addresses.length === senders.length && addresses.length <= 10 ? addresses : null;
}

export function parseFolder(text: string): string | null {
  const local = hasScheme(text, ['file:']) && new URL(text).host === '' && !/%2f/i.test(text);
  return local ? fileURLToPath(text) : null;
}

/** Where no offset is written, Vietnam's time is meant (UTC+7 all year). */
export function parseInstant(text: string): Date | null {
  const day = z.iso.date().safeParse(text).success;
  if (!day && !z.iso.datetime({ offset: true, local: true }).safeParse(text).success) return null;
  const full = day ? `${text}T00:00:00` : text;
  return new Date(/(Z|[+-]\d\d:\d\d)$/.test(full) ? full : `${full}+07:00`);
}

export function hasScheme(text: string, schemes: string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol);
}

export function isHttpUrl(text: string): boolean {
  return hasScheme(text, ['https:', 'http:']);
}

/** What is told there is nobody else's business on the way. */
export function isPrivateUrl(text: string): boolean {
  if (hasScheme(text, ['https:'])) return true;
  return hasScheme(text, ['http:']) && /^(localhost|127\..*|\[::1\])$/.test(new URL(text).hostname);
}
