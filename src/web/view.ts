// What a page is shown with: who looks, and how the mailboxes are.
import type { FastifyRequest } from 'fastify';
import type { Viewer } from '../core/staff.ts';
import type { Database } from '../store/database.ts';
import { findMailboxHealth } from '../store/health.ts';
import { doneMessage } from './done.ts';
import { remembered } from './remembered.ts';

export interface MailboxState {
  name: string;
  checkedAt: Date | null;
  failingSince: Date | null;
}

export interface View {
  /** Path that every link is relative to; ends with "/". */
  base: string;
  /** This page, relative to base, with its query. */
  path: string;
  viewer: Viewer;
  csrf: string;
  mailboxes: MailboxState[];
  /** What was just done. */
  done: string | null;
}

export type FindView = (request: FastifyRequest) => Promise<View>;

/** Health younger than this is shown again (ms). */
const FRESH = 5_000;

export function openViews({
  db,
  mailboxes,
  web,
}: {
  db: Database;
  mailboxes: string[];
  web: { base: string };
}): FindView {
  const health = remembered(async () => {
    const found = await findMailboxHealth(db, mailboxes);
    return found.map(({ name, succeededAt, failingSince }) => ({
      name,
      checkedAt: succeededAt,
      failingSince,
    }));
  }, FRESH);
  return async (request) => {
    const { csrf, url, query } = request;
    const { done } = query as { done?: unknown };
    return {
      base: web.base,
      path: url.slice(1),
      viewer: viewerOf(request),
      csrf,
      mailboxes: await health(),
      done: doneMessage(done),
    };
  };
}

/** Who asks, on a route that is not public. */
export function viewerOf({ viewer }: Pick<FastifyRequest, 'viewer'>): Viewer {
  if (!viewer) throw new Error('this is for staff, and nobody is logged in');
  return viewer;
}
