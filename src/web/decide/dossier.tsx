// Decisions about a dossier: looked at first, then carried out; those that write no letter are carried out at once.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Decided, DossierDecision } from '../../core/decision.ts';
import { type DossierHead, findDossierHead } from '../../store/dossier-page.ts';
import { NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { campaignOf } from '../parts/names.ts';
import { sendPage } from '../render.ts';
import { INCOMPLETE, type Place, sendChanged, sendDone, sendRefused, sendStopped } from './answer.tsx';
import { fieldsOf, readConfirmed, readDossierForm } from './fields.ts';
import { Preview } from './preview.tsx';
import { findMeantUnit } from './unit.ts';
import { changesOf, DECISIONS } from './words.ts';

interface Asked {
  request: FastifyRequest;
  reply: FastifyReply;
  head: DossierHead;
  version: number;
  decision: DossierDecision;
  unitName: string;
  place: Place;
}

/** Small and seldom wrong: nobody is asked twice unless a letter would go out. */
const AT_ONCE: readonly DossierDecision['what'][] = [
  'note',
  'assign',
  'record-paper',
  'remove-paper',
  'set-document',
];

export function serveDossierDecisions(server: FastifyInstance, deps: PageDeps): void {
  const config = { access: 'officer' } as const;
  server.post<{ Params: { code: string } }>('/dossiers/:code/preview', { config }, (request, reply) =>
    ask(deps, request, reply, (asked) => preview(deps, asked)),
  );
  server.post<{ Params: { code: string } }>('/dossiers/:code/confirm', { config }, (request, reply) =>
    ask(deps, request, reply, (asked) => confirm(deps, asked)),
  );
}

/** Reads the form and finds what it is about, or says what is wrong with it. */
async function ask(
  { db, web, findView }: PageDeps,
  request: FastifyRequest<{ Params: { code: string } }>,
  reply: FastifyReply,
  then: (asked: Asked) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const head = await findDossierHead(db, request.params.code);
  if (!head) return sendNotice(reply, 404, NOT_FOUND, web.base);
  const back = { name: `Quay lại hồ sơ ${head.code}`, path: `dossiers/${head.code}` };
  const place = { base: web.base, view: await findView(request), back };
  const form = readDossierForm(request.body);
  if (!form) return sendStopped(reply, INCOMPLETE, place);
  const { decision, version } = form;
  if ('attachments' in decision && decision.attachments.length === 0)
    return sendStopped(reply, NOTHING_CHOSEN, place);
  if (decision.what !== 'set-unit')
    return then({ request, reply, head, version, decision, unitName: '', place });
  const unit = await findMeantUnit(db, decision.unit);
  if (!unit) return sendRefused(reply, 'no-such-unit', place);
  const decided = { ...decision, unit: unit.code };
  return then({ request, reply, head, version, decision: decided, unitName: unit.name, place });
}

const NOTHING_CHOSEN = 'Chưa chọn tài liệu nào.';

async function preview(deps: PageDeps, asked: Asked): Promise<FastifyReply> {
  const { request, reply, head, version, decision, unitName, place } = asked;
  const actor = request.viewer?.username ?? '';
  const decided = await deps.decisions.onDossier(head.code, version, decision, { actor, send: 'preview' });
  if (decided.how !== 'done') return answer(asked, decided);
  if (decided.letters.length === 0 && AT_ONCE.includes(decision.what)) return confirm(deps, asked);
  const campaign = campaignOf(deps.campaigns, head.campaign);
  return sendPage(
    reply,
    <Preview
      view={place.view}
      title={DECISIONS[decision.what]}
      about={{ name: `Hồ sơ ${head.code}`, path: place.back.path }}
      changes={changesOf(decision, head, campaign, unitName)}
      letters={decided.letters}
      action={`dossiers/${head.code}/confirm`}
      fields={[['version', String(version)], ...fieldsOf(decision)]}
    />,
  );
}

async function confirm({ decisions }: PageDeps, asked: Asked): Promise<FastifyReply> {
  const { request, head, version, decision } = asked;
  const intent = { actor: request.viewer?.username ?? '', send: readConfirmed(request.body) };
  return answer(asked, await decisions.onDossier(head.code, version, decision, intent));
}

function answer({ request, reply, place }: Asked, decided: Decided): FastifyReply {
  if (decided.how === 'changed') return sendChanged(reply, place);
  if (decided.how === 'refused') return sendRefused(reply, decided.why, place);
  const queued = readConfirmed(request.body).length > 0;
  return sendDone(reply, place.base, decided, queued ? 'decided-and-queued' : 'decided');
}
