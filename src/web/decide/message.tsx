// Decisions about a message that belongs to no dossier.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Decided, MessageDecision } from '../../core/decision.ts';
import { findMessageHead, type MessageHead } from '../../store/message-page.ts';
import { NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { rowNumber } from '../parts/row-number.ts';
import { sendPage } from '../render.ts';
import { INCOMPLETE, type Place, sendChanged, sendDone, sendRefused, sendStopped } from './answer.tsx';
import { fieldsOf, readConfirmed, readMessageForm } from './fields.ts';
import { Preview } from './preview.tsx';
import { findMeantUnit } from './unit.ts';
import { MESSAGE_DECISIONS, messageChangesOf } from './words.ts';

interface Asked {
  request: FastifyRequest;
  reply: FastifyReply;
  head: MessageHead;
  state: string;
  decision: MessageDecision;
  unitName: string;
  place: Place;
}

export function serveMessageDecisions(server: FastifyInstance, deps: PageDeps): void {
  const config = { access: 'officer' } as const;
  server.post<{ Params: { id: string } }>('/messages/:id/preview', { config }, (request, reply) =>
    ask(deps, request, reply, (asked) => preview(deps, asked)),
  );
  server.post<{ Params: { id: string } }>('/messages/:id/confirm', { config }, (request, reply) =>
    ask(deps, request, reply, (asked) => confirm(deps, asked)),
  );
}

async function ask(
  { db, web, findView }: PageDeps,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
  then: (asked: Asked) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const id = rowNumber(request.params.id);
  const head = id === null ? null : await findMessageHead(db, id);
  if (!head) return sendNotice(reply, 404, NOT_FOUND, web.base);
  const back = { name: 'Quay lại thư', path: `messages/${head.id}` };
  const place = { base: web.base, view: await findView(request), back };
  const form = readMessageForm(request.body);
  if (!form) return sendStopped(reply, INCOMPLETE, place);
  const { decision, state } = form;
  if (decision.what !== 'register' || decision.unit === null)
    return then({ request, reply, head, state, decision, unitName: '', place });
  const unit = await findMeantUnit(db, decision.unit);
  if (!unit) return sendRefused(reply, 'no-such-unit', place);
  const decided = { ...decision, unit: unit.code };
  return then({ request, reply, head, state, decision: decided, unitName: unit.name, place });
}

async function preview({ decisions, campaigns }: PageDeps, asked: Asked): Promise<FastifyReply> {
  const { request, reply, head, state, decision, unitName, place } = asked;
  const actor = request.viewer?.username ?? '';
  const decided = await decisions.onMessage(head.id, state, decision, { actor, send: 'preview' });
  if (decided.how !== 'done') return answer(asked, decided);
  const kind = decision.what === 'register' ? decision.kind : null;
  const campaign = campaigns.find(({ kinds }) => kinds.some(({ code }) => code === kind)) ?? null;
  return sendPage(
    reply,
    <Preview
      view={place.view}
      title={MESSAGE_DECISIONS[decision.what]}
      about={{ name: head.subject || 'Thư không có tiêu đề', path: place.back.path }}
      changes={messageChangesOf(decision, campaign, unitName)}
      letters={decided.letters}
      action={`messages/${head.id}/confirm`}
      fields={[['state', state], ...fieldsOf(decision)]}
    />,
  );
}

async function confirm({ decisions }: PageDeps, asked: Asked): Promise<FastifyReply> {
  const { request, head, state, decision } = asked;
  const intent = { actor: request.viewer?.username ?? '', send: readConfirmed(request.body) };
  return answer(asked, await decisions.onMessage(head.id, state, decision, intent));
}

function answer({ request, reply, place }: Asked, decided: Decided): FastifyReply {
  if (decided.how === 'changed') return sendChanged(reply, place);
  if (decided.how === 'refused') return sendRefused(reply, decided.why, place);
  const queued = readConfirmed(request.body).length > 0;
  const word = queued ? 'decided-and-queued' : 'decided';
  return sendDone(reply, place.base, decided, word, place.back.path);
}
