// The frame of every page: where one is, who is logged in, and whether the mailbox is being read.
import type { ComponentChildren } from 'preact';
import { mayActAs, ROLE_NAMES, type Viewer } from '../core/staff.ts';
import type { Role } from '../core/states.ts';
import { assetPath } from './assets.ts';
import { Form } from './parts/form.tsx';
import { MailboxHealth } from './parts/mailbox-health.tsx';
import { Viewing } from './parts/viewing.ts';
import type { View } from './view.ts';

/** Links in a page are relative to `base`, so that it works under any prefix. */
function Document({ title, base, children }: { title: string; base: string; children: ComponentChildren }) {
  return (
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="htmx-config" content='{"includeIndicatorCSS":false}' />
        <base href={base} />
        <title>{`${title} – Tiếp nhận hồ sơ`}</title>
        <link rel="icon" href={assetPath('icon.svg')} />
        <link rel="stylesheet" href={assetPath('tabler.css')} />
        <link rel="stylesheet" href={assetPath('app.css')} />
        <script src={assetPath('htmx.js')} defer />
        <script src={assetPath('app.js')} defer />
      </head>
      <body>{children}</body>
    </html>
  );
}

interface Section {
  path: string;
  name: string;
  role: Role;
}

const SECTIONS: Section[] = [
  { path: 'log', name: 'Sổ tiếp nhận', role: 'leader' },
  { path: 'letters', name: 'Thư trả lời', role: 'leader' },
  { path: 'overview', name: 'Tổng quan', role: 'leader' },
  { path: 'registers', name: 'Sổ, báo cáo', role: 'leader' },
  { path: 'admin', name: 'Quản trị', role: 'officer' },
];

interface PageProps {
  title: string;
  view: View;
  /** Path of the section that the page belongs to. */
  section: string;
  children: ComponentChildren;
}

export function Page({ title, view, section, children }: PageProps) {
  return (
    <Viewing.Provider value={view}>
      <Document title={title} base={view.base}>
        <a class="visually-hidden-focusable" href={`${view.path}#content`}>
          Đến nội dung chính
        </a>
        <div class="page">
          <header class="navbar navbar-expand-md app-header d-print-none">
            <div class="container-fluid">
              <a class="navbar-brand" href="log">
                Tiếp nhận hồ sơ
              </a>
              <Menu viewer={view.viewer} section={section} />
              <MailboxHealth mailboxes={view.mailboxes} />
              <Account viewer={view.viewer} />
            </div>
          </header>
          <main id="content" class="page-wrapper">
            <div class="container-fluid app-content">
              {view.done && (
                <div class="alert alert-success" role="status">
                  {view.done}
                </div>
              )}
              {children}
            </div>
          </main>
        </div>
      </Document>
    </Viewing.Provider>
  );
}

function Menu({ viewer, section }: { viewer: Viewer; section: string }) {
  return (
    <nav class="app-menu" aria-label="Mục chính">
      {SECTIONS.filter(({ role }) => mayActAs(viewer.role, role)).map(({ path, name }) => (
        <a
          href={path}
          class={path === section ? 'active' : ''}
          aria-current={path === section ? 'page' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

function Account({ viewer }: { viewer: Viewer }) {
  return (
    <div class="app-account">
      <a href="account" title={ROLE_NAMES[viewer.role]}>
        {viewer.name}
      </a>
      <Form action="logout">
        <button class="btn btn-sm btn-ghost-secondary" type="submit">
          Đăng xuất
        </button>
      </Form>
    </div>
  );
}

/** A page without a menu: login, and what cannot be shown. */
export function Bare({
  title,
  base,
  children,
}: {
  title: string;
  base: string;
  children: ComponentChildren;
}) {
  return (
    <Document title={title} base={base}>
      <main class="page page-center">
        <div class="container container-tight py-4">
          <div class="card card-md">
            <div class="card-body">
              <h1 class="h2">{title}</h1>
              {children}
            </div>
          </div>
        </div>
      </main>
    </Document>
  );
}
