// Accounts of staff, for administrators: who there is, and what becomes of each.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  isUsername,
  NAME_RULE,
  staffName,
  typedUsername,
  USERNAME_RULE,
  type Viewer,
} from '../../core/staff.ts';
import { ROLES } from '../../core/states.ts';
import {
  type AccountRefusal,
  addAccount,
  changeAccount,
  disableIfEnabled,
  enableIfDisabled,
  findAccount,
  findAccounts,
  inviteIfEnabled,
} from '../../store/staff.ts';
import { textField } from '../fields.ts';
import { invitationLink, newInvitation } from '../invitations.ts';
import { NOT_FOUND, type Notice, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { originOf } from '../place.ts';
import { sendPage } from '../render.ts';
import { viewerOf } from '../view.ts';
import { AccountPage, AccountsPage, LinkPage } from './accounts-page.tsx';

const ADMINISTRATOR = { config: { access: 'administrator' } } as const;
const usernameOf = ({ params }: FastifyRequest) => textField(params, 'username');

export function serveAccounts(server: FastifyInstance, deps: PageDeps): void {
  const { db, web, now, findView } = deps;
  server.get('/admin/accounts', ADMINISTRATOR, (request, reply) => list(request, reply, null));
  server.post('/admin/accounts', ADMINISTRATOR, async (request, reply) => {
    const account = readAccount(request.body, typedUsername(textField(request.body, 'username')));
    if (typeof account === 'string') return list(request, reply, account);
    const { token, invitation } = newInvitation(now());
    const added = await addAccount(db, account, invitation, viewerOf(request).username, now());
    return added ? showLink(request, reply, account.username, token) : list(request, reply, TAKEN);
  });
  server.get('/admin/accounts/:username', ADMINISTRATOR, (request: FastifyRequest, reply) =>
    show(request, reply, null),
  );
  server.post('/admin/accounts/:username', ADMINISTRATOR, async (request: FastifyRequest, reply) => {
    const account = readAccount(request.body, usernameOf(request));
    if (typeof account === 'string') return show(request, reply, account);
    const refusal = await changeAccount(db, account, viewerOf(request).username, now());
    return answer(request, reply, refusal);
  });
  server.post('/admin/accounts/:username/disable', ADMINISTRATOR, async (request: FastifyRequest, reply) => {
    const actor = viewerOf(request).username;
    return answer(request, reply, await disableIfEnabled(db, usernameOf(request), actor, now()));
  });
  server.post('/admin/accounts/:username/enable', ADMINISTRATOR, (request: FastifyRequest, reply) =>
    invite(request, reply, enableIfDisabled),
  );
  server.post('/admin/accounts/:username/link', ADMINISTRATOR, (request: FastifyRequest, reply) =>
    usernameOf(request) === viewerOf(request).username
      ? show(request, reply, OWN_PASSWORD)
      : invite(request, reply, inviteIfEnabled),
  );

  async function list(request: FastifyRequest, reply: FastifyReply, refusal: string | null) {
    const [view, accounts] = [await findView(request), await findAccounts(db)];
    return sendPage(
      reply.status(refusal === null ? 200 : 422),
      <AccountsPage view={view} accounts={accounts} refusal={refusal} now={now()} />,
    );
  }

  async function show(request: FastifyRequest, reply: FastifyReply, refusal: string | null) {
    const account = await findAccount(db, usernameOf(request));
    if (!account) return sendNotice(reply, 404, NOT_FOUND, web.base);
    const page = (
      <AccountPage view={await findView(request)} account={account} refusal={refusal} now={now()} />
    );
    return sendPage(reply.status(refusal === null ? 200 : 422), page);
  }

  /** The link stands in this one answer and nowhere else. */
  async function showLink(request: FastifyRequest, reply: FastifyReply, username: string, token: string) {
    const page = originOf(web, request.headers.host) + web.base;
    return sendPage(
      reply,
      <LinkPage view={await findView(request)} username={username} link={invitationLink(page, token)} />,
    );
  }

  async function invite(request: FastifyRequest, reply: FastifyReply, save: typeof inviteIfEnabled) {
    const { token, invitation } = newInvitation(now());
    const username = usernameOf(request);
    const saved = await save(db, username, invitation, viewerOf(request).username, now());
    return saved ? showLink(request, reply, username, token) : answer(request, reply, 'unknown');
  }

  function answer(request: FastifyRequest, reply: FastifyReply, refusal: AccountRefusal | null) {
    if (refusal === 'last-administrator') return show(request, reply, LAST_ADMINISTRATOR);
    return refusal === null
      ? reply.redirect(`${web.base}admin/accounts?done=saved`, 303)
      : unknown(request, reply);
  }

  /** Unknown, or another administrator was quicker. */
  async function unknown(request: FastifyRequest, reply: FastifyReply) {
    const exists = await findAccount(db, usernameOf(request));
    return sendNotice(reply, exists ? 409 : 404, exists ? CHANGED : NOT_FOUND, web.base);
  }
}

const CHANGED: Notice = {
  title: 'Tài khoản đã thay đổi',
  text: 'Tài khoản vừa được người khác cập nhật, đề nghị tải lại trang.',
};
const TAKEN = 'Tên đăng nhập này đã có. Đề nghị chọn tên khác.';
const LAST_ADMINISTRATOR =
  'Đây là tài khoản quản trị cuối cùng đang hoạt động. Đề nghị giao quyền quản trị cho người khác trước.';

const OWN_PASSWORD = 'Để đổi mật khẩu của chính mình, đề nghị dùng trang Tài khoản.';

/** A sentence: why it is no account. */
function readAccount(body: unknown, username: string): Viewer | string {
  const name = staffName(textField(body, 'name'));
  const role = ROLES.find((one) => one === textField(body, 'role'));
  if (!isUsername(username)) return USERNAME_RULE;
  if (name === null) return NAME_RULE;
  return role ? { username, name, role } : 'Đề nghị chọn vai trò.';
}
