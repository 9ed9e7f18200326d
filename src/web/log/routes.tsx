// The intake log.
import type { FastifyInstance } from 'fastify';
import { Page } from '../layout.tsx';
import type { PageDeps } from '../page-deps.ts';
import { sendPage } from '../render.ts';

export function serveLog(server: FastifyInstance, { web, findView }: PageDeps): void {
  server.get('/', { config: { access: 'leader' } }, (_request, reply) => reply.redirect(`${web.base}log`));
  server.get('/log', { config: { access: 'leader' } }, async (request, reply) => {
    const view = await findView(request);
    return sendPage(
      reply,
      <Page title="Sổ tiếp nhận hồ sơ" view={view} section="log">
        <h1 class="page-title">Sổ tiếp nhận hồ sơ</h1>
      </Page>,
    );
  });
}
