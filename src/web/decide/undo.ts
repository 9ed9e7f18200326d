// Takes a decision back.
import type { FastifyInstance } from 'fastify';
import { NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { rowNumber } from '../parts/row-number.ts';
import { sendChanged, sendDone, sendRefused } from './answer.tsx';

export function serveUndo(server: FastifyInstance, { decisions, web, findView }: PageDeps): void {
  const config = { access: 'officer' } as const;
  server.post<{ Params: { id: string } }>('/undo/:id', { config }, async (request, reply) => {
    const id = rowNumber(request.params.id);
    if (id === null) return sendNotice(reply, 404, NOT_FOUND, web.base);
    const decided = await decisions.undo(id, request.viewer?.username ?? '');
    const back = backFrom(request.body);
    if (decided.how === 'done') return sendDone(reply, web.base, { ...decided, undo: null }, 'undone');
    const place = { base: web.base, view: await findView(request), back };
    return decided.how === 'changed' ? sendChanged(reply, place) : sendRefused(reply, decided.why, place);
  });
}

/** To the dossier on whose page it was pressed. */
function backFrom(body: unknown): { name: string; path: string } {
  const code = typeof body === 'object' && body !== null && 'dossier' in body ? String(body.dossier) : '';
  return code === ''
    ? { name: 'Về sổ tiếp nhận', path: 'log' }
    : { name: `Quay lại hồ sơ ${code}`, path: `dossiers/${encodeURIComponent(code)}` };
}
