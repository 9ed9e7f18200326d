// Login and logout.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { endSession } from '../../store/sessions.ts';
import { doneMessage } from '../done.ts';
import { textField } from '../fields.ts';
import { Bare } from '../layout.tsx';
import type { PageDeps } from '../page-deps.ts';
import { sendPage } from '../render.ts';
import { COOKIE, clearSession, hashToken, proofForForm, setSession } from '../session.ts';
import { Field, OpenForm, Refusal } from './fields.tsx';
import { logIn, refusalOf } from './log-in.ts';
import { nextPage } from './next-page.ts';

export function serveLogin(server: FastifyInstance, deps: PageDeps): void {
  const { db, web } = deps;
  server.get('/login', { config: { access: 'public' } }, async (request, reply) => {
    const next = textField(request.query, 'next');
    if (request.viewer) return reply.redirect(nextPage(next, web.base), 303);
    const proof = proofForForm(request, reply, web);
    const done = doneMessage(textField(request.query, 'done'));
    return sendPage(reply, <Login base={web.base} proof={proof} next={next} done={done} />);
  });

  server.post('/login', { config: { access: 'public' } }, async (request, reply) => {
    const [username, password, next] = fieldsOf(request.body);
    const result = await logIn(deps, { username, password, address: request.ip });
    if ('token' in result) {
      await leave(request, reply);
      setSession(reply, web, result.token);
      return reply.redirect(nextPage(next, web.base), 303);
    }
    const page = (
      <Login
        base={web.base}
        proof={proofForForm(request, reply, web)}
        next={next}
        username={username}
        refusal={refusalOf(result.wait)}
      />
    );
    return sendPage(reply.status(result.wait > 0 ? 429 : 401), page);
  });

  server.post('/logout', { config: { access: 'leader' } }, async (request, reply) => {
    await leave(request, reply);
    return reply.redirect(`${web.base}login?done=out`, 303);
  });

  /** A token that a browser had before its login is worth nothing afterwards (session fixation). */
  async function leave(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = request.cookies[COOKIE];
    if (token) await endSession(db, hashToken(token));
    clearSession(reply, web);
  }
}

function fieldsOf(body: unknown): [username: string, password: string, next: string] {
  return [textField(body, 'username'), textField(body, 'password'), textField(body, 'next')];
}

interface LoginProps {
  base: string;
  proof: string;
  /** Page to go to, relative to base. */
  next: string;
  username?: string;
  refusal?: string;
  done?: string | null;
}

function Login({ base, proof, next, username = '', refusal, done }: LoginProps) {
  return (
    <Bare title="Đăng nhập" base={base}>
      {done && (
        <div class="alert alert-success" role="status">
          {done}
        </div>
      )}
      <Refusal>{refusal}</Refusal>
      <OpenForm action="login" proof={proof}>
        <input type="hidden" name="next" value={next} />
        <Field name="username" label="Tên đăng nhập" value={username} autocomplete="username" />
        <Field name="password" label="Mật khẩu" secret autocomplete="current-password" />
        <button class="btn btn-primary w-100" type="submit">
          Đăng nhập
        </button>
      </OpenForm>
    </Bare>
  );
}
