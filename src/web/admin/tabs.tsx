// What the pages under "Quản trị" have in common: where one is, and tables that a telephone scrolls.
import type { ComponentChildren } from 'preact';

const TABS = [
  { path: 'admin/accounts', name: 'Tài khoản' },
  { path: 'admin/access', name: 'Nhật ký truy cập' },
] as const;

export function Tabs({ current }: { current: (typeof TABS)[number]['path'] }) {
  return (
    <nav class="nav nav-tabs mb-3" aria-label="Quản trị">
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

/** The keyboard can scroll it as well (WCAG 2.1.1). */
export function Table({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <section class="card mb-3 table-responsive" aria-label={name} tabIndex={0}>
      {children}
    </section>
  );
}
