// The page of one dossier.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayActAs } from '../../core/staff.ts';
import { noteAccess } from '../../store/access-log.ts';
import { type DossierPage, findDossierPage } from '../../store/dossier-page.ts';
import { findAssignees } from '../../store/staff.ts';
import { findListedUnits } from '../../store/units.ts';
import { serveDossierDecisions } from '../decide/dossier.tsx';
import { serveUndo } from '../decide/undo.ts';
import { NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { campaignOf, kindName } from '../parts/names.ts';
import { rowNumber } from '../parts/row-number.ts';
import { sendPage } from '../render.ts';
import { serveBundle } from './bundle.ts';
import { Dossier } from './page.tsx';
import { servePapers } from './papers.ts';
import type { Shown } from './shown.ts';

export function serveDossiers(server: FastifyInstance, deps: PageDeps): void {
  const { db, web, now, findView } = deps;
  server.get<{ Params: { code: string }; Querystring: { undo?: unknown } }>(
    '/dossiers/:code',
    { config: { access: 'leader' } },
    async (request, reply) => {
      const page = await findDossierPage(db, request.params.code);
      if (!page) return sendNotice(reply, 404, NOT_FOUND, web.base);
      const view = await findView(request);
      await noteAccess(db, view.viewer, 'view', `dossier ${page.head.id}`, request.ip, now());
      const done = page.undo !== null && rowNumber(String(request.query.undo ?? '')) === page.undo;
      return sendPage(reply, <Dossier view={view} shown={await show(deps, request, page)} done={done} />);
    },
  );
  serveBundle(server, deps);
  servePapers(server, deps);
  serveDossierDecisions(server, deps);
  serveUndo(server, deps);
}

async function show(
  { db, campaigns, now }: PageDeps,
  { viewer }: FastifyRequest,
  page: DossierPage,
): Promise<Shown> {
  const campaign = campaignOf(campaigns, page.head.campaign);
  const mayDecide = viewer !== null && mayActAs(viewer.role, 'officer');
  return {
    ...page,
    campaign,
    kindName: kindName(campaign, page.head.kind),
    zone: campaign?.timeZone,
    now: now(),
    mayDecide,
    units: mayDecide ? await findListedUnits(db) : [],
    assignees: mayDecide ? await findAssignees(db) : [],
  };
}
