// All files of a dossier as one ZIP, under names that every system takes.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { zipFiles } from '../../archive/zip.ts';
import { placeFiles } from '../../core/handout.ts';
import { noteAccess } from '../../store/access-log.ts';
import { findDossierHead } from '../../store/dossier-page.ts';
import { findBundle } from '../../store/downloads.ts';
import { sendFile } from '../file/send.ts';
import { NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';

export function serveBundle(server: FastifyInstance, { db, web, now, archive }: PageDeps): void {
  server.get(
    '/dossiers/:code/files.zip',
    { config: { access: 'leader' } },
    async ({ params, viewer, ip }: FastifyRequest<{ Params: { code: string } }>, reply) => {
      const head = await findDossierHead(db, params.code);
      if (!head || !viewer) return sendNotice(reply, 404, NOT_FOUND, web.base);
      await noteAccess(db, viewer, 'download', `dossier ${head.id}`, ip, now());
      const content = await zipFiles(placeFiles(await findBundle(db, head.id)), archive);
      return sendFile(reply, { name: `${head.code}.zip`, content, size: null });
    },
  );
}
