// The pages about accounts: all of them, one of them, and a link that was just made.
import { ROLE_NAMES } from '../../core/staff.ts';
import { ROLES, type Role } from '../../core/states.ts';
import type { Account } from '../../store/staff.ts';
import { Page } from '../layout.tsx';
import { Field, Refusal } from '../login/fields.tsx';
import { Form } from '../parts/form.tsx';
import { day, dayTime } from '../parts/time.ts';
import type { View } from '../view.ts';
import { Tabs } from './tabs.tsx';

interface Shown {
  view: View;
  /** Why nothing was changed. */
  refusal: string | null;
  now: Date;
}

export function AccountsPage({ view, accounts, refusal, now }: Shown & { accounts: Account[] }) {
  return (
    <Page title="Tài khoản" view={view} section="admin">
      <h1 class="page-title">Tài khoản</h1>
      <Tabs current="admin/accounts" />
      <Refusal>{refusal}</Refusal>
      <div class="card mb-3 table-responsive">
        <table class="table card-table">
          <thead>
            <tr>
              <th scope="col">Tên đăng nhập</th>
              <th scope="col">Họ và tên</th>
              <th scope="col">Vai trò</th>
              <th scope="col">Tình trạng</th>
              <th scope="col">Ngày tạo</th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <tr>
                <td>
                  <a href={pathOf(account)}>{account.username}</a>
                </td>
                <td>{account.name}</td>
                <td>{ROLE_NAMES[account.role]}</td>
                <td>{stateOf(account, now)}</td>
                <td>{day(account.createdAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="card app-narrow">
        <div class="card-body">
          <h2 class="h3">Thêm tài khoản</h2>
          <Form action="admin/accounts">
            <Field name="username" label="Tên đăng nhập" hint="Chữ thường không dấu, chữ số, dấu chấm." />
            <Field name="name" label="Họ và tên" />
            <RoleField chosen="officer" />
            <button class="btn btn-primary" type="submit">
              Thêm
            </button>
          </Form>
        </div>
      </div>
    </Page>
  );
}

function pathOf({ username }: { username: string }): string {
  return `admin/accounts/${encodeURIComponent(username)}`;
}

function stateOf({ disabledAt, hasPassword, invitedUntil }: Account, now: Date): string {
  if (disabledAt) return `Đã khóa từ ${day(disabledAt)}`;
  if (hasPassword) return 'Đang hoạt động';
  if (invitedUntil && invitedUntil > now) return `Chờ đặt mật khẩu đến ${dayTime(invitedUntil)}`;
  return 'Liên kết đặt mật khẩu đã hết hạn';
}

/** What each role may do. */
const ROLE_HINT =
  'Lãnh đạo: xem. Cán bộ tiếp nhận: xem và xử lý hồ sơ. Quản trị: thêm quyền quản lý tài khoản.';

function RoleField({ chosen }: { chosen: Role }) {
  return (
    <div class="mb-3">
      <label class="form-label" for="role">
        Vai trò
      </label>
      <select class="form-select" id="role" name="role" aria-describedby="role-hint">
        {ROLES.map((one) => (
          <option value={one} selected={one === chosen}>
            {ROLE_NAMES[one]}
          </option>
        ))}
      </select>
      <div class="form-hint" id="role-hint">
        {ROLE_HINT}
      </div>
    </div>
  );
}

export function AccountPage({ view, account, refusal, now }: Shown & { account: Account }) {
  const { username, name, role, disabledAt } = account;
  return (
    <Page title={username} view={view} section="admin">
      <h1 class="page-title">{username}</h1>
      <Tabs current="admin/accounts" />
      <Refusal>{refusal}</Refusal>
      <p>
        {stateOf(account, now)}.{' '}
        <a href={`admin/access?username=${encodeURIComponent(username)}`}>Nhật ký truy cập</a>
      </p>
      <div class="card app-narrow">
        <div class="card-body">
          <Form action={pathOf(account)}>
            <Field name="name" label="Họ và tên" value={name} />
            <RoleField chosen={role} />
            <button class="btn btn-primary" type="submit">
              Lưu
            </button>
          </Form>
        </div>
        <div class="card-footer d-flex flex-wrap gap-2">
          {disabledAt ? (
            <Act account={account} what="enable" name="Mở lại" />
          ) : (
            <>
              {username !== view.viewer.username && (
                <Act account={account} what="link" name="Cấp liên kết đặt lại mật khẩu" />
              )}
              <Act account={account} what="disable" name="Khóa tài khoản" />
            </>
          )}
        </div>
      </div>
    </Page>
  );
}

function Act({ account, what, name }: { account: Account; what: string; name: string }) {
  return (
    <Form action={`${pathOf(account)}/${what}`}>
      <button class="btn" type="submit">
        {name}
      </button>
    </Form>
  );
}

export function LinkPage({ view, username, link }: { view: View; username: string; link: string }) {
  return (
    <Page title="Liên kết đặt mật khẩu" view={view} section="admin">
      <h1 class="page-title">Liên kết đặt mật khẩu</h1>
      <Tabs current="admin/accounts" />
      <p>
        Gửi liên kết này cho người sử dụng tài khoản <b>{username}</b>. Liên kết dùng được một lần, trong 07
        ngày, và chỉ hiện tại đây.
      </p>
      <input class="form-control mb-3" type="text" readOnly value={link} aria-label="Liên kết đặt mật khẩu" />
      <a class="btn" href="admin/accounts">
        Về danh sách tài khoản
      </a>
    </Page>
  );
}
