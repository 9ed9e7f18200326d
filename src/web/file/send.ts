// Bytes that go out of the house: always as a download of an unknown kind, so that no browser opens them as a page of ours.
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { safeName } from '../../core/safe-name.ts';

export interface Outgoing {
  name: string;
  content: Readable | Buffer;
  /** Bytes; null: not known before. */
  size: number | null;
}

export function sendFile(reply: FastifyReply, { name, content, size }: Outgoing): FastifyReply {
  reply.headers({
    'content-type': 'application/octet-stream',
    'content-disposition': asAttachment(name),
    'content-security-policy': "default-src 'none'; sandbox",
    ...(size !== null && { 'content-length': size }),
  });
  return reply.send(content);
}

/** RFC 6266 §4.3, with the name once in ASCII for old programs and once in UTF-8 (RFC 8187 §3.2). */
export function asAttachment(name: string): string {
  const safe = safeName(name);
  const ascii = safe
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[^\x20-\x7e]|["%]/g, '_');
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
