// One file of a mail: looked at page by page, or taken away. It is asked for by the place it came in, never by its bytes.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayActAs } from '../../core/staff.ts';
import { noteAccess } from '../../store/access-log.ts';
import { findPreviewedFile, type PreviewedFile } from '../../store/dossier-files.ts';
import { findDossierHead, findItems } from '../../store/dossier-page.ts';
import { NOT_FOUND, type Notice, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { campaignOf } from '../parts/names.ts';
import { rowNumber } from '../parts/row-number.ts';
import { sendPage } from '../render.ts';
import { FilePage, isPictured } from './page.tsx';
import { sendFile } from './send.ts';

export const INFECTED: Notice = {
  title: 'Tệp có mã độc',
  text: 'Tệp đã được cách ly, không xem và không tải về được.',
};

const config = { access: 'leader' } as const;
type Ask = FastifyRequest<{ Params: { id: string } }>;

export function serveFiles(server: FastifyInstance, deps: PageDeps): void {
  const { db, web, now, archive } = deps;
  const found = (then: (request: Ask, reply: FastifyReply, file: PreviewedFile) => Promise<FastifyReply>) => {
    return async (request: Ask, reply: FastifyReply) => {
      const id = rowNumber(request.params.id);
      const file = id === null ? null : await findPreviewedFile(db, id);
      return file ? then(request, reply, file) : sendNotice(reply, 404, NOT_FOUND, web.base);
    };
  };
  const note = ({ viewer, ip }: FastifyRequest, what: 'view' | 'download', file: PreviewedFile) =>
    viewer && noteAccess(db, viewer, what, `attachment ${file.id}`, ip, now());

  server.get(
    '/attachments/:id',
    { config },
    found((request, reply, file) => look(deps, request, reply, file)),
  );
  server.get(
    '/attachments/:id/download',
    { config },
    found(async (request, reply, file) => {
      if (file.infected) return sendNotice(reply, 403, INFECTED, web.base);
      if (file.sha256 === null) return sendNotice(reply, 404, NOT_FOUND, web.base);
      await note(request, 'download', file);
      return sendFile(reply, { name: file.name, content: await archive.open(file.sha256), size: file.size });
    }),
  );
  server.get(
    '/attachments/:id/pages/:page',
    { config },
    found(async (request, reply, file) => {
      const page = rowNumber((request.params as { page?: string }).page ?? '');
      if (page === null || !isPictured(file) || file.sha256 === null)
        return sendNotice(reply, 404, NOT_FOUND, web.base);
      const picture = await deps.preview.picture(file.sha256, page);
      if ('problem' in picture) return sendNotice(reply, 404, NOT_FOUND, web.base);
      await note(request, 'view', file);
      reply.header('content-security-policy', "default-src 'none'; sandbox");
      return reply.type('image/jpeg').send(Buffer.from(picture.bytes));
    }),
  );
}

async function look(
  { db, campaigns, findView }: PageDeps,
  request: Ask,
  reply: FastifyReply,
  file: PreviewedFile,
) {
  const view = await findView(request);
  const { page } = request.query as { page?: unknown };
  const head = file.document && (await findDossierHead(db, file.document.dossier));
  const dossier = head && {
    head,
    items: await findItems(db, head.id),
    campaign: campaignOf(campaigns, head.campaign),
  };
  const shown = Math.min(rowNumber(String(page ?? '')) ?? 1, file.pages ?? 1);
  const mayDecide = mayActAs(view.viewer.role, 'officer');
  return sendPage(
    reply,
    <FilePage view={view} file={file} page={shown} dossier={dossier} mayDecide={mayDecide} />,
  );
}
