// The overview: figures of one campaign, counted anew once a minute at most.
import type { FastifyInstance } from 'fastify';
import { Page } from '../layout.tsx';
import { NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { chosenCampaign } from '../parts/campaign-choice.tsx';
import { remembered } from '../remembered.ts';
import { sendPage } from '../render.ts';
import { findOverview } from './figures.ts';
import { OverviewPage } from './page.tsx';

/** Figures younger than this are shown again (ms). */
const FRESH = 60_000;

export function serveOverview(server: FastifyInstance, deps: PageDeps): void {
  const { campaigns, db, now, web, findView } = deps;
  const figures = new Map(
    campaigns.map((campaign) => [campaign, remembered(() => findOverview(db, campaign, now()), FRESH)]),
  );
  server.get('/overview', { config: { access: 'leader' } }, async (request, reply) => {
    const campaign = chosenCampaign(request.query, campaigns);
    const overview = campaign && (await figures.get(campaign)?.());
    if (!overview) return sendNotice(reply, 404, NOT_FOUND, web.base);
    const view = await findView(request);
    return sendPage(
      reply,
      <Page title="Tổng quan" view={view} section="overview">
        <OverviewPage overview={overview} campaign={campaign} campaigns={campaigns} />
      </Page>,
    );
  });
}
