// What there is under "Quản trị", as far as the viewer may see it.
import { mayActAs } from '../../core/staff.ts';
import type { Role } from '../../core/states.ts';
import { useView } from '../parts/viewing.ts';

const TABS = [
  { path: 'admin/state', name: 'Tình trạng', role: 'officer' },
  { path: 'admin/failed', name: 'Thư lỗi', role: 'officer' },
  { path: 'admin/units', name: 'Đơn vị', role: 'officer' },
  { path: 'admin/campaign', name: 'Đợt tiếp nhận', role: 'officer' },
  { path: 'admin/letters', name: 'Mẫu thư', role: 'officer' },
  { path: 'admin/accounts', name: 'Tài khoản', role: 'administrator' },
  { path: 'admin/access', name: 'Nhật ký truy cập', role: 'administrator' },
] as const satisfies { path: string; name: string; role: Role }[];

export function Tabs({ current }: { current: (typeof TABS)[number]['path'] }) {
  const { viewer } = useView();
  return (
    <nav class="nav nav-tabs mb-3" aria-label="Quản trị">
      {TABS.filter(({ role }) => mayActAs(viewer.role, role)).map(({ path, name }) => (
        <a
          class={path === current ? 'nav-link active' : 'nav-link'}
          href={path}
          aria-current={path === current ? 'page' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}
