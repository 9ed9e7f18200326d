// The frame of the section: its own menu, and whether letters leave at all.
import type { FastifyRequest } from 'fastify';
import type { ComponentChildren } from 'preact';
import { mayActAs, type Viewer } from '../../core/staff.ts';
import { findLettersPause } from '../../store/letter-decisions.ts';
import { Page } from '../layout.tsx';
import type { Notice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { Form } from '../parts/form.tsx';
import { dayTime } from '../parts/time.ts';
import type { View } from '../view.ts';

export interface Frame {
  view: View;
  /** Since when no letter leaves; null: they leave. */
  paused: Date | null;
  /** Whether the viewer decides about letters, or only looks. */
  mayAct: boolean;
}

export async function findFrame({ db, findView }: PageDeps, request: FastifyRequest): Promise<Frame> {
  const [view, paused] = await Promise.all([findView(request), findLettersPause(db)]);
  return { view, paused, mayAct: mayActAs(view.viewer.role, 'officer') };
}

export function actorOf({ viewer }: { viewer: Viewer | null }): string {
  if (!viewer) throw new Error('only whoever is logged in decides');
  return viewer.username;
}

export const NONE_MARKED: Notice = {
  title: 'Chưa chọn thư',
  text: 'Chưa chọn thư nào. Đề nghị quay lại và chọn ít nhất một thư.',
};

const PAGES = [
  { path: 'letters', name: 'Hộp thư đi' },
  { path: 'letters/reminders', name: 'Nhắc, đôn đốc' },
] as const;

interface LettersPageProps {
  title: string;
  frame: Frame;
  at: (typeof PAGES)[number]['path'];
  children: ComponentChildren;
}

export function LettersPage({ title, frame, at, children }: LettersPageProps) {
  return (
    <Page title={title} view={frame.view} section="letters">
      <nav class="app-submenu" aria-label="Thư trả lời">
        {PAGES.map(({ path, name }) => (
          <a href={path} class={path === at ? 'active' : ''} aria-current={path === at ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      {frame.paused && <PauseBanner since={frame.paused} mayAct={frame.mayAct} />}
      {children}
    </Page>
  );
}

function PauseBanner({ since, mayAct }: { since: Date; mayAct: boolean }) {
  return (
    <div class="alert alert-warning app-pause" role="status">
      <div>Đang tạm dừng gửi thư từ {dayTime(since)}. Thư vẫn được soạn và chờ đến khi tiếp tục gửi.</div>
      {mayAct && (
        <Form action="letters/resume">
          <button class="btn btn-sm" type="submit">
            Tiếp tục gửi thư
          </button>
        </Form>
      )}
    </div>
  );
}

export function PauseButton() {
  return (
    <Form action="letters/pause">
      <button class="btn btn-sm" type="submit">
        Tạm dừng gửi tất cả thư
      </button>
    </Form>
  );
}
