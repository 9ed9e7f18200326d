// What staff do about letters; each answers with the list, or says that somebody else was quicker.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayResend, withoutRobots } from '../../core/resending.ts';
import { rewriteLetter } from '../../letters/rewrite.ts';
import {
  approveAll,
  approveLetters,
  discardShown,
  editLetter,
  resendLetter,
} from '../../store/letter-changes.ts';
import { pauseLetters } from '../../store/letter-decisions.ts';
import { findAddressesOf, findLetter } from '../../store/letter-lists.ts';
import type { Done } from '../done.ts';
import { CHANGED, NOT_FOUND, type Notice, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { sendPage } from '../render.ts';
import { EditPage, faultIn } from './edit.tsx';
import { actorOf, findFrame, NONE_MARKED } from './frame.tsx';
import { parseApproveAll, parseDiscard, parseMarked, parsePath, parseResend, parseWords } from './inputs.ts';

const ACT = { config: { access: 'officer' } } as const;
/** Every letter of a Vietnamese text is up to nine bytes in a form. */
const ACT_ON_WORDS = { ...ACT, bodyLimit: 512 * 1024 };

const SENDING_OFF: Notice = {
  title: 'Không gửi thư',
  text: 'Hệ thống đang được cài đặt không gửi thư trả lời. Đề nghị báo quản trị.',
};
const NO_SUCH_ADDRESS: Notice = {
  title: 'Không gửi được đến địa chỉ này',
  text: 'Địa chỉ không thuộc đơn vị hoặc hồ sơ của thư này, hoặc là địa chỉ của hệ thống tự động. Thư chưa được gửi.',
};

export function serveLetterActions(server: FastifyInstance, deps: PageDeps): void {
  const { db, bells, now, web, outgoing } = deps;
  const refuse = (reply: FastifyReply, status: number, notice: Notice) =>
    sendNotice(reply, status, notice, web.base);
  const done = (reply: FastifyReply, path: string, word: Done) =>
    reply.redirect(`${web.base}${path}?done=${word}`, 303);
  const ringFor = async (reply: FastifyReply, ids: number[] | null) => {
    if (!ids) return refuse(reply, 409, CHANGED);
    await bells.ring('reply', ids);
    return done(reply, 'letters', 'queued');
  };

  server.post('/letters/approve', ACT, async (request, reply) => {
    const form = parseMarked(request.body);
    if (!form) return refuse(reply, 400, NOT_FOUND);
    if (form.id.length === 0) return refuse(reply, 400, NONE_MARKED);
    return ringFor(reply, await approveLetters(db, form.id, actorOf(request), now()));
  });

  server.post('/letters/approve-all', ACT, async (request, reply) => {
    const form = parseApproveAll(request.body);
    if (!form) return refuse(reply, 400, NOT_FOUND);
    return ringFor(reply, await approveAll(db, form.upTo, actorOf(request), now()));
  });

  server.post('/letters/discard', ACT, async (request, reply) => {
    const form = parseDiscard(request.body);
    if (!form) return refuse(reply, 400, NOT_FOUND);
    if (form.id.length === 0) return refuse(reply, 400, NONE_MARKED);
    const ids = await discardShown(db, form.id, form.state, actorOf(request), now());
    return ids ? done(reply, 'letters', 'discarded') : refuse(reply, 409, CHANGED);
  });

  server.post('/letters/:id/edit', ACT_ON_WORDS, async (request, reply) => {
    const letter = await letterOf(request);
    const form = parseWords(request.body);
    if (!letter || form?.shown.id !== letter.id) return refuse(reply, 404, NOT_FOUND);
    const fault = faultIn(form, letter);
    if (fault) {
      const frame = await findFrame(deps, request);
      // As it was shown: saving it tells whether it has changed.
      const shown = { ...letter, version: form.shown.version };
      return sendPage(
        reply.status(422),
        <EditPage frame={frame} letter={shown} words={form} fault={fault} />,
      );
    }
    const words = rewriteLetter(letter.text, form);
    const edited = await editLetter(db, form.shown, words, actorOf(request), now());
    return edited ? done(reply, `letters/${letter.id}`, 'saved') : refuse(reply, 409, CHANGED);
  });

  server.post('/letters/:id/resend', ACT, async (request, reply) => {
    const letter = await letterOf(request);
    const form = parseResend(request.body);
    if (!letter || form?.shown.id !== letter.id) return refuse(reply, 404, NOT_FOUND);
    if (!mayResend(form.state)) return refuse(reply, 409, CHANGED);
    if (outgoing.modeOf(letter.mailbox) === 'off') return refuse(reply, 409, SENDING_OFF);
    const allowed = withoutRobots(await findAddressesOf(db, letter.id), outgoing.ownAddresses);
    if (!allowed.includes(form.recipient)) return refuse(reply, 422, NO_SUCH_ADDRESS);
    const shown = { ...form.shown, state: form.state };
    const resending = { recipient: form.recipient, messageId: outgoing.newMessageId(letter.mailbox) };
    const id = await resendLetter(db, shown, resending, actorOf(request), now());
    return ringFor(reply, id === null ? null : [id]);
  });

  server.post('/letters/pause', ACT, async (request, reply) => {
    await pauseLetters(db, true, actorOf(request), now());
    return done(reply, 'letters', 'paused');
  });

  server.post('/letters/resume', ACT, async (request, reply) => {
    await pauseLetters(db, false, actorOf(request), now());
    return done(reply, 'letters', 'resumed');
  });

  async function letterOf(request: FastifyRequest) {
    const path = parsePath(request.params);
    return path && findLetter(db, path.id);
  }
}
