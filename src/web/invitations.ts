// One-time links to choose a password.
import type { Invitation } from '../store/invitations.ts';
import { hashToken, newToken } from './session.ts';

/** For how long a link is good (ms): one made by a person, and the one of a start for the first administrator. */
export const LINK_LASTS = 7 * 86_400_000;
export const FIRST_LINK_LASTS = 86_400_000;

/** The token goes into the link, its hash into the database. */
export function newInvitation(now: Date, lasts = LINK_LASTS): { token: string; invitation: Invitation } {
  const token = newToken();
  return {
    token,
    invitation: { tokenHash: hashToken(token), expiresAt: new Date(now.getTime() + lasts) },
  };
}

/** @param page its address, with a last slash or without */
export function invitationLink(page: string, token: string): string {
  return `${page.replace(/\/$/, '')}/invitation/${token}`;
}
