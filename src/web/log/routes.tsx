// The intake log: its pages, and what is new in the one that somebody looks at.
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  countLettersInTrouble,
  countNewer,
  countTabs,
  findNewestMessage,
  findUnitChoices,
} from '../../store/log-counts.ts';
import { findLogPage } from '../../store/log-entries.ts';
import { NO_ADDRESS, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { remembered } from '../remembered.ts';
import { sendPage, sendPart } from '../render.ts';
import { LogPage } from './log-page.tsx';
import { type Asked, parseAddress } from './query.ts';
import { Results, type Shown } from './results.tsx';

const LEADER = { config: { access: 'leader' } } as const;
/** Units are chosen from a list this old at most (ms). */
const FRESH = 60_000;

const news = z.object({ seen: z.string().max(64), newest: z.coerce.number().int().min(0) });

export function serveLog(server: FastifyInstance, deps: PageDeps): void {
  const { db, web, findView, campaigns } = deps;
  const units = remembered(() => findUnitChoices(db), FRESH);
  server.get('/', LEADER, (_request, reply) => reply.redirect(`${web.base}log`));
  server.get('/log', LEADER, async (request, reply) => {
    const asked = parseAddress(request.query);
    if (!asked) return sendNotice(reply, 400, NO_ADDRESS, web.base);
    const [view, shown, choices] = await Promise.all([findView(request), findShown(deps, asked), units()]);
    const newest = await findNewestMessage(db);
    return sendPage(
      reply,
      <LogPage view={view} shown={{ ...shown, newest, newer: 0 }} campaigns={campaigns} units={choices} />,
    );
  });
  server.get('/log/news', LEADER, async (request, reply) => {
    const asked = parseAddress(request.query);
    const { success, data } = news.safeParse(request.query);
    if (!asked || !success) return sendNotice(reply, 400, NO_ADDRESS, web.base);
    const shown = await findShown(deps, asked);
    if (shown.seen === data.seen) return reply.status(204).send();
    const newer = await countNewer(db, data.newest);
    return sendPart(
      reply,
      <Results shown={{ ...shown, newest: data.newest, newer }} campaigns={campaigns} />,
    );
  });
}

async function findShown(
  { db, campaigns, now }: PageDeps,
  asked: Asked,
): Promise<Omit<Shown, 'newest' | 'newer'>> {
  const at = now();
  const timeZone = campaigns[0]?.timeZone ?? 'UTC';
  const [page, counts, letters] = await Promise.all([
    findLogPage(db, asked.query, asked.place, { now: at, timeZone }),
    countTabs(db, asked.query.campaign, at),
    countLettersInTrouble(db),
  ]);
  const seen = createHash('sha256')
    .update(JSON.stringify([page, counts, letters]))
    .digest('base64url');
  return { asked, page, counts, letters, seen, now: at, timeZone };
}
