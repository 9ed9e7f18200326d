// A session's token: it is in the cookie alone, the database knows its hash.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Place } from './place.ts';

export const COOKIE = 'tiepnhan';
/** Before somebody is logged in, the proof in a form belongs to this one. */
export const FORM_COOKIE = 'tiepnhan-form';

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Proof that a form was made for the browser that holds the cookie. */
export function proofOf(cookie: string, { secret }: Place): string {
  return createHmac('sha256', secret).update(cookie).digest('base64url');
}

/** It goes with the browser's end; the database knows when it ends at the latest. */
export function setSession(reply: FastifyReply, place: Place, token: string): void {
  reply.setCookie(COOKIE, token, optionsOf(place));
}

export function clearSession(reply: FastifyReply, place: Place): void {
  reply.clearCookie(COOKIE, optionsOf(place));
}

/** For a form that people see who are not logged in: its proof, with a new cookie where there is none. */
export function proofForForm(request: FastifyRequest, reply: FastifyReply, place: Place): string {
  if (request.csrf !== '') return request.csrf;
  const cookie = newToken();
  reply.setCookie(FORM_COOKIE, cookie, optionsOf(place));
  return proofOf(cookie, place);
}

function optionsOf({ base, encrypted }: Place): CookieSerializeOptions {
  return { path: base, httpOnly: true, sameSite: 'lax', secure: encrypted };
}
