// What is answered to somebody who decided: done, changed meanwhile, or refused with the sentence that says why.
import type { FastifyReply } from 'fastify';
import { type Decided, REFUSALS, type Refusal } from '../../core/decision.ts';
import type { Done } from '../done.ts';
import { CHANGED } from '../notice.tsx';
import { sendPage } from '../render.ts';
import type { View } from '../view.ts';
import { Stopped } from './preview.tsx';

export interface Place {
  base: string;
  view: View;
  /** Where whoever decided came from. */
  back: { name: string; path: string };
}

type Carried = Extract<Decided, { how: 'done' }>;

/** On to the page that tells of it, where it can be undone. */
export function sendDone(
  reply: FastifyReply,
  base: string,
  { dossier, undo }: Carried,
  done: Done,
  elsewhere = 'log',
): FastifyReply {
  const path = dossier === null ? elsewhere : `dossiers/${encodeURIComponent(dossier)}`;
  const query = new URLSearchParams({ done, ...(undo !== null && { undo: String(undo) }) });
  return reply.redirect(`${base}${path}?${query}`, 303);
}

export function sendChanged(reply: FastifyReply, { view, back }: Place): FastifyReply {
  return sendPage(reply.status(409), <Stopped view={view} {...CHANGED} back={back} />);
}

export function sendRefused(reply: FastifyReply, why: Refusal, { view, back }: Place): FastifyReply {
  return sendStopped(reply, REFUSALS[why], { view, back });
}

/** A form that says what nobody can carry out. */
export function sendStopped(
  reply: FastifyReply,
  text: string,
  { view, back }: Omit<Place, 'base'>,
): FastifyReply {
  return sendPage(
    reply.status(422),
    <Stopped view={view} title="Chưa thực hiện được" text={text} back={back} />,
  );
}

export const INCOMPLETE = 'Biểu mẫu chưa đủ hoặc chưa đúng; đề nghị kiểm tra lại các mục đã nhập.';
