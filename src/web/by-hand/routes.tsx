// What came by other means than mail: a new dossier, or documents for one that stands.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { REFUSALS } from '../../core/decision.ts';
import type { Decisions } from '../../core/decisions.ts';
import { findDossierHead } from '../../store/dossier-page.ts';
import { findListedUnits } from '../../store/units.ts';
import { INCOMPLETE, sendStopped } from '../decide/answer.tsx';
import { findMeantUnit } from '../decide/unit.ts';
import { NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { sendPage } from '../render.ts';
import { ByHandPage } from './page.tsx';
import { filesIn, takeUploads } from './uploads.ts';

const config = { access: 'officer' } as const;
type Order = Parameters<Decisions['addByHand']>[0];
type Ask = FastifyRequest<{ Params: { code: string } }>;

const line = z.string().transform((text) => text.replace(/\s+/g, ' ').trim());
const shared = z.object({
  how: line.pipe(z.string().min(1).max(100)),
  address: z.preprocess(
    (value) => (value === '' ? null : value),
    z.email().max(254).toLowerCase().nullable(),
  ),
});
const whose = z.object({ unit: line.pipe(z.string().max(300)), kind: z.string().max(200) });

export async function serveByHand(server: FastifyInstance, deps: PageDeps): Promise<void> {
  const { db, web, campaigns, findView } = deps;
  const form = async (request: FastifyRequest, reply: FastifyReply, dossier: string | null) => {
    const units = dossier === null ? await findListedUnits(db) : [];
    return sendPage(reply, <ByHandPage {...{ view: await findView(request), campaigns, units, dossier }} />);
  };
  server.get('/dossiers/new', { config }, (request, reply) => form(request, reply, null));
  server.get('/dossiers/:code/add', { config }, async (request: Ask, reply) => {
    const head = await findDossierHead(db, request.params.code);
    return head ? form(request, reply, head.code) : sendNotice(reply, 404, NOT_FOUND, web.base);
  });
  await takeUploads(server, web.base, (scope) => {
    scope.post('/dossiers/new', { config }, (request, reply) => addDossier(deps, request, reply));
    scope.post('/dossiers/:code/add', { config }, (request: Ask, reply) =>
      addDocuments(deps, request, reply),
    );
  });
}

async function addDossier(deps: PageDeps, request: FastifyRequest, reply: FastifyReply) {
  const back = { name: 'Quay lại biểu mẫu', path: 'dossiers/new' };
  const stopped = async (text: string) =>
    sendStopped(reply, text, { view: await deps.findView(request), back });
  const said = whose.safeParse(request.body).data;
  const [campaign, kind] = said?.kind.split(' ') ?? [];
  const isKnown = deps.campaigns.some(
    ({ code, kinds }) =>
      code === campaign && kinds.some((one) => one.code === kind && one.handling !== 'staff'),
  );
  if (!said || !campaign || !kind || !isKnown) return stopped(INCOMPLETE);
  const unit = said.unit === '' ? null : await findMeantUnit(deps.db, said.unit);
  if (said.unit !== '' && !unit) return stopped(REFUSALS['no-such-unit']);
  return add(deps, request, reply, stopped, { dossier: null, campaign, kind, unit: unit?.code ?? null });
}

async function addDocuments(deps: PageDeps, request: Ask, reply: FastifyReply) {
  const head = await findDossierHead(deps.db, request.params.code);
  if (!head) return sendNotice(reply, 404, NOT_FOUND, deps.web.base);
  const back = { name: 'Quay lại biểu mẫu', path: `dossiers/${head.code}/add` };
  const stopped = async (text: string) =>
    sendStopped(reply, text, { view: await deps.findView(request), back });
  if (head.purgedAt) return stopped(REFUSALS.purged);
  if (filesIn(request.body).length === 0) return stopped('Chưa chọn tệp nào.');
  const { code: dossier, campaign, kind } = head;
  return add(deps, request, reply, stopped, { dossier, campaign, kind, unit: head.unit?.code ?? null });
}

async function add(
  { decisions, web }: PageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  stopped: (text: string) => Promise<FastifyReply>,
  order: Omit<Order, 'how'>,
): Promise<FastifyReply> {
  const said = shared.safeParse(request.body).data;
  if (!said) return stopped(INCOMPLETE);
  const { how, address } = said;
  const actor = request.viewer?.username ?? '';
  const id = await decisions.addByHand({ ...order, how }, filesIn(request.body), address, actor);
  return reply.redirect(`${web.base}messages/${id}?done=taken-in`, 303);
}
