// One message: its page, the mail as it came, and the way back on its path.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { reasonForStaff } from '../../core/reasons.ts';
import { type Access, mayActAs } from '../../core/staff.ts';
import { noteAccess } from '../../store/access-log.ts';
import { retryIfFailed } from '../../store/attempts.ts';
import { findMail } from '../../store/downloads.ts';
import { findMessageHead, findMessagePage, type MessageHead } from '../../store/message-page.ts';
import { findListedUnits } from '../../store/units.ts';
import { serveMessageDecisions } from '../decide/message.tsx';
import { withheldNotice } from '../file/routes.tsx';
import { sendFile } from '../file/send.ts';
import { CHANGED, NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { rowNumber } from '../parts/row-number.ts';
import { sendPage } from '../render.ts';
import { emptyDocument, FRAME_POLICY, MailPage, mailDocument } from './mail.tsx';
import { Message } from './page.tsx';

const config = { access: 'leader' } as const;
type Ask = FastifyRequest<{ Params: { id: string } }>;

export function serveMessages(server: FastifyInstance, deps: PageDeps): void {
  const { db, web, now, findView } = deps;
  server.get('/messages/:id', { config }, async (request: Ask, reply) => {
    const id = rowNumber(request.params.id);
    const shown = id === null ? null : await findMessagePage(db, id);
    if (!shown) return sendNotice(reply, 404, NOT_FOUND, web.base);
    const view = await findView(request);
    await note(deps, request, 'view', shown.head);
    const mayDecide = mayActAs(view.viewer.role, 'officer');
    const units = mayDecide ? await findListedUnits(db) : [];
    const { campaigns } = deps;
    return sendPage(reply, <Message {...{ view, shown, campaigns, units, mayDecide }} />);
  });
  server.post('/messages/:id/retry', { config: { access: 'officer' } }, async (request: Ask, reply) => {
    const id = rowNumber(request.params.id);
    const retried = id !== null && (await retryIfFailed(db, id, request.viewer?.username ?? '', now()));
    if (!retried) return sendNotice(reply, 409, CHANGED, web.base);
    await deps.bells.ring('read', [id]);
    return reply.redirect(`${web.base}messages/${id}?done=retried`, 303);
  });
  serveMail(server, deps);
  serveMessageDecisions(server, deps);
}

/** The mail itself: framed, and as it came. */
function serveMail(server: FastifyInstance, deps: PageDeps): void {
  const { db, web, archive, findView } = deps;
  const kept = (then: (request: Ask, reply: FastifyReply, head: MessageHead) => Promise<FastifyReply>) => {
    return async (request: Ask, reply: FastifyReply) => {
      const id = rowNumber(request.params.id);
      const head = id === null ? null : await findMessageHead(db, id);
      if (!head || head.purged) return sendNotice(reply, 404, NOT_FOUND, web.base);
      return then(request, reply, head);
    };
  };
  server.get(
    '/messages/:id/mail',
    { config },
    kept(async (request, reply, head) =>
      sendPage(reply, <MailPage view={await findView(request)} head={head} />),
    ),
  );
  server.get(
    '/messages/:id/mail/frame',
    { config },
    kept(async (request, reply, head) => {
      await note(deps, request, 'view', head);
      const mail = await deps.preview.mail(head.sha256);
      reply.header('content-security-policy', FRAME_POLICY).type('text/html; charset=utf-8');
      return reply.send('problem' in mail ? emptyDocument(reasonForStaff(mail.problem)) : mailDocument(mail));
    }),
  );
  server.get(
    '/messages/:id/mail.eml',
    { config },
    kept(async (request, reply, head) => {
      const mail = await findMail(db, head.id);
      if (!mail) return sendNotice(reply, 404, NOT_FOUND, web.base);
      if (mail.infected) return sendNotice(reply, 403, withheldNotice('infected'), web.base);
      await note(deps, request, 'download', head);
      const { name, size, sha256 } = mail;
      return sendFile(reply, { name, content: await archive.open(sha256), size });
    }),
  );
}

async function note(
  { db, now }: PageDeps,
  { viewer, ip }: FastifyRequest,
  what: Access,
  { id }: MessageHead,
) {
  if (viewer) await noteAccess(db, viewer, what, `message ${id}`, ip, now());
}
