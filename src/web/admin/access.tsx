// Who looked at what and took away what, for administrators.
import type { FastifyInstance } from 'fastify';
import type { Access } from '../../core/staff.ts';
import { type AccessRow, findAccess } from '../../store/access-log.ts';
import { findAccounts } from '../../store/staff.ts';
import { textField } from '../fields.ts';
import { Page } from '../layout.tsx';
import type { PageDeps } from '../page-deps.ts';
import { dayTime } from '../parts/time.ts';
import { sendPage } from '../render.ts';
import type { View } from '../view.ts';
import { Tabs } from './tabs.tsx';

const ROWS = 100;
const DAY = 86_400_000;

export function serveAccess(server: FastifyInstance, { db, findView }: PageDeps): void {
  server.get('/admin/access', { config: { access: 'administrator' } }, async (request, reply) => {
    const asked = readAsked(request.query);
    const since = asked.day === '' ? null : startOf(asked.day);
    const rows = await findAccess(
      db,
      {
        username: asked.username || null,
        since,
        until: since && new Date(since.getTime() + DAY),
        before: asked.before,
      },
      ROWS + 1,
    );
    const usernames = (await findAccounts(db)).map(({ username }) => username);
    const page = (
      <AccessPage view={await findView(request)} rows={rows} asked={asked} usernames={usernames} />
    );
    return sendPage(reply, page);
  });
}

interface Asked {
  /** Empty: of all accounts. */
  username: string;
  /** "2022-08-08"; empty: of all days. */
  day: string;
  /** Number of the row that ended the page before; null: the newest. */
  before: number | null;
}

function readAsked(query: unknown): Asked {
  const day = textField(query, 'day');
  const before = textField(query, 'before');
  return {
    username: textField(query, 'username'),
    day: /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(startOf(day).getTime()) ? day : '',
    before: /^\d{1,15}$/.test(before) ? Number(before) : null,
  };
}

/** Vietnam's time is UTC+7 all year. */
function startOf(day: string): Date {
  return new Date(`${day}T00:00:00+07:00`);
}

const ACCESS_NAMES: Record<Access, string> = {
  login: 'Đăng nhập',
  view: 'Xem',
  download: 'Tải về',
  export: 'Xuất',
  print: 'In',
};

interface AccessPageProps {
  view: View;
  /** One more than a page holds, where there are older ones. */
  rows: AccessRow[];
  asked: Asked;
  usernames: string[];
}

function AccessPage({ view, rows, asked, usernames }: AccessPageProps) {
  const last = rows.length > ROWS ? rows[ROWS - 1] : undefined;
  return (
    <Page title="Nhật ký truy cập" view={view} section="admin">
      <h1 class="page-title">Nhật ký truy cập</h1>
      <Tabs current="admin/access" />
      <Filter asked={asked} usernames={usernames} />
      {rows.length === 0 ? <p>Không có lượt truy cập phù hợp với điều kiện lọc.</p> : <Rows rows={rows} />}
      {last && (
        <a class="btn" href={`admin/access?${new URLSearchParams({ ...asked, before: String(last.id) })}`}>
          Cũ hơn
        </a>
      )}
    </Page>
  );
}

function Filter({ asked, usernames }: { asked: Asked; usernames: string[] }) {
  return (
    <form class="d-flex flex-wrap align-items-end gap-2 mb-3" action="admin/access">
      <label class="form-label mb-0">
        Tài khoản
        <select class="form-select" name="username">
          <option value="">Tất cả</option>
          {usernames.map((username) => (
            <option value={username} selected={username === asked.username}>
              {username}
            </option>
          ))}
        </select>
      </label>
      <label class="form-label mb-0">
        Ngày
        <input class="form-control" type="date" name="day" value={asked.day} />
      </label>
      <button class="btn btn-primary" type="submit">
        Lọc
      </button>
      <a class="btn" href="admin/access">
        Xóa lọc
      </a>
    </form>
  );
}

function Rows({ rows }: { rows: AccessRow[] }) {
  return (
    <div class="card mb-3 table-responsive">
      <table class="table card-table">
        <thead>
          <tr>
            <th scope="col">Thời gian</th>
            <th scope="col">Tài khoản</th>
            <th scope="col">Thao tác</th>
            <th scope="col">Đối tượng</th>
            <th scope="col">Địa chỉ</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, ROWS).map(({ at, username, what, subject, address }) => (
            <tr>
              <td>{dayTime(at)}</td>
              <td>
                <a href={`admin/access?username=${encodeURIComponent(username)}`}>{username}</a>
              </td>
              <td>{ACCESS_NAMES[what]}</td>
              <td>{subjectName(subject)}</td>
              <td>{address}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SUBJECTS = new Map([
  ['dossier', 'Hồ sơ'],
  ['message', 'Thư'],
  ['attachment', 'Tệp'],
  ['letter', 'Thư trả lời'],
  ['register', 'Sổ'],
]);

/** "dossier 12": "Hồ sơ 12". */
function subjectName(subject: string): string {
  const [what = '', ...rest] = subject.split(' ');
  return [SUBJECTS.get(what) ?? what, ...rest].join(' ');
}
