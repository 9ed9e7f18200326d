// One file of a mail: looked at page by page, or taken away. It is asked for by the place it came in, never by its bytes.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Reason, reasonForStaff } from '../../core/reasons.ts';
import { mayActAs } from '../../core/staff.ts';
import { noteAccess } from '../../store/access-log.ts';
import { findPreviewedFile, type PreviewedFile } from '../../store/dossier-files.ts';
import { findDossierHead, findItems } from '../../store/dossier-page.ts';
import { findAttachment, type HeldAttachment } from '../../store/downloads.ts';
import { NOT_FOUND, type Notice, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { campaignOf } from '../parts/names.ts';
import { rowNumber } from '../parts/row-number.ts';
import { sendPage } from '../render.ts';
import { FilePage, isPictured } from './page.tsx';
import { sendFile } from './send.ts';

/** What is kept and never handed out, and why. */
export function withheldNotice(reason: Reason): Notice {
  return { title: 'Tệp không xem, không tải về được', text: reasonForStaff(reason) };
}

const config = { access: 'leader' } as const;
type Ask = FastifyRequest<{ Params: { id: string } }>;

interface Found {
  file: PreviewedFile;
  held: HeldAttachment;
}

export function serveFiles(server: FastifyInstance, deps: PageDeps): void {
  const { db, web, now, archive, preview } = deps;
  const found = (then: (request: Ask, reply: FastifyReply, found: Found) => Promise<FastifyReply>) => {
    return async (request: Ask, reply: FastifyReply) => {
      const id = rowNumber(request.params.id);
      const file = id === null ? null : await findPreviewedFile(db, id);
      const held = file && (await findAttachment(db, file.id));
      if (!file || !held) return sendNotice(reply, 404, NOT_FOUND, web.base);
      return then(request, reply, { file, held });
    };
  };
  const note = ({ viewer, ip }: FastifyRequest, what: 'view' | 'download', file: PreviewedFile) =>
    viewer && noteAccess(db, viewer, what, `attachment ${file.id}`, ip, now());

  server.get(
    '/attachments/:id',
    { config },
    found(async (request, reply, what) => {
      await note(request, 'view', what.file);
      return look(deps, request, reply, what);
    }),
  );
  server.get(
    '/attachments/:id/download',
    { config },
    found(async (request, reply, { file, held: { withheld, sha256, name, size } }) => {
      if (withheld) return sendNotice(reply, 403, withheldNotice(withheld), web.base);
      if (sha256 === null) return sendNotice(reply, 404, NOT_FOUND, web.base);
      await note(request, 'download', file);
      return sendFile(reply, { name, content: await archive.open(sha256), size });
    }),
  );
  server.get(
    '/attachments/:id/pages/:page',
    { config },
    found(async (request, reply, { file, held: { sha256 } }) => {
      const page = rowNumber((request.params as { page?: string }).page ?? '');
      if (page === null || !isPictured(file) || sha256 === null)
        return sendNotice(reply, 404, NOT_FOUND, web.base);
      const picture = await preview.picture(sha256, page);
      if ('problem' in picture) return sendNotice(reply, 404, withheldNotice(picture.problem), web.base);
      reply.header('content-security-policy', "default-src 'none'; sandbox");
      return reply.type('image/jpeg').send(Buffer.from(picture.bytes));
    }),
  );
}

async function look(
  { db, campaigns, findView }: PageDeps,
  request: Ask,
  reply: FastifyReply,
  { file, held: { withheld } }: Found,
): Promise<FastifyReply> {
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
    <FilePage
      view={view}
      file={file}
      withheld={withheld}
      page={shown}
      dossier={dossier}
      mayDecide={mayDecide}
    />,
  );
}
