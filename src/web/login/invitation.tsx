// The page behind a one-time link: a password for an account, or the first administrator.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusePassword } from '../../core/password.ts';
import { isUsername, NAME_RULE, staffName, typedUsername, USERNAME_RULE } from '../../core/staff.ts';
import { acceptInvitation, findInvitation, makeFirstAdministrator } from '../../store/invitations.ts';
import { textField } from '../fields.ts';
import { Bare } from '../layout.tsx';
import { type Notice, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { hashPassword } from '../passwords.ts';
import { sendPage } from '../render.ts';
import { hashToken, proofForForm } from '../session.ts';
import { Field, NewPassword, OpenForm, Refusal } from './fields.tsx';

const VOID: Notice = {
  title: 'Liên kết không còn hiệu lực',
  text: 'Liên kết đã được sử dụng, đã hết hạn hoặc đã được thay bằng liên kết mới. Đề nghị liên hệ quản trị để được cấp lại.',
};

const tokenOf = ({ params }: FastifyRequest) => textField(params, 'token');

export function serveInvitations(server: FastifyInstance, deps: PageDeps): void {
  const { db, web, now } = deps;
  /** Opening the link uses nothing up: mail programs open links too. */
  server.get(
    '/invitation/:token',
    { config: { access: 'public' } },
    async (request: FastifyRequest, reply) => {
      const invited = await findInvitation(db, hashToken(tokenOf(request)), now());
      return invited ? show(request, reply, { invited }) : sendNotice(reply, 404, VOID, web.base);
    },
  );

  server.post(
    '/invitation/:token',
    { config: { access: 'public' } },
    async (request: FastifyRequest, reply) => {
      const tokenHash = hashToken(tokenOf(request));
      const invited = await findInvitation(db, tokenHash, now());
      if (!invited) return sendNotice(reply, 404, VOID, web.base);
      const chosen = readChoice(request.body, invited.username);
      if (chosen.refusal !== null) return show(request, reply, { invited, ...chosen });
      const result = await accept(tokenHash, invited.username, chosen);
      if (result === 'void') return sendNotice(reply, 404, VOID, web.base);
      if (result === 'taken') return show(request, reply, { invited, ...chosen, refusal: TAKEN });
      return reply.redirect(`${web.base}login?done=password`, 303);
    },
  );

  async function accept(tokenHash: string, account: string | null, { username, name, password }: Choice) {
    const passwordHash = await hashPassword(password);
    if (account === null)
      return makeFirstAdministrator(db, tokenHash, { username, name, passwordHash }, now());
    return (await acceptInvitation(db, tokenHash, passwordHash, now())) === null ? 'void' : 'made';
  }

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: Pick<InvitationProps, 'invited'> & Partial<Choice>,
  ) {
    const proof = proofForForm(request, reply, web);
    const page = <Invitation {...shown} base={web.base} token={tokenOf(request)} proof={proof} />;
    return sendPage(reply.status(shown.refusal ? 422 : 200), page);
  }
}

const TAKEN = 'Tên đăng nhập này đã có. Đề nghị chọn tên khác.';

interface Choice {
  username: string;
  name: string;
  password: string;
  /** Null: it will do. */
  refusal: string | null;
}

/** @param account null: the first administrator, who chooses a name as well */
function readChoice(body: unknown, account: string | null): Choice {
  const username = account ?? typedUsername(textField(body, 'username'));
  const typed = textField(body, 'name');
  const name = staffName(typed);
  const password = textField(body, 'password');
  const refusal =
    (isUsername(username) ? null : USERNAME_RULE) ??
    (account !== null || name !== null ? null : NAME_RULE) ??
    refuseNewPassword(body, username);
  return { username, name: name ?? typed, password, refusal };
}

/** Of a form with a new password twice; null: it will do. */
export function refuseNewPassword(body: unknown, username: string): string | null {
  const password = textField(body, 'password');
  const refusal = refusePassword(password, username);
  return (
    refusal ?? (password === textField(body, 'again') ? null : 'Hai lần nhập mật khẩu không giống nhau.')
  );
}

interface InvitationProps extends Partial<Choice> {
  base: string;
  token: string;
  proof: string;
  invited: { username: string | null; name: string | null };
}

function Invitation({ base, token, proof, invited, username, name, refusal }: InvitationProps) {
  const first = invited.username === null;
  return (
    <Bare title={first ? 'Tạo tài khoản quản trị đầu tiên' : 'Đặt mật khẩu'} base={base}>
      <Refusal>{refusal}</Refusal>
      <OpenForm action={`invitation/${encodeURIComponent(token)}`} proof={proof}>
        {first ? (
          <>
            <Field name="name" label="Họ và tên" value={name} autocomplete="name" />
            <Field
              name="username"
              label="Tên đăng nhập"
              value={username}
              autocomplete="username"
              hint={USERNAME_RULE}
            />
          </>
        ) : (
          <>
            <p>
              Tài khoản <b>{invited.username}</b> ({invited.name})
            </p>
            <input type="hidden" name="username" value={invited.username ?? ''} autocomplete="username" />
          </>
        )}
        <NewPassword />
        <button class="btn btn-primary w-100" type="submit">
          {first ? 'Tạo tài khoản' : 'Đặt mật khẩu'}
        </button>
      </OpenForm>
    </Bare>
  );
}
