// One's own account: who one is here, and another password.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ROLE_NAMES, type Viewer } from '../../core/staff.ts';
import { changePasswordIf } from '../../store/staff.ts';
import { textField } from '../fields.ts';
import { Page } from '../layout.tsx';
import { Field, NewPassword, Refusal } from '../login/fields.tsx';
import { refuseNewPassword } from '../login/invitation.tsx';
import { beginSession, checkCredentials, refusalOf } from '../login/log-in.ts';
import type { PageDeps } from '../page-deps.ts';
import { Form } from '../parts/form.tsx';
import { hashPassword } from '../passwords.ts';
import { sendPage } from '../render.ts';
import { setSession } from '../session.ts';
import { viewerOf } from '../view.ts';

export function serveAccount(server: FastifyInstance, deps: PageDeps): void {
  const { web, findView } = deps;
  const show = async (request: FastifyRequest, reply: FastifyReply, refusal: string | null) =>
    sendPage(
      reply.status(refusal === null ? 200 : 422),
      <Page title="Tài khoản" view={await findView(request)} section="account">
        <Account viewer={viewerOf(request)} refusal={refusal} />
      </Page>,
    );
  server.get('/account', { config: { access: 'leader' } }, (request, reply) => show(request, reply, null));
  server.post('/account', { config: { access: 'leader' } }, async (request, reply) => {
    const { username } = viewerOf(request);
    const refusal = await changePassword(deps, username, request);
    if (refusal !== null) return show(request, reply, refusal);
    // All its sessions have ended, this one too.
    const token = await beginSession(deps, username);
    if (token !== null) setSession(reply, web, token);
    return reply.redirect(`${web.base}account?done=password`, 303);
  });
}

/** Null: it is changed. Whoever found a browser open may guess the password here no more often than at the login. */
async function changePassword(
  deps: PageDeps,
  username: string,
  { body, ip }: FastifyRequest,
): Promise<string | null> {
  const refusal = refuseNewPassword(body, username);
  if (refusal !== null) return refusal;
  const typed = { username, password: textField(body, 'current'), address: ip };
  const checked = await checkCredentials(deps, typed);
  if ('wait' in checked) return checked.wait > 0 ? refusalOf(checked.wait) : WRONG;
  const change = { before: checked.hash, after: await hashPassword(textField(body, 'password')) };
  return (await changePasswordIf(deps.db, username, change, deps.now())) ? null : WRONG;
}

const WRONG = 'Mật khẩu đang dùng không đúng.';

function Account({ viewer, refusal }: { viewer: Viewer; refusal: string | null }) {
  return (
    <>
      <h1 class="page-title">{viewer.name}</h1>
      <p>
        Tên đăng nhập: <b>{viewer.username}</b>. Vai trò: {ROLE_NAMES[viewer.role]}.
      </p>
      <div class="card app-narrow">
        <div class="card-body">
          <h2 class="h3">Đổi mật khẩu</h2>
          <Refusal>{refusal}</Refusal>
          <Form action="account">
            <input type="hidden" name="username" value={viewer.username} autocomplete="username" />
            <Field name="current" label="Mật khẩu đang dùng" secret autocomplete="current-password" />
            <NewPassword />
            <button class="btn btn-primary" type="submit">
              Đổi mật khẩu
            </button>
          </Form>
        </div>
      </div>
    </>
  );
}
