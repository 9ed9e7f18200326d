// The letters: lists, one letter, and the pages that ask before something is done.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayResend, withoutRobots } from '../../core/resending.ts';
import { LETTER_STATES } from '../../core/states.ts';
import { noteAccess } from '../../store/access-log.ts';
import {
  countLettersIn,
  findAddressesOf,
  findLetter,
  findLetterEvents,
  findLettersIn,
  type LetterDetail,
} from '../../store/letter-lists.ts';
import { CHANGED, NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { sendPage } from '../render.ts';
import { viewerOf } from '../view.ts';
import { serveLetterActions } from './actions.tsx';
import { ApproveAllPage } from './approve-all.tsx';
import { EditPage } from './edit.tsx';
import { findFrame } from './frame.tsx';
import { parseApproveAll, parseList, parsePath } from './inputs.ts';
import { LetterPage } from './letter.tsx';
import { Outbox } from './list.tsx';
import { serveReminders } from './reminder-routes.tsx';
import { ResendPage } from './resend.tsx';

const LOOK = { config: { access: 'leader' } } as const;
const ASK = { config: { access: 'officer' } } as const;

export function serveLetters(server: FastifyInstance, deps: PageDeps): void {
  const { db, web, outgoing } = deps;
  const nothing = (reply: FastifyReply) => sendNotice(reply, 404, NOT_FOUND, web.base);
  const changed = (reply: FastifyReply) => sendNotice(reply, 409, CHANGED, web.base);
  const find = async (request: FastifyRequest): Promise<LetterDetail | null> => {
    const path = parsePath(request.params);
    return path && findLetter(db, path.id);
  };

  server.get('/letters', LOOK, async (request, reply) => {
    const list = parseList(request.query);
    if (!list) return nothing(reply);
    const { tab, before } = list;
    const [frame, counts, letters] = await Promise.all([
      findFrame(deps, request),
      countLettersIn(db, LETTER_STATES),
      findLettersIn(db, tab.states, before),
    ]);
    return sendPage(
      reply,
      <Outbox frame={frame} tab={tab} counts={counts} letters={letters} isFirst={before === null} />,
    );
  });

  server.get('/letters/:id', LOOK, async (request, reply) => {
    const letter = await find(request);
    if (!letter) return nothing(reply);
    await noteAccess(db, viewerOf(request), 'view', `letter ${letter.id}`, request.ip, deps.now());
    const [frame, events] = await Promise.all([findFrame(deps, request), findLetterEvents(db, letter.id)]);
    return sendPage(reply, <LetterPage frame={frame} letter={letter} events={events} />);
  });

  server.get('/letters/:id/edit', ASK, async (request, reply) => {
    const letter = await find(request);
    if (!letter) return nothing(reply);
    if (letter.state !== 'held') return changed(reply);
    const frame = await findFrame(deps, request);
    return sendPage(reply, <EditPage frame={frame} letter={letter} words={letter} fault={null} />);
  });

  server.get('/letters/:id/resend', ASK, async (request, reply) => {
    const letter = await find(request);
    if (!letter) return nothing(reply);
    if (!mayResend(letter.state) || letter.purgedAt) return changed(reply);
    const frame = await findFrame(deps, request);
    const addresses = withoutRobots(await findAddressesOf(db, letter.id), outgoing.ownAddresses);
    return sendPage(reply, <ResendPage frame={frame} letter={letter} addresses={addresses} />);
  });

  server.get('/letters/approve-all', ASK, async (request, reply) => {
    const asked = parseApproveAll(request.query);
    if (!asked) return nothing(reply);
    const [frame, counts] = await Promise.all([findFrame(deps, request), countLettersIn(db, ['held'])]);
    return sendPage(
      reply,
      <ApproveAllPage frame={frame} count={counts.get('held') ?? 0} upTo={asked.upTo} />,
    );
  });

  serveLetterActions(server, deps);
  serveReminders(server, deps);
}
