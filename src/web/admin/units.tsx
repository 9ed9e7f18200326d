// Units: whose address is whose, and what becomes of bodies that were found in mails.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type AddressRefusal,
  confirmAddress,
  confirmUnit,
  findKnownUnits,
  findProvisionalUnits,
  mergeUnit,
  removeAddress,
} from '../../store/unit-decisions.ts';
import type { Done } from '../done.ts';
import { textField } from '../fields.ts';
import { type Notice, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { sendPage } from '../render.ts';
import { viewerOf } from '../view.ts';
import { UnitsPage } from './units-page.tsx';

const OFFICER = { config: { access: 'officer' } } as const;
/** Bodies found in mails, a page of them. */
const ROWS = 25;
type Asked = FastifyRequest<{ Params: { code: string } }>;

export function serveUnits(server: FastifyInstance, deps: PageDeps): void {
  const { db, now, web, findView } = deps;
  server.get('/admin/units', OFFICER, async (request, reply) => {
    const found = await findProvisionalUnits(db, textField(request.query, 'after'), ROWS + 1);
    const units = await findKnownUnits(db);
    const view = await findView(request);
    return sendPage(
      reply,
      <UnitsPage
        view={view}
        units={units}
        provisional={found.slice(0, ROWS)}
        next={found.length > ROWS ? (found[ROWS - 1]?.code ?? null) : null}
      />,
    );
  });
  server.post('/admin/units/:code/confirm-address', OFFICER, async (request: Asked, reply) => {
    const address = ADDRESS.safeParse(textField(request.body, 'address'));
    if (!address.success) return sendNotice(reply, 422, NO_ADDRESS, web.base);
    const refusal = await confirmAddress(db, request.params.code, address.data, actorOf(request), now());
    return refusal ? sendNotice(reply, 409, REFUSALS[refusal], web.base) : done(reply);
  });
  server.post('/admin/units/:code/remove-address', OFFICER, async (request: Asked, reply) => {
    const address = textField(request.body, 'address');
    const removed = await removeAddress(db, request.params.code, address, actorOf(request), now());
    return removed ? done(reply) : sendNotice(reply, 409, CHANGED, web.base);
  });
  server.post('/admin/units/:code/confirm', OFFICER, async (request: Asked, reply) => {
    const unit = UNIT.safeParse({
      name: textField(request.body, 'name'),
      group: textField(request.body, 'group'),
    });
    if (!unit.success) return sendNotice(reply, 422, NO_NAME, web.base);
    const confirmed = await confirmUnit(db, request.params.code, unit.data, actorOf(request), now());
    return confirmed ? done(reply) : sendNotice(reply, 409, CHANGED, web.base);
  });
  server.post('/admin/units/:code/merge', OFFICER, async (request: Asked, reply) => {
    const into = textField(request.body, 'into').trim();
    const merged = await mergeUnit(db, request.params.code, into, actorOf(request), now());
    return merged ? done(reply, 'merged') : sendNotice(reply, 409, NOT_MERGED, web.base);
  });

  function done(reply: FastifyReply, word: Done = 'saved') {
    return reply.redirect(`${web.base}admin/units?done=${word}`, 303);
  }
}

function actorOf(request: FastifyRequest): string {
  return viewerOf(request).username;
}

/** RFC 5321 §4.5.3.1: no address is longer. */
const ADDRESS = z.string().trim().toLowerCase().max(254).pipe(z.email());

const NAME = z.string().normalize('NFC').trim().min(1).max(200);
const UNIT = z.object({ name: NAME, group: NAME });

const NO_ADDRESS: Notice = {
  title: 'Địa chỉ chưa đúng',
  text: 'Đề nghị nhập một địa chỉ thư, ví dụ mttq.giaphu@example.vn.',
};
const NO_NAME: Notice = {
  title: 'Chưa đủ thông tin',
  text: 'Đề nghị nhập tên đơn vị và nhóm, mỗi mục không quá 200 ký tự.',
};
const CHANGED: Notice = {
  title: 'Đơn vị đã thay đổi',
  text: 'Đơn vị hoặc địa chỉ vừa được người khác cập nhật, đề nghị tải lại trang.',
};
const NOT_MERGED: Notice = {
  title: 'Không gộp được',
  text: 'Đơn vị vừa được người khác cập nhật, hoặc không có đơn vị mang mã đã chọn. Đề nghị tải lại trang.',
};
const REFUSALS: Record<AddressRefusal, Notice> = {
  'no-such-unit': { title: 'Không có đơn vị này', text: 'Đơn vị không còn, hoặc cần được xác nhận trước.' },
  taken: {
    title: 'Địa chỉ thuộc đơn vị khác',
    text: 'Địa chỉ này đã được xác nhận cho một đơn vị khác. Đề nghị bỏ địa chỉ ở đơn vị đó trước.',
  },
};
