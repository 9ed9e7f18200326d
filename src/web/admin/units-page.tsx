// The page about units: bodies found in mails first, for they wait for somebody; then the registry, group by group.
import { isProvisional } from '../../core/provisional.ts';
import type { KnownAddress, KnownUnit } from '../../store/unit-decisions.ts';
import { Page } from '../layout.tsx';
import { Form } from '../parts/form.tsx';
import { day } from '../parts/time.ts';
import type { View } from '../view.ts';
import { Tabs } from './tabs.tsx';

interface UnitsPageProps {
  view: View;
  units: KnownUnit[];
  provisional: KnownUnit[];
  /** Code after which the next page of bodies begins; null: there is none. */
  next: string | null;
}

export function UnitsPage({ view, units, provisional, next }: UnitsPageProps) {
  const groups = [...new Set(units.map(({ group }) => group))];
  return (
    <Page title="Đơn vị" view={view} section="admin">
      <h1 class="page-title">Đơn vị</h1>
      <Tabs current="admin/units" />
      <datalist id="units">
        {units.map(({ code, name }) => (
          <option value={code}>{name}</option>
        ))}
      </datalist>
      <datalist id="groups">
        {groups.map((group) => (
          <option value={group} />
        ))}
      </datalist>
      <h2 class="h3">Chưa có trong danh sách, chờ xác nhận</h2>
      {provisional.length === 0 ? (
        <p>Không có đơn vị nào chờ xác nhận.</p>
      ) : (
        <>
          <p>
            Tên do máy đọc được trong thư. <b>Xác nhận</b> nếu là đơn vị riêng; <b>Gộp</b> nếu là một đơn vị
            đã có: hồ sơ, địa chỉ và các thư sau này sẽ thuộc đơn vị đó.
          </p>
          {provisional.map((unit) => (
            <Provisional unit={unit} />
          ))}
        </>
      )}
      {next && (
        <a class="btn mb-3" href={`admin/units?${new URLSearchParams({ after: next })}`}>
          Xem tiếp
        </a>
      )}
      {groups.map((group) => (
        <Group name={group} units={units.filter((unit) => unit.group === group)} />
      ))}
    </Page>
  );
}

function pathOf({ code }: KnownUnit, act: string): string {
  return `admin/units/${encodeURIComponent(code)}/${act}`;
}

function Provisional({ unit }: { unit: KnownUnit }) {
  const { code, name, place, dossiers } = unit;
  return (
    <section class="card mb-2" aria-label={name}>
      <div class="card-body app-panel">
        <p class="mb-2 text-break">
          <b>{name}</b>
          {place && `, ${place}`} –{' '}
          <a class="text-decoration-underline" href={`log?${new URLSearchParams({ unit: code })}`}>
            {dossiers} hồ sơ
          </a>
        </p>
        <div class="app-acts">
          <Form action={pathOf(unit, 'confirm')} class="app-filter">
            <label class="form-label">
              Tên đơn vị
              <input class="form-control" name="name" value={name} required maxLength={200} />
            </label>
            <label class="form-label">
              Nhóm
              <input class="form-control" name="group" list="groups" required maxLength={200} />
            </label>
            <button class="btn" type="submit" aria-label={`Xác nhận ${name}`}>
              Xác nhận
            </button>
          </Form>
          <Form action={pathOf(unit, 'merge')} class="app-filter">
            <label class="form-label">
              Gộp vào đơn vị (mã)
              <input class="form-control" name="into" list="units" required maxLength={60} />
            </label>
            <button class="btn" type="submit" aria-label={`Gộp ${name}`}>
              Gộp
            </button>
          </Form>
        </div>
      </div>
    </section>
  );
}

function Group({ name, units }: { name: string; units: KnownUnit[] }) {
  return (
    <section class="mb-3">
      <h2 class="h3">{name === 'provisional' ? 'Chưa xếp nhóm' : name}</h2>
      <div class="card">
        <table class="table card-table app-stacked">
          <thead>
            <tr>
              <th scope="col" class="w-33">
                Đơn vị
              </th>
              <th scope="col">Mã</th>
              <th scope="col">Nộp hồ sơ</th>
              <th scope="col">Địa chỉ thư</th>
            </tr>
          </thead>
          <tbody>
            {units.map((unit) => (
              <Row unit={unit} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const EXPECTED: Record<KnownUnit['expected'], string> = {
  required: 'Bắt buộc',
  encouraged: 'Khuyến khích',
  no: 'Không yêu cầu',
};

function Row({ unit }: { unit: KnownUnit }) {
  const { code, name, expected, listed, addresses } = unit;
  return (
    <tr>
      <th scope="row" class="text-break">
        {name}
        {!listed && <span class="app-small d-block">{whyUnlisted(code)}</span>}
      </th>
      <td data-label="Mã" class="text-break">
        {code}
      </td>
      <td data-label="Nộp hồ sơ">{EXPECTED[expected]}</td>
      <td>
        {addresses.map((address) => (
          <Address unit={unit} known={address} />
        ))}
        <details>
          <summary class="app-small">Xác nhận địa chỉ</summary>
          <Form action={pathOf(unit, 'confirm-address')} class="app-filter">
            <input
              class="form-control w-auto"
              type="email"
              name="address"
              required
              maxLength={254}
              autocomplete="off"
              aria-label={`Địa chỉ thư của ${name}`}
            />
            <button class="btn" type="submit">
              Xác nhận
            </button>
          </Form>
        </details>
      </td>
    </tr>
  );
}

function whyUnlisted(code: string): string {
  return isProvisional(code) ? 'Xác nhận từ thư' : 'Không còn trong tệp danh sách đơn vị';
}

function Address({ unit, known }: { unit: KnownUnit; known: KnownAddress }) {
  const { address, confirmedBy, confirmedAt } = known;
  const by = confirmedBy === null ? 'tệp danh sách đơn vị' : `${confirmedBy}, ${day(confirmedAt)}`;
  return (
    <div class="app-address">
      <span class="text-break">
        {address} <span class="app-small">({by})</span>
      </span>
      {confirmedBy !== null && (
        <Form action={pathOf(unit, 'remove-address')}>
          <input type="hidden" name="address" value={address} />
          <button class="btn btn-sm" type="submit" aria-label={`Bỏ địa chỉ ${address}`}>
            Bỏ
          </button>
        </Form>
      )}
    </div>
  );
}
