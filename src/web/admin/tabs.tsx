// What there is under "Quản trị".

const TABS = [
  { path: 'admin/accounts', name: 'Tài khoản' },
  { path: 'admin/access', name: 'Nhật ký truy cập' },
] as const;

export function Tabs({ current }: { current: (typeof TABS)[number]['path'] }) {
  return (
    <nav class="nav nav-tabs mt-2 mb-3" aria-label="Quản trị">
      {TABS.map(({ path, name }) => (
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
